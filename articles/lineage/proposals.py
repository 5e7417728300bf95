"""When a text is stored, propose what its own words say of its origin; only people confirm.

Two rules, both ways (the new text may be the copy or the original of one stored before):
an address it names as its original is a stored article's address; or the outlet it names is a stored article's
outlet, the titles are at least 90 alike, and the original is not younger.
"""

from collections.abc import Iterator
from typing import Any

from articles.lineage.addresses import note, own_addresses, own_keys, stated_keys
from articles.lineage.likeness import TITLE_THRESHOLD, address_key, later, name_key, title_similarity
from articles.lineage.models import Address, Derivation
from articles.lineage.queries import comes_from
from articles.models import Article, Outlet

type Evidence = dict[str, Any]

# Loading an article here should not load its page's left-out text.
_FACTS = (
    "id",
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


def on_ingested(sender: type[Article], article: Article, **kwargs: Any) -> None:
    note(article)
    propose(article)


def propose(article: Article) -> list[Derivation]:
    """Store the proposals that follow from this article and the stored ones; those already made stay as they are."""
    found: dict[tuple[int, int], Evidence] = {}
    for original, evidence in _originals_of(article):
        found.setdefault((article.pk, original.pk), evidence)
    for copy, evidence in _copies_of(article):
        found.setdefault((copy.pk, article.pk), evidence)
    return [
        Derivation.objects.create(derived_id=derived, upstream_id=upstream, evidence=evidence)
        for (derived, upstream), evidence in found.items()
        if not _known(derived, upstream) and not comes_from(upstream, derived)
    ]


def _known(derived: int, upstream: int) -> bool:
    return Derivation.objects.filter(derived_id=derived, upstream_id=upstream).exists()


def _originals_of(article: Article) -> Iterator[tuple[Article, Evidence]]:
    stated = stated_keys(article)
    for original in _at(article, stated, stated=False):
        if not _younger(original, article):
            yield original, {"rule": "address", "address": _shared(original, stated)}
    if key := name_key(article.origin_outlet):
        ids = [pk for pk, name in Outlet.objects.values_list("pk", "name") if name_key(name) == key]
        for original in _others(article).filter(outlet__in=ids):
            if evidence := _by_title(original, article):
                yield original, evidence


def _copies_of(article: Article) -> Iterator[tuple[Article, Evidence]]:
    for copy in _at(article, own_keys(article), stated=True):
        if not _younger(article, copy):
            yield copy, {"rule": "address", "address": _shared(article, stated_keys(copy))}
    key = name_key(article.outlet.name) if article.outlet else ""
    if key:
        said = Article.objects.exclude(origin_outlet="").values_list("origin_outlet", flat=True).distinct()
        names = [name for name in said.order_by() if name_key(name) == key]
        for copy in _others(article).filter(origin_outlet__in=names):
            if evidence := _by_title(article, copy):
                yield copy, evidence


def _others(article: Article) -> Any:
    return Article.objects.exclude(pk=article.pk).only(*_FACTS).order_by("pk")


def _at(article: Article, keys: set[str], *, stated: bool) -> Any:
    """The other articles that are at one of these addresses, or that name one of them."""
    return _others(article).filter(pk__in=Address.objects.filter(stated=stated, key__in=keys).values("article"))


def _by_title(original: Article, copy: Article) -> Evidence | None:
    if original.outlet_id == copy.outlet_id or _younger(original, copy):
        return None
    similarity = title_similarity(original.title, copy.title)
    if similarity < TITLE_THRESHOLD:
        return None
    return {
        "rule": "outlet-and-title",
        "origin_outlet": copy.origin_outlet,
        "title_similarity": round(similarity, 1),
    }


def _younger(original: Article, copy: Article) -> bool:
    return later(original.published_on, original.published_precision, copy.published_on, copy.published_precision)


def _shared(original: Article, stated: set[str]) -> str:
    return next((url for url in own_addresses(original) if address_key(url) in stated), "")
