"""What was published: outlets, the bytes as received, and the texts read out of them."""

from datetime import date
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from articles.constraints import one_of
from articles.final import FinalModel, FinalQuerySet


class Slot(models.TextChoices):
    """What a paragraph is to its article."""

    HEADLINE = "headline", "Headline"
    STANDFIRST = "standfirst", "Standfirst"
    BYLINE = "byline", "Byline"
    DATELINE = "dateline", "Dateline"
    BODY = "body", "Body"
    QUOTATION = "quotation", "Quotation"
    LIST_ITEM = "list-item", "List item"
    CAPTION = "caption", "Caption"
    NOTICE = "notice", "Notice"


#: Paragraphs around the text rather than of it: shown and open to tagging, but a reading need not deal with them.
FRAME_SLOTS = (Slot.BYLINE, Slot.DATELINE, Slot.NOTICE)


class Precision(models.TextChoices):
    DAY = "day", "day"
    MONTH = "month", "month"
    YEAR = "year", "year"


class OutletKind(models.TextChoices):
    NEWS_OUTLET = "news-outlet", "News outlet"
    AGENCY = "agency", "News agency"
    GOVERNMENT = "government", "Government"
    NGO = "ngo", "Non-governmental organisation"
    PARTY = "party", "Party"
    PERSON = "person", "Person"
    PLATFORM = "platform", "Platform"
    OTHER = "other", "Other"


class Outlet(models.Model):
    """Whoever published a text."""

    name = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=20, choices=OutletKind, default=OutletKind.NEWS_OUTLET)
    homepage_host = models.CharField(max_length=255, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 alpha-2")
    wikidata_id = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [one_of("kind", OutletKind.values, name="outlet_kind_is_known")]

    def __str__(self) -> str:
        return self.name


class Capture(FinalModel):
    """The bytes as they were received, stored once under their SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField(help_text="bytes")
    media_type = models.CharField(max_length=100)
    file_name = models.CharField(max_length=255, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    captured_at = models.DateTimeField(null=True, blank=True, help_text="when the page was saved, if known (UTC)")
    received_at = models.DateTimeField(db_default=Now())
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.file_name or self.media_type} {self.sha256[:12]}"

    @property
    def path(self) -> Path:
        """Where the bytes are: named by their hash, never by what a user typed."""
        return Path(settings.CAPTURES_DIR) / self.sha256[:2] / self.sha256


class ArticleQuerySet(FinalQuerySet["Article"]):
    def visible_to(self, user: Any) -> Self:
        """Articles this person may read in the library; a coder reads through their readings instead."""
        return self if user.has_perm("articles.view_article") else self.none()


class Article(FinalModel):
    """One version of one text. Another text at the same address is another article.

    So is a fuller one of the same bytes: a person took page text into it that the reader had left out.
    """

    capture = models.ForeignKey(Capture, models.PROTECT, related_name="articles")
    reader = models.CharField(max_length=40)
    reader_version = models.CharField(max_length=20)
    outlet = models.ForeignKey(Outlet, models.PROTECT, null=True, blank=True, related_name="articles")
    byline = models.CharField(max_length=500, blank=True)
    title = models.CharField(max_length=1000, blank=True)
    standfirst = models.TextField(blank=True)
    language = models.CharField(max_length=35, blank=True, help_text="BCP 47")
    url = models.URLField(max_length=2000, blank=True)
    canonical_url = models.URLField(max_length=2000, blank=True)
    archive_url = models.URLField(max_length=2000, blank=True)
    published_on = models.DateField(null=True, blank=True)
    published_precision = models.CharField(max_length=5, blank=True, choices=Precision)
    origin_outlet = models.CharField(max_length=200, blank=True, help_text="as the text itself says")
    origin_url = models.URLField(max_length=2000, blank=True)
    origin_published_on = models.DateField(null=True, blank=True)
    origin_precision = models.CharField(max_length=5, blank=True, choices=Precision)
    region = models.CharField(max_length=200, blank=True)
    theme = models.CharField(max_length=200, blank=True)
    series = models.CharField(max_length=200, blank=True)
    tags = models.JSONField(default=list, blank=True)
    rights = models.TextField(blank=True)
    upstream_urls = models.JSONField(default=list, blank=True)
    left_out = models.JSONField(default=list, blank=True, help_text="page text the reader left out")
    warnings = models.JSONField(default=list, blank=True)
    charset = models.CharField(max_length=40, blank=True)
    text_sha256 = models.CharField(
        max_length=64, db_index=True, help_text='SHA-256 of the paragraphs joined by "\\n\\n", UTF-8'
    )
    extends = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="fuller",
        help_text="the version to which created_by added page text that its reader had left out",
    )
    added = models.JSONField(default=list, blank=True, help_text="positions of the paragraphs that people added")
    chosen_sha256 = models.CharField(
        max_length=64,
        blank=True,
        default="",
        db_default="",
        help_text='of the slots and texts of a version that people added to; "" for one as its reader read it',
    )
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = ArticleQuerySet.as_manager()  # type: ignore[misc]  # narrows FinalModel.objects

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["capture", "reader", "reader_version", "chosen_sha256"],
                name="article_is_read_once_by_each_reader",
            ),
            models.CheckConstraint(
                condition=Q(extends=None, chosen_sha256="") | Q(extends__isnull=False) & ~Q(chosen_sha256=""),
                name="article_of_peoples_choice_extends_another",
                violation_error_message="A version that people added to names the one it was made from.",
            ),
            one_of("published_precision", Precision.values, name="article_precision_is_known", blank=True),
            one_of("origin_precision", Precision.values, name="article_origin_precision_is_known", blank=True),
        ]

    def __str__(self) -> str:
        return self.title or f"Article {self.pk}"

    @property
    def published(self) -> str:
        """The publication date as precisely as it is known, such as 2026-03 or ""."""
        return shown_date(self.published_on, self.published_precision)

    @property
    def origin_published(self) -> str:
        return shown_date(self.origin_published_on, self.origin_precision)


def shown_date(day: date | None, precision: str) -> str:
    if day is None:
        return ""
    return day.isoformat()[: {"year": 4, "month": 7}.get(precision, 10)]


class Paragraph(FinalModel):
    """One block of an article's text. `offset` is where it starts in the canonical text, in code points."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="paragraphs")
    position = models.PositiveIntegerField(help_text="from 0")
    slot = models.CharField(max_length=12, choices=Slot)
    text = models.TextField()
    marks = models.JSONField(default=list, blank=True, help_text="[start, end, kind, href] in code points")
    offset = models.PositiveIntegerField()

    class Meta:
        ordering = ["article_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="paragraph_position_is_unique"),
            one_of("slot", Slot.values, name="paragraph_slot_is_known"),
        ]

    def __str__(self) -> str:
        return f"¶{self.position + 1} {self.text[:60]}"

    @property
    def number(self) -> int:
        return self.position + 1
