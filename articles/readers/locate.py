"""Which element of a page holds the article. trafilatura only points at it; its text is not used.

It drops bare text in <div>, drops captions and rewrites quotations, so what is stored is cut from the page itself.
"""

from collections import defaultdict
from collections.abc import Sequence
from copy import deepcopy

import trafilatura
from lxml.html import HtmlElement

from .dom import DomBlock, ancestors

_NEARLY_ALL = 0.9
_MOST_LOCATED = 500_000
_SHINGLE = 12
_STEP = 5
_MOST_SAMPLES = 2_000
_ALIKE = 0.6
# An <article> around the located text may add half as much again, for headline, notices and captions.
_MOST_ADDED, _ADDED_FREE = 0.6, 1_500


def locate(tree: HtmlElement, blocks: Sequence[DomBlock]) -> HtmlElement:
    """The smallest element with nearly all of the located text, or the <article> or <main> close around it."""
    hits = _hits(blocks, _located_text(tree))
    total = sum(hits.values())
    if not total:
        return _by_markup(tree, blocks)
    held = _held(blocks, hits)
    smallest = _smallest(held, total)
    return _widened(smallest, _held(blocks, {n: len(block.block.text) for n, block in enumerate(blocks)}))


def _located_text(tree: HtmlElement) -> str:
    document = trafilatura.bare_extraction(
        deepcopy(tree), include_comments=False, include_tables=True, include_images=False, fast=True
    )
    return _letters(document.text or "")[:_MOST_LOCATED] if document else ""  # type: ignore[union-attr]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _hits(blocks: Sequence[DomBlock], located: str) -> dict[int, int]:
    """Number of a block -> its length, for blocks that mostly stand in the located text."""
    known = {located[n : n + _SHINGLE] for n in range(len(located) - _SHINGLE + 1)}
    hits = {}
    for number, dom_block in enumerate(blocks):
        letters = _letters(dom_block.block.text)
        starts = range(0, len(letters) - _SHINGLE + 1, _STEP)[:_MOST_SAMPLES]
        found = sum(1 for start in starts if letters[start : start + _SHINGLE] in known)
        if starts and found >= _ALIKE * len(starts):
            hits[number] = len(letters)
    return hits


def _held(blocks: Sequence[DomBlock], lengths: dict[int, int]) -> dict[HtmlElement, int]:
    held: dict[HtmlElement, int] = defaultdict(int)
    for number, length in lengths.items():
        for element in ancestors(blocks[number].element):
            held[element] += length
    return held


def _smallest(held: dict[HtmlElement, int], total: int) -> HtmlElement:
    enough = [element for element, length in held.items() if length >= _NEARLY_ALL * total]
    return max(enough, key=lambda element: sum(1 for _ in ancestors(element)))


def _widened(element: HtmlElement, text_in: dict[HtmlElement, int]) -> HtmlElement:
    """A lone paragraph's holder is its parent; then the widest fitting article mark-up around it."""
    if element.tag in ("p", "blockquote", "li", "figure", "td") and element.getparent() is not None:
        element = element.getparent()
    room = text_in[element] * (1 + _MOST_ADDED) + _ADDED_FREE
    chosen = element
    for around in ancestors(element):
        if _is_article(around) and text_in[around] <= room:
            chosen = around
    return chosen


def _is_article(element: HtmlElement) -> bool:
    return (
        element.tag in ("article", "main")
        or element.get("role") in ("main", "article")
        or element.get("itemprop") == "articleBody"
        or "schema.org/" in element.get("itemtype", "")
    )


def _by_markup(tree: HtmlElement, blocks: Sequence[DomBlock]) -> HtmlElement:
    held = _held(blocks, {n: len(block.block.text) for n, block in enumerate(blocks)})
    marked = [element for element in held if _is_article(element)]
    return max(marked, key=lambda element: held[element], default=tree)
