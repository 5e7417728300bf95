"""Finding words in a text although quotation marks, dashes, spaces or case were set otherwise. Pure.

Spans are half-open, in code points of the text as stored.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_FOLDED = str.maketrans(dict.fromkeys("‘’‚‛′ʼ`´", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―−", "-"))
_BRACKETS = "[](){}⟦⟧［］（）–—- \t\n,;:.…"


@dataclass(frozen=True, slots=True)
class Found:
    """Where words stand: the index of the text among those searched, and the span in it."""

    index: int
    start: int
    end: int


def fold(text: str) -> tuple[str, list[int]]:
    """The text in comparable form, and for each of its characters the place it comes from."""
    out: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if character.isspace():
            if out and out[-1] != " ":
                out.append(" ")
                places.append(place)
            continue
        for folded in character.translate(_FOLDED).casefold():
            out.append(folded)
            places.append(place)
    if out and out[-1] == " ":
        out.pop()
        places.pop()
    return "".join(out), places


def folded(text: str) -> str:
    return fold(text)[0]


def bare(quote: str) -> str:
    """The inserted words themselves, without the brackets or dashes around them."""
    return quote.strip(_BRACKETS) or quote


def find(texts: Sequence[str], words: str, *, whole_words: bool = True) -> Found | None:
    """The first place where `words` stand in one of `texts`, or None."""
    needle = folded(words)
    if not needle:
        return None
    edge_before = r"(?<!\w)" if whole_words and needle[0].isalnum() else ""
    edge_after = r"(?!\w)" if whole_words and needle[-1].isalnum() else ""
    pattern = re.compile(edge_before + re.escape(needle) + edge_after)
    for index, text in enumerate(texts):
        haystack, places = fold(text)
        match = pattern.search(haystack)
        if match:
            return Found(index, places[match.start()], places[match.end() - 1] + 1)
    return None
