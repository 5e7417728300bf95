"""What a page's data say about its article: JSON-LD, meta elements and links, broken ones passed over."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

from .assemble import Declared
from .charset import clean
from .dates import Dated, parse_date
from .language import language_tag
from .links import http_url

type Node = Mapping[str, Any]

_ARTICLE = re.compile(r"(?:Article|Report|BlogPosting|LiveBlogPosting|Review|NewsArticle|CreativeWork)$")
_MOST_NODES = 5_000
_COMMENT = re.compile(
    r"^\s*(?:<!--|/\*\s*<!\[CDATA\[\s*\*/|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|/\*\s*\]\]>\s*\*/|//\s*\]\]>|\]\]>)\s*$"
)
_AUTHORS = ("author", "byl", "parsely-author", "dc.creator", "sailthru.author", "article:author")
_DATES = ("article:published_time", "datepublished", "date", "pubdate", "publishdate", "parsely-pub-date",
          "dc.date.issued", "dc.date", "sailthru.date")  # fmt: skip


def declared_by(tree: HtmlElement, url: str = "") -> tuple[Declared, list[str]]:
    """-> what the page declares, and warnings about data that could not be read."""
    nodes, broken = _nodes(tree)
    article = _article(nodes)
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and len(node) > 1}
    meta = _meta(tree)
    canonical = _canonical(tree, meta, url)
    declared = Declared(
        title=clean(_text(article.get("headline")) or _one(meta, "og:title", "twitter:title", "dc.title")),
        byline=clean(_names(article.get("author"), by_id) or _author(meta)),
        outlet=clean(_one(meta, "og:site_name") or _names(article.get("publisher"), by_id)),
        language=_language(tree, article, meta),
        canonical_url=canonical,
        published=_published(tree, article, meta),
        tags=_tags(article, meta),
        rights=clean(_text(article.get("copyrightNotice")) or _one(meta, "copyright", "dc.rights")),
        upstream_urls=_upstream(article, by_id, meta, url),
    )
    warnings = [f"{broken} piece(s) of the page's JSON-LD could not be read."] if broken else []
    return declared, warnings


def _nodes(tree: HtmlElement) -> tuple[list[Node], int]:
    nodes: list[Node] = []
    broken = 0
    for script in tree.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() != "application/ld+json":
            continue
        try:
            nodes.extend(_flat(json.loads(_COMMENT.sub("", script.text or "").strip(), strict=False)))
        except (ValueError, RecursionError):
            broken += 1
    return nodes, broken


def _flat(data: Any) -> Iterator[Node]:
    """Every node of lists and @graph, and one level of what an article is the main entity of."""
    waiting, count = [data], 0
    while waiting and count < _MOST_NODES:
        item = waiting.pop(0)
        count += 1
        if isinstance(item, list):
            waiting.extend(item)
        elif isinstance(item, dict):
            yield item
            waiting.extend(item[key] for key in ("@graph", "mainEntity", "hasPart") if key in item)


def _article(nodes: list[Node]) -> Node:
    articles = [node for node in nodes if any(_ARTICLE.search(kind) for kind in _strings(node.get("@type")))]
    return max(articles, key=lambda node: ("headline" in node, "datePublished" in node), default={})


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    meta: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = (element.get("content") or "").strip()
        if name and content:
            meta.setdefault(name.strip().lower(), []).append(content)
    return meta


def _one(meta: Mapping[str, list[str]], *names: str) -> str:
    return next((meta[name][0] for name in names if name in meta), "")


def _author(meta: Mapping[str, list[str]]) -> str:
    """An author given as the address of a profile is no name."""
    name = next((value for key in _AUTHORS for value in meta.get(key, []) if not value.startswith("http")), "")
    return re.sub(r"^by\s+", "", name, flags=re.IGNORECASE)


def _names(value: Any, by_id: Mapping[str, Node]) -> str:
    names = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and "name" not in item:
            item = by_id.get(_text(item.get("@id")), item)
        name = _text(item.get("name")) if isinstance(item, dict) else _text(item)
        if name and not name.startswith("http"):
            names.append(name)
    return ", ".join(dict.fromkeys(names))


def _published(tree: HtmlElement, article: Node, meta: Mapping[str, list[str]]) -> Dated | None:
    said = [_text(article.get("datePublished")), *(_one(meta, name) for name in _DATES)]
    for element in tree.iter("time"):
        if "datepublished" in (element.get("itemprop") or "").lower():
            said.append(element.get("datetime") or "")
    return next(filter(None, (parse_date(text) for text in said if text)), None)


def _language(tree: HtmlElement, article: Node, meta: Mapping[str, list[str]]) -> str:
    spoken = article.get("inLanguage")
    if isinstance(spoken, dict):
        spoken = spoken.get("alternateName")
    said = (
        tree.get("lang"),
        tree.get("xml:lang"),
        _text(spoken),
        _one(meta, "content-language", "og:locale"),
    )
    return next(filter(None, (language_tag(text or "") for text in said)), "")


def _canonical(tree: HtmlElement, meta: Mapping[str, list[str]], url: str) -> str:
    for link in tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            return http_url(link.get("href") or "", url)
    return http_url(_one(meta, "og:url"), url)


def _tags(article: Node, meta: Mapping[str, list[str]]) -> tuple[str, ...]:
    said = _strings(article.get("keywords")) or meta.get("article:tag") or meta.get("news_keywords") or []
    said = said or meta.get("keywords", [])
    words = [word.strip() for text in said for word in text.split(",")]
    return tuple(dict.fromkeys(clean(word) for word in words if word))


def _upstream(article: Node, by_id: Mapping[str, Node], meta: Mapping[str, list[str]], url: str) -> tuple[str, ...]:
    found = []
    for key in ("isBasedOn", "isBasedOnUrl", "citation"):
        value = article.get(key)
        for item in value if isinstance(value, list) else [value]:
            if isinstance(item, dict):
                item = by_id.get(_text(item.get("@id")), item)
                item = _text(item.get("url")) or _text(item.get("@id"))
            found.append(http_url(_text(item), url))
    for name in ("original-source", "syndication-source"):
        found.extend(http_url(value, url) for value in meta.get(name, []))
    return tuple(dict.fromkeys(filter(None, found)))


def _text(value: Any) -> str:
    if isinstance(value, list) and value:
        value = value[0]
    return clean(value.strip()) if isinstance(value, str) else ""


def _strings(value: Any) -> list[str]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str)]
