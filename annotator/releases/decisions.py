"""Every decision of a study, superseded ones and those taken back too: annotations carry only the one that stands.

A passage that only a machine flagged has no annotation, so its decision is found here alone.
"""
# ruff: noqa: RUF009 - column() and same_as() make dataclass fields

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import batched
from typing import Any

from django.db.models import FETCH_RAISE, F

from annotator.releases.columns import column, columns_of, same_as
from annotator.releases.people import People
from annotator.releases.row import Row
from annotator.releases.rows import case_url
from annotator.releases.snapshot import Snapshot
from annotator.releases.verdicts import judged, with_evidence
from annotator.review.models import Decision
from annotator.studies.models import Study

BATCH = 500


@dataclass(frozen=True, slots=True)
class Decided:
    case_id: int = same_as(Row, "case_id", "the case, as in annotations")
    number: int = column("Decision", "the decision's place in its case", unit="from 1")
    stands: bool = column(
        "Stands", "true for the case's newest decision, unless that takes an earlier one back: then none stands"
    )
    takes_back: int | None = column(
        "Takes back", "the number of the decision that this one takes back, giving no verdict of its own", unit="from 1"
    )
    version_id: int = same_as(Row, "version_id", "the stored text that the passage stands in")
    paragraph_id: int = same_as(Row, "paragraph_id")
    start: int = same_as(Row, "start", "where the passage begins in the version's text")
    end: int = same_as(Row, "end")
    quote: str = same_as(Row, "case_quote", "the passage")
    verdict: str = same_as(Row, "verdict", "the verdict; empty where an earlier decision is taken back")
    verdict_reason: str = same_as(Row, "verdict_reason")
    decided_marking: str = same_as(Row, "decided_marking")
    decided_function: str = same_as(Row, "decided_function")
    decided_inserter: str = same_as(Row, "decided_inserter")
    decided_effect: str = same_as(Row, "decided_effect")
    adjudicator: str = same_as(Row, "adjudicator")
    decided_at: datetime | None = same_as(Row, "decided_at", "when it was decided")
    evidence_version_id: int | None = same_as(Row, "evidence_version_id")
    evidence_link_status: str = same_as(Row, "evidence_link_status")
    evidence_text_sha256: str = same_as(Row, "evidence_text_sha256", "SHA-256 of its text at that time")
    evidence_paragraph_id: int | None = same_as(Row, "evidence_paragraph_id")
    evidence_start: int | None = same_as(Row, "evidence_start")
    evidence_end: int | None = same_as(Row, "evidence_end")
    evidence_quote: str = same_as(Row, "evidence_quote")
    best_match_score: float | None = same_as(Row, "best_match_score", "likeness of the most similar paragraph")
    decision_url: str = same_as(Row, "decision_url", "the page of the case")


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
                    stands = decision.number == newest and not decision.takes_back_id
                    yield _decided(decision, stands, snapshot.study, people)


def _decisions_of(cases: Iterable[int], *, names: bool) -> dict[int, list[Decision]]:
    made = Decision.objects.filter(case__in=cases).fetch_mode(FETCH_RAISE).order_by("case_id", "number")
    placed = (
        with_evidence(made)
        .select_related("case", *(["reviewer"] if names else []))
        .annotate(
            offset=F("case__paragraph__offset"),
            version_id=F("case__paragraph__article_id"),
            number_taken_back=F("takes_back__number"),
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
        takes_back=decision.number_taken_back,
        version_id=decision.version_id,
        paragraph_id=case.paragraph_id,
        start=start,
        end=start + len(case.quote),
        quote=case.quote,
        decision_url=case_url(study, case.pk),
        **judged(decision, people),
    )
