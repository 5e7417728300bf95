"""The paragraphs of the sample's versions, as a table: the places that every offset is of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import batched

from annotator.releases.columns import CODE_POINTS, column, columns_of, same_as
from annotator.releases.row import Row
from articles.models import Paragraph

BATCH = 20


@dataclass(frozen=True, slots=True)
class Block:
    paragraph_id: int = same_as(Row, "paragraph_id")
    version_id: int = same_as(Row, "version_id", "the version it is a paragraph of")
    paragraph_index: int = same_as(Row, "paragraph_index")
    slot: str = same_as(Row, "slot")
    start: int = column(
        "Begins at",
        "where it begins in the version's text: paragraphs are joined by two line feeds",
        unit=CODE_POINTS,
    )
    end: int = column("Ends at", "where it ends in the version's text", unit=CODE_POINTS)
    text: str = column("Text", "its text, as far as it may be given away", words=True)
    text_sha256: str = column("Text's SHA-256", "SHA-256 of the paragraph in UTF-8, all of it", unit="hexadecimal")


COLUMNS = columns_of(Block)


def paragraphs(versions: Iterable[int]) -> Iterator[Block]:
    """Every paragraph of these versions, by version, then down the page."""
    for batch in batched(sorted(versions), BATCH):
        rows = Paragraph.objects.filter(article__in=batch).order_by("article_id", "position")
        for pk, article, position, slot, offset, text in rows.values_list(
            "pk", "article_id", "position", "slot", "offset", "text"
        ):
            digest = sha256(text.encode()).hexdigest()
            yield Block(pk, article, position, slot, offset, offset + len(text), text, digest)
