"""CSV for Excel and LibreOffice: no cell can become a formula, and the original can be had back."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, cast

from annotator.releases.columns import Column
from annotator.releases.formats.base import (
    Cells,
    Format,
    ValuesOf,
    are_whole,
    by_column,
    each_once,
    values_of,
    weaver,
)
from annotator.releases.formats.csv_exact import Block, as_text, quoted

#: first characters that a spreadsheet may take for a formula, or that hide one; and the guard itself
GUARDED = tuple("=+-@\t\r\n＝＋－＠'")
RULE = (
    "A cell that begins with = + - @ TAB CR LF, with their full-width forms ＝ ＋ － ＠, or with an "
    "apostrophe has one more apostrophe put before it. To have the original back, remove one apostrophe from "
    "the front of every cell that begins with one."
)
_MARK = "\ufeff"


def guarded(cell: str) -> str:
    return f"'{cell}" if cell.startswith(GUARDED) else cell


def unguarded(cell: str) -> str:
    """The inverse of `guarded`, as `RULE` states it."""
    return cell.removeprefix("'")


_safe = each_once(lambda cell: guarded(cell).replace('"', '""'))
_GUARDED = frozenset(GUARDED)


def header(columns: Sequence[Column]) -> bytes:
    return (_MARK + ",".join(quoted(column.name) for column in columns) + "\r\n").encode()


def paged(columns: Sequence[Column]) -> Callable[[Block, int], bytes]:
    """A function that writes the lines of so many records."""
    woven = weaver(['"', *['","'] * (len(columns) - 1)], '"\r\n')
    return lambda block, number: woven(map(_cells, block), number).encode()


def _cells(cells: Cells) -> Cells:
    """Between quotation marks."""
    if isinstance(cells, str):
        return _safe([cells])
    if are_whole(cells):
        return cells
    texts = cast(Sequence[str], cells)
    as_they_are = '"' not in "".join(texts) and _GUARDED.isdisjoint([text[:1] for text in texts])
    return texts if as_they_are else _safe(texts)


def write(columns: Sequence[Column], records: Iterable[Any], *, values_of: ValuesOf = values_of) -> Iterator[bytes]:
    text, page = as_text(columns), paged(columns)
    yield header(columns)
    for some in by_column(columns, records, values_of=values_of):
        yield page(text(some), len(some[0]))


FORMAT = Format(
    name="spreadsheet",
    title="Spreadsheet CSV",
    hint="Safe to open in Excel or LibreOffice: cells that could run as a formula begin with an apostrophe.",
    suffix="-spreadsheet.csv",
    media_type="text/csv; charset=utf-8",
    write=write,
)
