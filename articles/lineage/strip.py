"""The way of a text through its publications, as one line: Original → Update → Republication → …"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from articles.lineage.family import Family, family
from articles.lineage.models import Derivation
from articles.models import Article


@dataclass(frozen=True, slots=True)
class Step:
    """One publication. `article` is None in a gap: a text that is named and not stored."""

    role: str
    status: str
    outlet: str
    date: str
    article: Article | None = None
    url: str = ""
    here: bool = False
    settled: bool = False

    @property
    def sha256(self) -> str:
        return self.article.capture.sha256 if self.article else ""


@dataclass(frozen=True, slots=True)
class Strip:
    """`more` counts the articles of the family that are not on the line; `cut` says that there are still more."""

    steps: list[Step]
    more: int
    cut: bool


def strip(article: Article, *, user: Any) -> Strip | None:
    """The line through this article, from its first original to the last that came from it; None when it stands alone.

    Where the family branches, a confirmed link is followed before a proposed one; upwards then the one proposed first,
    downwards the oldest article.
    """
    kin = family(article, user=user)
    if article.pk not in kin.articles:
        return None
    up, down = _up(kin, article.pk), _down(kin, article.pk)
    steps = [*up, *down]
    if len(steps) < 2:
        return None
    shown = sum(1 for step in steps if step.article)
    return Strip(steps, more=len(kin.articles) - shown, cut=kin.cut)


def _up(kin: Family, pk: int) -> list[Step]:
    """From the first known publication down to this one."""
    steps: list[Step] = []
    seen: set[int] = set()
    here = pk
    while here not in seen:
        seen.add(here)
        link = next((one for one in kin.above(here) if one.upstream_id not in seen), None)
        steps.append(_step(kin.articles[here], link, here=here == pk))
        if link is None:
            steps.extend(_stated_gap(kin.articles[here]))
            break
        if link.upstream_id is None:
            steps.append(_gap(link))
            break
        here = link.upstream_id
    steps.reverse()
    first = steps[0]
    if first.article and kin.below(first.article.pk):
        steps[0] = Step("Original", "", first.outlet, first.date, first.article, here=first.here)
    elif len(steps) > 1 and steps[1].role == "":
        steps[1] = _as_said(steps[1])
    return steps


def _down(kin: Family, pk: int) -> list[Step]:
    steps: list[Step] = []
    seen = {pk}
    here = pk
    while link := next((one for one in kin.below(here) if one.derived_id not in seen), None):
        here = link.derived_id
        seen.add(here)
        steps.append(_step(kin.articles[here], link))
    return steps


def _step(article: Article, link: Derivation | None, *, here: bool = False) -> Step:
    return Step(
        role=link.get_relation_display() if link else "",
        status=said(link) if link else "",
        outlet=article.outlet.name if article.outlet else "",
        date=article.published,
        article=article,
        here=here,
        settled=link is not None and link.status == Derivation.Status.CONFIRMED,
    )


def _gap(link: Derivation) -> Step:
    date = link.upstream_published_on.isoformat() if link.upstream_published_on else ""
    return Step("Original", "text not stored", link.upstream_outlet, date, url=web_address(link.upstream_url))


def _stated_gap(article: Article) -> Iterator[Step]:
    """The original that the first text of the line names itself, when nobody has named another."""
    if article.origin_outlet or article.origin_url:
        yield Step(
            "Original",
            "text not stored",
            article.origin_outlet or article.origin_url,
            article.origin_published,
            url=web_address(article.origin_url),
        )


def _as_said(step: Step) -> Step:
    return Step("Republication", "as its own words say", step.outlet, step.date, step.article, here=step.here)


def web_address(url: str) -> str:
    """The address when a page may link to it, else ""."""
    return url if url.startswith(("http://", "https://")) else ""


def said(link: Derivation) -> str:
    """How sure the step is, in words."""
    if link.status == Derivation.Status.CONFIRMED:
        return "confirmed"
    return "proposed by a machine, not confirmed" if link.from_machine else "proposed, not confirmed"
