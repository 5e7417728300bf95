"""Detectors: pure readers of one paragraph that say where somebody may have put words in.

A detector is a module with `ENGINE`, `VERSION` and `find(text, *, slot) -> list[Found]`. What all of them
share lives here: the shape of a finding, and the question whether a place stands inside a quotation.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from articles.lineage.comparison.quotations import Span, quoted_spans


@dataclass(frozen=True, slots=True)
class Found:
    """One finding in one paragraph.

    start, end: code points, half-open, marks included, so that `quote == text[start:end]`.
    kind: what the detector takes it for; marking, host: facets of an editorial insertion.
    reason: one plain sentence for the reader; it never says who did it.
    editorial: True when it should wait for a reviewer; False when it is noted and set aside.
    """

    start: int
    end: int
    quote: str
    kind: str
    marking: str
    host: str
    reason: str
    editorial: bool


@dataclass(frozen=True, slots=True)
class Surrounded:
    """What was put in, with up to 60 code points on either side; `quoted` when inside a quotation."""

    content: str
    before: str
    after: str
    quoted: bool
    slot: str

    def alone(self) -> bool:
        """Between two sentences, or at an end of the paragraph: not part of any sentence."""
        next_char = self.after.lstrip()[:1]
        closed = re.search(r"(?:^|[.!?…:][\"'”’»)\]]*)\s*$", self.before) is not None
        return closed and not next_char.islower() and next_char not in (",", ";")

    def in_full_flow(self) -> bool:
        """The sentence goes on after it with a small letter."""
        return re.match(r"\s+[a-z]", self.after) is not None


class Quotations:
    """The quotations of one paragraph, found in one pass and asked many times."""

    __slots__ = ("_spans", "_starts")

    def __init__(self, text: str) -> None:
        self._spans = quoted_spans(text)
        self._starts = [start for start, _ in self._spans]

    def __contains__(self, position: object) -> bool:
        if not isinstance(position, int):
            return False
        found = bisect_right(self._starts, position - 1) - 1
        return found >= 0 and self._spans[found][0] < position < self._spans[found][1]


def inside_quotation(text: str, position: int) -> bool:
    """Say whether the code point at `position` stands between quotation marks of this paragraph.

    Knows straight and curly marks, „German“, «French» and »reversed« guillemets, ”Swedish” and 「corner」
    marks. Apostrophes open nothing. A quotation that is only closed here has run since the paragraph's
    start; one that is never closed runs to its end. The marks themselves are outside.
    """
    return position in Quotations(text)


def balanced(text: str, pairs: dict[str, str]) -> Iterator[Span]:
    """Every balanced pair, nested ones too; each sort has its own stack, so one left open spoils no other."""
    opening = {close: opened for opened, close in pairs.items()}
    stacks: dict[str, list[int]] = {opened: [] for opened in pairs}
    for match in re.finditer("|".join(map(re.escape, (*pairs, *opening))), text):
        if match.group() in pairs:
            stacks[match.group()].append(match.start())
        elif stacks[opening[match.group()]]:
            yield stacks[opening[match.group()]].pop(), match.end()


def outermost(spans: Iterable[Span]) -> list[Span]:
    """Those that stand in no other, in order; of two that cross, the first."""
    kept: list[Span] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def bare(word: str) -> str:
    """The word without combining marks, so that "É" is one letter however it is written."""
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def touching_letter(char: str) -> bool:
    """A letter of a script that parts words by spaces, so that what touches it is the same word."""
    return char.isalpha() and not ("\u0e00" <= char <= "\u0eff" or "\u2e80" <= char <= "\ud7ff")


def other_script(text: str, around: str) -> bool:
    """All letters here are Latin and none around it is, or the other way round."""
    inner = {char < "\u0250" for char in text if char.isalpha()}
    outer = {char < "\u0250" for char in around if char.isalpha()}
    return len(inner) == len(outer) == 1 and inner != outer


__all__ = [
    "Found",
    "Quotations",
    "Span",
    "Surrounded",
    "balanced",
    "bare",
    "inside_quotation",
    "other_script",
    "outermost",
    "touching_letter",
]
