"""What a reviewer may ask the queue for. The queue page and the case page walk the same list."""

from collections.abc import Sequence
from typing import Any

import django_filters
from django.core.exceptions import BadRequest
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from annotator.facets import Function, Marking
from annotator.review import queries
from annotator.review.models import Case
from annotator.review.ordering import IN_TEXT, RANKED, in_order, with_rank
from annotator.review.queries import Cases
from annotator.studies.models import Study
from annotator.suggestions import comparing
from annotator.suggestions.detect import DETECTORS
from annotator.suggestions.ranking import RANKS
from articles.models import Article, Outlet

STATUS = {
    "awaiting": ("○ Awaiting a decision", queries.awaiting),
    "decided": ("● Decided", queries.settled),
    "disputed": ("◐ Disputed", queries.disputed),
    "withdrawn": ("– Withdrawn", queries.withdrawn),
}
YES_NO = [("yes", "Yes"), ("no", "No")]
FOUND_BY = [
    ("coder", "A coder"),
    *((detector.engine, f"The {detector.engine} detector") for detector in DETECTORS),
    (comparing.ENGINE, "Comparison with the original"),
]
ORDERS = [("text", "By place in the text")]

#: filters whose answer changes when somebody decides
_OF_DECISIONS = ("status", "disputed")


def _decided_as(facet: str, value: str) -> Q:
    return Q(Exists(queries.standing_decisions().filter(case=OuterRef("pk"), **{facet: value})))


class CaseFilter(django_filters.FilterSet):
    status = django_filters.ChoiceFilter(
        label="Status", method="by_status", choices=[(key, words) for key, (words, _) in STATUS.items()]
    )
    outlet = django_filters.ModelChoiceFilter(
        label="Outlet", field_name="paragraph__article__outlet", queryset=Outlet.objects.none()
    )
    article = django_filters.ModelChoiceFilter(
        label="Article", field_name="paragraph__article", queryset=Article.objects.none()
    )
    coder = django_filters.ChoiceFilter(label="Flagged by", method="by_coder", choices=[])
    found_by = django_filters.ChoiceFilter(label="Found by", method="by_finder", choices=FOUND_BY)
    rank = django_filters.TypedChoiceFilter(
        label="Rank", method="by_rank", choices=[(key, words.capitalize()) for key, words in RANKS.items()], coerce=int
    )
    marking = django_filters.ChoiceFilter(
        label="Marking", method="by_marking", choices=Marking.choices, help_text="as flagged or decided"
    )
    function = django_filters.ChoiceFilter(
        label="Function", method="by_function", choices=Function.choices, help_text="as flagged or decided"
    )
    has_original = django_filters.ChoiceFilter(label="Original stored", method="by_original", choices=YES_NO)
    disputed = django_filters.ChoiceFilter(label="Disputed", method="by_dispute", choices=YES_NO)
    order = django_filters.ChoiceFilter(
        label="Order", method="unsorted", choices=ORDERS, empty_label="What wants looking at first"
    )

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, study: Study) -> None:
        self.everything = Case.objects.filter(study=study)
        super().__init__(data, queryset=self.everything)
        self.given = data
        articles = Article.objects.filter(
            pk__in=Case.objects.filter(study=study).values("paragraph__article")
        ).order_by("title", "pk")
        self._choose_from("article", articles)
        self._choose_from("outlet", Outlet.objects.filter(pk__in=articles.order_by().values("outlet")))
        self.pseudonyms = queries.coders_by_pseudonym(study)
        self.filters["coder"].extra["choices"] = [(name, name) for name in sorted(self.pseudonyms)]

    def _choose_from(self, name: str, rows: QuerySet[Any]) -> None:
        choice = self.filters[name]
        assert isinstance(choice, django_filters.ModelChoiceFilter)  # noqa: S101 - as declared above
        choice.queryset = rows

    def filter_queryset(self, queryset: Cases, but_for: Sequence[str] = ()) -> Cases:
        if self.errors:
            return queryset.none()
        said = {name: value for name, value in self.form.cleaned_data.items() if name not in but_for}
        if not said.get("status"):
            queryset = queries.queued(queryset)
        for name, value in said.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @property
    def cases(self) -> Cases:
        """The cases asked for, in the one order every page walks them in."""
        return in_order(self.qs, self.ordering)

    @property
    def ordering(self) -> str:
        """A key of ordering.COLUMNS."""
        return IN_TEXT if self.asked.get("order") == IN_TEXT else RANKED

    @property
    def numbered(self) -> Cases:
        """The cases that item numbers count: those asked for, whatever has been decided about them. So a case keeps
        its number when somebody decides it. Withdrawn cases stand in no queue and are numbered among themselves."""
        return in_order(self.counted, self.ordering)

    @property
    def counted(self) -> Cases:
        """The same cases as `numbered`, in no order: `qs` is among them."""
        if self.asked.get("status") == "withdrawn" or not self.by_decisions:
            return self.qs
        return self.filter_queryset(self.everything, but_for=_OF_DECISIONS)

    @property
    def by_decisions(self) -> bool:
        """True when a case may leave the list because somebody decides it."""
        return any(name in self.asked for name in _OF_DECISIONS)

    @property
    def asked(self) -> dict[str, str]:
        """The filters and the order in force, by name, as the address gives them."""
        return {name: str(self.given[name]) for name in self.filters if self.given.get(name)}

    @property
    def narrowed(self) -> bool:
        """True when something may be left out; an order leaves nothing out."""
        return bool(self.asked.keys() - {"order"})

    @property
    def query(self) -> str:
        """The filters in force, for the end of an address: "status=awaiting&outlet=3"."""
        query = QueryDict(mutable=True)
        query.update(self.asked)
        return query.urlencode()

    def by_status(self, cases: Cases, name: str, value: str) -> Cases:
        return STATUS[value][1](cases)

    def by_coder(self, cases: Cases, name: str, value: str) -> Cases:
        flags = queries.standing_flags().filter(
            case=OuterRef("pk"), annotation__reading__coder_id=self.pseudonyms[value]
        )
        return cases.filter(Exists(flags))

    def by_finder(self, cases: Cases, name: str, value: str) -> Cases:
        flags = queries.standing_flags().filter(case=OuterRef("pk"))
        found = {"annotation__isnull": False} if value == "coder" else {"suggestion__run__engine": value}
        return cases.filter(Exists(flags.filter(**found)))

    def by_rank(self, cases: Cases, name: str, value: int) -> Cases:
        return with_rank(cases).filter(Q(rank=value))

    def unsorted(self, cases: Cases, name: str, value: str) -> Cases:
        """`cases` and `numbered` sort, at the end."""
        return cases

    def by_marking(self, cases: Cases, name: str, value: str) -> Cases:
        flags = queries.standing_flags().filter(
            Q(annotation__marking=value) | Q(suggestion__marking=value), case=OuterRef("pk")
        )
        return cases.filter(Q(Exists(flags)) | _decided_as("marking", value))

    def by_function(self, cases: Cases, name: str, value: str) -> Cases:
        flags = queries.standing_flags().filter(case=OuterRef("pk"), annotation__function=value)
        return cases.filter(Q(Exists(flags)) | _decided_as("function", value))

    def by_original(self, cases: Cases, name: str, value: str) -> Cases:
        return queries.with_original(cases) if value == "yes" else queries.without_original(cases)

    def by_dispute(self, cases: Cases, name: str, value: str) -> Cases:
        found = queries.disputed(Case.objects.filter(pk=OuterRef("pk")))
        return cases.filter(Exists(found) if value == "yes" else ~Exists(found))


def read_filters(data: QueryDict, *, study: Study, beside: Any = ()) -> CaseFilter:
    """The FilterSet for this address; a parameter that is neither a filter nor one of `beside` is a 400."""
    unknown = set(data) - set(CaseFilter.base_filters) - set(beside)
    if unknown:
        raise BadRequest("The address has a filter that this page does not know.")
    return CaseFilter(data, study=study)
