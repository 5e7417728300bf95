"""Numbers after those that a release gave: sequences do not see rows that come with a number of their own."""

from django.core.management.color import no_style
from django.db import connection

from annotator.annotations.models import RoleSpan
from annotator.review.adjudication.models import Item
from annotator.review.models import Case
from annotator.studies.models import ClaimType
from annotator.suggestions.models import Suggestion
from articles.lineage.models import Derivation
from articles.lineage.records import Change, Comparison, Pair
from articles.models import Article, Paragraph

NUMBERED = (Article, Paragraph, Derivation, Comparison, Pair, Change, ClaimType, Suggestion, RoleSpan, Case, Item)


def go_on_counting() -> None:
    """Let the database count on from the largest number in each table; SQLite does so by itself."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), list(NUMBERED)):
            cursor.execute(statement)
