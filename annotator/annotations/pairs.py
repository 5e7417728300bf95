"""Originals and copies that one person reads both of, and what drifted between their attributions."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db.models import Q, QuerySet

from annotator.annotations.drift import Aligned, Drift, Said, aligned
from annotator.annotations.models import Annotation, Reading, RoleSpan
from annotator.facets import RoleName
from annotator.studies.models import Study
from articles.lineage.compare_many import SideBySide, Two, compare_many
from articles.lineage.comparison import Place
from articles.lineage.models import Derivation

#: so many pairs are compared at once
BATCH = 20


@dataclass(frozen=True, slots=True)
class BothSides:
    """One person's readings of both articles of a confirmed derivation; left is the original."""

    derivation: Derivation
    left: Reading
    right: Reading


def both_sides(readings: QuerySet[Reading], *, of: int | None = None) -> list[BothSides]:
    """Of these readings those that make a pair, of one study and one coder; with `of`, the pairs of that article alone.

    Two queries, one where there is none. Newest derivation first.
    """
    articles = readings.order_by().values("article_id")
    links = list(
        Derivation.objects.confirmed()
        .filter(upstream__in=articles, derived__in=articles)
        .only("upstream_id", "derived_id", "relation", "status")
        .filter(Q(upstream_id=of) | Q(derived_id=of) if of else Q())
        .order_by("-pk")
    )
    if not links:
        return []
    sides = {pk for link in links for pk in (link.upstream_id, link.derived_id) if pk}
    found: dict[tuple[int, int], dict[int, Reading]] = defaultdict(dict)
    rows = readings.filter(article_id__in=sides).select_related("article__outlet", "coder", "study")
    for reading in rows.order_by("study_id", "coder_id", "pk"):
        found[reading.study_id, reading.coder_id][reading.article_id] = reading
    return [
        BothSides(link, own[link.upstream_id], own[link.derived_id])
        for link in links
        for _, own in sorted(found.items())
        if link.upstream_id in own and link.derived_id in own
    ]


def own_pairs(user: Any) -> list[BothSides]:
    """The person's own pairs. None of a study that hides the outlet: which side is the original would tell it."""
    return both_sides(Reading.objects.of(user).filter(study__mask_outlet=False))


def pairs_of_study(study: Study, user: Any) -> list[BothSides]:
    """Every coder's pairs that this person may see. In a study that hides the outlet nobody is told which side is the
    original while they read one of the two themselves."""
    rows = both_sides(Reading.objects.visible_to(user).filter(study=study))
    if study.mask_outlet:
        reading = set(
            study.readings.filter(coder_id=user.pk, finished_at__isnull=True).values_list("article_id", flat=True)
        )
        rows = [one for one in rows if not reading & {one.left.article_id, one.right.article_id}]
    return rows


@dataclass(frozen=True, slots=True)
class Compared:
    """A pair with its texts side by side and everything that is attributed in either. `annotations` are by id."""

    pair: BothSides
    texts: SideBySide
    rows: Sequence[Aligned]
    annotations: dict[str, Annotation]

    @property
    def drifted(self) -> list[Aligned]:
        return [row for row in self.rows if row.changes != (Drift.SAME,)]


def compared(pairs: Iterable[BothSides]) -> Iterator[Compared]:
    """Each pair compared; four queries for twenty."""
    for some in batched(pairs, BATCH):
        stored = _attributions([one.left.pk for one in some] + [one.right.pk for one in some])
        two = [Two(one.left.article_id, one.right.article_id, one.derivation.pk) for one in some]
        for pair, texts in zip(some, compare_many(two), strict=True):
            left = _said(stored[pair.left.pk], [p.pk for p in texts.left])
            right = _said(stored[pair.right.pk], [p.pk for p in texts.right])
            here = (*stored[pair.left.pk], *stored[pair.right.pk])
            rows = aligned(texts.comparison, left, right)
            yield Compared(pair, texts, rows, {str(one.annotation.pk): one.annotation for one in here})


@dataclass(frozen=True, slots=True)
class _Stored:
    annotation: Annotation
    spans: Sequence[RoleSpan]


def _attributions(readings: Sequence[int]) -> dict[int, list[_Stored]]:
    """What stands with an attribution, by reading."""
    standing = Q(annotation__ended_at__isnull=True, annotation__reading__in=readings)
    spans: dict[uuid.UUID, list[RoleSpan]] = defaultdict(list)
    for span in RoleSpan.objects.filter(standing).order_by("pk"):
        spans[span.annotation_id].append(span)
    stored: dict[int, list[_Stored]] = defaultdict(list)
    rows = Annotation.objects.standing().filter(reading__in=readings).exclude(Q(attribution="") | Q(quote=""))
    for row in rows.order_by("paragraph__position", "start", "created_at", "pk"):
        stored[row.reading_id].append(_Stored(row, spans[row.pk]))
    return stored


def _said(stored: Sequence[_Stored], paragraphs: Sequence[int]) -> list[Said]:
    at = {pk: number for number, pk in enumerate(paragraphs)}
    return [
        Said(
            id=str(one.annotation.pk),
            place=Place(
                at[one.annotation.paragraph_id],
                one.annotation.start,
                one.annotation.start + len(one.annotation.quote),
            ),
            attribution=one.annotation.attribution,
            source_kind=one.annotation.source_kind,
            mode=one.annotation.mode,
            stance=one.annotation.stance,
            anonymity_reason=one.annotation.anonymity_reason_given,
            denied=one.annotation.denied,
            sources=_words(one.spans, RoleName.SOURCE),
            cues=_words(one.spans, RoleName.CUE),
            source_ids=tuple(span.pk for span in one.spans if span.role == RoleName.SOURCE),
        )
        for one in stored
    ]


def _words(spans: Sequence[RoleSpan], role: str) -> tuple[str, ...]:
    return tuple(span.quote for span in spans if span.role == role)


@dataclass(frozen=True, slots=True)
class AttributionPair:
    """A line of the table `attribution_pairs`: one change of one attribution, or one line saying that nothing changed.

    Whoever writes it gives the coder a pseudonym. Left is the original. `claim_id` is the left annotation's id, the
    right one's where only the right has one; `_source_id` are the numbers of the source's role spans, `_source` and
    `_cue` words, several joined by "; "; `_form` is the mode, `_naming` the kind of source. `change_type` is a Drift.
    """

    claim_id: str
    derivation_id: int
    coder_id: int
    left_reading_id: int
    right_reading_id: int
    left_annotation_id: str
    right_annotation_id: str
    left_source_id: str
    right_source_id: str
    left_source: str
    right_source: str
    left_cue: str
    right_cue: str
    left_form: str
    right_form: str
    left_naming: str
    right_naming: str
    left_stance: str
    right_stance: str
    left_status: str
    right_status: str
    change_type: str
    likeness: float
    words_there: bool


def attribution_pairs(readings: QuerySet[Reading]) -> Iterator[AttributionPair]:
    """The lines for these readings, which the caller has narrowed to what may be told. Newest derivation first, then
    by coder, then in the order of the texts."""
    for one in compared(both_sides(readings)):
        for row in one.rows:
            for change in row.changes:
                yield _line(one.pair, row, change)


def _line(pair: BothSides, row: Aligned, change: Drift) -> AttributionPair:
    left, right = row.left, row.right
    return AttributionPair(
        claim_id=(left or right or _NOBODY).id,
        derivation_id=pair.derivation.pk,
        coder_id=pair.left.coder_id,
        left_reading_id=pair.left.pk,
        right_reading_id=pair.right.pk,
        left_annotation_id=left.id if left else "",
        right_annotation_id=right.id if right else "",
        **_side("left", left or _NOBODY),
        **_side("right", right or _NOBODY),
        change_type=change.value,
        likeness=row.likeness,
        words_there=row.words_there,
    )


_NOBODY = Said("", Place(0, 0, 0), "")


def _side(name: str, said: Said) -> dict[str, Any]:
    return {
        f"{name}_source_id": "; ".join(map(str, said.source_ids)),
        f"{name}_source": "; ".join(said.sources),
        f"{name}_cue": "; ".join(said.cues),
        f"{name}_form": said.mode,
        f"{name}_naming": said.source_kind,
        f"{name}_stance": said.stance,
        f"{name}_status": said.attribution,
    }
