"""What pages of an earlier stage show of this one."""

from typing import Any

from django import template
from django.utils.safestring import SafeString

from articles.lineage.compare_page.run_html import paragraph_html
from articles.lineage.compare_page.side_by_side import Paragraph
from articles.lineage.models import Derivation
from articles.lineage.strip import Strip, strip, web_address
from articles.models import Article

register = template.Library()

MOST_COPIES = 20


@register.simple_tag
def originals_of(article: Article) -> list[Derivation]:
    """All that was proposed, confirmed or rejected as this article's original, in that order of interest."""
    rows = article.upstream_derivations.select_related("upstream__outlet", "settled_by").order_by("id")
    order = ["confirmed", "proposed", "rejected"]
    return sorted(rows, key=lambda row: order.index(row.status))


@register.simple_tag
def copies_of(article: Article) -> list[Derivation]:
    """Stored articles that come from this one: the first twenty, and one more when there are more."""
    rows = article.derived_derivations.standing().select_related("derived__outlet").order_by("status", "id")
    return list(rows[: MOST_COPIES + 1])


@register.simple_tag
def strip_of(article: Article, user: Any) -> Strip | None:
    """The line of publications that this article stands in; None when it stands alone."""
    return strip(article, user=user)


register.filter("web", web_address)


@register.filter
def hundred(part: float) -> int:
    """A part of 1 as so many of 100."""
    return round(100 * part)


@register.filter
def drawn(paragraph: Paragraph, language: str = "") -> SafeString:
    """A paragraph of two compared texts."""
    return paragraph_html(paragraph, language)


@register.filter
def clipped(text: str, length: int) -> str:
    """For a box of fixed width; wide characters count two."""
    width = 0
    kept: list[str] = []
    for character in str(text):
        width += 2 if ord(character) >= 0x2E80 else 1
        if width > length:
            return "".join(kept).rstrip() + "…"
        kept.append(character)
    return "".join(kept)
