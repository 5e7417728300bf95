"""Every passage that comparing found put into a version of the sample, with what reviewers said of it."""
# ruff: noqa: RUF009 - column() and same_as() make dataclass fields

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotator.facets import Effect, Function, Host, Inserter, Marking, Verdict
from annotator.releases.columns import CODE_POINTS, UTC, column, columns_of
from annotator.releases.compared import put_in, span
from annotator.releases.people import People
from annotator.releases.snapshot import Snapshot
from annotator.releases.verdicts import judged, with_evidence
from annotator.review.models import Decision, Flag
from annotator.suggestions.ranking import rank

#: how the field writes markings
MARKED = {
    Marking.UNMARKED: "none",
    Marking.SQUARE_BRACKETS: "square",
    Marking.PARENTHESES: "round",
    Marking.DASHES: "dash",
    Marking.ITALICS_OR_TYPE: "italics",
    Marking.LABELLED_NOTE: "label",
    Marking.FOOTNOTE: "other",
}
SEARCHED = "longest common subsequence of words, over every paragraph of the stored original"


@dataclass(frozen=True, slots=True)
class Insertion:
    insertion_id: int = column("Change", "as change_id in changes")
    pair_id: int = column("Pair", "as in alignments")
    version_id: int = column("Article", "the version that it was put into")
    paragraph_id: int = column("Paragraph, as stored", "the stored paragraph")
    start: int = column("Begins", "in the version's text", unit=CODE_POINTS)
    end: int = column("Ends", "in the version's text", unit=CODE_POINTS)
    quote: str = column("Words", "what was put in; empty for a paragraph as a whole, which its place tells", words=True)
    operation: str = column("Operation", "put in, or put in place of other words", values=["addition", "substitution"])
    marked: str = column(
        "Marked", "how the text shows it; none is an unmarked one", values=dict.fromkeys(MARKED.values())
    )
    inside_quotation: bool = column("Inside a quotation", "it stands inside somebody's quoted words")
    host: str = column("Host", "where it stands", values=Host.values)
    rank_score: int = column("Rank", "1 is looked at first: unmarked inside a quotation", unit="1 to 4")
    case_id: int | None = column("Case", "the case it is in; empty before anybody has opened the queue")
    verdict: str = column("Verdict", "what the newest decision says", values=Verdict.values)
    function: str = column("Function", "what it does, as decided", values=Function.values)
    inserter: str = column("Inserter", "who put it in, as decided", values=Inserter.values)
    effect: str = column("Effect", "what it does to the meaning, as decided", values=Effect.values)
    evidence_version_id: int | None = column("Evidence", "the stored original that the decision names")
    evidence_sha256: str = column("Evidence's SHA-256", "of the original's text at that time")
    evidence_start: int | None = column("Evidence begins", "in the original's text", unit=CODE_POINTS)
    evidence_end: int | None = column("Evidence ends", "in the original's text", unit=CODE_POINTS)
    best_match_score: float | None = column("Likeness", "of the original's most similar paragraph", unit="0 to 100")
    search_method: str = column("Searched by", "how the original was searched; empty when none was named")
    reviewer_id: str = column("Reviewer", "who decided; a pseudonym unless an owner asked for names")
    second_reviewer_id: str = column("Second reviewer", "another who came to the same verdict before")
    decided_at: datetime | None = column("Decided", "when", unit=UTC)
    reason: str = column("Reason", "what the reviewer wrote")


COLUMNS = columns_of(Insertion)


def insertions(snapshot: Snapshot, ids: Sequence[int], *, names: bool = False) -> Iterator[Insertion]:
    """One record for each change of substance in these comparisons that put words into the derived text."""
    people = People(snapshot.study, names=names)
    derivation, cases, decided = None, {}, {}
    for change in put_in(ids):
        if change.comparison.derivation_id != derivation:
            derivation = change.comparison.derivation_id
            cases = _cases(snapshot, change.comparison.derivation.derived_id)
            decided = _decisions(snapshot, set(cases.values()), names=names)
        case = cases.get((change.right_paragraph_id, change.right_start, change.right_quote))
        yield _insertion(change, case, decided.get(case, []), people)


def _cases(snapshot: Snapshot, version_id: int) -> dict[tuple[int | None, int | None, str], int]:
    """The case of each passage of a version that a comparison suggested."""
    flags = Flag.objects.filter(
        case__study=snapshot.study, case__paragraph__article=version_id, suggestion__run__comparison__isnull=False
    ).order_by("pk")
    rows = flags.values_list("suggestion__paragraph_id", "suggestion__start", "suggestion__quote", "case_id")
    return {(paragraph, start, quote): case for paragraph, start, quote, case in rows}


def _decisions(snapshot: Snapshot, cases: set[int], *, names: bool) -> dict[int | None, list[Decision]]:
    """Each case's decisions that were made when the snapshot was taken, newest first."""
    made = with_evidence(Decision.objects.filter(case__in=cases)).order_by("case_id", "-number")
    by_case: dict[int | None, list[Decision]] = {}
    for one in made.select_related("reviewer") if names else made:
        if one.number <= snapshot.decided.get(one.case_id, 0):
            by_case.setdefault(one.case_id, []).append(one)
    return by_case


def _insertion(change: Any, case: int | None, decided: Sequence[Decision], people: People) -> Insertion:
    newest = decided[0] if decided and not decided[0].takes_back_id else None
    said = judged(newest, people)
    place = span(change, "right")
    assert place is not None  # noqa: S101 - it has words on the right
    return Insertion(
        insertion_id=change.pk,
        pair_id=change.pair_id,
        version_id=change.comparison.derivation.derived_id,
        paragraph_id=change.right_paragraph_id,
        start=place[0],
        end=place[1],
        quote="" if change.whole else change.right_quote,
        operation=change.operation,
        marked=MARKED[Marking(change.marking)],
        inside_quotation=change.host == Host.INSIDE_QUOTATION,
        host=change.host,
        rank_score=rank(marking=change.marking, host=change.host, function=said["decided_function"]),
        case_id=case,
        verdict=said["verdict"],
        function=said["decided_function"],
        inserter=said["decided_inserter"],
        effect=said["decided_effect"],
        evidence_version_id=said["evidence_version_id"],
        evidence_sha256=said["evidence_text_sha256"],
        evidence_start=said["evidence_start"],
        evidence_end=said["evidence_end"],
        best_match_score=said["best_match_score"],
        search_method=SEARCHED if said["evidence_version_id"] else "",
        reviewer_id=said["adjudicator"],
        second_reviewer_id=_second(newest, decided, people),
        decided_at=said["decided_at"],
        reason=said["verdict_reason"],
    )


def _second(newest: Decision | None, decided: Sequence[Decision], people: People) -> str:
    if newest is None:
        return ""
    taken_back = {one.takes_back_id for one in decided}
    stood = (one for one in decided[1:] if one.pk not in taken_back)
    others = (one for one in stood if one.reviewer_id != newest.reviewer_id and one.verdict == newest.verdict)
    second = next(others, None)
    return people.shown(second, "reviewer") if second else ""
