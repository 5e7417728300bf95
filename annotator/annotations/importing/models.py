"""What was brought in from another tool, by whom, and what was not."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from annotator.suggestions.models import Batch
from articles.final import FinalModel


class BroughtIn(FinalModel):
    """One file that an owner brought in as the reading of a coder, or, with `batch`, as suggestions for all coders:
    `taken` counts what was made of it, `left` is what was not taken, as [where in the file, why]."""

    study = models.ForeignKey("studies.Study", models.PROTECT, related_name="brought_in")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    batch = models.OneToOneField(Batch, models.PROTECT, null=True, blank=True, related_name="file")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    format = models.CharField(max_length=30)
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    taken = models.PositiveIntegerField(help_text="annotations or suggestions made")
    left = models.JSONField(default=list, blank=True, help_text="[where in the file, why] of what was not taken")

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "files brought in"
        constraints = [
            models.CheckConstraint(
                condition=Q(coder__isnull=False, batch__isnull=True) | Q(coder__isnull=True, batch__isnull=False),
                name="brought_in_is_a_reading_or_suggestions",
                violation_error_message="A file is brought in as one coder's reading or as suggestions.",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
