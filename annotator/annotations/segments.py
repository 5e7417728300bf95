"""Pure: overlapping passages of one paragraph, cut into runs that can be drawn one after the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open run of code points with whatever it stands for."""

    start: int
    end: int
    ref: str


@dataclass(frozen=True, slots=True)
class Segment:
    """`text[start:end]` lies in every span of `refs`; `opens` begin and `closes` end exactly here, in drawing order."""

    start: int
    end: int
    refs: tuple[str, ...]
    opens: tuple[str, ...]
    closes: tuple[str, ...]


def segments(length: int, spans: Iterable[Span], cuts: Iterable[int] = ()) -> list[Segment]:
    """Cut [0, length) at every border of `spans`, and at `cuts`: points at which something is drawn between segments.

    The segments cover the text without gap or overlap, so joining their slices gives the text back. Spans are
    ordered by start, then longest first, so that an enclosing passage is drawn outside the one it encloses.
    Raises ValueError for a span that is empty, and for a span or a cut that lies outside the text.
    """
    points = set(cuts)
    if outside := {at for at in points if not 0 <= at <= length}:
        raise ValueError(f"points {sorted(outside)} do not lie within 0–{length}")
    ordered = sorted(spans, key=lambda span: (span.start, -span.end, span.ref))
    for span in ordered:
        if not 0 <= span.start < span.end <= length:
            raise ValueError(f"span {span.start}–{span.end} does not lie within 0–{length}")
    borders = sorted({0, length, *points, *(s.start for s in ordered), *(s.end for s in ordered)})
    result: list[Segment] = []
    standing: list[Span] = []
    waiting = 0
    for start, end in pairwise(borders):
        opens = []
        while waiting < len(ordered) and ordered[waiting].start == start:
            standing.append(ordered[waiting])
            opens.append(ordered[waiting].ref)
            waiting += 1
        refs = tuple(span.ref for span in standing)
        closes = tuple(span.ref for span in reversed(standing) if span.end == end)
        result.append(Segment(start, end, refs, tuple(opens), closes))
        standing = [span for span in standing if span.end > end]
    return result


def lanes(spans: Sequence[Span], *, most: int = 4) -> dict[str, int]:
    """Give each span the lowest underline lane (0 to most-1) that no overlapping earlier span uses.

    When more than `most` spans overlap, the last lane is shared: each passage still has its own number in the text.
    """
    taken: list[tuple[int, int]] = []
    chosen: dict[str, int] = {}
    for span in sorted(spans, key=lambda s: (s.start, -s.end, s.ref)):
        taken = [(end, lane) for end, lane in taken if end > span.start]
        used = {lane for _, lane in taken}
        lane = next((n for n in range(most) if n not in used), most - 1)
        chosen[span.ref] = lane
        taken.append((span.end, lane))
    return chosen
