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

Span = tuple[int, int]

_BEFORE_OPENING = set("([{<«‹“„‘‚「『【［（—–-/…\"'")
_ELISION = re.compile(r"['‘’](?:\d0s\b|tis\b|twas\b|em\b|til\b|till\b|cause\b|bout\b|round\b|n['’]?\b)", re.IGNORECASE)
_CLOSES = {"“": "”", "„": "“”", "”": "”", '"': '"', "「": "」", "『": "』"}
_GUILLEMETS = {"«": "»", "»": "«", "‹": "›", "›": "‹"}


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
        self._spans = _merged(_double_quoted(text) + _single_quoted(text))
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


def _opens(text: str, at: int) -> bool:
    """A mark may open here: space or an opening mark before it, something other than space after it."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return (not before or before.isspace() or before in _BEFORE_OPENING) and bool(after) and not after.isspace()


def _word_after(text: str, at: int) -> bool:
    return text[at + 1 : at + 2].isalnum() or text[at + 1 : at + 2] in ("[", "$")


def _double_quoted(text: str) -> list[Span]:
    """Spans from mark to mark, marks excluded from both ends; -1 and len(text) + 1 stand for "beyond"."""
    spans: list[Span] = []
    begun, closes = -1, ""
    guillemets = re.search("[«»‹›]", text)
    reversed_marks = bool(guillemets and guillemets.group() in "»›" and _opens(text, guillemets.start()))
    for match in re.finditer('["“”„«»‹›「」『』]', text):
        mark, at = match.group(), match.start()
        if closes:
            # An opening mark of the same sort while one is open: the first was left open; go on inside.
            if mark in closes and not (mark == '"' and _opens(text, at) and _word_after(text, at)):
                spans.append((begun, at))
                closes = ""
        elif mark in _GUILLEMETS:
            if (mark in "»›") == reversed_marks:
                begun, closes = at, _GUILLEMETS[mark]
            elif not spans:
                spans.append((-1, at))
        elif mark in "“„「『" or _opens(text, at):
            begun, closes = at, _CLOSES[mark]
        elif not spans and at and not (mark == '"' and text[at - 1].isdigit()):
            spans.append((-1, at))  # closed here, opened in a paragraph before
    if closes:
        spans.append((begun, len(text) + 1))
    return spans


def _single_quoted(text: str) -> list[Span]:
    """Spans between single marks; an apostrophe is told from a closing mark by what stands round it."""
    marks = [m.start() for m in re.finditer("['‘’‚]", text)]
    closing = {
        at
        for at in marks
        if at and text[at] != "‚" and not text[at - 1].isspace() and not text[at + 1 : at + 2].isalnum()
    }
    spans: list[Span] = []
    begun, last = -1, -1  # `last`: a closing mark that may have been a plural's apostrophe
    for at in marks:
        opens = text[at] != "’" and _opens(text, at) and not _ELISION.match(text, at)
        if begun < 0:
            if opens:
                begun, last = at, -1
            continue
        if opens and last >= 0:  # the doubtful apostrophe before was the closing mark after all
            spans.append((begun, last))
            begun, last = at, -1
        elif at in closing:
            if text[at - 1] in "sS" and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower():
                last = at if last < 0 else last
            else:
                spans.append((begun, at))
                begun = -1
    if begun >= 0 and last >= 0:
        spans.append((begun, last))
    elif begun == 0 and text[:1] == "‘":
        spans.append((0, len(text) + 1))
    return spans


def _merged(spans: list[Span]) -> list[Span]:
    """Overlapping spans as one, sorted."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


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
