"""Spans of one paragraph: what they touch, which belong together, and the stretches they cover."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from operator import itemgetter
from typing import Any

from annotator.review.agreement.inputs import ParagraphText, Pieces, Span

_START: Callable[[Span], int] = itemgetter(0)
_END: Callable[[Span], int] = itemgetter(1)


def covered(pieces: Sequence[Span], span: Span) -> Span:
    """Which of these pieces a span shares a code point with: half-open, by number. A point shares none."""
    if span[0] == span[1]:
        return 0, 0
    if isinstance(pieces, Pieces):
        return pieces.covered(*span)
    first = bisect_right(pieces, span[0], key=_END)
    return first, max(first, bisect_left(pieces, span[1], key=_START))


def sentence_bounds(text: ParagraphText) -> Sequence[Span]:
    return text.sentences or ((0, text.length),)


def sentences_touched(bounds: Sequence[Span], span: Span) -> Span:
    """Which sentences a span stands in: half-open, by number, and never none. A point, and what lies in the white space
    between two sentences, belongs to the sentence that begins last before it."""
    first, last = covered(bounds, span)
    if first < last:
        return first, last
    at = max(0, bisect_right(bounds, span[0], key=_START) - 1)
    return at, at + 1


def joined(spans: Sequence[Span]) -> Sequence[Span]:
    """One coder's spans in order, those that overlap made into one. Those that only touch stay two."""
    if len(spans) < 2:
        return spans
    result: list[Span] = []
    for start, end in sorted(spans):
        if result and start < result[-1][1]:
            result[-1] = result[-1][0], max(end, result[-1][1])
        else:
            result.append((start, end))
    return result


def runs(spans_of: Sequence[Sequence[Span]]) -> list[tuple[int, int, int]]:
    """Cut what anybody covers into runs that the same coders cover: (start, end, coders as bits, the first is 1).

    Each coder's spans must not overlap (`joined`).
    """
    some = [(1 << coder, spans) for coder, spans in enumerate(spans_of) if spans]
    if len(some) == 1:
        bit, spans = some[0]
        return [(start, end, bit) for start, end in spans if start < end]
    turns = [(place, bit) for bit, spans in some for span in spans for place in span]
    turns.sort()
    result = []
    since, standing = 0, 0
    for place, bit in turns:
        if standing and place > since:
            result.append((since, place, standing))
        since, standing = place, standing ^ bit
    return result


def likeness(one: Span, other: Span) -> float:
    """Intersection over union, in code points (Jaccard). Two points are alike when they are the same place."""
    if one == other:
        return 1.0
    shared = min(one[1], other[1]) - max(one[0], other[0])
    return shared / (max(one[1], other[1]) - min(one[0], other[0])) if shared > 0 else 0.0


def matched(
    left: Sequence[Span],
    right: Sequence[Span],
    *,
    least: float = 0.0,
    alike: Callable[[int, int], int] = lambda one, other: 0,
) -> list[tuple[int, int]]:
    """Pair spans one to one, the likest first; return pairs of their numbers, in order. Both sides come in order.

    The convention: every two spans that share more than `least` of what either covers are candidates. The pair with
    the largest intersection over union is taken, then the largest of those left whose spans are both free, and so on.
    Between equal ones the larger `alike` goes first, then the place in the text. So identical spans always find each
    other, and which side is left changes nothing. It is the greedy matching usual for detected objects, after the
    one-to-one F-measure between annotators of Hripcsak & Rothschild (2005).
    """
    candidates = _candidates(left, right, least)
    if len({one for _, one, _ in candidates}) == len({other for *_, other in candidates}) == len(candidates):
        return [(one, other) for _, one, other in candidates]
    return _best_first(
        (-share, -alike(one, other), *sorted((left[one], right[other])), one, other) for share, one, other in candidates
    )


def _candidates(left: Sequence[Span], right: Sequence[Span], least: float) -> list[tuple[float, int, int]]:
    candidates, passed = [], 0
    for one, a in enumerate(left):
        while passed < len(right) and right[passed][1] < a[0]:
            passed += 1
        for other in range(passed, len(right)):
            b = right[other]
            if b[0] > a[1]:
                break
            if (share := likeness(a, b)) > least:
                candidates.append((share, one, other))
    return candidates


def _best_first(candidates: Iterable[tuple[Any, ...]]) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for *_, one, other in sorted(candidates):
        if one not in taken_left and other not in taken_right:
            pairs.append((one, other))
            taken_left.add(one)
            taken_right.add(other)
    return sorted(pairs)
