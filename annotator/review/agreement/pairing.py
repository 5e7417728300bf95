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
    """Two coders' distinct spans side by side, None where the other has none that matches.

    How many there are: `same` pairs are identical, `both` match in all; `left` and `right` spans. `again`: spans that a
    coder had marked already.
    """

    pairs: list[tuple[Span | None, Span | None]]
    same: int
    both: int
    left: int
    right: int
    again: int


def boundaries(question: Question, left: Sequence[Span], right: Sequence[Span], least: float) -> Boundaries:
    """Pair distinct spans one to one: identical ones (EXACT), or those that overlap too (OVERLAP). None is a point."""
    ones, others = set(left), set(right)
    same = ones & others
    free, free_too = sorted(ones - same), sorted(others - same)
    found = matched(free, free_too, least=least) if question is Question.OVERLAP else []
    return Boundaries(
        [*((span, span) for span in same), *beside(free, free_too, found)],
        same=len(same),
        both=len(same) + len(found),
        left=len(ones),
        right=len(others),
        again=len(left) + len(right) - len(ones) - len(others),
    )


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
