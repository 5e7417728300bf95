"""Questions about who came from whom."""

from collections.abc import Iterable

from django.db import connection
from django.db.models.expressions import RawSQL

from articles.lineage.models import Derivation
from articles.models import Article

# One question each, however long the chain: the same words on SQLite and PostgreSQL. CROSS JOIN tells SQLite to begin
# with the few articles found, not with all derivations.
_ABOVE = """
WITH RECURSIVE above (id) AS (
  SELECT CAST(%s AS bigint)
  UNION
  SELECT d.upstream_id FROM above JOIN lineage_derivation d ON d.derived_id = above.id
  WHERE d.status <> 'rejected' AND d.upstream_id IS NOT NULL
)
SELECT d.id, d.derived_id, d.upstream_id FROM above CROSS JOIN lineage_derivation d
WHERE d.derived_id = above.id AND d.status <> 'rejected' AND d.upstream_id IS NOT NULL
"""
_FAMILY = """
WITH RECURSIVE family (id) AS (
  SELECT CAST(%s AS bigint)
  UNION
  SELECT CASE WHEN d.derived_id = family.id THEN d.upstream_id ELSE d.derived_id END
  FROM family JOIN lineage_derivation d ON d.derived_id = family.id OR d.upstream_id = family.id
  WHERE d.status <> 'rejected' AND d.upstream_id IS NOT NULL
)
SELECT id FROM family LIMIT %s
"""


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


def way_up(article_id: int, ancestor_id: int, *, but: Iterable[int] = ()) -> list[int]:
    """The articles by which standing derivations lead from `article_id` up to `ancestor_id`, both included.

    One of the shortest ways; empty when there is none. Derivations in `but` are left out.
    """
    passed = set(but)
    above: dict[int, list[int]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [article_id])
        for pk, derived, upstream in sorted(cursor.fetchall()):
            if pk not in passed:
                above.setdefault(derived, []).append(upstream)
    came_by: dict[int, int] = {article_id: article_id}
    row = [article_id]
    while row and ancestor_id not in came_by:
        steps = [(lower, upper) for lower in row for upper in above.get(lower, ()) if upper not in came_by]
        came_by.update({upper: lower for lower, upper in reversed(steps)})
        row = sorted({upper for _, upper in steps})
    if ancestor_id not in came_by:
        return []
    way = [ancestor_id]
    while way[-1] != article_id:
        way.append(came_by[way[-1]])
    return way[::-1]


def comes_from(article_id: int, ancestor_id: int, *, but: Iterable[int] = ()) -> bool:
    """Whether standing derivations lead from `article_id` up to `ancestor_id`, leaving out those in `but`."""
    return bool(way_up(article_id, ancestor_id, but=but))


def family_of(article_id: int, *, most: int) -> RawSQL:
    """The numbers of the articles that standing derivations join to this one by any number of steps, as a subquery:
    itself and the nearest, at most `most`."""
    return RawSQL(_FAMILY, (article_id, most))  # noqa: S611 - a constant; what differs is passed as parameters
