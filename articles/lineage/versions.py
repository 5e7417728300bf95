"""Which stored texts are older versions of which: updates that a person confirmed, and texts that people added to."""

from collections import defaultdict
from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from articles.models import Article

#: longer chains are not followed
MOST_STEPS = 20

# The same words on SQLite and PostgreSQL. One question, however many texts and however long their chains; UNION ends
# a circle, because no row comes twice with as many steps and the steps are bounded.
_OLDER = """
WITH RECURSIVE older (newer, id, steps) AS (
  SELECT a.id, a.id, 0 FROM articles_article a WHERE a.id IN ({asked})
  UNION
  SELECT older.newer, CASE way.number WHEN 0 THEN a.extends_id ELSE d.upstream_id END, older.steps + 1
  FROM older
  JOIN articles_article a ON a.id = older.id
  CROSS JOIN (SELECT 0 AS number UNION ALL SELECT 1) way
  LEFT JOIN lineage_derivation d ON way.number = 1 AND d.derived_id = a.id
    AND d.status = 'confirmed' AND d.relation = 'update'
  WHERE older.steps < %s AND CASE way.number WHEN 0 THEN a.extends_id ELSE d.upstream_id END IS NOT NULL
)
SELECT newer, id, MIN(steps) FROM older WHERE id <> newer GROUP BY newer, id ORDER BY newer, MIN(steps), id DESC
"""


@dataclass(frozen=True, slots=True)
class Older:
    """An older version of a text; `steps` is how many versions back it is, 1 for the one just before."""

    article: int
    steps: int


def older_versions(articles: QuerySet[Article]) -> dict[int, list[Older]]:
    """The older versions of each of these articles that has one, nearest first. One question.

    A version is older when it is the original of a confirmed update, or the text that people added to; and so is
    whatever is older than that.
    """
    sql, params = articles.order_by().values("pk").query.sql_with_params()
    found: dict[int, list[Older]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_OLDER.format(asked=sql), [*params, MOST_STEPS])
        for newer, older, steps in cursor.fetchall():
            found[newer].append(Older(older, steps))
    return dict(found)
