"""CSV for programs: RFC 4180 with line feeds, UTF-8 without a mark, every cell as it is.

Quoting is done here: Python's own writer asks of each character what it is, and versions of it quote differently.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, cast

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

#: the cells of some records, column by column; of what is not known, ""
type Block = Sequence[Cells]

#: one encoder for all: making one takes longer than a short cell
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_needs_quotes = re.compile('[",\r\n]').search


def _boolean(value: bool) -> str:
    return "true" if value else "false"


def _moment(value: datetime | str) -> str:
    """What is frozen is text already."""
    return value if isinstance(value, str) else instant(value)


def _json(value: Any) -> str:
    """Most lists are empty."""
    return "[]" if value in ((), []) else _encode(value)


def _texts(cells: Sequence[str | None]) -> Cells:
    if are_all(cells, ""):
        return ""
    return ["" if cell is None else cell for cell in cells] if None in cells else cells  # type: ignore[return-value]


def _each(convert: Callable[[Any], str]) -> Callable[[Sequence[Any]], Cells]:
    def written(cells: Sequence[Any]) -> Cells:
        if are_all(cells, None):
            return ""
        return cells if are_whole(cells) else ["" if cell is None else convert(cell) for cell in cells]

    return written


_COLUMNS: dict[str, Callable[[Sequence[Any]], Cells]] = {
    "string": _texts,
    "integer": _each(str),
    "number": _each(repr),
    "boolean": _each(_boolean),
    "datetime": _each(_moment),
    "json": _each(_json),
}
#: types of which a cell may hold a comma, a quotation mark or the end of a line
_QUOTED = ("string", "json")


def quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


_quoted_where_needed = each_once(lambda cell: quoted(cell) if _needs_quotes(cell) else cell)


def as_text(columns: Sequence[Column]) -> Callable[[Iterable[Sequence[Any]]], Block]:
    """A function that turns the cells of some records, column by column, into text."""
    texts = [_COLUMNS[column.type] for column in columns]
    return lambda some: [text(cells) for text, cells in zip(texts, some, strict=True)]


def lines(columns: Sequence[Column], records: Iterable[Any]) -> Iterator[tuple[str, ...]]:
    """The cells of each record as text."""
    text = as_text(columns)
    for some in by_column(columns, records):
        number = len(some[0])
        yield from zip(*([one] * number if isinstance(one, str) else map(str, one) for one in text(some)), strict=True)


def header(columns: Sequence[Column]) -> bytes:
    return (",".join(column.name for column in columns) + "\n").encode()


def paged(columns: Sequence[Column]) -> Callable[[Block, int], bytes]:
    """A function that writes the lines of so many records."""
    may_need_quotes = [column.type in _QUOTED for column in columns]
    woven = weaver(["", *[","] * (len(columns) - 1)], "\n")

    def page(block: Block, number: int) -> bytes:
        cells = [_quotes(one) if asked else one for asked, one in zip(may_need_quotes, block, strict=True)]
        return woven(cells, number).encode()

    return page


def _quotes(cells: Cells) -> Cells:
    if isinstance(cells, str):
        return quoted(cells) if _needs_quotes(cells) else cells
    return _quoted_where_needed(cells) if _needs_quotes("".join(cast(Sequence[str], cells))) else cells


def write(columns: Sequence[Column], records: Iterable[Any], *, values_of: ValuesOf = values_of) -> Iterator[bytes]:
    text, page = as_text(columns), paged(columns)
    yield header(columns)
    for some in by_column(columns, records, values_of=values_of):
        yield page(text(some), len(some[0]))


FORMAT = Format(
    name="csv",
    title="Exact CSV",
    hint="For programs such as R or Python: every cell is exactly what was stored. Not for spreadsheets.",
    suffix=".csv",
    media_type="text/csv; charset=utf-8",
    write=write,
)
