"""Questions about who came from whom."""

from collections.abc import Iterable

from articles.lineage.models import Derivation
from articles.models import Article


def upstream_of(article: Article) -> Article | None:
    """The stored original of this article: a confirmed one before a proposed one, never a rejected one."""
    derivations = list(
        article.upstream_derivations.standing()
        .filter(upstream__isnull=False)
        .select_related("upstream__outlet", "upstream__capture")
        .order_by("id")
    )
    confirmed = (d for d in derivations if d.status == Derivation.Status.CONFIRMED)
    chosen = next(confirmed, None) or next(iter(derivations), None)
    return chosen.upstream if chosen else None


def comes_from(article_id: int, ancestor_id: int, *, but: Iterable[int] = ()) -> bool:
    """Whether standing derivations lead from `article_id` up to `ancestor_id`, leaving out those in `but`."""
    seen: set[int] = set()
    above = {article_id}
    while above:
        if ancestor_id in above:
            return True
        seen |= above
        steps = Derivation.objects.standing().filter(derived_id__in=above).exclude(pk__in=list(but))
        above = {pk for pk in steps.values_list("upstream_id", flat=True) if pk is not None} - seen
    return False
