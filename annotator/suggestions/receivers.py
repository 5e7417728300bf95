"""What this stage does when an earlier one is done."""

from typing import Any

from annotator.suggestions.comparing import suggest
from annotator.suggestions.detect import detect
from articles.lineage.records import Comparison
from articles.models import Article


def on_ingested(sender: type[Article], article: Article, **kwargs: Any) -> None:
    """Every import is read by the detectors, in its own transaction: suggestions wait before anybody has coded."""
    detect(article)


def on_compared(sender: type[Comparison], comparison: Comparison, **kwargs: Any) -> None:
    """Every stored comparison makes its suggestions in the same transaction."""
    suggest(comparison)
