"""Which addresses an article has, which it names as its original's, and which outlet: noted so that the database can
look them up."""

from articles.lineage.candidates.likeness import address_keys, name_key
from articles.lineage.models import Address, NamedOutlet
from articles.models import Article


def own_addresses(article: Article) -> list[str]:
    return [article.url, article.canonical_url, article.archive_url]


def own_keys(article: Article) -> set[str]:
    return address_keys(own_addresses(article))


def stated_keys(article: Article) -> set[str]:
    """Where the text says its original is; its own address is not an answer."""
    return address_keys([article.origin_url, *article.upstream_urls]) - address_keys([article.url])


def outlet_key(name: str) -> str:
    return name_key(name)[:200]


def note(article: Article) -> None:
    """Note the addresses and the named outlet of an article that was just stored; done twice, it changes nothing."""
    Address.objects.bulk_create(
        (
            Address(article=article, stated=stated, key=key)
            for stated, keys in ((False, own_keys(article)), (True, stated_keys(article)))
            for key in sorted(keys)
        ),
        ignore_conflicts=True,
    )
    if key := outlet_key(article.origin_outlet):
        NamedOutlet.objects.bulk_create([NamedOutlet(article=article, key=key)], ignore_conflicts=True)
