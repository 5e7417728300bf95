"""The queue, made ready to show: a page of rows, and the walk from one case to the next."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from annotator.facets import Function, Host, Marking
from annotator.review import queries
from annotator.review.context import InContext, in_context
from annotator.review.filters import CaseFilter
from annotator.review.flags import ShownFlag, counted, shown_flag, standing, with_hands
from annotator.review.left_out import verdict_label
from annotator.review.models import Case, Flag
from annotator.review.ordering import COLUMNS, in_order, with_rank
from annotator.review.queries import Cases
from annotator.studies.models import Study, StudyArticle
from annotator.suggestions.ranking import RANKS
from articles.lineage.models import Derivation
from articles.lineage.records import Comparison

#: comparisons with changes of form that the queue names; a study's others are found through their articles
MOST_OF_FORM = 20


def changes_of_form(study: Study, reviewer: Any) -> QuerySet[Derivation]:
    """Links of the sample's articles to confirmed originals, as far as this person may open them, whose newest
    comparison shows changes of form; `of_form` counts these. One query."""
    newest = Comparison.objects.filter(derivation=OuterRef("pk")).order_by("-pk").values("pk")[:1]
    sample = StudyArticle.objects.filter(study=study).values("article")
    links = Derivation.objects.visible_to(reviewer).confirmed().filter(derived__in=sample)
    newest_only = links.annotate(newest=Subquery(newest))
    of_form = Q(comparisons__pk=F("newest")) & ~Q(comparisons__changes__trivial="")
    counted_links = newest_only.annotate(of_form=Count("comparisons__changes", filter=of_form)).filter(of_form__gt=0)
    return counted_links.select_related("derived").order_by("derived__title", "pk")[:MOST_OF_FORM]


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    case: Case
    context: InContext
    markings: str
    hosts: str
    functions: str
    flags: str
    rank: str
    outlet: str
    has_original: bool
    status: "Status"
    is_unsupported: bool
    left_out: str


@dataclass(frozen=True, slots=True)
class Status:
    """What a case stands at, as a sign and words."""

    sign: str
    words: str
    verdict: str = ""


def status_of(case: Case) -> Status:
    """Of a case that `with_state` annotated."""
    state: Any = case
    verdict = verdict_label(state.verdict, is_omission=case.is_omission) if state.verdict else ""
    is_flagged = state.coders or state.machines
    flagged_again = bool(verdict) and state.is_awaiting
    if state.is_disputed:
        return Status("◐", "Disputed, and flagged again since" if flagged_again else "Disputed", verdict)
    if flagged_again:
        return Status("○", "Flagged again since", verdict)
    if verdict:
        return Status("●", "Decided", verdict)
    if state.is_taken_back and is_flagged:
        return Status("○", "Taken back, awaits a decision")
    if not is_flagged:
        return Status("–", "Withdrawn: no flag stands any more")
    return Status("○", "Awaiting a decision")


def rows(study: Study, pks: Sequence[int], numbers: Mapping[int, int]) -> list[Row]:
    """Rows for these cases, in this order, with their item numbers: three queries, however many."""
    cases = with_rank(
        queries.with_state(
            Case.objects.filter(pk__in=pks)
            .select_related("paragraph__article__outlet")
            .defer("paragraph__article__tags", "paragraph__article__left_out", "paragraph__article__rights")
        )
    ).in_bulk()
    flags: dict[int, list[ShownFlag]] = defaultdict(list)
    for flag in with_hands(Flag.objects.filter(case__in=pks)):
        flags[flag.case_id].append(shown_flag(flag, study))
    return [_row(cases[pk], flags[pk], numbers[pk]) for pk in pks if pk in cases]


def _row(case: Case, flags: list[ShownFlag], number: int) -> Row:
    state: Any = case
    told = standing(flags) or flags
    outlet = case.paragraph.article.outlet
    return Row(
        number=number,
        case=case,
        context=in_context(case.paragraph.text, case.start, case.end),
        markings="" if case.is_omission else _named(Marking, (flag.marking for flag in told)),
        hosts=_named(Host, (flag.host for flag in told)),
        functions=_named(Function, (flag.function for flag in told)),
        flags=counted(state.coders, state.machines),
        rank=RANKS[state.rank],
        outlet=outlet.name if outlet else "",
        has_original=state.has_original,
        status=status_of(case),
        is_unsupported=state.is_unsupported,
        left_out=" / ".join(dict.fromkeys(flag.left_out for flag in told if flag.left_out)),
    )


def _named(facet: Any, values: Any) -> str:
    """The labels of the different values, as often said as may be, once each."""
    return " / ".join(facet(value).label for value in dict.fromkeys(values) if value)


@dataclass(frozen=True, slots=True)
class Walk:
    """Where one case stands: all by primary key; `number` counts from 1.

    `previous` and `next` are its neighbours in the list that is filtered for, `is_listed` whether it is in that list
    itself. `number` and `total` count what the list would hold whatever has been decided. `awaiting` is the next case
    that awaits a decision of this reviewer's, `left` how many do beside this one.
    """

    number: int | None
    total: int
    previous: int | None
    next: int | None
    is_listed: bool
    awaiting: int | None
    left: int


def walk(filters: CaseFilter, pk: int, reviewer: Any) -> Walk:
    # The order is asked for once and what is listed or awaits as bare keys: to order anew takes longest of all.
    places = list(filters.numbered.values_list(*COLUMNS[filters.ordering]))
    numbered = [place[-1] for place in places]
    listed = numbered
    if filters.by_decisions:
        shown = set(filters.qs.order_by().values_list("pk", flat=True))
        listed = [number for number in numbered if number in shown]
    here = places[numbered.index(pk)] if pk in numbered else place_of(filters, pk)
    if pk in listed:
        at = listed.index(pk)
        previous, following = (listed[at - 1] if at else None), (listed[at + 1] if at + 1 < len(listed) else None)
    else:
        kept = set(listed)
        previous, following = _around([place for place in places if place[-1] in kept], here)
    todo = set(_awaiting(filters.counted, pk, reviewer).order_by().values_list("pk", flat=True))
    return Walk(
        number=numbered.index(pk) + 1 if pk in numbered else None,
        total=len(numbered),
        previous=previous,
        next=following,
        is_listed=pk in listed,
        awaiting=_following([place for place in places if place[-1] in todo], here, from_the_top=True),
        left=len(todo),
    )


type Place = tuple[int, ...]


def place_of(filters: CaseFilter, pk: int) -> Place:
    """Where this case stands in the order asked for."""
    place: Place = in_order(Case.objects.filter(pk=pk), filters.ordering).values_list(*COLUMNS[filters.ordering]).get()
    return place


def _around(places: Sequence[Place], here: Place) -> tuple[int | None, int | None]:
    """The neighbours of a case that the filter leaves out, as when it has just been decided."""
    split = sum(place < here for place in places)
    return (places[split - 1][-1] if split else None), (places[split][-1] if split < len(places) else None)


def _awaiting(cases: Cases, pk: int, reviewer: Any) -> Cases:
    """The cases beside this one that await a decision which this person may take."""
    return queries.not_flagged_by(queries.awaiting(cases), reviewer).exclude(pk=pk)


def _following(places: Sequence[Place], here: Place, *, from_the_top: bool) -> int | None:
    if not places:
        return None
    first = places[0] if from_the_top else None
    found = next((place for place in places if place > here), first)
    return found[-1] if found else None


def next_to_decide(filters: CaseFilter, here: Place, reviewer: Any, *, also_decided: bool = False) -> int | None:
    """The case to open after the one at `here`: the next that awaits a decision this person may take, from the top
    again when none follows; None when none is left. `also_decided` walks on through decided ones, to the end only.

    `here` is where the case stood before it was decided, because a decision may give it another rank.
    """
    if also_decided:
        others = queries.not_flagged_by(filters.cases, reviewer).exclude(pk=here[-1])
        return _following(list(others.values_list(*COLUMNS[filters.ordering])), here, from_the_top=False)
    todo = _awaiting(filters.cases, here[-1], reviewer).values_list(*COLUMNS[filters.ordering])
    return _following(list(todo), here, from_the_top=True)
