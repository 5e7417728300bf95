"""The annotations as CSV that is safe to open in Excel or LibreOffice. Pure."""

from collections.abc import Iterable, Iterator
from functools import partial

from annotator.releases.formats import csv_spreadsheet
from annotator.releases.formats.beside import TABLE, made_beside
from annotator.releases.formats.release_base import ReleaseFormat, is_large, values_of
from annotator.releases.frozen.reading import Frozen, bytes_of
from annotator.releases.zipping import Part

NAME = "spreadsheet"
PATH = f"spreadsheet/{TABLE}.csv"


def parts(frozen: Frozen) -> Iterator[Part]:
    yield Part(PATH, partial(_pieces, frozen), large=is_large(frozen, TABLE))


def _pieces(frozen: Frozen) -> Iterable[bytes]:
    if made := made_beside(frozen, NAME):
        return bytes_of(made)
    return csv_spreadsheet.write(frozen.columns[TABLE], frozen.table(TABLE), values_of=values_of)


FORMAT = ReleaseFormat(
    name=NAME,
    title="Spreadsheet",
    hint="The annotations for Excel or LibreOffice: cells that could run as a formula begin with an apostrophe.",
    loses="Only the annotations: the other tables are in the other formats.",
    parts=parts,
)
