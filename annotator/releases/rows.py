"""Annotations as rows: the one place where the export shape is filled."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from annotator.annotations.among import dashed
from annotator.releases.batch import Batch
from annotator.releases.people import People
from annotator.releases.row import COLUMNS, RolePart, Row
from annotator.releases.snapshot import Snapshot
from annotator.releases.verdicts import judged
from annotator.releases.versions import lineage
from annotator.studies.codebook_history import carried_on, facets_off, fates, split_of
from annotator.studies.models import ClaimType, CodebookRevision, Study

__all__ = ["COLUMNS", "Row", "rows"]

#: between the spans of one source or cue
GAP = " … "


def rows(snapshot: Snapshot, *, names: bool = False) -> Iterator[Row]:
    """The rows of a snapshot in its order: `names` puts people's names beside their pseudonyms.

    Memory is that of one batch of annotations with the texts they stand in; each batch asks eight questions,
    nine with omissions, and a fixed number more where annotations are in items of adjudication.
    """
    people = People(snapshot.study, names=names)
    facts = _StudyFacts(snapshot.study)
    for ids in snapshot.batches():
        batch = Batch(list(ids), decided=snapshot.decided, items=snapshot.items, names=names)
        for pk, ended in ids.items():
            outer = snapshot.newest(batch.annotations[pk].outer_id)
            yield _row(batch.annotations[pk], ended, outer, batch, facts, people)


class _StudyFacts:
    """What is small enough to be read once for all rows."""

    def __init__(self, study: Study) -> None:
        types = {one.pk: one for one in study.claim_types.all()}
        fate_of = fates(study)
        #: by the type that was picked: the one that it goes on as
        self.claim_types: dict[int | None, ClaimType] = {pk: types[carried_on(fate_of, pk)] for pk in types}
        self.split = frozenset(split_of(fate_of))
        self.revisions = {one.pk: _Stated.by(one) for one in study.revisions.all()}
        self.lineage = lineage()
        self.training = set(study.study_articles.filter(is_training=True).values_list("article_id", flat=True))
        self.study = study


@dataclass(frozen=True, slots=True)
class _Stated:
    """A revision of the codebook: its number, the names that claim types had in it, and the facets it does not code."""

    number: int
    labels: dict[int | None, str]
    off: frozenset[str]

    @classmethod
    def by(cls, revision: CodebookRevision) -> Self:
        labels = {one.get("id"): str(one.get("label", "")) for one in revision.content}
        return cls(revision.number, labels, facets_off(revision))


def case_url(study: Study, case_id: int) -> str:
    """The permanent address of a case."""
    return f"{settings.SITE_URL}{reverse('case', kwargs={'slug': study.slug, 'pk': case_id})}"


def _row(annotation: Any, ended: bool, outer: UUID | None, batch: Batch, facts: _StudyFacts, people: People) -> Row:
    reading = batch.readings[annotation.reading_id]
    version = batch.versions[reading.article_id]
    article, text = version.article, version.text
    position, slot, offset = version.places[annotation.paragraph_id]
    length = len(annotation.quote)
    start, end = offset + annotation.start, offset + annotation.start + length
    claim_type = facts.claim_types.get(annotation.claim_type_id)
    stated = facts.revisions[annotation.codebook_revision_id]
    parts = batch.parts.get(annotation.digits, ())
    home = batch.homes.get(annotation.digits)
    decision = batch.decision(home) if home else None
    outcome = batch.settled.get(annotation.digits)
    carried = batch.carried.get(annotation.digits)
    omitted = next(iter(batch.omitted.get(annotation.digits, ())), None)
    changed_at = annotation.ended_at if ended and annotation.ended_at else annotation.created_at
    return Row(
        annotation_id=dashed(annotation.digits),
        project=facts.study.slug,
        work_id=facts.lineage.work(article.pk),
        version_id=article.pk,
        version_role=facts.lineage.role(article.pk),
        slot=slot,
        paragraph_id=annotation.paragraph_id,
        paragraph_index=position,
        start=start,
        end=end,
        start_utf16=text.utf16(start),
        end_utf16=text.utf16(end),
        quote=annotation.quote,
        prefix=text.prefix(start),
        suffix=text.suffix(end),
        label=claim_type.label if claim_type else "",
        label_id=claim_type.pk if claim_type else None,
        code_path=f"claim-type/{claim_type.code}" if claim_type else "",
        attribution_status=annotation.attribution,
        stance=annotation.stance,
        anonymity_reason_given=annotation.anonymity_reason_given,
        denied=None if "denied" in stated.off else annotation.denied,
        marking=annotation.marking,
        operation=annotation.operation,
        host=annotation.host,
        function=annotation.function,
        inserter=annotation.inserter,
        effect=annotation.effect,
        source_name=_words(parts, "source") if parts else "",
        source_naming=annotation.source_kind,
        quote_form=annotation.mode,
        cue=_words(parts, "cue") if parts else "",
        coder=people.name(reading, "coder"),
        coder_pseudonym=people.pseudonym(reading.coder_id),
        round=1,
        status=annotation.ended_how if ended else "standing",
        confidence="" if "certainty" in stated.off else annotation.certainty,
        comment=annotation.note,
        created_at=annotation.created_at,
        updated_at=changed_at,
        codebook_revision=stated.number,
        text_sha256=article.text_sha256,
        url=article.url,
        archive_url=article.archive_url,
        decision_url=case_url(facts.study, home.case_id) if home else "",
        paragraph_start=annotation.start,
        paragraph_end=annotation.start + length,
        case_id=home.case_id if home else None,
        case_start=home.start if home else None,
        case_end=home.start + len(home.quote) if home else None,
        case_quote=home.quote if home else "",
        outlet=article.outlet.name if article.outlet else "",
        title=article.title,
        published_on=article.published,
        origin_outlet=article.origin_outlet,
        origin_published_on=article.origin_published,
        training=reading.article_id in facts.training,
        reading_finished_at=reading.finished_at,
        replaces=str(annotation.replaces_id or ""),
        outer_annotation_id=str(outer or ""),
        suggestion_id=annotation.suggestion_id,
        role_spans=parts,
        adjudication="adjudicated" if decision else outcome.adjudication if outcome else "",
        carried_from_annotation_id=str(carried.carried_from_annotation_id) if carried else "",
        carry_status=carried.carry_status if carried else "",
        carry_score=carried.carry_score if carried else None,
        carry_confirmed_by=people.shown(reading, "coder") if carried else "",
        omitted_version_id=omitted["version_id"] if omitted else None,
        omitted_text_sha256=omitted["text_sha256"] if omitted else "",
        omitted_paragraph_id=omitted["paragraph_id"] if omitted else None,
        omitted_start=omitted["start"] if omitted else None,
        omitted_end=omitted["end"] if omitted else None,
        omitted_quote=omitted["quote"] if omitted else "",
        omitted_spans=batch.omitted.get(annotation.digits, ()),
        label_as_coded=stated.labels.get(annotation.claim_type_id, claim_type.label if claim_type else ""),
        label_id_as_coded=annotation.claim_type_id,
        needs_recoding=not ended and annotation.claim_type_id in facts.split,
        item_id=outcome.item_id if outcome else None,
        resolution=outcome.resolution if outcome else "",
        quote_sha256=sha256(annotation.quote.encode()).hexdigest(),
        **judged(decision, people, adjudicated=outcome.by if outcome else None),
    )


def _words(parts: Iterable[RolePart], role: str) -> str:
    return GAP.join(part["quote"] for part in parts if part["role"] == role)
