"""A family as a page shows it: a drawing, and the same in a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.lineage.drawing import BOX_HEIGHT, BOX_WIDTH, draw
from articles.lineage.family import Family
from articles.lineage.models import Derivation
from articles.lineage.strip import said
from articles.models import Article

# A text that is not stored has no number of its own: its box is known by its link.
type _Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Source:
    """What an article came from. `article` is None when that text is not stored; then the link names it."""

    link: Derivation
    article: Article | None
    said: str


@dataclass(frozen=True, slots=True)
class Box:
    """A publication. `x`, `y` are its top left corner in pixels; `article` is None for a text that is not stored."""

    x: int
    y: int
    article: Article | None
    missing: Derivation | None
    role: str
    settled: bool
    here: bool
    sources: Sequence[Source] = ()


@dataclass(frozen=True, slots=True)
class Line:
    path: str
    settled: bool


@dataclass(frozen=True, slots=True)
class Picture:
    width: int
    height: int
    boxes: list[Box]
    lines: list[Line]
    box_width: int = BOX_WIDTH
    box_height: int = BOX_HEIGHT


def picture(kin: Family, here: int) -> Picture:
    """Boxes from the oldest generation to the newest, each below its neighbours; `here` is the article looked at."""
    missing: dict[_Key, Derivation] = {("link", link.pk): link for link in kin.links if link.upstream_id is None}
    articles: dict[_Key, Article] = {("article", pk): one for pk, one in sorted(kin.articles.items(), key=_published)}
    edges = [(_upper(link), ("article", link.derived_id)) for link in kin.links]
    drawing = draw([*missing, *articles], edges)
    upwards: dict[int, list[Source]] = {pk: [] for pk in kin.articles}
    downwards = {link.upstream_id for link in kin.links}
    for link in kin.links:
        upwards[link.derived_id].append(Source(link, kin.articles.get(link.upstream_id or 0), said(link)))
    return Picture(
        width=drawing.width,
        height=drawing.height,
        boxes=[
            _box(at, articles.get(key), missing.get(key), upwards.get(key[1], ()), downwards, here)
            for key, at in drawing.boxes.items()
        ],
        lines=[
            Line(path, settled=link.status == Derivation.Status.CONFIRMED)
            for path, link in zip(drawing.lines, kin.links, strict=True)
        ],
    )


def _upper(link: Derivation) -> _Key:
    return ("link", link.pk) if link.upstream_id is None else ("article", link.upstream_id)


def _published(item: tuple[int, Article]) -> tuple[str, int]:
    return item[1].published or "9999", item[0]


def _box(
    at: tuple[int, int],
    article: Article | None,
    missing: Derivation | None,
    sources: Sequence[Source],
    downwards: set[int | None],
    here: int,
) -> Box:
    x, y = at
    if article is None:
        return Box(x, y, None, missing, "Original, text not stored", settled=False, here=False)
    if not sources:
        role = "Original" if article.pk in downwards else "Nothing is linked to it"
        return Box(x, y, article, None, role, settled=True, here=article.pk == here)
    best = min(sources, key=lambda source: (source.link.status != Derivation.Status.CONFIRMED, source.link.pk))
    role = f"{best.link.get_relation_display()}, {best.link.status}"
    settled = best.link.status == Derivation.Status.CONFIRMED
    return Box(x, y, article, None, role, settled=settled, here=article.pk == here, sources=sources)
