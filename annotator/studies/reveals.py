"""Blindness ended early: an owner showed coders each other's work before they had finished. Logged, with a reason."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from articles.final import FinalModel, FinalQuerySet


class RevealQuerySet(FinalQuerySet["Reveal"]):
    def of(self, study_id: int, article_id: int) -> Self:
        """What opened this article: a reveal of its own, or that the whole study stopped being blind."""
        return self.filter(Q(article_id=article_id) | Q(article__isnull=True), study_id=study_id)


class Reveal(FinalModel):
    """Of one article; or, without one, of the whole study, whose blind setting was turned off when work had begun."""

    study = models.ForeignKey("studies.Study", models.PROTECT, related_name="reveals")
    article = models.ForeignKey("articles.Article", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = RevealQuerySet.as_manager()  # type: ignore[misc]  # narrows FinalModel.objects

    class Meta:
        ordering = ["study_id", "-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "article"],
                name="reveal_is_one_per_article",
                violation_error_message="This article is revealed already.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="reveal_says_why", violation_error_message="Say why it is revealed."
            ),
        ]

    def __str__(self) -> str:
        return f"{self.study}: {self.article or 'not blind any more'}"


def has_begun(study: Any) -> bool:
    """Whether anybody has begun to read: from then on, what is opened to others can no longer be unseen."""
    return bool(study.readings.filter(started_at__isnull=False).exists())
