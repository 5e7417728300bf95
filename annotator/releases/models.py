"""What left the house, and in whose name."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from articles.final import FinalModel


class ExportEvent(FinalModel):
    """One export that somebody took out: what it held is asked of the rows, that it happened is kept here."""

    study = models.ForeignKey("studies.Study", models.PROTECT, related_name="exports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    format = models.CharField(max_length=30)
    filters = models.JSONField(default=dict, blank=True)
    names_shown = models.BooleanField(help_text="coders' names instead of pseudonyms")

    class Meta:
        ordering = ["-id"]
