"""Which annotations of several coders are about the same words: the pairing that agreement is measured with, over more
than two coders. Pure.
"""

from collections.abc import Sequence
from itertools import combinations

from annotator.review.agreement import Mark
from annotator.review.agreement.pairing import label_pairs
from annotator.review.agreement.spans import likeness

#: two spans may belong together when they share more than this of what either covers, as in an agreement Plan
LEAST_OVERLAP = 0.0


def clusters(marks: Sequence[Mark]) -> list[list[Mark]]:
    """Put each mark of one paragraph into one cluster, with one mark of a coder at most; in order of place.

    Every two coders are paired as for agreement. The likest pairs are joined first; a pair is left apart when joining
    it would put two marks of one coder together. So with two coders a cluster is exactly a pair or a mark left over.
    """
    home: dict[str, list[Mark]] = {mark.id: [mark] for mark in marks}
    for one, other in _pairs(marks):
        left, right = home[one.id], home[other.id]
        if left is right or {mark.coder for mark in left} & {mark.coder for mark in right}:
            continue
        left.extend(right)
        for mark in right:
            home[mark.id] = left
    found = {id(cluster): cluster for cluster in home.values()}
    return sorted((sorted(cluster, key=_place) for cluster in found.values()), key=lambda cluster: _place(cluster[0]))


def _pairs(marks: Sequence[Mark]) -> list[tuple[Mark, Mark]]:
    """What is paired between any two coders, the likest first; of equals those with more facets in common."""
    by_coder: dict[str, list[Mark]] = {}
    for mark in sorted(marks, key=_place):
        by_coder.setdefault(mark.coder, []).append(mark)
    found = []
    for ones, others in combinations([by_coder[coder] for coder in sorted(by_coder)], 2):
        paired = label_pairs([(one.span, one) for one in ones], [(one.span, one) for one in others], LEAST_OVERLAP)
        found += [(one, other) for one, other in paired if one and other]
    return sorted(found, key=_likest)


def _likest(pair: tuple[Mark, Mark]) -> tuple[float, int, tuple[int, int, str], tuple[int, int, str]]:
    one, other = pair
    shared = len(one.facets.items() & other.facets.items())
    return -likeness(one.span, other.span), -shared, _place(one)[:3], _place(other)[:3]


def _place(mark: Mark) -> tuple[int, int, str, str]:
    return mark.start, mark.end, mark.coder, mark.id
