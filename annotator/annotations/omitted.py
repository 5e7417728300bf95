"""What an omission left out: words of the original, linked to the point in the derived text where they are not."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from articles.final import FinalModel
from articles.passages import Passage


class Omitted(FinalModel, Passage):
    """Words of an original of the annotated article. `annotation` is the point where they would stand."""

    annotation = models.ForeignKey("annotations.Annotation", models.PROTECT, related_name="omitted")

    class Meta:
        ordering = ["annotation_id", "paragraph_id", "start", "id"]
        verbose_name_plural = "words left out"
        constraints = [
            models.CheckConstraint(condition=~Q(quote=""), name="omitted_quotes_something"),
            models.UniqueConstraint(
                fields=["annotation", "paragraph", "start", "end"], name="omitted_words_are_named_once"
            ),
        ]

    def __str__(self) -> str:
        return self.quote[:60]


def left_out_in_words(quotes: Iterable[str], *, most: int = 1000) -> str:
    """What an omission is called wherever an annotation's words are; at most so many characters of it."""
    words = " … ".join(quotes)
    return f"left out here: ‘{words if len(words) <= most else words[: most - 1] + '…'}’"
