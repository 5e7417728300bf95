"""Every decision of a study, superseded ones too: annotations carry only the one that stands.

A passage that only a machine flagged has no annotation, so its decision is found here alone.
"""
# ruff: noqa: RUF009 - column() makes a dataclass field

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from django.db.models import FETCH_RAISE, F

from annotator.facets import Effect, Function, Inserter, Marking, Verdict
from annotator.releases.columns import CODE_POINTS, UTC, column, columns_of
from annotator.releases.people import People
from annotator.releases.row import LINK_STATUSES
from annotator.releases.rows import case_url
from annotator.releases.snapshot import Snapshot
from annotator.releases.verdicts import judged, with_evidence
from annotator.review.models import Decision
from annotator.studies.models import Study

BATCH = 500


@dataclass(frozen=True, slots=True)
class Decided:
    case_id: int = column("the case, as in annotations")
    number: int = column("the decision's place in its case", unit="from 1")
    stands: bool = column("true for the case's newest decision")
    version_id: int = column("the stored text that the passage stands in")
    paragraph_id: int = column("the stored paragraph")
    start: int = column("where the passage begins in the version's text", unit=CODE_POINTS)
    end: int = column("where it ends in the version's text", unit=CODE_POINTS)
    quote: str = column("the passage")
    verdict: str = column("the verdict", values=Verdict.values)
    verdict_reason: str = column("why, in the reviewer's words")
    decided_marking: str = column("marking, as decided", values=Marking.values)
    decided_function: str = column("function, as decided", values=Function.values)
    decided_inserter: str = column("inserter, as decided", values=Inserter.values)
    decided_effect: str = column("effect, as decided", values=Effect.values)
    adjudicator: str = column("the reviewer: a pseudonym, or a name when an owner asked for names")
    decided_at: datetime | None = column("when it was decided", unit=UTC)
    evidence_version_id: int | None = column("version_id of the stored original that was compared")
    evidence_link_status: str = column(
        "whether it still counts as the original of this version: the verdict rests on a confirmed link only",
        values=LINK_STATUSES,
    )
    evidence_text_sha256: str = column("SHA-256 of its text at that time", unit="hexadecimal")
    evidence_paragraph_id: int | None = column("the original's paragraph that the reviewer points to")
    evidence_start: int | None = column("where the evidence begins in the original's text", unit=CODE_POINTS)
    evidence_end: int | None = column("where it ends in the original's text", unit=CODE_POINTS)
    evidence_quote: str = column("the words of the original that the reviewer points to")
    best_match_score: float | None = column("likeness of the most similar paragraph", unit="0 to 100")
    decision_url: str = column("the page of the case")


COLUMNS = columns_of(Decided)


def decisions(snapshot: Snapshot, *, names: bool = False) -> Iterator[Decided]:
    """Every decision that had been made when the snapshot was taken, whatever the filters, by place in the text."""
    people = People(snapshot.study, names=names)
    cases = snapshot.study.cases.order_by("paragraph__article_id", "paragraph__position", "start", "id")
    decided = [pk for pk in cases.values_list("pk", flat=True) if pk in snapshot.decided]
    for batch in batched(decided, BATCH):
        made = _decisions_of(batch, names=names)
        for case_id in batch:
            newest = snapshot.decided[case_id]
            for decision in made[case_id]:
                if decision.number <= newest:
                    yield _decided(decision, decision.number == newest, snapshot.study, people)


def _decisions_of(cases: Iterable[int], *, names: bool) -> dict[int, list[Decision]]:
    made = Decision.objects.filter(case__in=cases).fetch_mode(FETCH_RAISE).order_by("case_id", "number")
    placed = (
        with_evidence(made)
        .select_related("case", *(["reviewer"] if names else []))
        .annotate(
            offset=F("case__paragraph__offset"),
            version_id=F("case__paragraph__article_id"),
        )
    )
    by_case: dict[int, list[Decision]] = defaultdict(list)
    for decision in placed:
        by_case[decision.case_id].append(decision)
    return by_case


def _decided(decision: Any, stands: bool, study: Study, people: People) -> Decided:
    case = decision.case
    start = decision.offset + case.start
    return Decided(
        case_id=case.pk,
        number=decision.number,
        stands=stands,
        version_id=decision.version_id,
        paragraph_id=case.paragraph_id,
        start=start,
        end=start + len(case.quote),
        quote=case.quote,
        decision_url=case_url(study, case.pk),
        **judged(decision, people),
    )
