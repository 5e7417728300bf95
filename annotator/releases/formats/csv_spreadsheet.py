"""CSV for Excel and LibreOffice: no cell can become a formula, and the original can be had back."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from annotator.releases.columns import Column
from annotator.releases.formats.base import Format, ValuesOf, values_of
from annotator.releases.formats.csv_exact import Lines, printer, some_lines

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


def _guarded_column(cells: Sequence[Any]) -> Sequence[Any]:
    """Few cells of a column differ, and fewer need a guard."""
    risky = {cell for cell in set(cells) if str(cell).startswith(GUARDED)}
    return [guarded(str(cell)) if cell in risky else cell for cell in cells] if risky else cells


def pages(columns: Sequence[Column], lines: Iterable[Lines]) -> Iterator[bytes]:
    """The header line, and a piece for each of `lines`."""
    printed = printer(lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    yield _MARK.encode() + printed([[column.name for column in columns]])
    for some in lines:
        yield printed(zip(*map(_guarded_column, zip(*some, strict=True)), strict=True))


def write(columns: Sequence[Column], records: Iterable[Any], *, values_of: ValuesOf = values_of) -> Iterator[bytes]:
    return pages(columns, some_lines(columns, records, values_of=values_of))


FORMAT = Format(
    name="spreadsheet",
    title="Spreadsheet CSV",
    hint="Safe to open in Excel or LibreOffice: cells that could run as a formula begin with an apostrophe.",
    suffix="-spreadsheet.csv",
    media_type="text/csv; charset=utf-8",
    write=write,
)
