"""The study's sample as a table: which versions there are, and by which hash each is known. No text."""
# ruff: noqa: RUF009 - column() makes a dataclass field

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import FETCH_RAISE, Count, OuterRef, Subquery, Sum
from django.db.models.functions import Length

from annotator.releases.columns import DATE, UTC, column, columns_of
from annotator.releases.row import ROLES
from annotator.releases.versions import Lineage, lineage
from annotator.studies.models import Study
from articles.models import Article, Paragraph

BATCH = 500


@dataclass(frozen=True, slots=True)
class Document:
    version_id: int = column("Article", "the stored text, as in annotations")
    work_id: int = column("Work", "version_id of the oldest stored version this one comes from")
    parent_version_id: int | None = column(
        "Original", "the stored version it was made from, when somebody confirmed it"
    )
    version_role: str = column(
        "Relation to the original", "what this version is to its work; empty when unconfirmed", values=ROLES
    )
    sample_position: int = column("Place in the sample", "its place in the study's sample", unit="from 0")
    outlet: str = column("Outlet", "who published it")
    byline: str = column("Byline", "who wrote it, as printed")
    title: str = column("Title", "its headline")
    language: str = column("Language", "the language of the text", unit="BCP 47")
    published_on: str = column("Published", "when it was published", unit=DATE)
    origin_outlet: str = column("Original in", "where the text itself says it comes from")
    origin_url: str = column("Original's address", "the address that the text itself gives for it")
    origin_published_on: str = column(
        "Original published", "when the text itself says it was first published", unit=DATE
    )
    url: str = column("Address", "where it was published")
    canonical_url: str = column("Canonical address", "the address that the page gives as its own")
    archive_url: str = column("Archived at", "where it is archived")
    captured_at: datetime | None = column("Saved", "when the page was saved, if known", unit=UTC)
    extractor: str = column("Read by", "the reader that made text of the bytes")
    extractor_version: str = column("Reader's version", "its version")
    extends_version_id: int | None = column(
        "Fuller version of", "the version to which a person added page text that the reader had left out, making this"
    )
    paragraphs: int = column("Paragraphs", "paragraphs of the text, notices included")
    characters: int = column("Characters", "length of the text", unit="Unicode code points")
    text_sha256: str = column("Text SHA-256", "SHA-256 of the text in UTF-8, its paragraphs joined by two line feeds")
    capture_sha256: str = column("SHA-256", "SHA-256 of the bytes as they were received")
    rights: str = column("Rights", "what the page itself says about rights")


COLUMNS = columns_of(Document)


def documents(study: Study) -> Iterator[Document]:
    """Every article of the sample, whatever the filters, in the order of the sample."""
    works = lineage()
    places = list(study.study_articles.order_by("position", "id").values_list("article_id", "position"))
    for first in range(0, len(places), BATCH):
        batch = places[first : first + BATCH]
        articles = _articles([pk for pk, _ in batch])
        for pk, position in batch:
            yield _document(articles[pk], position, works)


def _articles(ids: list[int]) -> dict[int, Article]:
    here = Paragraph.objects.filter(article=OuterRef("pk")).order_by().values("article")
    articles = (
        Article.objects.filter(pk__in=ids)
        .select_related("outlet", "capture")
        .annotate(
            paragraph_count=Subquery(here.annotate(n=Count("pk")).values("n")),
            letters=Subquery(here.annotate(n=Sum(Length("text"))).values("n")),
        )
        .fetch_mode(FETCH_RAISE)
    )
    return {article.pk: article for article in articles}


def _document(article: Article, position: int, works: Lineage) -> Document:
    count: int = getattr(article, "paragraph_count", None) or 0
    letters: int = getattr(article, "letters", None) or 0
    return Document(
        version_id=article.pk,
        work_id=works.work(article.pk),
        parent_version_id=works.parent(article.pk),
        version_role=works.role(article.pk),
        sample_position=position,
        outlet=article.outlet.name if article.outlet else "",
        byline=article.byline,
        title=article.title,
        language=article.language,
        published_on=article.published,
        origin_outlet=article.origin_outlet,
        origin_url=article.origin_url,
        origin_published_on=article.origin_published,
        url=article.url,
        canonical_url=article.canonical_url,
        archive_url=article.archive_url,
        captured_at=article.capture.captured_at,
        extractor=article.reader,
        extractor_version=article.reader_version,
        extends_version_id=article.extends_id,
        paragraphs=count,
        characters=letters + 2 * max(0, count - 1),
        text_sha256=article.text_sha256,
        capture_sha256=article.capture.sha256,
        rights=article.rights,
    )
