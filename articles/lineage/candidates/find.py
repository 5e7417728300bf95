"""Which stored articles could be the original of this one, for a person to choose from."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from articles.lineage.candidates.likeness import later, name_key, title_similarity
from articles.lineage.candidates.matches import Match, matches
from articles.models import Article

MOST = 20
# Titles are compared in Python: enough of the library to be useful, never all of a huge one.
_MOST_COMPARED = 5_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """`match` says which words the two share; None when none were found."""

    article: Article
    match: Match | None


def candidates(article: Article, *, user: Any, words: str = "") -> list[Candidate]:
    """At most 20 visible articles: those that hold `words` in title or outlet, or those that share words with this one
    and then those titled like it."""
    library = Article.objects.visible_to(user).exclude(capture=article.capture_id)
    library = library.exclude(pk__in=article.upstream_derivations.values("upstream").filter(upstream__isnull=False))
    alike = {match.article: match for match in matches(article)}
    if words.strip():
        for word in words.split()[:8]:
            library = library.filter(Q(title__icontains=word) | Q(outlet__name__icontains=word))
        found = library.select_related("outlet").order_by("-id")[:MOST]
        return [Candidate(one, alike.get(one.pk)) for one in found]
    stored = library.select_related("outlet").in_bulk(alike)
    sharing = [Candidate(stored[pk], match) for pk, match in alike.items() if _may_be(stored.get(pk), article)]
    rest = library.exclude(pk__in=alike)
    return (sharing + [Candidate(one, None) for one in _titled_alike(article, rest)])[:MOST]


def _may_be(original: Article | None, copy: Article) -> bool:
    return original is not None and not later(
        original.published_on, original.published_precision, copy.published_on, copy.published_precision
    )


def _titled_alike(article: Article, library: Any) -> list[Article]:
    facts = library.order_by("-id").values_list("pk", "title", "outlet__name", "published_on", "published_precision")[
        :_MOST_COMPARED
    ]
    origin = name_key(article.origin_outlet)
    scored = []
    for pk, title, outlet, on, precision in facts:
        score = title_similarity(title, article.title) + (50 if origin and name_key(outlet or "") == origin else 0)
        if score >= 50 and not later(on, precision, article.published_on, article.published_precision):
            scored.append((-score, pk))
    chosen = [pk for _, pk in sorted(scored)[:MOST]]
    found = library.select_related("outlet").in_bulk(chosen)
    return [found[pk] for pk in chosen]
