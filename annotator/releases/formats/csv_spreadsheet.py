"""CSV for Excel and LibreOffice: no cell can become a formula, and the original can be had back."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from annotator.releases.columns import Column
from annotator.releases.formats.base import Format, ValuesOf, each_once, values_of
from annotator.releases.formats.csv_exact import Block, blocks, quoted

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


_written = each_once(lambda cell: quoted(guarded(cell)))


def pages(columns: Sequence[Column], cells: Iterable[Block]) -> Iterator[bytes]:
    """The header line, and a piece for each of the blocks."""
    yield (_MARK + ",".join(quoted(column.name) for column in columns) + "\r\n").encode()
    for block in cells:
        lines = zip(*map(_written, block), strict=True)
        yield ("\r\n".join(map(",".join, lines)) + "\r\n").encode()


def write(columns: Sequence[Column], records: Iterable[Any], *, values_of: ValuesOf = values_of) -> Iterator[bytes]:
    return pages(columns, blocks(columns, records, values_of=values_of))


FORMAT = Format(
    name="spreadsheet",
    title="Spreadsheet CSV",
    hint="Safe to open in Excel or LibreOffice: cells that could run as a formula begin with an apostrophe.",
    suffix="-spreadsheet.csv",
    media_type="text/csv; charset=utf-8",
    write=write,
)
