"""What machines noticed, and what owners brought in from other tools. Never an annotation: a person takes a suggestion
over or dismisses it."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Now

from annotator.facets import AttributionStatus, Host, Marking, Mode, SourceKind, Stance
from annotator.studies.models import Study
from articles.constraints import one_of, together
from articles.final import FinalModel, FinalQuerySet
from articles.lineage.models import Derivation
from articles.lineage.records import Change, Comparison
from articles.passages import Passage


class BatchQuerySet(FinalQuerySet["Batch"]):
    def visible_to(self, user: Any) -> Self:
        return self.filter(study__in=Study.objects.visible_to(user).values("pk"))

    def take_back(self, *, by: Any) -> int:
        """Set the one ending of those that stand; return how many this call ended."""
        standing = self.filter(taken_back_at__isnull=True)
        return models.QuerySet.update(standing, taken_back_at=Now(), taken_back_by=by)


class Batch(FinalModel):
    """What an owner brought in at once as suggestions, for the coders of one study. Final but for being taken back."""

    study = models.ForeignKey(Study, models.PROTECT, related_name="batches")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    taken_back_at = models.DateTimeField(null=True, blank=True, editable=False)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = BatchQuerySet.as_manager()  # type: ignore[misc]  # narrows FinalModel.objects

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "batches"
        constraints = [together("taken_back_at", "taken_back_by", name="batch_is_taken_back_by_somebody")]

    def __str__(self) -> str:
        return f"batch {self.pk}"


class Run(FinalModel):
    """One pass of one detector over one article, or what one comparison of it with its original found, or what a file
    says of it: then `engine` is the file's format and `version` the model that the file names, "" for people's marks.
    """

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="+")
    engine = models.CharField(max_length=40)
    version = models.CharField(max_length=100, blank=True)
    settings = models.JSONField(default=dict, blank=True)
    comparison = models.OneToOneField(Comparison, models.PROTECT, null=True, blank=True, related_name="run")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="runs")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "engine", "version"],
                condition=Q(comparison__isnull=True, batch__isnull=True),
                name="run_is_once_per_engine_version",
            ),
            models.UniqueConstraint(
                fields=["batch", "article", "version"],
                condition=Q(batch__isnull=False),
                name="run_is_once_per_batch_and_version",
            ),
            models.CheckConstraint(
                condition=Q(comparison__isnull=True) | Q(batch__isnull=True),
                name="run_is_of_a_comparison_or_of_a_batch",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engine} {self.version}"


def _standing() -> Q:
    newest = Comparison.objects.filter(derivation=OuterRef(OuterRef("run__comparison__derivation"))).order_by("-pk")
    shown = Change.objects.filter(
        comparison=Subquery(newest.values("pk")[:1]),
        right_paragraph=OuterRef("paragraph"),
        right_start=OuterRef("start"),
        right_quote=OuterRef("quote"),
    )
    confirmed = Q(run__comparison__derivation__status=Derivation.Status.CONFIRMED)
    return Q(run__comparison__isnull=True, run__batch__isnull=True) | (confirmed & Q(Exists(shown)))


class SuggestionQuerySet(FinalQuerySet["Suggestion"]):
    def standing(self) -> Self:
        """Those that a machine would still make: what a detector found in the text, and what the newest comparison with
        an original still shows, as long as a person holds that one for the original."""
        return self.filter(_standing())

    def editorial(self) -> Self:
        """Those standing that may be somebody's words put into the text; footnotes, changes of form and the like are
        not."""
        return self.standing().filter(editorial=True)

    def brought_into(self, study: Study) -> Self:
        """Those that its owners brought in, taken back or not."""
        return self.filter(run__batch__study=study)

    def open_in(self, study: Study) -> Self:
        """Those that this study's coders may be shown: what machines find editorial, and what was brought in."""
        brought = Q(run__batch__study=study, run__batch__taken_back_at__isnull=True)
        return self.filter((_standing() & Q(editorial=True)) | brought)

    def visible_to(self, user: Any) -> Self:
        """What machines noticed is for everybody who has the text; what was brought in, for its study's people."""
        mine = Study.objects.visible_to(user).values("pk")
        return self.filter(Q(run__batch__isnull=True) | Q(run__batch__study__in=mine))


class Suggestion(FinalModel, Passage):
    """Words worth looking at. A machine says what kind of insertion it takes them for (`kind`, `marking`, `host`,
    `editorial`, `reason`); a file that was brought in says what another tool called them (`label`) and what that is in
    the study: a claim type, an attribution, a note."""

    run = models.ForeignKey(Run, models.PROTECT, related_name="suggestions")
    kind = models.CharField(max_length=30)
    marking = models.CharField(max_length=20, blank=True, choices=Marking)
    host = models.CharField(max_length=20, blank=True, choices=Host)
    editorial = models.BooleanField()
    reason = models.TextField(blank=True)
    label = models.CharField(max_length=100, blank=True, db_default="", default="")
    claim_type = models.ForeignKey("studies.ClaimType", models.PROTECT, null=True, blank=True, related_name="+")
    attribution = models.CharField(max_length=16, blank=True, db_default="", default="", choices=AttributionStatus)
    source_kind = models.CharField(max_length=20, blank=True, db_default="", default="", choices=SourceKind)
    mode = models.CharField(max_length=12, blank=True, db_default="", default="", choices=Mode)
    stance = models.CharField(max_length=12, blank=True, db_default="", default="", choices=Stance)
    note = models.TextField(blank=True, db_default="", default="")
    change = models.ForeignKey(
        Change, models.PROTECT, null=True, blank=True, related_name="+", help_text="what a comparison found"
    )

    objects = SuggestionQuerySet.as_manager()  # type: ignore[misc]  # narrows FinalModel.objects

    class Meta:
        ordering = ["paragraph_id", "start", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["run", "paragraph", "start", "end", "label"], name="suggestion_is_made_once"
            ),
            models.CheckConstraint(
                condition=(~Q(marking="") & ~Q(host="") & Q(label="", claim_type__isnull=True, attribution="", note=""))
                | (Q(marking="", host="", editorial=False) & ~Q(label="")),
                name="suggestion_is_a_machines_or_brought_in",
            ),
            models.CheckConstraint(
                condition=~Q(attribution="") | Q(source_kind="", mode="", stance=""),
                name="suggestion_details_an_attribution_only_when_given",
            ),
            one_of("marking", Marking.values, name="suggestion_marking_is_known", blank=True),
            one_of("host", Host.values, name="suggestion_host_is_known", blank=True),
            one_of("attribution", AttributionStatus.values, name="suggestion_attribution_is_known", blank=True),
            one_of("source_kind", SourceKind.values, name="suggestion_source_kind_is_known", blank=True),
            one_of("mode", Mode.values, name="suggestion_mode_is_known", blank=True),
            one_of("stance", Stance.values, name="suggestion_stance_is_known", blank=True),
        ]

    def __str__(self) -> str:
        return self.quote[:60]
