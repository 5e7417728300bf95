"""What pages of an earlier stage show of this one."""

from django import template

from articles.lineage.models import Derivation
from articles.models import Article

register = template.Library()


@register.simple_tag
def originals_of(article: Article) -> list[Derivation]:
    """All that was proposed, confirmed or rejected as this article's original, in that order of interest."""
    rows = article.upstream_derivations.select_related("upstream__outlet", "settled_by").order_by("id")
    order = ["confirmed", "proposed", "rejected"]
    return sorted(rows, key=lambda row: order.index(row.status))


@register.simple_tag
def copies_of(article: Article) -> list[Derivation]:
    """Stored articles that come from this one."""
    return list(article.derived_derivations.standing().select_related("derived__outlet").order_by("status", "id"))
