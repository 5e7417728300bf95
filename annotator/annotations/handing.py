"""Who was given what: each draw by the study's rule, a final row."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from articles.final import FinalModel


class Draw(FinalModel):
    """One draw as it was applied. With the seed, the rule and what was given before, it can be drawn again."""

    study = models.ForeignKey("studies.Study", models.PROTECT, related_name="draws")
    number = models.PositiveIntegerField(help_text="1 for the study's first draw")
    seed = models.CharField(max_length=60)
    rule = models.JSONField(help_text="coders_per_article, overlap_percent and overlap_coders, as they stood")
    result = models.JSONField(
        help_text="articles, overlap and readings: how many; coders: the new readings of each, by the person's id"
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
