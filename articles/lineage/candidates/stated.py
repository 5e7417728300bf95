"""What an article's own words say of where it comes from, looked up among the stored ones.

Two rules, both ways: an address that one names as its original's is the other's address; or the outlet that one names
is the other's, their titles are at least 90 alike, and the original is not younger.
"""

from collections.abc import Iterator
from typing import Any

from articles.lineage.candidates.addresses import outlet_key, own_addresses, own_keys, stated_keys
from articles.lineage.candidates.likeness import TITLE_THRESHOLD, address_key, later, name_key, title_similarity
from articles.lineage.models import Address, NamedOutlet
from articles.models import Article, Outlet

type Evidence = dict[str, Any]

# Loading an article here should not load its page's left-out text.
FACTS = (
    "id",
    "capture_id",
    "outlet_id",
    "title",
    "url",
    "canonical_url",
    "archive_url",
    "published_on",
    "published_precision",
    "origin_outlet",
    "origin_url",
    "upstream_urls",
)
# Titles are compared in Python: enough of an outlet's to be useful, never all of a huge one's.
_MOST_TITLES = 5_000


def originals_of(article: Article) -> Iterator[tuple[Article, Evidence]]:
    stated = stated_keys(article)
    for original in _at(article, stated, stated=False):
        if not younger(original, article):
            yield original, {"rule": "address", "address": _shared(original, stated)}
    if key := name_key(article.origin_outlet):
        ids = [pk for pk, name in Outlet.objects.values_list("pk", "name") if name_key(name) == key]
        for original in _like_titled(article, others(article).filter(outlet__in=ids)):
            if evidence := _by_title(original, article):
                yield original, evidence


def copies_of(article: Article) -> Iterator[tuple[Article, Evidence]]:
    for copy in _at(article, own_keys(article), stated=True):
        if not younger(article, copy):
            yield copy, {"rule": "address", "address": _shared(article, stated_keys(copy))}
    if key := outlet_key(article.outlet.name) if article.outlet else "":
        named = NamedOutlet.objects.filter(key=key).values("article")
        for copy in _like_titled(article, others(article).filter(pk__in=named)):
            if evidence := _by_title(article, copy):
                yield copy, evidence


def others(article: Article) -> Any:
    """What may be its original or its copy: not another version made of the same bytes."""
    return Article.objects.exclude(capture=article.capture_id).only(*FACTS).order_by("pk")


def younger(original: Article, copy: Article) -> bool:
    return later(original.published_on, original.published_precision, copy.published_on, copy.published_precision)


def _at(article: Article, keys: set[str], *, stated: bool) -> Any:
    """The other articles that are at one of these addresses, or that name one of them."""
    return others(article).filter(pk__in=Address.objects.filter(stated=stated, key__in=keys).values("article"))


def _like_titled(article: Article, some: Any) -> Any:
    titles = some.order_by("-pk").values_list("pk", "title")[:_MOST_TITLES] if article.title else ()
    alike = [pk for pk, title in titles if title_similarity(title, article.title) >= TITLE_THRESHOLD]
    return others(article).filter(pk__in=alike) if alike else ()


def _by_title(original: Article, copy: Article) -> Evidence | None:
    if original.outlet_id == copy.outlet_id or younger(original, copy):
        return None
    similarity = title_similarity(original.title, copy.title)
    return {
        "rule": "outlet-and-title",
        "origin_outlet": copy.origin_outlet,
        "title_similarity": round(similarity, 1),
    }


def _shared(original: Article, stated: set[str]) -> str:
    return next((url for url in own_addresses(original) if address_key(url) in stated), "")
