"""A passage: some words of one paragraph, held so that no two columns can disagree about which."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, GeneratedField, PositiveIntegerField
from django.db.models.functions import Length

from articles.graphemes import is_boundary


class QuoteMismatch(ValidationError):
    """The quote is not what stands in the paragraph at that place."""


def check_quote(text: str, start: int, quote: str) -> None:
    """Raise `QuoteMismatch` unless `quote` is `text[start:start + len(quote)]`, in code points."""
    if start < 0 or not quote or text[start : start + len(quote)] != quote:
        raise QuoteMismatch(
            f"These words do not stand at position {start} of the stored paragraph. "
            "The page may be out of date: reload it and select the words again.",
            code="quote_mismatch",
        )


def check_point(text: str, start: int) -> None:
    """Raise `QuoteMismatch` unless a point can lie before `text[start]`, or at the end; never inside a character."""
    if not 0 <= start <= len(text) or not is_boundary(text, start):
        raise QuoteMismatch(
            f"No point can be set at position {start} of the stored paragraph. "
            "The page may be out of date: reload it and set the point again.",
            code="quote_mismatch",
        )


class Passage(models.Model):
    """A half-open span of one paragraph: `start` counts Unicode code points, `quote` is the words themselves.

    `end` is computed by the database as start + length of quote.
    """

    paragraph = models.ForeignKey("articles.Paragraph", models.PROTECT, related_name="+")
    start = models.PositiveIntegerField()
    quote = models.TextField()
    end = GeneratedField(expression=F("start") + Length("quote"), output_field=PositiveIntegerField(), db_persist=True)

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        check_quote(self.paragraph.text, self.start, self.quote)
