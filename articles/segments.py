"""A paragraph's text cut where its inline marks begin and end, so that templates need only loop. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text under the same marks; the pieces joined are the text."""

    text: str
    emphasis: bool = False
    strong: bool = False
    href: str = ""


def segments(text: str, marks: Sequence[Sequence[Any]]) -> list[Segment]:
    """`marks` are [start, end, kind, href] in code points, as Paragraph.marks; only http(s) links are kept.

    Where two links cover the same words, the first in the list is kept. One pass over the sorted ends.
    """
    begins: dict[int, list[int]] = defaultdict(list)
    ends: dict[int, list[int]] = defaultdict(list)
    for number, (start, end, *_) in enumerate(marks):
        begins[min(start, len(text))].append(number)
        ends[min(end, len(text))].append(number)
    pieces = []
    active: dict[int, Sequence[Any]] = {}
    for start, end in pairwise(sorted({0, len(text), *begins, *ends})):
        for number in ends[start]:
            active.pop(number, None)
        active.update({number: marks[number] for number in begins[start]})
        pieces.append(_segment(text[start:end], active))
    return pieces


def _segment(text: str, active: dict[int, Sequence[Any]]) -> Segment:
    kinds = {mark[2] for mark in active.values()}
    links = {number: mark[3] for number, mark in active.items() if mark[2] == "link"}
    href = links[min(links)] if links else ""
    if not href.startswith(("http://", "https://")):
        href = ""
    return Segment(text, emphasis="emphasis" in kinds, strong="strong" in kinds, href=href)
