"""The spans of sources, cues and contents, one a line, for those who would rather join tables than read JSON."""

from collections.abc import Iterator
from dataclasses import dataclass

from annotator.facets import RoleName
from annotator.releases.columns import CODE_POINTS, column, columns_of, same_as
from annotator.releases.frozen.reading import Record
from annotator.releases.row import Row


@dataclass(frozen=True, slots=True)
class Attributed:
    annotation_id: str = same_as(Row, "annotation_id", "the annotation whose attribution it is")
    version_id: int = same_as(Row, "version_id")
    role: str = column("Part", "the part it plays in the attribution", values=RoleName.values)
    paragraph_id: int = same_as(Row, "paragraph_id")
    start: int = column("Begins at", "where it begins in the version's text", unit=CODE_POINTS)
    end: int = column("Ends at", "where it ends in the version's text", unit=CODE_POINTS)
    quote: str = column("Words", "the words themselves", words=True)


COLUMNS = columns_of(Attributed)


def attributions(row: Record) -> Iterator[Record]:
    """The lines of one frozen annotation."""
    for part in row["role_spans"]:
        yield {
            "annotation_id": row["annotation_id"],
            "version_id": row["version_id"],
            "role": part["role"],
            "paragraph_id": part["paragraph_id"],
            "start": part["start"],
            "end": part["end"],
            "quote": part["quote"],
        }
