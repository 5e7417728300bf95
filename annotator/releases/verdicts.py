"""What a decision says, in the column names that annotations and decisions share."""

from datetime import datetime
from typing import Any, TypedDict

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from annotator.releases.people import People
from annotator.releases.row import NO_LINK
from annotator.review.models import Decision
from articles.lineage.models import Derivation


class Judged(TypedDict):
    adjudicator: str
    decided_at: datetime | None
    verdict: str
    verdict_reason: str
    decided_marking: str
    decided_function: str
    decided_inserter: str
    decided_effect: str
    evidence_version_id: int | None
    evidence_link_status: str
    evidence_text_sha256: str
    evidence_paragraph_id: int | None
    evidence_start: int | None
    evidence_end: int | None
    evidence_quote: str
    best_match_score: float | None


_NOT_JUDGED = Judged(
    adjudicator="",
    decided_at=None,
    verdict="",
    verdict_reason="",
    decided_marking="",
    decided_function="",
    decided_inserter="",
    decided_effect="",
    evidence_version_id=None,
    evidence_link_status="",
    evidence_text_sha256="",
    evidence_paragraph_id=None,
    evidence_start=None,
    evidence_end=None,
    evidence_quote="",
    best_match_score=None,
)


def judged(decision: Decision | None, people: People, *, adjudicated: Any = None) -> Judged:
    """What a verdict says, else who decided about the item by adjudication, and when."""
    if decision is None and adjudicated is not None:
        by = people.shown(adjudicated, "reviewer")
        return {**_NOT_JUDGED, "adjudicator": by, "decided_at": adjudicated.at}
    if decision is None:
        return _NOT_JUDGED
    start, end = _evidence_span(decision)
    return Judged(
        adjudicator=people.shown(decision, "reviewer"),
        decided_at=decision.at,
        verdict=decision.verdict,
        verdict_reason=decision.reason,
        decided_marking=decision.marking,
        decided_function=decision.function,
        decided_inserter=decision.inserter,
        decided_effect=decision.effect,
        evidence_version_id=decision.upstream_id,
        evidence_link_status=_link_status(decision),
        evidence_text_sha256=decision.upstream_sha256,
        evidence_paragraph_id=decision.evidence_paragraph_id,
        evidence_start=start,
        evidence_end=end,
        evidence_quote=decision.evidence_quote,
        best_match_score=decision.best_match_score,
    )


def with_evidence(decisions: QuerySet[Decision]) -> QuerySet[Decision]:
    """Decisions that `judged` can read: where their evidence stands, and what became of the link to its article."""
    link = Derivation.objects.filter(derived=OuterRef("case__paragraph__article"), upstream=OuterRef("upstream"))
    return decisions.annotate(
        evidence_offset=F("evidence_paragraph__offset"),
        link_status=Coalesce(Subquery(link.values("status")), Value(NO_LINK), output_field=CharField()),
    )


def _link_status(decision: Any) -> str:
    return str(decision.link_status) if decision.upstream_id else ""


def _evidence_span(decision: Any) -> tuple[int | None, int | None]:
    """Where the evidence stands in the original's text; the decision carries its `evidence_offset`."""
    if decision.evidence_offset is None or decision.evidence_start is None:
        return None, None
    start = decision.evidence_offset + decision.evidence_start
    return start, start + len(decision.evidence_quote)
