"""What was brought in from another tool, by whom, and what was not."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from articles.final import FinalModel


class BroughtIn(FinalModel):
    """One file that an owner brought in as the reading of a coder: its annotations say what was taken, `left` what was
    not, as [where in the file, why]."""

    study = models.ForeignKey("studies.Study", models.PROTECT, related_name="brought_in")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    format = models.CharField(max_length=30)
    file_name = models.CharField(max_length=255)
    file_sha256 = models.CharField(max_length=64)
    taken = models.PositiveIntegerField(help_text="annotations made")
    left = models.JSONField(default=list, blank=True, help_text="[where in the file, why] of what was not taken")

    class Meta:
        ordering = ["-id"]
        verbose_name_plural = "files brought in"

    def __str__(self) -> str:
        return self.file_name
