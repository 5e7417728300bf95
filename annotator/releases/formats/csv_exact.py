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

#: the cells of some records, as `as_cells` gives them
type Lines = Sequence[Sequence[Any]]


def _moment(value: datetime | str) -> str:
    """What is frozen is text already."""
    return value if isinstance(value, str) else instant(value)


def _boolean(value: bool) -> str:
    return "true" if value else "false"


#: one encoder for all: making one takes longer than a short cell
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def _json(value: Any) -> str:
    """Most lists are empty."""
    return "[]" if value in ((), []) else _encode(value)


#: what a CSV writer would write in another way; it knows numbers
_CELLS: dict[str, Callable[[Any], str]] = {"boolean": _boolean, "datetime": _moment, "json": _json}


def as_cells(columns: Sequence[Column], *, values_of: ValuesOf = values_of) -> Callable[[Any], list[Any]]:
    """A function from a record to its cells: text, a number, or None, which is the empty cell."""
    values = values_of(columns)
    converted = [(at, _CELLS[column.type]) for at, column in enumerate(columns) if column.type in _CELLS]

    def cells(record: Any) -> list[Any]:
        line = list(values(record))
        for at, convert in converted:
            if (value := line[at]) is not None:
                line[at] = convert(value)
        return line

    return cells


def some_lines(
    columns: Sequence[Column], records: Iterable[Any], *, values_of: ValuesOf = values_of
) -> Iterator[Lines]:
    """The cells of all records, those of some at a time."""
    cells = as_cells(columns, values_of=values_of)
    for batch in batched(records, BATCH):
        yield [cells(record) for record in batch]


def printer(**dialect: Any) -> Callable[[Iterable[Iterable[Any]]], bytes]:
    """A function from lines to the piece of a file that they make."""
    page = StringIO(newline="")
    writer = csv.writer(page, **dialect)

    def printed(lines: Iterable[Iterable[Any]]) -> bytes:
        page.seek(0)
        page.truncate()
        writer.writerows(lines)
        return page.getvalue().encode()

    return printed


def pages(columns: Sequence[Column], lines: Iterable[Lines]) -> Iterator[bytes]:
    """The header line, and a piece for each of `lines`."""
    printed = printer(lineterminator="\n")
    yield printed([[column.name for column in columns]])
    yield from map(printed, lines)


def write(columns: Sequence[Column], records: Iterable[Any], *, values_of: ValuesOf = values_of) -> Iterator[bytes]:
    return pages(columns, some_lines(columns, records, values_of=values_of))


FORMAT = Format(
    name="csv",
    title="Exact CSV",
    hint="For programs such as R or Python: every cell is exactly what was stored. Not for spreadsheets.",
    suffix=".csv",
    media_type="text/csv; charset=utf-8",
    write=write,
)
