"""Pure: where the words of one text stand in another one, read off the steps of their comparison."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from articles.lineage.comparison import Comparison, Place, Status, Step


@dataclass(frozen=True, slots=True)
class Landing:
    """Where a span's words stand in the other text.

    `places`: the stretch that stands for them, one for each paragraph it lies in, in the order of the other text;
    none when nothing does. `exact`: the very same characters in a row. `moved`: in a paragraph that stands elsewhere.
    `pair`: number of the pair of paragraphs, in Comparison.pairs.
    """

    places: tuple[Place, ...]
    exact: bool
    moved: bool
    pair: int

    @property
    def longest(self) -> Place | None:
        return max(self.places, key=lambda place: place.end - place.start, default=None)


class Mapping:
    """Both ways between the two texts of a comparison; a paragraph is looked up once, however many spans it holds."""

    def __init__(self, comparison: Comparison) -> None:
        self.comparison = comparison
        self._of_left = _by_paragraph(comparison, left=True)
        self._of_right = _by_paragraph(comparison, left=False)

    def there(self, place: Place) -> Landing | None:
        """Where words of the left text stand in the right one; None when no pair has the paragraph."""
        return self._landing(place, self._of_left, left=True)

    def back(self, place: Place) -> Landing | None:
        """Where words of the right text stand in the left one."""
        return self._landing(place, self._of_right, left=False)

    def _landing(self, place: Place, of: "dict[int, _Row]", *, left: bool) -> Landing | None:
        row = of.get(place.paragraph)
        if row is None:
            return None
        found: list[Place] = []
        equal = True
        for step in row.over(place.start, place.end):
            here, there = (step.left, step.right) if left else (step.right, step.left)
            assert here is not None  # noqa: S101 - as in _by_paragraph
            equal = equal and step.equal and there is not None
            if there is not None:
                found.append(_clipped(place, here, there) if step.equal else there)
        found = [one for one in found if one.start < one.end]
        exact = equal and bool(found) and _in_a_row(found)
        moved = self.comparison.pairs[row.pair].status is Status.MOVED
        return Landing(_hulls(found), exact, moved, row.pair)


@dataclass(slots=True)
class _Row:
    """The steps of one paragraph of one side, in its order, with where each begins."""

    pair: int
    steps: list[Step]
    starts: list[int]
    ends: list[int]

    def over(self, start: int, end: int) -> Sequence[Step]:
        """Those that share a character with [start, end)."""
        first = bisect_right(self.ends, start)
        last = first
        while last < len(self.steps) and self.starts[last] < end:
            last += 1
        return self.steps[first:last]


def _by_paragraph(comparison: Comparison, *, left: bool) -> dict[int, _Row]:
    rows: dict[int, _Row] = {}
    placed: dict[int, list[tuple[int, int, Step]]] = defaultdict(list)
    pair_of: dict[int, int] = {}
    for number, steps in enumerate(comparison.steps):
        for step in steps:
            here = step.left if left else step.right
            if here is not None and here.start < here.end:
                placed[here.paragraph].append((here.start, here.end, step))
                pair_of[here.paragraph] = number
    for paragraph, here_in_order in placed.items():
        here_in_order.sort(key=lambda one: one[:2])
        starts, ends = [one[0] for one in here_in_order], [one[1] for one in here_in_order]
        rows[paragraph] = _Row(pair_of[paragraph], [one[2] for one in here_in_order], starts, ends)
    return rows


def _clipped(place: Place, here: Place, there: Place) -> Place:
    """The part of an equal step that the span covers, on the other side."""
    shift = there.start - here.start
    return Place(there.paragraph, max(place.start, here.start) + shift, min(place.end, here.end) + shift)


def _in_a_row(places: Sequence[Place]) -> bool:
    paragraph = places[0].paragraph
    return all(one.paragraph == paragraph for one in places) and all(
        before.end == after.start for before, after in pairwise(places)
    )


def _hulls(places: Sequence[Place]) -> tuple[Place, ...]:
    """For each paragraph, from the first to the last of what stands there."""
    hulls: dict[int, Place] = {}
    for one in places:
        known = hulls.get(one.paragraph, one)
        hulls[one.paragraph] = Place(one.paragraph, min(known.start, one.start), max(known.end, one.end))
    return tuple(hulls[paragraph] for paragraph in sorted(hulls))
