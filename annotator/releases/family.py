"""The versions that a study's sample belongs to, and who came from whom, as tables. No text."""
# ruff: noqa: RUF009 - column() and same_as() make dataclass fields

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from django.db.models import FETCH_RAISE

from annotator.releases.columns import DATE, UTC, column, columns_of, same_as
from annotator.releases.documents import Document
from annotator.releases.people import People
from annotator.releases.versions import lineage
from annotator.studies.models import Study
from articles.lineage.models import Derivation
from articles.models import Article

BATCH = 500


@dataclass(frozen=True, slots=True)
class Version:
    version_id: int = same_as(Document, "version_id")
    work_id: int = same_as(Document, "work_id")
    parent_version_id: int | None = column("Original", "the stored version it comes from, as far as anybody said")
    relation: str = column(
        "Relation to the original",
        "what it is to its parent; original when others come from it; empty when nothing is known",
        values=["original", *Derivation.Relation.values],
    )
    relation_status: str = column(
        "Who says so", "proposed by the machine, or confirmed by a person", values=["proposed", "confirmed"]
    )
    relation_evidence: Any = column("Evidence", "what speaks for the relation, as it was found")
    in_sample: bool = column("In the sample", "false for an original from outside it")
    publisher: str = column("Outlet", "who published it")
    url: str = same_as(Document, "url")
    published_at: str = column("Published", "when it was published", unit=DATE)
    captured_at: datetime | None = same_as(Document, "captured_at")
    archive_url: str = same_as(Document, "archive_url")
    language: str = same_as(Document, "language")
    extractor: str = same_as(Document, "extractor")
    extractor_version: str = same_as(Document, "extractor_version")
    text_sha256: str = same_as(Document, "text_sha256")


@dataclass(frozen=True, slots=True)
class Derived:
    derivation_id: int = column("Derivation", "the statement that one text came from another")
    derived_version_id: int = column("Article", "the version that came from another; in the sample")
    upstream_version_id: int | None = column("Original", "the version it came from, when its text is stored")
    upstream_outlet: str = column("Original in", "who published the original, when its text is not stored")
    upstream_url: str = column("Original's address", "where it was published, when its text is not stored")
    upstream_published_on: str = column("Original published", "when, if its text is not stored", unit="ISO 8601 date")
    relation: str = column("Relation", "what the derived text is to the original", values=Derivation.Relation.values)
    status: str = column("Status", "proposed, or settled by a person", values=Derivation.Status.values)
    evidence: Any = column("Evidence", "what speaks for it, as it was found")
    note: str = column("Note", "what the person who settled it wrote")
    settled_by: str = column("Settled by", "the person; a pseudonym unless an owner asked for names")
    settled_at: datetime | None = column("Settled", "when", unit=UTC)


VERSIONS = columns_of(Version)
DERIVATIONS = columns_of(Derived)


def versions(study: Study) -> Iterator[Version]:
    """The sample in its order, then the stored originals outside it, whatever the filters."""
    works = lineage()
    sample = list(study.study_articles.order_by("position", "id").values_list("article_id", flat=True))
    links = _standing(sample)
    known = set(sample)
    outside = sorted({one.upstream_id for one in links.values() if one.upstream_id} - known)
    for batch in batched([*sample, *outside], BATCH):
        stored = Article.objects.select_related("outlet", "capture").fetch_mode(FETCH_RAISE).in_bulk(batch)
        for pk in batch:
            article, link = stored[pk], links.get(pk)
            yield Version(
                version_id=pk,
                work_id=works.work(pk),
                parent_version_id=link.upstream_id if link else None,
                relation=link.relation if link else works.role(pk),
                relation_status=link.status if link else "",
                relation_evidence=link.evidence if link else None,
                in_sample=pk in known,
                publisher=article.outlet.name if article.outlet else "",
                url=article.url,
                published_at=article.published,
                captured_at=article.capture.captured_at,
                archive_url=article.archive_url,
                language=article.language,
                extractor=article.reader,
                extractor_version=article.reader_version,
                text_sha256=article.text_sha256,
            )


def _standing(sample: list[int]) -> dict[int, Derivation]:
    """For each version the derivation that tells most: confirmed before proposed, stored before named, oldest first."""
    best: dict[int, Derivation] = {}
    for batch in batched(sample, BATCH):
        rows = Derivation.objects.standing().filter(derived__in=batch).order_by("derived_id", "id")
        for one in rows:
            before = best.get(one.derived_id)
            if before is None or _weight(one) > _weight(before):
                best[one.derived_id] = one
    return best


def _weight(one: Derivation) -> tuple[bool, bool]:
    return one.status == Derivation.Status.CONFIRMED, one.upstream_id is not None


def derivations(study: Study, *, names: bool = False) -> Iterator[Derived]:
    """Every derivation of a version in the sample, rejected ones too, whatever the filters."""
    people = People(study, names=names)
    sample = list(study.study_articles.order_by("position", "id").values_list("article_id", flat=True))
    for batch in batched(sample, BATCH):
        rows = Derivation.objects.filter(derived__in=batch).fetch_mode(FETCH_RAISE)
        by_article: dict[int, list[Derivation]] = {pk: [] for pk in batch}
        for one in (rows.select_related("settled_by") if names else rows).order_by("id"):
            by_article[one.derived_id].append(one)
        for pk in batch:
            for one in by_article[pk]:
                yield _derived(one, people)


def _derived(one: Derivation, people: People) -> Derived:
    published = one.upstream_published_on
    return Derived(
        derivation_id=one.pk,
        derived_version_id=one.derived_id,
        upstream_version_id=one.upstream_id,
        upstream_outlet=one.upstream_outlet,
        upstream_url=one.upstream_url,
        upstream_published_on=published.isoformat() if published else "",
        relation=one.relation,
        status=one.status,
        evidence=one.evidence,
        note=one.note,
        settled_by=people.shown(one, "settled_by") if one.settled_by_id else "",
        settled_at=one.settled_at,
    )
