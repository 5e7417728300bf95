"""Cases, and every decision on them: superseded ones and those taken back too."""

from dataclasses import dataclass, field
from itertools import batched
from uuid import UUID, uuid4

from annotator.releases.restoring.people import People
from annotator.releases.restoring.source import SIZE, Source, time
from annotator.releases.restoring.texts import Places
from annotator.releases.verifying.tables import Record
from annotator.review.models import Case, Decision
from annotator.studies.models import Study


@dataclass
class Cases:
    """`known` are the cases that are stored; `standing` is the decision that stands, by case."""

    study: Study
    known: set[int] = field(default_factory=set)
    standing: dict[int, UUID] = field(default_factory=dict)

    def new(self, case: int | None, paragraph: int, start: int, quote: str) -> list[Case]:
        """The case, unless there is none or it is known."""
        if case is None or case in self.known:
            return []
        self.known.add(case)
        return [Case(pk=case, study=self.study, paragraph_id=paragraph, start=start, quote=quote)]


def restore_decisions(source: Source, cases: Cases, places: Places, people: People) -> None:
    made: dict[tuple[int, int], UUID] = {}
    for batch in batched(source.table("decisions"), SIZE):
        opened: list[Case] = []
        rows = []
        for one in batch:
            place = places.of(one["version_id"])[one["paragraph_id"]]
            words = place.words(one["start"], one["end"])
            opened += cases.new(one["case_id"], one["paragraph_id"], one["start"] - place.offset, words)
            pk = made[one["case_id"], one["number"]] = uuid4()
            rows.append(_decision(one, pk, made.get((one["case_id"], one["takes_back"] or 0)), places, people))
            if one["stands"]:
                cases.standing[one["case_id"]] = pk
        Case.objects.bulk_create(opened)
        Decision.objects.bulk_create(rows)


def _decision(one: Record, pk: UUID, takes_back: UUID | None, places: Places, people: People) -> Decision:
    start, quote = None, ""
    if one["evidence_start"] is not None:
        place = places.of(one["evidence_version_id"])[one["evidence_paragraph_id"]]
        start, quote = one["evidence_start"] - place.offset, place.words(one["evidence_start"], one["evidence_end"])
    return Decision(
        id=pk,
        case_id=one["case_id"],
        number=one["number"],
        reviewer_id=people.shown(one["adjudicator"]),
        takes_back_id=takes_back,
        verdict=one["verdict"],
        marking=one["decided_marking"],
        function=one["decided_function"],
        inserter=one["decided_inserter"],
        effect=one["decided_effect"],
        reason=one["verdict_reason"],
        upstream_id=one["evidence_version_id"],
        upstream_sha256=one["evidence_text_sha256"],
        evidence_paragraph_id=one["evidence_paragraph_id"],
        evidence_start=start,
        evidence_quote=quote,
        best_match_score=one["best_match_score"],
        at=time(one["decided_at"]),
    )
