"""Which of some paragraphs is most like one, and where two texts differ, plainly. Pure.

All offsets are Unicode code points, half-open.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz.distance import Indel, LCSseq

type Op = Literal["equal", "insert", "delete", "replace"]

# Scripts that do not part words by spaces: there each character counts as a word.
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WORD = re.compile(rf"[^\W{_SPACELESS}]+|[{_SPACELESS}]")
_IS_SPACELESS = re.compile(f"[{_SPACELESS}]")
_GLUE = "\u200d"  # zero-width joiner: what stands on both its sides is one picture or letter
_FEWEST_WORDS = 8
# Comparing costs words × words: beyond this, texts are cut (scores) or shown as one change (spans).
_MOST_WORDS = 5_000
_MOST_CHARACTERS = 200_000


@dataclass(frozen=True, slots=True)
class Match:
    """`candidates[index]` is most alike; `score` from 0 (nothing shared) to 100 (the same words)."""

    index: int
    score: float


@dataclass(frozen=True, slots=True)
class Span:
    """One step from left to right: what stands at left [start, end) became what stands at right [start, end)."""

    op: Op
    left_start: int
    left_end: int
    right_start: int
    right_end: int


def best_match(text: str, candidates: Sequence[str]) -> Match | None:
    """The candidate most alike to `text`, the first of equals; None only when there are no candidates.

    With a and b the numbers of words and L the length of their longest common subsequence, all case-folded:
    score = 100 · max(2·L / (a + b), 0.9 · L / min(a, b)). The first term is the normalised Indel similarity. The
    second holds for a paragraph into which words were put, or which was merged or cut: it lets one text stand
    inside the other, and counts only from 8 words on, since a few words stand inside anything. Only the first
    5,000 words and 200,000 characters of each are looked at.
    """
    if not candidates:
        return None
    words = _words(text)
    scores = [_score(text, words, candidate) for candidate in candidates]
    best = max(range(len(scores)), key=lambda index: (scores[index], -index))
    return Match(best, scores[best])


def similar_spans(left: str, right: str) -> list[Span]:
    """The steps that make `right` of `left`, word by word, with as few words changed as can be.

    The spans lie end to end in both texts, so that each text is the join of its slices; "equal" slices are the
    same characters. White space that would stand alone between two changes is part of the change.
    """
    if len(left) + len(right) > _MOST_CHARACTERS:
        return _coarse(left, right)
    lefts, rights = list(_tokens(left)), list(_tokens(right))
    if len(lefts) > 2 * _MOST_WORDS or len(rights) > 2 * _MOST_WORDS:
        return _coarse(left, right)
    left_at, right_at = _ends(lefts), _ends(rights)
    steps = [
        Span(
            "equal" if step.tag == "equal" else "replace",
            left_at[step.src_start],
            left_at[step.src_end],
            right_at[step.dest_start],
            right_at[step.dest_end],
        )
        for step in Indel.opcodes(lefts, rights)
    ]
    return _joined(steps, left)


def _score(text: str, words: list[str], candidate: str) -> float:
    others = _words(candidate)
    if not words or not others:
        return 100.0 if text.strip() == candidate.strip() else 0.0
    shared = LCSseq.similarity(words, others)
    alike = 2 * shared / (len(words) + len(others))
    shorter = min(len(words), len(others))
    inside = 0.9 * shared / shorter if shorter >= _FEWEST_WORDS else 0.0
    return 100.0 * max(alike, inside)


def _words(text: str) -> list[str]:
    return _WORD.findall(text[:_MOST_CHARACTERS].casefold())[:_MOST_WORDS]


def _tokens(text: str) -> Iterator[str]:
    """Words, runs of white space and single signs; a combining mark stays with what it stands on."""
    token, kind = "", ""
    for char in text:
        following = _kind(char)
        glued = token and (following == "mark" or token[-1] == _GLUE) and kind != "space"
        if glued or (following == kind and kind in ("word", "space")):
            token += char
            continue
        if token:
            yield token
        token, kind = char, following
    if token:
        yield token


def _kind(char: str) -> str:
    if char.isspace():
        return "space"
    category = unicodedata.category(char)
    if category[0] == "M" or char == _GLUE or "\U0001f3fb" <= char <= "\U0001f3ff":
        return "mark"
    if category[0] in "LN":
        return "sign" if _IS_SPACELESS.match(char) else "word"
    return "sign"


def _ends(tokens: list[str]) -> list[int]:
    ends = [0]
    for token in tokens:
        ends.append(ends[-1] + len(token))
    return ends


def _joined(steps: list[Span], left: str) -> list[Span]:
    """Neighbouring changes made one, with the bare white space between them."""
    joined: list[Span] = []
    for number, step in enumerate(steps):
        between = 0 < number < len(steps) - 1
        if step.op == "equal" and between and left[step.left_start : step.left_end].isspace():
            step = _as("replace", step, step)
        if joined and (joined[-1].op == "equal") == (step.op == "equal"):
            joined[-1] = _as(joined[-1].op, joined[-1], step)
        else:
            joined.append(step)
    return [_named(step) for step in joined]


def _as(op: Op, first: Span, last: Span) -> Span:
    return Span(op, first.left_start, last.left_end, first.right_start, last.right_end)


def _named(step: Span) -> Span:
    if step.op == "equal":
        return step
    op: Op = "replace"
    if step.left_start == step.left_end:
        op = "insert"
    elif step.right_start == step.right_end:
        op = "delete"
    return _as(op, step, step)


def _coarse(left: str, right: str) -> list[Span]:
    """The same beginning, one change, the same end."""
    shorter = min(len(left), len(right))
    start = next((n for n in range(shorter) if left[n] != right[n]), shorter)
    tail = next((n for n in range(shorter - start) if left[-1 - n] != right[-1 - n]), shorter - start)
    steps = [
        Span("equal", 0, start, 0, start),
        Span("replace", start, len(left) - tail, start, len(right) - tail),
        Span("equal", len(left) - tail, len(left), len(right) - tail, len(right)),
    ]
    kept = [s for s in steps if s.left_start < s.left_end or s.right_start < s.right_end]
    return [_named(step) for step in kept]
