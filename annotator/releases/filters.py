"""What of a study is taken out. The page and the download read the same address."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

import django_filters
from django import forms
from django.core.exceptions import BadRequest
from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict

from annotator.annotations.models import Annotation, AnnotationQuerySet
from annotator.facets import AttributionStatus, Verdict
from annotator.review.queries import coders_by_pseudonym, judged_flags
from annotator.studies.codebook_history import current_types
from annotator.studies.models import Study
from articles.models import Article, Outlet

YES_NO = [("yes", "Yes"), ("no", "No")]
UNDECIDED = "undecided"


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"})


class AnnotationFilter(django_filters.FilterSet):
    article = django_filters.ModelChoiceFilter(
        label="Article", empty_label="Any", field_name="reading__article", queryset=Article.objects.none()
    )
    outlet = django_filters.ModelChoiceFilter(
        label="Outlet", empty_label="Any", field_name="reading__article__outlet", queryset=Outlet.objects.none()
    )
    coder = django_filters.ChoiceFilter(label="Coder", method="by_coder", empty_label="Anybody", choices=[])
    claim_type = django_filters.ChoiceFilter(
        label="Claim type", method="by_claim_type", empty_label="Any or none", choices=[]
    )
    attribution = django_filters.ChoiceFilter(
        label="Attribution", empty_label="Any or none", choices=AttributionStatus.choices
    )
    insertion = django_filters.ChoiceFilter(
        label="Flags an insertion", method="by_insertion", empty_label="Yes or no", choices=YES_NO
    )
    verdict = django_filters.ChoiceFilter(
        label="Verdict",
        empty_label="Any or none",
        method="by_verdict",
        choices=[*Verdict.choices, (UNDECIDED, "Flagged, not decided yet")],
    )
    finished = django_filters.ChoiceFilter(
        label="Reading is finished", method="by_finished", empty_label="Yes or no", choices=YES_NO
    )
    training = django_filters.ChoiceFilter(
        label="Training round",
        method="by_training",
        empty_label="Leave out",
        choices=[("with", "Take along, marked in the training column"), ("only", "Nothing else")],
    )
    created_from = django_filters.DateFilter(
        label="Made from",
        method="by_first_day",
        widget=_day(),
        help_text="UTC",
    )
    created_to = django_filters.DateFilter(
        label="Made until", method="by_last_day", widget=_day(), help_text="that day included, UTC"
    )
    ended = django_filters.ChoiceFilter(
        label="Withdrawn and replaced",
        method="as_is",
        empty_label="Leave out",
        choices=[("with", "Take along, marked in the status column")],
    )

    class Meta:
        model = Annotation
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, study: Study, annotations: AnnotationQuerySet) -> None:
        self.address = data
        self.study = study
        super().__init__(data, queryset=annotations.filter(reading__study=study))
        articles = Article.objects.filter(pk__in=study.readings.order_by().values("article"))
        self._offer("article", articles.order_by("title", "pk"))
        self._offer("outlet", Outlet.objects.filter(pk__in=articles.values("outlet")))
        self.pseudonyms = coders_by_pseudonym(study)
        self.filters["coder"].extra["choices"] = [(name, name) for name in sorted(self.pseudonyms)]
        self.filters["claim_type"].extra["choices"] = list(study.claim_types.values_list("code", "label"))

    def _offer(self, name: str, rows: QuerySet[Any]) -> None:
        choice: Any = self.filters[name]
        choice.queryset = rows

    def filter_queryset(self, queryset: Any) -> Any:
        if self.errors:
            return queryset.none()
        if not self.form.cleaned_data["ended"]:
            queryset = queryset.standing()
        if not self.form.cleaned_data["training"]:
            queryset = queryset.outside_training()
        return super().filter_queryset(queryset)

    @property
    def annotations(self) -> AnnotationQuerySet:
        """Those asked for; none when the address cannot be read."""
        found: Any = self.qs
        return cast(AnnotationQuerySet, found)

    @property
    def asked(self) -> dict[str, str]:
        """The filters in force, by name, as they stand in the address."""
        return {name: str(self.address[name]) for name in self.filters if self.address.get(name)}

    @property
    def query(self) -> str:
        """The filters in force, for the end of an address."""
        query = QueryDict(mutable=True)
        query.update(self.asked)
        return query.urlencode()

    def by_coder(self, queryset: AnnotationQuerySet, name: str, value: str) -> AnnotationQuerySet:
        return queryset.filter(reading__coder_id=self.pseudonyms[value])

    def by_claim_type(self, queryset: AnnotationQuerySet, name: str, value: str) -> AnnotationQuerySet:
        """Those that count as this type today: coded with it, or with one that was merged into it."""
        wanted = self.study.claim_types.filter(code=value).values_list("pk", flat=True)
        current = current_types(self.study)
        return queryset.filter(claim_type__in=[pk for pk, now in current.items() if now in wanted or pk in wanted])

    def by_insertion(self, queryset: AnnotationQuerySet, name: str, value: str) -> AnnotationQuerySet:
        return queryset.flags() if value == "yes" else queryset.filter(marking="")

    def by_verdict(self, queryset: AnnotationQuerySet, name: str, value: str) -> AnnotationQuerySet:
        if value == UNDECIDED:
            return undecided(queryset)
        return queryset.filter(Exists(judged_flags(value).filter(annotation=OuterRef("pk"))))

    def by_finished(self, queryset: AnnotationQuerySet, name: str, value: str) -> AnnotationQuerySet:
        return queryset.filter(reading__finished_at__isnull=value == "no")

    def by_training(self, queryset: AnnotationQuerySet, name: str, value: str) -> AnnotationQuerySet:
        """Leaving training out is the default: see `filter_queryset`."""
        lessons = self.study.study_articles.filter(is_training=True).values("article")
        return queryset.filter(reading__article__in=lessons) if value == "only" else queryset

    def by_first_day(self, queryset: AnnotationQuerySet, name: str, value: date) -> AnnotationQuerySet:
        return queryset.filter(created_at__gte=_midnight(value))

    def by_last_day(self, queryset: AnnotationQuerySet, name: str, value: date) -> AnnotationQuerySet:
        try:
            return queryset.filter(created_at__lt=_midnight(value + timedelta(days=1)))
        except OverflowError:
            return queryset

    def as_is(self, queryset: AnnotationQuerySet, name: str, value: str) -> AnnotationQuerySet:
        """`ended` is read in `filter_queryset`, because leaving ended ones out is the default."""
        return queryset


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=UTC)


def undecided(annotations: AnnotationQuerySet) -> AnnotationQuerySet:
    """Flags of insertions of which no standing verdict speaks, whether or not a case is open yet."""
    return annotations.flags().filter(~Exists(judged_flags().filter(annotation=OuterRef("pk"))))


def read_filters(data: QueryDict, *, study: Study, annotations: AnnotationQuerySet) -> AnnotationFilter:
    """The FilterSet for this address; a parameter that is no filter is a 400."""
    unknown = sorted(set(data) - set(AnnotationFilter.base_filters))
    if unknown:
        raise BadRequest(f"An export has no filter named “{unknown[0]}”.")
    return AnnotationFilter(data, study=study, annotations=annotations)
