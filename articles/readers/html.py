"""HTML pages: trafilatura points at the article, one walk over the page cuts its text verbatim.

Tags decide blocks as in a browser; text outside the article, in asides and hidden text go to `left_out`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

from . import charset, language, locate
from .assemble import Declared, assemble, check_amount
from .blocks import Block
from .charset import decode
from .dom import DomBlock, ancestors, blocks_of
from .linked_data import declared_by
from .links import http_url
from .parsed import ParsedArticle, ReadError
from .prescan import DEEPEST, check_html
from .provenance import recognise, recognise_header

VERSION = "1"


@dataclass(frozen=True, slots=True)
class _Chosen:
    blocks: tuple[Block, ...]
    left_out: tuple[str, ...]


def read(content: bytes, *, media_type: str = "", url: str = "") -> ParsedArticle:
    """Raises ReadError."""
    decoded = decode(content, media_type=media_type, html=True)
    check_html(decoded.text)
    tree = _tree(decoded.text)
    declared, warnings = declared_by(tree, url)
    base = _base(tree, url)
    found = blocks_of(tree, base)  # not its body: libxml2 leaves <article> in a head that is not closed
    check_amount(len(found))
    chosen = _choose(found, locate.locate(tree, found), declared)
    return assemble(
        chosen.blocks,
        reader="html",
        version=VERSION,
        decoded=decoded,
        url=url,
        declared=declared,
        left_out=chosen.left_out,
        warnings=[*warnings, *_bare_quotations(tree)],
    )


def preload() -> None:
    """The language model is unpacked to a file, which a fork may not write."""
    language.preload()


def warm() -> None:
    """Read a page once, for trafilatura builds much at first use."""
    read(_SAMPLE)
    charset.warm()


# Browsers take what follows them for part of the body; libxml2 would drop it.
_BODY_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_SAMPLE = b"<html lang=en><title>x</title><article><h1>x</h1><p>" + b"Words to warm up with, one by one. " * 20


def _tree(text: str) -> HtmlElement:
    # huge_tree: without it libxml2 drops text below depth 256 without a word; the check below refuses instead.
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        tree = document_fromstring(_BODY_ENDS.sub("", text).encode(), parser=parser)
    except (etree.LxmlError, ValueError):
        raise ReadError("There is no text on this page.") from None
    _check_depth(tree)
    return tree


def _check_depth(tree: HtmlElement) -> None:
    depth = 0
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST + 50:
            line = element.sourceline
            raise ReadError(f"This page is too complex: nesting more than {DEEPEST} deep.", line)


def _base(tree: HtmlElement, url: str) -> str:
    base = tree.find(".//base[@href]")
    return (http_url(base.get("href", ""), url) if base is not None else "") or url


def _choose(found: Sequence[DomBlock], root: HtmlElement, declared: Declared) -> _Chosen:
    around = {n: _outside(dom_block, root) for n, dom_block in enumerate(found)}
    headline = _headline(found, around, declared)
    first = next((n for n, outside in around.items() if not outside), len(found))
    kept, left_out = [], []
    for number, dom_block in enumerate(found):
        if number == headline:
            kept.append(replace(dom_block.block, kind="heading", hint="headline"))
        elif not around[number] or (
            headline is not None and headline < number < first and _belongs_to_header(dom_block)
        ):
            kept.append(dom_block.block)
        else:
            left_out.append(dom_block.block.text)
    return _Chosen(tuple(kept), tuple(left_out))


def _outside(dom_block: DomBlock, root: HtmlElement) -> bool:
    """Not under the root, or in something under the root that is no part of a story."""
    if not any(element is root for element in ancestors(dom_block.element)):
        return True
    return any(_is_left_out(aside, root) for aside in dom_block.asides)


def _is_left_out(aside: HtmlElement, root: HtmlElement) -> bool:
    if aside is root or not any(element is root for element in ancestors(aside)):
        return False
    if aside.tag not in ("header", "footer"):
        return True
    # Those of an article hold its headline and its notices, those of a whole page do not.
    return root.tag in ("body", "html") and aside.find(".//h1") is None


def _headline(found: Sequence[DomBlock], outside: dict[int, bool], declared: Declared) -> int | None:
    """The h1 of the article; else the one before it, when it is not the site's name."""
    tops = [n for n, dom_block in enumerate(found) if dom_block.block.level == 1]
    inside = [n for n in tops if not outside[n]]
    if inside:
        return next((n for n in inside if _alike(found[n].block.text, declared.title)), inside[0])
    start = next((n for n in outside if not outside[n]), 0)
    before = [n for n in tops if n < start and not _alike(found[n].block.text, declared.outlet)]
    named = [n for n in before if _alike(found[n].block.text, declared.title)]
    if named or before:
        return (named or before)[-1]
    headings = (n for n, dom_block in enumerate(found) if not outside[n] and dom_block.block.kind == "heading")
    return next((n for n in headings if _alike(found[n].block.text, declared.title)), None)


def _alike(left: str, right: str) -> bool:
    a, b = (re.sub(r"\W+", "", text.casefold()) for text in (left, right))
    return bool(a) and a == b


def _belongs_to_header(dom_block: DomBlock) -> bool:
    """Between a headline and the located text: kept when it says who, when, or what in short."""
    block = dom_block.block
    if any(aside.tag not in ("header",) for aside in dom_block.asides):
        return False
    return bool(block.hint or block.kind == "caption" or recognise(block.text) or recognise_header(block.text))


def _bare_quotations(tree: HtmlElement) -> Iterator[str]:
    """Browsers draw the quotation marks of <q>; they are not in the text, and nothing is added to it."""
    count = sum(1 for element in tree.iter("q") if (element.text_content() or "").strip())
    if count:
        passages = "1 passage is a quotation" if count == 1 else f"{count:,} passages are quotations"
        yield f"{passages} by <q> only: the text itself has no quotation marks there."
