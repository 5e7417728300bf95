"""What a reviewer may ask the queue for. The queue page and the case page walk the same list."""

from typing import Any

import django_filters
from django.core.exceptions import BadRequest
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict

from annotator.facets import Function, Marking
from annotator.review import queries
from annotator.review.models import Case
from annotator.review.queries import Cases
from annotator.studies.models import Study
from articles.models import Article, Outlet

STATUS = {
    "awaiting": ("○ Awaiting a decision", queries.awaiting),
    "decided": ("● Decided", queries.settled),
    "disputed": ("◐ Disputed", queries.disputed),
    "withdrawn": ("Withdrawn by its coders", queries.withdrawn),
}
YES_NO = [("yes", "Yes"), ("no", "No")]


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
    marking = django_filters.ChoiceFilter(
        label="Marking", method="by_marking", choices=Marking.choices, help_text="as flagged or decided"
    )
    function = django_filters.ChoiceFilter(
        label="Function", method="by_function", choices=Function.choices, help_text="as flagged or decided"
    )
    has_original = django_filters.ChoiceFilter(label="Original stored", method="by_original", choices=YES_NO)
    disputed = django_filters.ChoiceFilter(label="Disputed", method="by_dispute", choices=YES_NO)

    class Meta:
        model = Case
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, study: Study) -> None:
        super().__init__(data, queryset=Case.objects.filter(study=study))
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

    def filter_queryset(self, queryset: Cases) -> Cases:
        if self.errors:
            return queryset.none()
        if not self.form.cleaned_data["status"]:
            queryset = queries.queued(queryset)
        found: Cases = super().filter_queryset(queryset)
        return found

    @property
    def cases(self) -> Cases:
        """The cases asked for, in the one order every page walks them in."""
        return queries.in_reading_order(self.qs)

    @property
    def asked(self) -> dict[str, str]:
        """The filters in force, by name, as the address gives them."""
        return {name: str(self.given[name]) for name in self.filters if self.given.get(name)}

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
