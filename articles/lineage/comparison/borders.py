"""Where an insertion (or an omission) begins and ends when the words around it leave a choice. Pure.

In "the port and the city [and the port] closed" the words put in could as well be "the port and" or "port and the":
the texts are the same. People point at whole sentences, at bracketed words with their brackets, at phrases that begin
with a small word and do not end with one. Fraser's cleanupSemanticLossless does the same with white space and lines.
"""

import re
from typing import Protocol

from articles.lineage.comparison.words import DASHES, QUOTES, Words

_ENDS_SENTENCE = frozenset(".!?…。！？؟।")
_OPENING = frozenset("([{<（［【「『«“„‘‹")
_CLOSING = frozenset(")]}>）］】」』»”’›")
_CLOSED_BY = dict(zip("([{（［【「『“«", ")]}）］】」』”»", strict=True))
_PAUSE = frozenset(",;:，、；：،")
_LONGEST_READ = 400  # words; of longer ones only the borders are looked at
#: small words that begin a phrase and do not end one
LEADING = frozenset(
    re.findall(
        r"\w+",
        """a an the of by to in on at for from with without and or but nor as if that which who whom whose when where
        while because since after before during under over into onto than then this these those its his her their our
        le la les un une des du de au aux et ou mais par pour dans sur avec qui que dont der die das ein eine einen
        einem einer dem den und oder aber von vom zu zum zur im am mit für auf bei durch el los las del al y o pero por
        para con en e il lo gli i di da del della nel""",
    )
)


class Span(Protocol):
    i0: int
    i1: int
    j0: int
    j1: int


def best_shift(region: Span, left: Words, right: Words, lowest: int, highest: int) -> int:
    """By how many words to shift a one-sided region: 0 when nothing is better, never outside lowest..highest."""
    added = region.i0 == region.i1
    words, start, end = (right, region.j0, region.j1) if added else (left, region.i0, region.i1)
    keys = words.keys
    down = 0
    while down > lowest and keys[start + down - 1] == keys[end + down - 1]:
        down -= 1
    up = 0
    while up < highest and keys[start + up] == keys[end + up]:
        up += 1
    if not up and not down:
        return 0
    differing = _differing(region, left, right, down, up, added)
    scored = [(-differing[by - down], _score(words, start + by, end + by), -abs(by), by) for by in range(down, up + 1)]
    return max(scored)[3]


def _differing(region: Span, left: Words, right: Words, down: int, up: int, added: bool) -> list[int]:
    """For each shift, how many words would stand against a word that is written in another way."""
    shorter, at, longer, start, end = (
        (left, region.i0, right, region.j0, region.j1) if added else (right, region.j0, left, region.i0, region.i1)
    )
    before = [shorter.raw(at + d) != longer.raw(start + d) for d in range(down, up)]
    after = [shorter.raw(at + d) != longer.raw(end + d) for d in range(down, up)]
    # shifted by d, the words before position d stand against those before it, the rest against those after
    return [sum(before[:cut]) + sum(after[cut:]) for cut in range(up - down + 1)]


def _score(words: Words, start: int, end: int) -> float:
    first, last = words.raw(start), words.raw(end - 1)
    score = 0.0
    whole_start = _begins_sentence(words, start)
    whole_end = _ends_sentence(words, end)
    if whole_start and whole_end:
        score += 10
    elif first in _ENDS_SENTENCE:
        score -= 8
    if end - start <= _LONGEST_READ:
        score -= 6 * (not whole_end and _sentence_ends_inside(words, start, end))
        score -= 5 * _unbalanced(words, start, end)
    if set_off(words, start, end):
        score += 8
    score -= 6 * (last in _OPENING or first in _CLOSING)
    score -= 3 * (words.keys[end - 1] in LEADING)
    score += words.keys[start] in LEADING
    score += (first in _PAUSE) - (last in _PAUSE and first not in _PAUSE and not whole_start)
    if first in _PAUSE and last in _PAUSE:
        score += 1
    score += _parted(words, start) + _parted(words, end)
    return score


def set_off(words: Words, start: int, end: int) -> bool:
    """Whether the words stand between brackets, quotation marks or dashes of their own."""
    first, last = words.raw(start), words.raw(end - 1)
    return end - start > 2 and (_CLOSED_BY.get(first) == last or (first in DASHES and last in DASHES))


def _parted(words: Words, at: int) -> float:
    """Whether white space stands before word `at`, or the text begins or ends there."""
    return 1.0 if at in (0, len(words)) or words.ends[at - 1] < words.starts[at] else 0.0


def _begins_sentence(words: Words, at: int) -> bool:
    return not at or (_ends_sentence(words, at) and not words.raw(at)[0].islower())


def _ends_sentence(words: Words, at: int) -> bool:
    """Whether the words before `at` end a sentence: a full stop, perhaps with closing marks after it."""
    at -= 1
    while at > 0 and words.raw(at)[0] in _CLOSING | QUOTES:
        at -= 1
    return at >= 0 and words.raw(at) in _ENDS_SENTENCE


def _sentence_ends_inside(words: Words, start: int, end: int) -> bool:
    return any(words.raw(at) in _ENDS_SENTENCE for at in range(start, end - 1))


def _unbalanced(words: Words, start: int, end: int) -> int:
    depth, lowest, straight = 0, 0, 0
    for at in range(start, end):
        raw = words.raw(at)
        if raw in _OPENING:
            depth += 1
        elif raw in _CLOSING and raw != "’":
            depth -= 1
            lowest = min(lowest, depth)
        elif raw == '"':
            straight += 1
    return (depth - lowest) + -lowest + straight % 2
