"""Finding an article in the library."""

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language_info

from articles.models import Article, Outlet

_MOST_WORDS = 8

#: what `sort` may be: its label and a total order
SORTS: dict[str, tuple[str, tuple[Any, ...]]] = {
    "added": ("Newest first, as added", ("-id",)),
    "published": ("Newest first, as published", (F("published_on").desc(nulls_last=True), "-id")),
    "oldest": ("Oldest first, as published", (F("published_on").asc(nulls_last=True), "id")),
    "title": ("Title", ("title", "id")),
    "outlet": ("Outlet", (F("outlet__name").asc(nulls_last=True), "-id")),
}
#: query parameters of the page that are no filters
OTHER_PARAMETERS = frozenset({"page"})


def languages() -> list[tuple[str, str]]:
    stored = Article.objects.exclude(language="").values_list("language", flat=True).distinct()
    return [(tag, _language_name(tag)) for tag in stored.order_by("language")]


def _language_name(tag: str) -> str:
    try:
        return f"{get_language_info(tag.lower())['name']} ({tag})"
    except KeyError:
        return tag


class ArticleFilter(filters.FilterSet):
    q = filters.CharFilter(method="words", label="Title, byline or outlet", max_length=200)
    outlet = filters.ModelChoiceFilter(
        queryset=Outlet.objects.filter(pk__in=Article.objects.values("outlet")),
        label="Outlet",
        empty_label="Every outlet",
    )
    language = filters.ChoiceFilter(choices=languages, label="Language", empty_label="Every language")
    published_from = filters.DateFilter(
        "published_on",
        "gte",
        label="Published from",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    published_to = filters.DateFilter(
        "published_on",
        "lte",
        label="Published until",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    original = filters.ChoiceFilter(
        method="by_original",
        label="Original",
        empty_label="With or without original",
        choices=[
            ("stored", "Its original is stored"),
            ("missing", "Names an original that is not stored"),
            ("none", "Names no original"),
        ],
    )
    sort = filters.ChoiceFilter(
        method="sorted_by",
        label="Order",
        empty_label=None,
        choices=[(name, label) for name, (label, _) in SORTS.items()],
    )

    class Meta:
        model = Article
        fields: list[str] = []

    @property
    def qs(self) -> "QuerySet[Article]":
        found: QuerySet[Article] = super().qs
        return found.none() if self.is_bound and not self.is_valid() else found

    @property
    def narrowed(self) -> bool:
        """Whether anything but the order was asked for."""
        return any((self.data or {}).get(name) for name in self.filters if name != "sort")

    def words(self, queryset: "QuerySet[Article]", name: str, value: str) -> "QuerySet[Article]":
        """Each word stands somewhere in title, byline or outlet. SQLite folds case in ASCII letters only."""
        for word in value.split()[:_MOST_WORDS]:
            queryset = queryset.filter(
                Q(title__icontains=word) | Q(byline__icontains=word) | Q(outlet__name__icontains=word)
            )
        return queryset

    def by_original(self, queryset: "QuerySet[Article]", name: str, value: str) -> "QuerySet[Article]":
        # Derivations are a later stage's rows; their names are used here, their module is not.
        stored = Article.objects.filter(
            upstream_derivations__upstream__isnull=False,
            upstream_derivations__status__in=["proposed", "confirmed"],
        )
        if value == "stored":
            return queryset.filter(pk__in=stored.values("pk"))
        silent = Q(origin_outlet="", origin_url="", origin_published_on=None, upstream_urls=[])
        missing = queryset.exclude(pk__in=stored.values("pk"))
        return missing.exclude(silent) if value == "missing" else missing.filter(silent)

    def sorted_by(self, queryset: "QuerySet[Article]", name: str, value: str) -> "QuerySet[Article]":
        return queryset.order_by(*SORTS[value][1])
