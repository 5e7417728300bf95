"""Which stored articles could be the original of this one, for a person to choose from."""

from typing import Any

from django.db.models import Q

from articles.lineage.likeness import later, name_key, title_similarity
from articles.models import Article

MOST = 20
# Titles are compared in Python: enough of the library to be useful, never all of a huge one.
_MOST_COMPARED = 5_000


def candidates(article: Article, *, user: Any, words: str = "") -> list[Article]:
    """At most 20 visible articles: those that hold `words` in title or outlet, or those most like this one."""
    library = Article.objects.visible_to(user).exclude(pk=article.pk)
    library = library.exclude(pk__in=article.upstream_derivations.values("upstream").filter(upstream__isnull=False))
    if words.strip():
        for word in words.split()[:8]:
            library = library.filter(Q(title__icontains=word) | Q(outlet__name__icontains=word))
        return list(library.select_related("outlet").order_by("-id")[:MOST])
    return _most_alike(article, library)


def _most_alike(article: Article, library: Any) -> list[Article]:
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
