"""The merged set: one record for each item, be it unanimous, adjudicated or unresolved."""
# ruff: noqa: RUF009 - column() and same_as() make dataclass fields

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from annotator.annotations.models import RoleSpan
from annotator.facets import ErrorType, Resolution
from annotator.releases.columns import CODE_POINTS, UTC, column, columns_of, same_as
from annotator.releases.people import People
from annotator.releases.row import ADJUDICATION, Row
from annotator.releases.rows import GAP
from annotator.releases.snapshot import Snapshot
from annotator.review.adjudication.differing import Kind
from annotator.review.adjudication.final import BY_CASE, Merged, merged
from annotator.studies.codebook_history import carried_on, fates
from annotator.studies.models import ClaimType, Study

BATCH = 500


@dataclass(frozen=True, slots=True)
class Adjudicated:
    item_id: int = column("Item", "the item, as in annotations")
    adjudication: str = column(
        "Settled", "how the item stands; unresolved while nobody has decided, too", values=ADJUDICATION
    )
    resolution: str = column(
        "Resolution",
        "how it was settled: case by the verdict on an insertion, the others by adjudication; empty when the coders "
        "agree and while nobody has decided",
        values=[*Resolution.values, BY_CASE],
    )
    holds: bool = column("Something holds", "true when the merged set has an annotation here: the columns say which")
    differences: str = column("Differs in", "in what the coders differ, joined by spaces", values=[*Kind])
    coders: int = column("Coders", "how many coders finished the article")
    coders_with_words: int = column("Coders who marked it", "how many of them marked something here")
    version_id: int = same_as(Row, "version_id", "the stored text that the item stands in")
    text_sha256: str = same_as(Row, "text_sha256")
    paragraph_id: int = same_as(Row, "paragraph_id")
    start: int = column(
        "Begins at",
        "where what holds begins in the version's text; where nothing holds, what the coders cover together",
        unit=CODE_POINTS,
    )
    end: int = column("Ends at", "where it ends in the version's text", unit=CODE_POINTS)
    quote: str = column("Words", "the words themselves; empty for an omission, which is a point", words=True)
    label: str = same_as(Row, "label", "the claim type's name today")
    label_id: int | None = same_as(Row, "label_id")
    code_path: str = same_as(Row, "code_path")
    attribution_status: str = same_as(Row, "attribution_status")
    source_naming: str = same_as(Row, "source_naming")
    source_name: str = same_as(Row, "source_name")
    quote_form: str = same_as(Row, "quote_form")
    stance: str = same_as(Row, "stance")
    cue: str = same_as(Row, "cue")
    denied: bool = same_as(Row, "denied")
    anonymity_reason_given: bool | None = same_as(Row, "anonymity_reason_given")
    marking: str = same_as(Row, "marking", "how an editorial insertion is set off, as decided; empty when none holds")
    operation: str = same_as(Row, "operation")
    host: str = same_as(Row, "host")
    function: str = same_as(Row, "function", "what the insertion does, as decided")
    inserter: str = same_as(Row, "inserter", "who put it in, as decided")
    effect: str = same_as(Row, "effect", "what it does to the meaning, as decided")
    annotation_id: str = column(
        "Annotation", "the annotation that what holds comes from: taken, edited, or one of those that agree"
    )
    error_type: str = column("Error type", "why coders differed, as the reviewer sees it", values=ErrorType.values)
    adjudicator: str = same_as(Row, "adjudicator")
    decided_at: datetime | None = column("Decided on", "when that was decided", unit=UTC)
    reason: str = column("Reason", "why, in the reviewer's words")
    decision_url: str = column("Item's page", "the page of the item")


COLUMNS = columns_of(Adjudicated)


def adjudicated(snapshot: Snapshot, *, names: bool = False) -> Iterator[Adjudicated]:
    """Every item that the snapshot holds, whatever the filters, by place in the text."""
    people = People(snapshot.study, names=names)
    types = {one.pk: one for one in snapshot.study.claim_types.all()}
    fate_of = fates(snapshot.study)
    claim_types: dict[int | None, ClaimType] = {pk: types[carried_on(fate_of, pk)] for pk in types}
    for some in batched(snapshot.items, BATCH):
        records = list(merged(some, numbers=snapshot.items, decided=snapshot.decided))
        words = _role_words([one.based_on for one in records if one.based_on])
        for one in records:
            yield _record(one, claim_types.get(one.claim_type_id), words, snapshot.study, people)


def _role_words(annotations: Iterable[UUID]) -> dict[tuple[UUID, str], str]:
    """The words of each annotation's sources and cues."""
    found: dict[tuple[UUID, str], list[str]] = {}
    spans = RoleSpan.objects.filter(annotation__in=annotations)
    rows = spans.order_by("annotation_id", "paragraph__position", "start", "id")
    for annotation, role, quote in rows.values_list("annotation_id", "role", "quote"):
        found.setdefault((annotation, role), []).append(quote)
    return {key: GAP.join(quotes) for key, quotes in found.items()}


def _record(
    one: Merged, claim_type: ClaimType | None, words: dict[tuple[UUID, str], str], study: Study, people: People
) -> Adjudicated:
    paragraph, said = one.item.paragraph, one.adjudication
    start = paragraph.offset + one.start
    facets: Any = one.facets
    attributed = one.based_on if one.based_on and facets["attribution"] else None
    decided = said or one.verdict
    return Adjudicated(
        item_id=one.item.pk,
        adjudication=one.status,
        resolution=one.resolution,
        holds=one.holds,
        differences=" ".join(one.kinds),
        coders=len(one.versions),
        coders_with_words=sum(pk is not None for pk in one.versions.values()),
        version_id=paragraph.article_id,
        text_sha256=paragraph.article.text_sha256,
        paragraph_id=paragraph.pk,
        start=start,
        end=start + len(one.quote),
        quote=one.quote,
        label=claim_type.label if claim_type else "",
        label_id=claim_type.pk if claim_type else None,
        code_path=f"claim-type/{claim_type.code}" if claim_type else "",
        attribution_status=facets.get("attribution", ""),
        source_naming=facets.get("source_kind", ""),
        source_name=words.get((attributed, "source"), "") if attributed else "",
        quote_form=facets.get("mode", ""),
        stance=facets.get("stance", ""),
        cue=words.get((attributed, "cue"), "") if attributed else "",
        denied=facets.get("denied", False),
        anonymity_reason_given=facets.get("anonymity_reason_given"),
        marking=facets.get("marking", ""),
        operation=facets.get("operation", ""),
        host=facets.get("host", ""),
        function=facets.get("function", ""),
        inserter=facets.get("inserter", ""),
        effect=facets.get("effect", ""),
        annotation_id=str(one.based_on or ""),
        error_type=said.error_type if said else "",
        adjudicator=people.shown(decided, "reviewer") if decided else "",
        decided_at=decided.at if decided else None,
        reason=said.reason if said else one.verdict.reason if one.verdict else "",
        decision_url=item_url(study, one.item.pk),
    )


def item_url(study: Study, item_id: int) -> str:
    """The permanent address of an item."""
    return f"{settings.SITE_URL}{reverse('adjudication_item', kwargs={'slug': study.slug, 'pk': item_id})}"
