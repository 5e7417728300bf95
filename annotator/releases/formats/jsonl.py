"""JSON Lines: one object a line, keys in the order of the columns, UTF-8, line feeds."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import batched
from typing import Any

from annotator.releases.columns import Column
from annotator.releases.formats.base import BATCH, Format, instant, values_of

# Legal inside a JSON string, but some readers take them for the end of a line. (`str.translate` is far slower.)
_LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def _instant(value: Any) -> str:
    if isinstance(value, datetime):
        return instant(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON Lines")


def write(columns: Sequence[Column], records: Iterable[Any]) -> Iterator[bytes]:
    names = [column.name for column in columns]
    values = values_of(columns)
    return objects(dict(zip(names, values(record), strict=True)) for record in records)


def objects(records: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Records that are objects already, in pieces of some lines each."""
    encode = json.JSONEncoder(
        ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_instant, check_circular=False
    ).encode
    for batch in batched(records, BATCH):
        lines = [encode(record) for record in batch]
        page = "\n".join(lines) + "\n"
        for char, escaped in _LINE_ENDS.items():
            page = page.replace(char, escaped)
        yield page.encode()


FORMAT = Format(
    name="jsonl",
    title="JSON Lines",
    hint="One object a line, with true types: numbers, booleans and lists stay what they are.",
    suffix=".jsonl",
    media_type="application/jsonl; charset=utf-8",
    write=write,
)
