"""What a reviewer may ask the items for. The queue and the item page walk the same list."""

from itertools import combinations
from typing import Any

import django_filters
from django.core.exceptions import BadRequest
from django.http import QueryDict

from annotator.review.adjudication import queries
from annotator.review.adjudication.differing import Kind
from annotator.review.adjudication.models import Item
from annotator.review.adjudication.people import coders
from annotator.review.adjudication.queries import Items, State
from annotator.studies.models import Study
from articles.models import Article

STATES = [(state.value, f"{state.sign} {state.words}") for state in State]


class ItemFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label="State", method="by_state", choices=STATES, empty_label="All on which coders differ"
    )
    article = django_filters.ModelChoiceFilter(
        label="Article", field_name="paragraph__article", queryset=Article.objects.none()
    )
    pair = django_filters.ChoiceFilter(label="Coded by", method="by_pair", choices=[])
    kind = django_filters.ChoiceFilter(
        label="Difference", method="by_kind", choices=[(kind.value, kind.words) for kind in Kind]
    )

    class Meta:
        model = Item
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, study: Study, user: Any) -> None:
        self.everything = queries.current(study).filter(pk__in=Item.objects.visible_to(user).values("pk"))
        super().__init__(data, queryset=self.everything)
        self.given = data
        article: Any = self.filters["article"]
        with_items = self.everything.order_by().values("paragraph__article")
        article.queryset = Article.objects.filter(pk__in=with_items).order_by("title", "pk")
        people = sorted(coders(study).items())
        self.pairs = {
            f"{study.pseudonym(one_pk)}..{study.pseudonym(other_pk)}": ((one_pk, other_pk), f"{one} and {other}")
            for (one, one_pk), (other, other_pk) in combinations(people, 2)
        }
        self.filters["pair"].extra["choices"] = [(key, words) for key, (_, words) in self.pairs.items()]

    def filter_queryset(self, queryset: Items) -> Items:
        if self.errors:
            return queryset.none()
        if not self.form.cleaned_data.get("state"):
            queryset = queries.differing(queryset)
        for name, value in self.form.cleaned_data.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @property
    def items(self) -> Items:
        """The items asked for, as the articles stand in the sample, then down the page."""
        return queries.in_reading_order(self.qs)

    @property
    def asked(self) -> dict[str, str]:
        """The filters in force, by name, as the address gives them."""
        return {name: str(self.given[name]) for name in self.filters if self.given.get(name)}

    @property
    def query(self) -> str:
        """The filters in force, for the end of an address: "state=awaiting&kind=claim"."""
        query = QueryDict(mutable=True)
        query.update(self.asked)
        return query.urlencode()

    @property
    def suffix(self) -> str:
        """The same with its question mark, or ""."""
        return f"?{self.query}" if self.query else ""

    def by_state(self, items: Items, name: str, value: str) -> Items:
        return queries.in_state(items, value)

    def by_pair(self, items: Items, name: str, value: str) -> Items:
        return queries.of_pair(items, *self.pairs[value][0])

    def by_kind(self, items: Items, name: str, value: str) -> Items:
        return queries.that_differ(items, value)


def read_filters(data: QueryDict, *, study: Study, user: Any, beside: Any = ()) -> ItemFilter:
    """The FilterSet for this address; a parameter that is neither a filter nor one of `beside` is a 400."""
    if set(data) - set(ItemFilter.base_filters) - set(beside):
        raise BadRequest("The address has a filter that this page does not know.")
    return ItemFilter(data, study=study, user=user)
