"""What machines noticed. Never an annotation: a person takes a suggestion over or dismisses it."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Now

from annotator.facets import Host, Marking
from articles.constraints import one_of
from articles.final import FinalModel, FinalQuerySet
from articles.lineage.models import Derivation
from articles.lineage.records import Change, Comparison
from articles.passages import Passage


class Run(FinalModel):
    """One pass of one detector over one article, or what one comparison of it with its original found."""

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="+")
    engine = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    settings = models.JSONField(default=dict, blank=True)
    comparison = models.OneToOneField(Comparison, models.PROTECT, null=True, blank=True, related_name="run")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["article", "engine", "version"],
                condition=Q(comparison__isnull=True),
                name="run_is_once_per_engine_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.engine} {self.version}"


class SuggestionQuerySet(FinalQuerySet["Suggestion"]):
    def standing(self) -> Self:
        """Those that a machine would still make: what a detector found in the text, and what the newest comparison with
        an original still shows, as long as a person holds that one for the original."""
        newest = Comparison.objects.filter(derivation=OuterRef(OuterRef("run__comparison__derivation"))).order_by("-pk")
        shown = Change.objects.filter(
            comparison=Subquery(newest.values("pk")[:1]),
            right_paragraph=OuterRef("paragraph"),
            right_start=OuterRef("start"),
            right_quote=OuterRef("quote"),
        )
        confirmed = Q(run__comparison__derivation__status=Derivation.Status.CONFIRMED)
        return self.filter(Q(run__comparison__isnull=True) | (confirmed & Exists(shown)))

    def editorial(self) -> Self:
        """Those standing that may be somebody's words put into the text; footnotes, changes of form and the like are
        not."""
        return self.standing().filter(editorial=True)


class Suggestion(FinalModel, Passage):
    run = models.ForeignKey(Run, models.PROTECT, related_name="suggestions")
    kind = models.CharField(max_length=30)
    marking = models.CharField(max_length=20, choices=Marking)
    host = models.CharField(max_length=20, choices=Host)
    editorial = models.BooleanField()
    reason = models.TextField()
    change = models.ForeignKey(
        Change, models.PROTECT, null=True, blank=True, related_name="+", help_text="what a comparison found"
    )

    objects = SuggestionQuerySet.as_manager()  # type: ignore[misc]  # narrows FinalModel.objects

    class Meta:
        ordering = ["paragraph_id", "start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "paragraph", "start", "end"], name="suggestion_is_made_once"),
            one_of("marking", Marking.values, name="suggestion_marking_is_known"),
            one_of("host", Host.values, name="suggestion_host_is_known"),
        ]

    def __str__(self) -> str:
        return self.quote[:60]
