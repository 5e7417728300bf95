from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from annotator.studies.forms import PlainForm
from articles.models import Article, Outlet


class LibraryFilter(django_filters.FilterSet):
    """Articles of the library, to choose a study's sample from."""

    q = django_filters.CharFilter(method="search", label="Words in title or byline", max_length=200)
    outlet = django_filters.ModelChoiceFilter(queryset=Outlet.objects.all(), empty_label="Any outlet")
    since = django_filters.DateFilter(
        "published_on", "gte", label="Published from", widget=forms.DateInput(attrs={"type": "date"})
    )
    until = django_filters.DateFilter(
        "published_on", "lte", label="Published until", widget=forms.DateInput(attrs={"type": "date"})
    )
    sample = django_filters.ChoiceFilter(
        method="in_sample",
        label="In the study",
        empty_label="In or not",
        choices=[("no", "Not yet in"), ("yes", "Already in")],
    )

    class Meta:
        model = Article
        fields: list[str] = []
        form = PlainForm

    def search(self, rows: QuerySet[Article], name: str, value: str) -> QuerySet[Article]:
        return rows.filter(
            Q(title__icontains=value)
            | Q(byline__icontains=value)
            | Q(url__icontains=value)
            | Q(outlet__name__icontains=value)
        )

    def in_sample(self, rows: Any, name: str, value: str) -> Any:
        return rows.filter(is_in=value == "yes")
