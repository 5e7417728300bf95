"""Noting an article's shingles, so that texts which share words find each other among many."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Count

from articles.lineage.candidates.shingles import Fingerprint as Words
from articles.lineage.candidates.shingles import fingerprint
from articles.lineage.models import Fingerprint, Shingle
from articles.models import FRAME_SLOTS, Article, Paragraph

#: So many articles of each number are kept. What more of them hold is a newsletter's footer, or a report so often
#: republished that its first hundred copies are enough to find it; a look-up reads no more, whatever is stored.
MOST_HOLDERS = 100
_BATCH = 200
_ROWS = 1000


def words_of(articles: Iterable[int], paragraphs: Any = Paragraph) -> dict[int, list[str]]:
    """The texts of these articles that say what they are about: no notices, bylines, date lines."""
    texts: dict[int, list[str]] = {pk: [] for pk in articles}
    rows = paragraphs.objects.filter(article__in=texts).exclude(slot__in=FRAME_SLOTS).order_by("article_id", "position")
    for pk, text in rows.values_list("article_id", "text"):
        texts[pk].append(text)
    return texts


@transaction.atomic
def index(article: Article) -> Words:
    """Note the words of an article that was just stored, and return what was noted; done twice, it changes nothing."""
    words = fingerprint(words_of([article.pk])[article.pk])
    if not Fingerprint.objects.filter(article=article).exists():
        _note({article.pk: words}, Fingerprint, Shingle)
    return words


@transaction.atomic
def index_all(articles: Iterable[int], models: tuple[Any, Any, Any] = (Paragraph, Fingerprint, Shingle)) -> int:
    """Note the words of these articles, those that are noted already left alone. Return how many were not.

    `models` are other classes of the same tables in a migration.
    """
    paragraphs, fingerprints, shingles = models
    wanted = set(articles)
    wanted -= set(fingerprints.objects.filter(article__in=wanted).values_list("article_id", flat=True))
    made = {pk: fingerprint(texts) for pk, texts in sorted(words_of(wanted, paragraphs).items())}
    _note(made, fingerprints, shingles)
    return len(made)


def _note(made: dict[int, Words], fingerprints: Any, shingles: Any) -> None:
    held = _holders({number for one in made.values() for number in one.hashes}, shingles)
    rows: list[tuple[int, int]] = []
    for pk, one in made.items():
        for number in sorted(one.hashes):
            if held.get(number, 0) < MOST_HOLDERS:
                held[number] = held.get(number, 0) + 1
                rows.append((number, pk))
    fingerprints.objects.bulk_create(
        fingerprints(article_id=pk, kept=len(one.hashes), sampled=len(one.sampled), whole=one.whole)
        for pk, one in made.items()
    )
    _store(rows, shingles._meta.db_table)


def _store(rows: list[tuple[int, int]], table: str) -> None:
    """A long text has two thousand rows of two numbers: `bulk_create` takes five times as long to make objects of
    them as the database takes to store them."""
    with connection.cursor() as cursor:
        for some in batches(rows, _ROWS):
            places = ", ".join(["(%s, %s)"] * len(some))
            insert = f"INSERT INTO {connection.ops.quote_name(table)} (number, article_id) VALUES {places}"  # noqa: S608 - names of ours
            cursor.execute(insert, [value for row in some for value in row])


def _holders(numbers: set[int], shingles: Any) -> dict[int, int]:
    """How many articles hold each of these numbers so far."""
    counts: dict[int, int] = {}
    for some in batches(sorted(numbers), 4000):
        rows = shingles.objects.filter(number__in=some).order_by().values_list("number")
        counts.update(rows.annotate(Count("article_id")))
    return counts


def unindexed() -> list[int]:
    """Articles whose words were never noted, such as those loaded from elsewhere."""
    return list(Article.objects.filter(fingerprint=None).order_by("pk").values_list("pk", flat=True))


def index_in_batches(
    articles: list[int],
    models: tuple[Any, Any, Any] = (Paragraph, Fingerprint, Shingle),
    *,
    told: Callable[[int], object] = lambda done: None,
) -> None:
    """`index_all` in transactions of 200 articles; `told` is given how many each one dealt with."""
    for some in batches(articles, _BATCH):
        index_all(some, models)
        told(len(some))


def batches[T](rows: list[T], size: int) -> Iterable[list[T]]:
    return (rows[at : at + size] for at in range(0, len(rows), size))
