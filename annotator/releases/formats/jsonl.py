"""JSON Lines: one object a line, keys in the order of the columns, UTF-8, line feeds."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from json.encoder import encode_basestring
from types import NoneType
from typing import Any

from annotator.releases.columns import Column
from annotator.releases.formats.base import (
    Cells,
    Format,
    ValuesOf,
    are_all,
    are_whole,
    by_column,
    each_once,
    instant,
    values_of,
    weaver,
)

# Legal inside a JSON string, but some readers take them for the end of a line. (`str.translate` is far slower.)
_LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def _instant(value: Any) -> str:
    if isinstance(value, datetime):
        return instant(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON Lines")


_encode = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_instant, check_circular=False
).encode
#: what the encoder would say of the cells that there are most of, without its asking what they are
_CELLS: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: repr,
    bool: lambda value: "true" if value else "false",
    NoneType: lambda value: "null",
    datetime: lambda value: f'"{instant(value)}"',
    tuple: lambda value: _encode(value) if value else "[]",
}


def _written(value: Any) -> str:
    return _CELLS.get(value.__class__, _encode)(value)


def _each(cells: Sequence[Any]) -> Cells:
    if are_all(cells, None):
        return "null"
    if are_whole(cells):
        return cells
    return "[]" if are_all(cells, ()) else ["null" if value is None else _written(value) for value in cells]


_COLUMNS = {"string": each_once(_written), "datetime": each_once(_written)}


def paged(columns: Sequence[Column]) -> Callable[[Sequence[Sequence[Any]]], bytes]:
    """A function that writes the lines of some records, from their cells column by column."""
    written = [_COLUMNS.get(column.type, _each) for column in columns]
    keys = [f"{',' if at else '{'}{_encode(column.name)}:" for at, column in enumerate(columns)]
    woven = weaver(keys, "}\n")

    def page(some: Sequence[Sequence[Any]]) -> bytes:
        cells = [write(cells) for write, cells in zip(written, some, strict=True)]
        text = woven(cells, len(some[0]))
        for char, escaped in _LINE_ENDS.items():
            text = text.replace(char, escaped)
        return text.encode()

    return page


def write(columns: Sequence[Column], records: Iterable[Any], *, values_of: ValuesOf = values_of) -> Iterator[bytes]:
    return map(paged(columns), by_column(columns, records, values_of=values_of))


FORMAT = Format(
    name="jsonl",
    title="JSON Lines",
    hint="One object a line, with true types: numbers, booleans and lists stay what they are.",
    suffix=".jsonl",
    media_type="application/jsonl; charset=utf-8",
    write=write,
)
