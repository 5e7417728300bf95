"""What coders' work comes to side by side, and what reviewers made of it. All rows are final."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from annotator.annotations.models import Reading
from annotator.facets import (
    AttributionStatus,
    Effect,
    ErrorType,
    Function,
    Host,
    Inserter,
    Marking,
    Mode,
    Operation,
    Resolution,
    SourceKind,
    Stance,
)
from annotator.review.adjudication.differing import Kind
from annotator.studies.models import OVERSEERS, Study
from articles.constraints import one_of
from articles.final import FinalModel, FinalQuerySet
from articles.passages import Passage


class Matching(FinalModel):
    """One pairing of what the coders of an article marked, made when the readings that had been finished had changed.

    The newest of an article counts. One of fewer than two coders holds no items: somebody reads again.
    """

    study = models.ForeignKey("studies.Study", models.PROTECT, related_name="matchings")
    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(help_text="1 for the article's first; order never asks the clock")
    coders = models.PositiveSmallIntegerField(help_text="how many had finished")
    last_finished_at = models.DateTimeField(null=True, blank=True, help_text="when the last of them did")
    at = models.DateTimeField(db_default=Now())
    items: "models.ManyToManyField[Item, Matched]" = models.ManyToManyField(
        "Item", through="Matched", related_name="matchings"
    )

    class Meta:
        ordering = ["study_id", "article_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["study", "article", "number"], name="matching_number_is_unique"),
        ]

    def __str__(self) -> str:
        return f"matching {self.number} of {self.article_id}"


class ItemQuerySet(FinalQuerySet["Item"]):
    def visible_to(self, user: Any) -> Self:
        """Items of studies this person oversees, but for articles that they still read themselves."""
        own = Reading.objects.filter(
            coder_id=user.pk,
            study=models.OuterRef("study"),
            article=models.OuterRef("paragraph__article"),
            finished_at__isnull=True,
        )
        return self.filter(study__in=Study.objects.with_role(user, *OVERSEERS).values("pk")).filter(~models.Exists(own))


class Item(FinalModel, Passage):
    """Annotations of different coders that belong together, one of each coder at most; the passage is what they cover
    together, a point without a quote where words were left out.

    What it holds follows from its `versions`, which are final: the same annotations beside the same readings are the
    same item, and keep what was decided, whoever else reads again.
    """

    study = models.ForeignKey("studies.Study", models.PROTECT, related_name="items")
    key = models.CharField(max_length=64, help_text="SHA-256 of the readings and annotations that it holds")

    objects = ItemQuerySet.as_manager()  # type: ignore[misc]  # narrows FinalModel.objects

    class Meta:
        ordering = ["study_id", "paragraph_id", "start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["study", "key"], name="item_is_stored_once"),
        ]

    def __str__(self) -> str:
        return self.quote[:60] or "words left out"


class Matched(FinalModel):
    """An item is one of those that a matching found."""

    matching = models.ForeignKey(Matching, models.PROTECT, related_name="matched")
    item = models.ForeignKey(Item, models.PROTECT, related_name="matched")

    class Meta:
        ordering = ["matching_id", "item_id"]
        verbose_name_plural = "matched"
        constraints = [
            models.UniqueConstraint(fields=["matching", "item"], name="item_is_matched_once"),
        ]


class Version(FinalModel):
    """What one coder has of an item; no annotation where they finished the article and marked nothing here."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    reading = models.ForeignKey("annotations.Reading", models.PROTECT, related_name="+")
    annotation = models.ForeignKey(
        "annotations.Annotation", models.PROTECT, null=True, blank=True, related_name="versions"
    )

    class Meta:
        ordering = ["item_id", "reading_id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "reading"], name="version_is_one_per_coder"),
        ]


class Difference(FinalModel):
    """One way in which the versions of an item differ. An item without any is unanimous."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="differences")
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.words) for kind in Kind])

    class Meta:
        ordering = ["item_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "kind"], name="difference_is_told_once"),
            one_of("kind", Kind, name="difference_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


_NO_EDIT = Q(
    start__isnull=True, quote="", claim_type__isnull=True, attribution="", source_kind="", mode="", stance="",
    marking="", operation="", host="", function="", inserter="", effect="",
)  # fmt: skip


class Adjudication(FinalModel):
    """What a reviewer made of an item, or their word that they take an earlier one back. The newest counts; all are
    kept. While the newest takes one back, none stands.

    `annotation` is the version taken, or the one that an edit started from, whose source and cue stay. The columns from
    `start` to `effect` are an edit's alone.
    """

    id = models.UUIDField(primary_key=True)
    item = models.ForeignKey(Item, models.PROTECT, related_name="adjudications")
    number = models.PositiveIntegerField(help_text="1 for the item's first; order never asks the clock")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    takes_back = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="taken_back_by", help_text="then nothing stands"
    )
    resolution = models.CharField(max_length=12, blank=True, choices=Resolution)
    annotation = models.ForeignKey("annotations.Annotation", models.PROTECT, null=True, blank=True, related_name="+")
    error_type = models.CharField(max_length=24, blank=True, choices=ErrorType)
    reason = models.TextField(blank=True)

    start = models.PositiveIntegerField(null=True, blank=True, help_text="in the item's paragraph")
    quote = models.TextField(blank=True)
    claim_type = models.ForeignKey("studies.ClaimType", models.PROTECT, null=True, blank=True, related_name="+")
    attribution = models.CharField(max_length=16, blank=True, choices=AttributionStatus)
    source_kind = models.CharField(max_length=20, blank=True, choices=SourceKind)
    mode = models.CharField(max_length=12, blank=True, choices=Mode)
    stance = models.CharField(max_length=12, blank=True, choices=Stance)
    marking = models.CharField(max_length=20, blank=True, choices=Marking)
    operation = models.CharField(max_length=12, blank=True, choices=Operation)
    host = models.CharField(max_length=20, blank=True, choices=Host)
    function = models.CharField(max_length=20, blank=True, choices=Function)
    inserter = models.CharField(max_length=20, blank=True, choices=Inserter)
    effect = models.CharField(max_length=20, blank=True, choices=Effect)
    at = models.DateTimeField(db_default=Now())

    objects = FinalQuerySet.as_manager()  # type: ignore[misc]  # narrows FinalModel.objects

    class Meta:
        ordering = ["item_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="adjudication_number_is_unique"),
            models.CheckConstraint(
                condition=Q(takes_back__isnull=True) & ~Q(resolution="")
                | Q(takes_back__isnull=False, resolution="", annotation__isnull=True, error_type=""),
                name="adjudication_resolves_or_takes_back",
                violation_error_message="A row resolves an item, or it takes an earlier one back and says no more.",
            ),
            models.CheckConstraint(
                condition=~Q(resolution="picked") | Q(annotation__isnull=False),
                name="adjudication_that_picks_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(resolution__in=["nothing-here", "unresolved"]) | Q(annotation__isnull=True),
                name="adjudication_of_nothing_takes_no_version",
            ),
            models.CheckConstraint(
                condition=~Q(resolution="unresolved") | ~Q(reason=""),
                name="adjudication_left_unresolved_says_why",
                violation_error_message="Say in the reason why it cannot be resolved.",
            ),
            models.CheckConstraint(
                condition=(Q(resolution="edited", start__isnull=False))
                & (Q(claim_type__isnull=False) | ~Q(attribution="") | ~Q(marking=""))
                | ~Q(resolution="edited") & _NO_EDIT,
                name="adjudication_says_what_an_edit_says",
                violation_error_message="Pick a claim type, an attribution or an editorial insertion.",
            ),
            models.CheckConstraint(
                condition=~Q(attribution="") | Q(source_kind="", mode="", stance=""),
                name="adjudication_details_an_attribution_only_when_given",
                violation_error_message="Source, mode and stance need an attribution status.",
            ),
            models.CheckConstraint(
                condition=~Q(marking="") | Q(operation="", host="", function="", inserter="", effect=""),
                name="adjudication_details_an_insertion_only_when_flagged",
            ),
            one_of("resolution", Resolution.values, name="adjudication_resolution_is_known", blank=True),
            one_of("error_type", ErrorType.values, name="adjudication_error_type_is_known", blank=True),
            one_of("attribution", AttributionStatus.values, name="adjudication_attribution_is_known", blank=True),
            one_of("source_kind", SourceKind.values, name="adjudication_source_kind_is_known", blank=True),
            one_of("mode", Mode.values, name="adjudication_mode_is_known", blank=True),
            one_of("stance", Stance.values, name="adjudication_stance_is_known", blank=True),
            one_of("marking", Marking.values, name="adjudication_marking_is_known", blank=True),
            one_of("operation", Operation.values, name="adjudication_operation_is_known", blank=True),
            one_of("host", Host.values, name="adjudication_host_is_known", blank=True),
            one_of("function", Function.values, name="adjudication_function_is_known", blank=True),
            one_of("inserter", Inserter.values, name="adjudication_inserter_is_known", blank=True),
            one_of("effect", Effect.values, name="adjudication_effect_is_known", blank=True),
        ]

    def __str__(self) -> str:
        return "Taken back" if self.takes_back_id else self.get_resolution_display()
