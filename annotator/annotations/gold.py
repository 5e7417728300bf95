"""The gold reading of a training article: what trainees' readings are held against."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from articles.constraints import together
from articles.final import FinalModel, FinalQuerySet


class GoldQuerySet(FinalQuerySet["Gold"]):
    def standing(self) -> Self:
        """Not ended by another, and its reading is finished: one that is open again is not ready to be shown."""
        return self.filter(ended_at__isnull=True, reading__finished_at__isnull=False)

    def of(self, reading: Any) -> Self:
        """The gold of the article that this reading is of."""
        here = {"study_article__study_id": reading.study_id, "study_article__article_id": reading.article_id}
        return self.filter(**here)

    def end(self, *, by: Any) -> int:
        return models.QuerySet.update(self.filter(ended_at__isnull=True), ended_at=Now(), ended_by=by)


class Gold(FinalModel):
    """An owner's or reviewer's reading marked as gold, with what trainees should know. Final but for its one ending."""

    study_article = models.ForeignKey("studies.StudyArticle", models.PROTECT, related_name="gold")
    reading = models.ForeignKey("annotations.Reading", models.PROTECT, related_name="gold")
    notes = models.TextField(blank=True)
    marked_at = models.DateTimeField(db_default=Now())
    marked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = GoldQuerySet.as_manager()  # type: ignore[misc]  # narrows FinalModel.objects

    class Meta:
        ordering = ["study_article_id", "-marked_at", "-id"]
        verbose_name_plural = "gold readings"
        constraints = [
            models.UniqueConstraint(
                fields=["study_article"], condition=Q(ended_at__isnull=True), name="gold_is_one_per_training_article"
            ),
            together("ended_at", "ended_by", name="gold_is_ended_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"Gold: {self.reading}"
