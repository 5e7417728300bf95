"""A paragraph of the original and one of the republication, cut into runs that the page can mark. Pure.

Offsets are code points, half-open.
"""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from articles.lineage.comparison.alignment import similar_spans

type Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of one paragraph that is shown in one way; `opens` and `closes` tell a changed stretch's ends."""

    text: str
    changed: bool = False
    marked: bool = False
    opens: bool = False
    closes: bool = False
    is_point: bool = False


def changed_spans(original: str, republication: str) -> tuple[Spans, Spans]:
    """The words that only the original has, and those that only the republication has."""
    changes = [span for span in similar_spans(original, republication) if span.op != "equal"]
    gone = [_trimmed(original, change.left_start, change.left_end) for change in changes]
    added = [_trimmed(republication, change.right_start, change.right_end) for change in changes]
    return [span for spans in gone for span in spans], [span for spans in added for span in spans]


def changed_around(original: str, republication: str, start: int, end: int) -> tuple[Spans, Spans]:
    """As `changed_spans`, with the flagged words of the republication kept whole.

    When they stand in the original just there, letter by letter, they are no change. Else they are one: the rest is
    compared as if they were not there, so that a word they happen to share with the original cuts nothing in pieces.
    """
    gone, added = changed_spans(original, republication)
    if start == end:  # a point: there are no words to keep whole
        return gone, added
    if not any(span[0] < end and start < span[1] for span in added):
        return gone, added
    seam = _in_none(original + republication)
    without = republication[:start] + seam + republication[end:]
    changes = [span for span in similar_spans(original, without) if span.op != "equal"]
    gone = [span for change in changes for span in _trimmed(original, change.left_start, change.left_end)]
    before: Spans = []
    after: Spans = []
    shift = end - start - 1
    for change in changes:
        before += _trimmed(republication, change.right_start, min(change.right_end, start))
        after += _trimmed(republication, max(change.right_start + shift, end), change.right_end + shift)
    return gone, [*before, (start, end), *after]


def _in_none(text: str) -> str:
    """A character that is not in the text: one of those that Unicode leaves without a meaning."""
    return next((one for one in map(chr, range(0xE000, 0xF900)) if one not in text), "\ue000")


def runs(text: str, changed: Iterable[tuple[int, int]] = (), marked: tuple[int, int] | None = None) -> list[Run]:
    """Cut `text` where a changed or the marked span begins or ends; the runs joined are the text.

    A marked span without length is a point: a run of its own, without text.
    """
    spans = list(changed)
    edges = sorted({0, len(text), *(edge for span in spans for edge in span), *(marked or ())})
    found = []
    at = 0
    point = marked[0] if marked and marked[0] == marked[1] else None
    for start, end in itertools.pairwise(edges):
        if start == point:
            found.append(Run("", marked=True, is_point=True))
        while at < len(spans) and spans[at][1] <= start:
            at += 1
        span = spans[at] if at < len(spans) and spans[at][0] <= start else None
        found.append(
            Run(
                text[start:end],
                changed=span is not None,
                marked=marked is not None and marked[0] <= start and end <= marked[1],
                opens=span is not None and span[0] == start,
                closes=span is not None and span[1] == end,
            )
        )
    if point == len(text):
        found.append(Run("", marked=True, is_point=True))
    return found


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without spaces at its ends; nothing when nothing else is in it."""
    words = text[start:end]
    inner = words.strip()
    if inner:
        start += len(words) - len(words.lstrip())
        yield start, start + len(inner)
