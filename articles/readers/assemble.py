"""Blocks and declared metadata put together as one ParsedArticle."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .blocks import Block
from .charset import Decoded, clean
from .dates import Dated
from .language import guess_language
from .links import host_of, http_url, split_archive
from .parsed import Facts, ParsedArticle, ReadError
from .provenance import Line
from .slots import Stated, arrange

_NAME_LENGTH = 100
_MOST_PARAGRAPHS = 5_000
_MOST_LEFT_OUT = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared(Facts):
    """What a page's data or a file's front matter says, as against what its text says."""

    published: Dated | None = None
    origin_published: Dated | None = None


@dataclass(frozen=True, slots=True)
class _Origin:
    outlet: str = ""
    url: str = ""
    dated: Dated | None = None


def assemble(
    blocks: Iterable[Block],
    *,
    reader: str,
    version: str,
    decoded: Decoded,
    url: str = "",
    declared: Declared | None = None,
    left_out: Sequence[str] = (),
    warnings: Sequence[str] = (),
) -> ParsedArticle:
    """Raises ReadError when there is no text."""
    declared = declared or Declared()
    blocks = tuple(blocks)
    check_amount(len(blocks))
    arranged = arrange(blocks)
    paragraphs, stated = arranged.paragraphs, arranged.stated
    page_url, archive_url = split_archive(http_url(url) or declared.url)
    outlet, published, origin = _provenance(stated, declared)
    return ParsedArticle(
        reader=reader,
        reader_version=version,
        title=_one_line(stated.title or declared.title),
        standfirst="\n\n".join(paragraph.text for paragraph in paragraphs if paragraph.slot == "standfirst"),
        byline=_one_line(stated.byline or declared.byline),
        outlet=_one_line(outlet),
        language=declared.language or guess_language(paragraphs),
        url=page_url,
        canonical_url=declared.canonical_url,
        archive_url=archive_url or declared.archive_url,
        published_on=published.on if published else None,
        published_precision=published.precision if published else "",
        origin_outlet=_one_line(origin.outlet),
        origin_url="" if host_of(origin.url) == host_of(page_url) else origin.url,  # a link to its own pages
        origin_published_on=origin.dated.on if origin.dated else None,
        origin_published_precision=origin.dated.precision if origin.dated else "",
        region=stated.region or declared.region,
        theme=stated.theme or declared.theme,
        series=stated.series or declared.series,
        tags=_cleaned(stated.tags or declared.tags),
        rights="\n".join(stated.rights) or clean(declared.rights),
        upstream_urls=_upstream(declared, page_url),
        paragraphs=paragraphs,
        left_out=_cleaned(left_out[:_MOST_LEFT_OUT]),
        charset=decoded.charset,
        warnings=(*decoded.warnings, *warnings, *_disagreement(stated, declared), *_too_much(left_out)),
    )


def check_amount(paragraphs: int) -> None:
    """Raises ReadError for none, and for more than any article has."""
    if not paragraphs:
        raise ReadError("There is no text in this file.")
    if paragraphs > _MOST_PARAGRAPHS:
        raise ReadError(f"There are {paragraphs:,} paragraphs; at most {_MOST_PARAGRAPHS:,} are read.")


def _provenance(stated: Stated, declared: Declared) -> tuple[str, Dated | None, _Origin]:
    """Who published it, when, and who before: of two "Outlet, date" lines the first is the publisher's."""
    named = [line for line in stated.datelines if line.value]
    own, foreign = _own_and_foreign(named, declared.outlet, stated)
    dates = [line.dated for line in stated.datelines if line.dated and line is not foreign]
    published = declared.published or (own.dated if own else None) or next(iter(dates), None)
    outlet = declared.outlet or (own.value if own else "")
    return outlet, published, _origin(stated, declared, foreign)


def _own_and_foreign(named: Sequence[Line], outlet: str, stated: Stated) -> tuple[Line | None, Line | None]:
    own = next((line for line in named if not outlet or _same(line.value, outlet)), None)
    others = [line for line in named if line is not own and not (own and _same(line.value, own.value))]
    if own is None and outlet:
        # The page says who it is, so another name on its only date line may be a city: it needs a witness.
        witnesses = [stated.byline, *(line.value for line, _ in stated.sources)]
        others = [line for line in others if any(_same(line.value, witness) for witness in witnesses)]
    return own, next(iter(others), None)


def _origin(stated: Stated, declared: Declared, foreign: Line | None) -> _Origin:
    said, url = next(iter(stated.sources), (Line("source"), ""))
    name = "" if len(said.value) > _NAME_LENGTH or said.value.startswith(("http://", "https://")) else said.value
    outlet = declared.origin_outlet or name or (foreign.value if foreign else "")
    dated = declared.origin_published or said.dated
    if not dated and foreign and _same(foreign.value, outlet):
        dated = foreign.dated
    return _Origin(outlet, declared.origin_url or url, dated)


def _same(left: str, right: str) -> bool:
    def key(name: str) -> str:
        return re.sub(r"\W+", "", name.casefold().removeprefix("the "))

    return bool(key(left)) and key(left) == key(right)


def _upstream(declared: Declared, url: str) -> tuple[str, ...]:
    """A canonical address on another host names an original, when the page's own address is known."""
    urls = list(declared.upstream_urls)
    canonical, own = host_of(declared.canonical_url), host_of(url)
    if canonical and own and canonical != own:
        urls.append(declared.canonical_url)
    return tuple(dict.fromkeys(urls))


def _disagreement(stated: Stated, declared: Declared) -> list[str]:
    said = next((line.dated for line in stated.datelines if line.dated), None)
    if not said or not declared.published or said.precision != declared.published.precision:
        return []
    if said.on == declared.published.on:
        return []
    return [f"The page's data say it was published on {declared.published.on}, its text says {said.on}."]


def _too_much(left_out: Sequence[str]) -> list[str]:
    more = len(left_out) - _MOST_LEFT_OUT
    return [f"{more:,} further pieces of page text were left out and are not listed."] if more > 0 else []


def _cleaned(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(clean(text) for text in texts)


def _one_line(text: str) -> str:
    return " ".join(clean(text).split())
