"""The annotations as CSV that is safe to open in Excel or LibreOffice. Pure."""

from collections.abc import Iterator

from annotator.releases.formats import csv_spreadsheet
from annotator.releases.formats.release_base import ReleaseFormat, is_large, values_of
from annotator.releases.frozen.reading import Frozen
from annotator.releases.zipping import Part

PATH = "spreadsheet/annotations.csv"


def parts(frozen: Frozen) -> Iterator[Part]:
    columns = frozen.columns["annotations"]
    yield Part(
        PATH,
        lambda: csv_spreadsheet.write(columns, frozen.table("annotations"), values_of=values_of),
        large=is_large(frozen, "annotations"),
    )


FORMAT = ReleaseFormat(
    name="spreadsheet",
    title="Spreadsheet",
    hint="The annotations for Excel or LibreOffice: cells that could run as a formula begin with an apostrophe.",
    loses="Only the annotations: the other tables are in the other formats.",
    parts=parts,
)
