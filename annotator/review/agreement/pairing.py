"""Which spans of two coders belong together, in one paragraph: for F1 and for the labels on matched spans."""

from collections.abc import Sequence
from typing import NamedTuple

from annotator.review.agreement.figures import Question
from annotator.review.agreement.inputs import Mark, Span
from annotator.review.agreement.spans import matched

POINT = "a point: words left out have a place, but no boundaries"
TWICE = "the same words marked again by the same coder"
NO_MATCH = "the other coder has no matching span"
ONE_SIDED = "only one of the two coders gave it"
#: who has a span
BOTH, ONE, OTHER = (True, True), (True, False), (False, True)


class Boundaries(NamedTuple):
    """Two coders' distinct spans: those both have, what else each has, which of those match (by number), and how many
    spans a coder had marked already."""

    same: set[Span]
    left: list[Span]
    right: list[Span]
    found: list[tuple[int, int]]
    again: int

    @property
    def pairs(self) -> list[tuple[Span | None, Span | None]]:
        """Side by side, None where the other has none that matches."""
        return [*((span, span) for span in sorted(self.same)), *beside(self.left, self.right, self.found)]

    @property
    def numbers(self) -> tuple[int, int, int, int]:
        """How many are identical, how many match in all, and how many spans each has."""
        same = len(self.same)
        return same, same + len(self.found), same + len(self.left), same + len(self.right)


def boundaries(question: Question, left: Sequence[Span], right: Sequence[Span], least: float) -> Boundaries:
    """Pair distinct spans one to one: identical ones (EXACT), or those that overlap too (OVERLAP). None is a point."""
    ones, others = set(left), set(right)
    same = ones & others
    free, free_too = sorted(ones - same), sorted(others - same)
    compared = free and free_too and question is Question.OVERLAP
    found = matched(free, free_too, least=least) if compared else []
    return Boundaries(same, free, free_too, found, len(left) + len(right) - len(ones) - len(others))


def beside[Kind](
    left: Sequence[Kind], right: Sequence[Kind], found: Sequence[tuple[int, int]]
) -> list[tuple[Kind | None, Kind | None]]:
    """Those that were matched side by side, then those left over beside None."""
    if not found:
        return [*((one, None) for one in left), *((None, other) for other in right)]
    taken, given = {one for one, _ in found}, {other for _, other in found}
    return [
        *((left[one], right[other]) for one, other in found),
        *((one, None) for number, one in enumerate(left) if number not in taken),
        *((None, other) for number, other in enumerate(right) if number not in given),
    ]


def label_pairs(
    left: Sequence[tuple[Span, Mark]], right: Sequence[tuple[Span, Mark]], least: float
) -> list[tuple[Mark | None, Mark | None]]:
    """Pair all marks one to one as OVERLAP does, points among them; where several fit equally well, those with more
    values in common go together. What is left over comes with None. Both in order; each mark has its span beside it."""

    def alike(one: int, other: int) -> int:
        return len(left[one][1].facets.items() & right[other][1].facets.items())

    found = matched([span for span, _ in left], [span for span, _ in right], least=least, alike=alike)
    return beside([mark for _, mark in left], [mark for _, mark in right], found)
