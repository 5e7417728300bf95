"""Which words are in italics or bold, and which of the same words are so in one text only. Pure.

Spans are (start, end) in code points of a paragraph, half-open, in order, never touching.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from articles.lineage.comparison import Block, Place, Step

type Spans = Sequence[tuple[int, int]]


def emphasised(marks: Sequence[Sequence[object]]) -> list[tuple[int, int]]:
    """Where a paragraph is in italics or bold."""
    found: list[tuple[int, int]] = []
    for start, end in sorted((int(str(m[0])), int(str(m[1]))) for m in marks if m[2] in ("emphasis", "strong")):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def within(spans: Spans, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of the spans that are in [start, end)."""
    found = []
    for at in range(max(0, bisect_right(spans, (start, start)) - 1), len(spans)):
        low, high = max(spans[at][0], start), min(spans[at][1], end)
        if spans[at][0] >= end:
            break
        if low < high:
            found.append((low, high))
    return found


def set_in_other_type(
    steps: Sequence[Step], left: Sequence[Block], right: Sequence[Block]
) -> Iterator[tuple[Place, Place, bool]]:
    """(left, right, whether it is nearly all of the right paragraph), for equal words whose type differs."""
    seen: dict[tuple[bool, int], list[tuple[int, int]]] = {}

    def spans(blocks: Sequence[Block], number: int) -> list[tuple[int, int]]:
        key = (blocks is left, number)
        if key not in seen:
            seen[key] = emphasised(blocks[number].marks)
        return seen[key]

    for step in steps:
        if not (step.equal and step.left and step.right):
            continue
        here, there = step.left, step.right
        if not left[here.paragraph].marks and not right[there.paragraph].marks:
            continue
        shift, text = there.start - here.start, right[there.paragraph].text
        one = [(a + shift, b + shift) for a, b in within(spans(left, here.paragraph), here.start, here.end)]
        two = within(spans(right, there.paragraph), there.start, there.end)
        for start, end in _either_not_both(one, two):
            words = text[start:end]
            low, high = start + len(words) - len(words.lstrip()), start + len(words.rstrip())
            if low < high:
                at, to = Place(here.paragraph, low - shift, high - shift), Place(there.paragraph, low, high)
                yield at, to, high - low >= 0.9 * len(text.strip())


def _either_not_both(one: Spans, two: Spans) -> Iterator[tuple[int, int]]:
    turns: dict[int, list[int]] = {}
    for side, spans in enumerate((one, two)):
        for start, end in spans:
            turns.setdefault(start, []).append(side)
            turns.setdefault(end, []).append(side)
    on = [False, False]
    for start, end in pairwise(sorted(turns)):
        for side in turns[start]:
            on[side] = not on[side]
        if on[0] != on[1]:
            yield start, end
