"""The queue, made ready to show: a page of rows, and the walk from one case to the next."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotator.facets import Function, Host, Marking, Verdict
from annotator.review import queries
from annotator.review.context import InContext, in_context
from annotator.review.flags import ShownFlag, counted, shown_flag, standing, with_hands
from annotator.review.models import Case, Flag
from annotator.review.queries import Cases
from annotator.studies.models import Study

#: what `in_reading_order` orders by
ORDER = ("article_position", "paragraph__article_id", "paragraph__position", "start", "pk")


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    case: Case
    context: InContext
    markings: str
    hosts: str
    functions: str
    flags: str
    outlet: str
    has_original: bool
    status: "Status"
    is_unsupported: bool


@dataclass(frozen=True, slots=True)
class Status:
    """What a case stands at, as a sign and words."""

    sign: str
    words: str
    verdict: str = ""


def status_of(case: Case) -> Status:
    """Of a case that `with_state` annotated."""
    state: Any = case
    verdict = Verdict(state.verdict).label if state.verdict else ""
    flagged_again = bool(verdict) and state.is_awaiting
    if state.is_disputed:
        return Status("◐", "Disputed, and flagged again since" if flagged_again else "Disputed", verdict)
    if flagged_again:
        return Status("○", "Flagged again since", verdict)
    if verdict:
        return Status("●", "Decided", verdict)
    if not state.is_flagged:
        return Status("–", "Withdrawn by its coders")
    return Status("○", "Awaiting a decision")


def rows(study: Study, pks: Sequence[int], first: int) -> list[Row]:
    """Rows for these cases, in this order, numbered from `first`: two queries, however many."""
    cases = queries.with_state(
        Case.objects.filter(pk__in=pks)
        .select_related("paragraph__article__outlet")
        .defer("paragraph__article__tags", "paragraph__article__left_out", "paragraph__article__rights")
    ).in_bulk()
    flags: dict[int, list[ShownFlag]] = defaultdict(list)
    for flag in with_hands(Flag.objects.filter(case__in=pks)):
        flags[flag.case_id].append(shown_flag(flag, study))
    return [_row(cases[pk], flags[pk], number) for number, pk in enumerate(pks, start=first) if pk in cases]


def _row(case: Case, flags: list[ShownFlag], number: int) -> Row:
    state: Any = case
    told = standing(flags) or flags
    outlet = case.paragraph.article.outlet
    return Row(
        number=number,
        case=case,
        context=in_context(case.paragraph.text, case.start, case.end),
        markings=_named(Marking, (flag.marking for flag in told)),
        hosts=_named(Host, (flag.host for flag in told)),
        functions=_named(Function, (flag.function for flag in told)),
        flags=counted(state.coders, state.machines),
        outlet=outlet.name if outlet else "",
        has_original=state.has_original,
        status=status_of(case),
        is_unsupported=state.is_unsupported,
    )


def _named(facet: Any, values: Any) -> str:
    """The labels of the different values, as often said as may be, once each."""
    return " / ".join(facet(value).label for value in dict.fromkeys(values) if value)


@dataclass(frozen=True, slots=True)
class Walk:
    """Where one case stands in the list that is filtered for: all by primary key; `number` counts from 1."""

    pks: Sequence[int]
    number: int | None
    previous: int | None
    next: int | None

    @property
    def total(self) -> int:
        return len(self.pks)


def walk(cases: Cases, pk: int) -> Walk:
    pks = list(cases.values_list("pk", flat=True))
    if pk in pks:
        at = pks.index(pk)
        return Walk(pks, at + 1, pks[at - 1] if at else None, pks[at + 1] if at + 1 < len(pks) else None)
    before, after = _around(cases, pk, pks)
    return Walk(pks, None, before, after)


def _around(cases: Cases, pk: int, pks: Sequence[int]) -> tuple[int | None, int | None]:
    """The neighbours of a case that the filter leaves out, as when it has just been decided."""
    here = queries.in_reading_order(Case.objects.filter(pk=pk)).values_list(*ORDER).first()
    places = list(cases.values_list(*ORDER))
    before = [place for place in places if here is not None and place < here]
    split = len(before)
    return (pks[split - 1] if split else None), (pks[split] if split < len(pks) else None)


def next_to_decide(cases: Cases, pk: int, reviewer: Any, *, also_decided: bool = False) -> int | None:
    """The case to open after this one: the next that awaits a decision this person may take, from the top again
    when none follows; None when none is left. `also_decided` walks on through decided ones, to the end only."""
    todo = queries.not_flagged_by(cases if also_decided else queries.awaiting(cases), reviewer).exclude(pk=pk)
    here = queries.in_reading_order(Case.objects.filter(pk=pk)).values_list(*ORDER).get()
    places = list(todo.values_list(*ORDER))
    following = next((place for place in places if place > here), None)
    if following is None and places and not also_decided:
        following = places[0]
    return following[-1] if following else None
