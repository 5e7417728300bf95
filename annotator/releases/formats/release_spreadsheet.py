"""The annotations as CSV that is safe to open in Excel or LibreOffice. Pure."""

from collections.abc import Iterable, Iterator
from functools import partial
from itertools import tee
from pathlib import Path

from annotator.releases.formats import csv_spreadsheet
from annotator.releases.formats.csv_exact import Block, blocks
from annotator.releases.formats.release_base import ReleaseFormat, is_large, values_of
from annotator.releases.frozen.reading import Frozen, bytes_of
from annotator.releases.zipping import Part

TABLE = "annotations"
PATH = f"spreadsheet/{TABLE}.csv"


def parts(frozen: Frozen) -> Iterator[Part]:
    yield Part(PATH, partial(_pieces, frozen), large=is_large(frozen, TABLE))


def _pieces(frozen: Frozen) -> Iterator[bytes]:
    if (path := ready(frozen)).exists():
        return bytes_of(path)
    columns = frozen.columns[TABLE]
    return csv_spreadsheet.pages(columns, blocks(columns, frozen.table(TABLE), values_of=values_of))


def beside(frozen: Frozen, cells: Iterable[Block]) -> Iterator[Block]:
    """Pass the table's cells on to another format and write the file from them on the way: read once, not twice."""
    passed, taken = tee(cells)
    unfinished = ready(frozen).with_suffix(".unfinished")
    with unfinished.open("wb") as file:
        pages = csv_spreadsheet.pages(frozen.columns[TABLE], taken)
        file.write(next(pages))
        for some in passed:
            yield some
            file.write(next(pages))
    unfinished.rename(ready(frozen))


def ready(frozen: Frozen) -> Path:
    """Where the file is when it was written beside another."""
    return frozen.folder / "spreadsheet.csv"


FORMAT = ReleaseFormat(
    name="spreadsheet",
    title="Spreadsheet",
    hint="The annotations for Excel or LibreOffice: cells that could run as a formula begin with an apostrophe.",
    loses="Only the annotations: the other tables are in the other formats.",
    parts=parts,
)
