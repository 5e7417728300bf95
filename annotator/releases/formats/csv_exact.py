"""CSV for programs: RFC 4180 with line feeds, UTF-8 without a mark, every cell as it is."""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from io import StringIO
from itertools import batched
from typing import Any

from annotator.releases.columns import Column
from annotator.releases.formats.base import BATCH, Format, ValuesOf, instant, values_of


def _moment(value: datetime | str) -> str:
    """What is frozen is text already."""
    return value if isinstance(value, str) else instant(value)


def _boolean(value: bool) -> str:
    return "true" if value else "false"


#: one encoder for all: making one takes longer than a short cell
_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_CELLS: dict[str, Callable[[Any], str]] = {
    "integer": str,
    "number": repr,
    "boolean": _boolean,
    "datetime": _moment,
    "json": _json,
}


def as_cells(columns: Sequence[Column], *, values_of: ValuesOf = values_of) -> Callable[[Any], list[str]]:
    """A function from a record to its cells; None becomes the empty cell."""
    values = values_of(columns)
    converted = [(at, _CELLS[column.type]) for at, column in enumerate(columns) if column.type in _CELLS]

    def cells(record: Any) -> list[str]:
        line = list(values(record))
        for at, convert in converted:
            value = line[at]
            line[at] = "" if value is None else convert(value)
        return line

    return cells


def write(columns: Sequence[Column], records: Iterable[Any], *, values_of: ValuesOf = values_of) -> Iterator[bytes]:
    cells = as_cells(columns, values_of=values_of)
    page = StringIO(newline="")
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow([column.name for column in columns])
    yield page.getvalue().encode()
    for batch in batched(records, BATCH):
        page.seek(0)
        page.truncate()
        writer.writerows(map(cells, batch))
        yield page.getvalue().encode()


FORMAT = Format(
    name="csv",
    title="Exact CSV",
    hint="For programs such as R or Python: every cell is exactly what was stored. Not for spreadsheets.",
    suffix=".csv",
    media_type="text/csv; charset=utf-8",
    write=write,
)
