"""What was given out, and what became of it: draws and the events of readings. Rows, all final."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from articles.constraints import one_of
from articles.final import FinalModel, FinalQuerySet


class Draw(FinalModel):
    """One draw as it was applied. With the seed, the rule and what was given before, it can be drawn again."""

    study = models.ForeignKey("studies.Study", models.PROTECT, related_name="draws")
    number = models.PositiveIntegerField(help_text="1 for the study's first draw")
    seed = models.CharField(max_length=60)
    rule = models.JSONField(help_text="coders_per_article, overlap_percent and overlap_coders, as they stood")
    result = models.JSONField(
        help_text="articles, overlap, readings and training: how many; coders: drawn for each, by the person's id"
    )
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["study_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="draw_number_is_unique_in_its_study"),
        ]

    def __str__(self) -> str:
        return f"Draw {self.number} of {self.study}"


class Happening(models.TextChoices):
    FINISHED = "finished", "Finished"
    REOPENED = "reopened", "Opened again"
    MOVED = "moved", "Given to somebody else"
    TAKEN_BACK = "taken-back", "Taken back"


class ReadingEventQuerySet(FinalQuerySet["ReadingEvent"]):
    def of(self, reading: Any) -> Self:
        """What happened to this reading, and to the one that its coder had of the article before."""
        return self.filter(study_id=reading.study_id, article_id=reading.article_id, coder_id=reading.coder_id)

    def finished(self) -> Self:
        return self.filter(kind=Happening.FINISHED)


class ReadingEvent(FinalModel):
    """Something that happened to one coder's reading of one article. A reading that nobody had begun may be gone, so
    its study, article and coder stand here instead of it.
    """

    study = models.ForeignKey("studies.Study", models.PROTECT, related_name="reading_events")
    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="+")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Happening)
    to_coder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    after_others = models.BooleanField(
        default=False,
        db_default=False,
        help_text="opened again when another coder had finished the article, or opened again or finished when it was "
        "revealed: this coder may have seen another's work",
    )
    reason = models.TextField(blank=True)
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = ReadingEventQuerySet.as_manager()  # type: ignore[misc]  # narrows FinalModel.objects

    class Meta:
        ordering = ["study_id", "article_id", "coder_id", "at", "id"]
        constraints = [
            one_of("kind", Happening.values, name="reading_event_kind_is_known"),
            models.CheckConstraint(
                condition=Q(kind="moved", to_coder__isnull=False) | (~Q(kind="moved") & Q(to_coder__isnull=True)),
                name="reading_event_names_a_new_coder_when_moved",
            ),
            models.CheckConstraint(
                condition=Q(after_others=False) | Q(kind__in=["reopened", "finished"]),
                name="reading_event_is_after_others_when_reopened_or_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.coder}, {self.article}"
