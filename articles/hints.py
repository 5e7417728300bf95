"""What a person should look at after articles came in: originals and copies that were proposed for them.

The proposals belong to a later stage (lineage) and are reached through the article's reverse relations.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from articles.models import Article


@dataclass(frozen=True, slots=True)
class Hint:
    """A sentence and the page, at its part about lineage, where somebody can confirm or reject."""

    sentence: str
    address: str


def hints(articles: Iterable[Article], *, user: Any) -> dict[Article | None, list[Hint]]:
    """For each article what awaits a person's word; two queries, whatever their number."""
    ids = {article.pk: article for article in articles}
    seen = Article.objects.visible_to(user)
    found: dict[Article | None, list[Hint]] = defaultdict(list)
    originals = seen.filter(pk__in=ids, upstream_derivations__status="proposed").order_by("upstream_derivations__id")
    upstream = "upstream_derivations__upstream"
    for pk, original, title in originals.values_list("pk", upstream, f"{upstream}__title"):
        if original:
            sentence = f"Probably came from {_called(original, title)} – look at it and confirm"
            found[ids[pk]].append(Hint(sentence, _lineage_of(pk)))
    copies = seen.filter(pk__in=ids, derived_derivations__status="proposed").order_by("derived_derivations__id")
    derived = "derived_derivations__derived"
    for pk, copy, title in copies.values_list("pk", derived, f"{derived}__title"):
        sentence = f"{_called(copy, title)} probably came from this one – look at it and confirm"
        found[ids[pk]].append(Hint(sentence, _lineage_of(copy)))
    return found


def _called(pk: int, title: str) -> str:
    return f"“{title}”" if title else f"article {pk}"


def _lineage_of(pk: int) -> str:
    return f"{reverse('article', args=[pk])}#origin"
