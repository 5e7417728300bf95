"""What machines noticed. Never an annotation: a person takes a suggestion over or dismisses it."""

from django.db import models
from django.db.models.functions import Now

from annotator.facets import Host, Marking
from articles.constraints import one_of
from articles.final import FinalModel, FinalQuerySet
from articles.passages import Passage


class Run(FinalModel):
    """One pass of one detector over one article."""

    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="+")
    engine = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    settings = models.JSONField(default=dict, blank=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["article", "engine", "version"], name="run_is_once_per_engine_version"),
        ]

    def __str__(self) -> str:
        return f"{self.engine} {self.version}"


class SuggestionQuerySet(FinalQuerySet["Suggestion"]):
    def editorial(self) -> "SuggestionQuerySet":
        """Those that may be somebody's words put into the text; footnotes, credits and the like are not."""
        return self.filter(editorial=True)


class Suggestion(FinalModel, Passage):
    run = models.ForeignKey(Run, models.PROTECT, related_name="suggestions")
    kind = models.CharField(max_length=30)
    marking = models.CharField(max_length=20, choices=Marking)
    host = models.CharField(max_length=20, choices=Host)
    editorial = models.BooleanField()
    reason = models.TextField()

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
