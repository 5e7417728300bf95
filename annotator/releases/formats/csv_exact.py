"""CSV for programs: RFC 4180 with line feeds, UTF-8 without a mark, every cell as it is.

Quoting is done here: Python's own writer asks of each character what it is, and versions of it quote differently.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from annotator.releases.columns import Column
from annotator.releases.formats.base import Format, ValuesOf, by_column, each_once, instant, values_of

#: the cells of some records as text, column by column; of what is not known, ""
type Block = Sequence[Sequence[str]]

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


def _texts(cells: Sequence[str | None]) -> Sequence[str]:
    return ["" if cell is None else cell for cell in cells]


def _each(convert: Callable[[Any], str]) -> Callable[[Sequence[Any]], Sequence[str]]:
    return lambda cells: ["" if cell is None else convert(cell) for cell in cells]


_COLUMNS: dict[str, Callable[[Sequence[Any]], Sequence[str]]] = {
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


def blocks(columns: Sequence[Column], records: Iterable[Any], *, values_of: ValuesOf = values_of) -> Iterator[Block]:
    """The cells of all records."""
    as_text = [_COLUMNS[column.type] for column in columns]
    for some in by_column(columns, records, values_of=values_of):
        yield [text(cells) for text, cells in zip(as_text, some, strict=True)]


def pages(columns: Sequence[Column], cells: Iterable[Block]) -> Iterator[bytes]:
    """The header line, and a piece for each of the blocks."""
    quotes = [column.type in _QUOTED for column in columns]
    yield (",".join(column.name for column in columns) + "\n").encode()
    for block in cells:
        written = [_quoted_where_needed(one) if quote else one for quote, one in zip(quotes, block, strict=True)]
        yield ("\n".join(map(",".join, zip(*written, strict=True))) + "\n").encode()


def write(columns: Sequence[Column], records: Iterable[Any], *, values_of: ValuesOf = values_of) -> Iterator[bytes]:
    return pages(columns, blocks(columns, records, values_of=values_of))


FORMAT = Format(
    name="csv",
    title="Exact CSV",
    hint="For programs such as R or Python: every cell is exactly what was stored. Not for spreadsheets.",
    suffix=".csv",
    media_type="text/csv; charset=utf-8",
    write=write,
)
