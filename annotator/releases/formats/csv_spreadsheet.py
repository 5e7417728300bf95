"""CSV for Excel and LibreOffice: no cell can become a formula, and the original can be had back."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import batched
from typing import Any

from annotator.releases.columns import Column
from annotator.releases.formats.base import BATCH, Format, ValuesOf, values_of
from annotator.releases.formats.csv_exact import as_cells

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


def write(columns: Sequence[Column], records: Iterable[Any], *, values_of: ValuesOf = values_of) -> Iterator[bytes]:
    cells = as_cells(columns, values_of=values_of)
    page = StringIO(newline="")
    page.write(_MARK)
    writer = csv.writer(page, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([column.name for column in columns])
    yield page.getvalue().encode()
    for batch in batched(records, BATCH):
        page.seek(0)
        page.truncate()
        writer.writerows(map(guarded, cells(record)) for record in batch)
        yield page.getvalue().encode()


FORMAT = Format(
    name="spreadsheet",
    title="Spreadsheet CSV",
    hint="Safe to open in Excel or LibreOffice: cells that could run as a formula begin with an apostrophe.",
    suffix="-spreadsheet.csv",
    media_type="text/csv; charset=utf-8",
    write=write,
)
