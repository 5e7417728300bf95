"""The articles that derivations join, in any number of steps: asked for in two queries however many they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from articles.lineage.models import Derivation
from articles.lineage.queries import family_of
from articles.models import Article

MOST_ARTICLES = 200
# What a step shows; an article's row holds its page's left-out text as well.
_SHOWN = (
    "title",
    "published_on",
    "published_precision",
    "origin_outlet",
    "origin_url",
    "origin_published_on",
    "origin_precision",
    "outlet__name",
    "capture__sha256",
)


@dataclass(frozen=True, slots=True)
class Family:
    """`links` are the standing derivations among `articles`, and those to originals that are not stored.

    `cut` says that more are joined than the 200 nearest to the one that was asked about.
    """

    articles: dict[int, Article]
    links: Sequence[Derivation]
    cut: bool

    def above(self, pk: int) -> list[Derivation]:
        """What this article may come from: confirmed first, then stored ones, then in order of proposal."""
        links = [link for link in self.links if link.derived_id == pk]
        return sorted(links, key=lambda link: (not _confirmed(link), link.upstream_id is None, link.pk))

    def below(self, pk: int) -> list[Derivation]:
        """What may come from this article: confirmed first, then the oldest."""
        links = [link for link in self.links if link.upstream_id == pk]
        return sorted(links, key=lambda link: (not _confirmed(link), self._published(link.derived_id), link.pk))

    def _published(self, pk: int) -> str:
        return self.articles[pk].published or "9999"


def family(article: Article, *, user: Any, most: int = MOST_ARTICLES) -> Family:
    """The family of `article`, itself included, as far as `user` may read it."""
    near = Article.objects.visible_to(user).filter(pk__in=family_of(article.pk, most=most + 1))
    found = {one.pk: one for one in near.select_related("outlet", "capture").only(*_SHOWN).order_by("pk")}
    articles = dict(sorted(found.items(), key=lambda item: item[0] != article.pk)[:most])
    links = Derivation.objects.standing().filter(derived__in=articles).order_by("pk")
    joined = [link for link in links if link.upstream_id is None or link.upstream_id in articles]
    return Family(articles, joined, cut=len(found) > most)


def _confirmed(link: Derivation) -> bool:
    return link.status == Derivation.Status.CONFIRMED
