"""What left the house, and in whose name; and what was frozen, for good."""

from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from annotator.studies.models import OVERSEERS, Role, Study
from articles.constraints import one_of
from articles.final import FinalModel, FinalQuerySet


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


class TextShown(models.TextChoices):
    QUOTES = "quotes", "Quotes"
    NONE = "none", "No words"
    FULL = "full", "Full texts"


class ReleaseQuerySet(FinalQuerySet["Release"]):
    def visible_to(self, user: Any) -> Self:
        """Those of studies this person oversees, or reads the results of."""
        return self.filter(study__in=Study.objects.with_role(user, *OVERSEERS, Role.READER).values("pk"))


class Release(FinalModel):
    """A study, or a filter of it, frozen as number n. `file` is the zip below the folder of releases; it never changes.

    `rows_sha256` is of the data alone: two releases with the same sum hold the same rows, whatever their formats.
    """

    study = models.ForeignKey("studies.Study", models.PROTECT, related_name="releases")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    job = models.OneToOneField("jobs.Job", models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200)
    creators = models.JSONField(default=list, blank=True, help_text="as the citation names them")
    license = models.CharField(max_length=30, blank=True, help_text="of the annotations, by SPDX name")
    filters = models.JSONField(default=dict, blank=True)
    formats = models.JSONField(default=list, blank=True, help_text="beside JSON Lines")
    text_shown = models.CharField(max_length=6, choices=TextShown)
    words = models.PositiveSmallIntegerField(help_text="the most that is shown of one quote, where quotes are shown")
    permission = models.TextField(blank=True, help_text="why the full texts may be given away")
    names_shown = models.BooleanField(help_text="people's names beside their pseudonyms")
    codebook_revision = models.ForeignKey("studies.CodebookRevision", models.PROTECT, related_name="+")
    product_version = models.CharField(max_length=40)
    about = models.JSONField(help_text="release.json, as it is in the zip: counts, tables, the largest share shown")
    rows_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, help_text="of the zip")
    size = models.PositiveBigIntegerField(help_text="of the zip, in bytes")
    file = models.CharField(max_length=120)

    objects = ReleaseQuerySet.as_manager()  # type: ignore[misc]  # narrows FinalModel.objects

    class Meta:
        ordering = ["study_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="release_number_is_unique"),
            one_of("text_shown", TextShown.values, name="release_text_shown_is_known"),
            models.CheckConstraint(
                condition=~Q(text_shown="full") | ~Q(permission=""),
                name="release_of_full_texts_says_why_it_may",
                violation_error_message="Say why the full texts may be given away.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, release {self.number}"

    @property
    def path(self) -> Path:
        return releases_folder() / self.file


class Restoration(FinalModel):
    """That a study was made from a release, and by whom. It is not that person's study: as long as they do nothing in
    it, they are none of its people.
    """

    study = models.OneToOneField("studies.Study", models.PROTECT, related_name="restoration")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    number = models.PositiveIntegerField(help_text="of the release")
    sha256 = models.CharField(max_length=64, help_text="of its zip")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.study}, from release {self.number}"


def releases_folder() -> Path:
    """Where the zips are kept, study by study."""
    return Path(settings.DATA_DIR) / "releases"
