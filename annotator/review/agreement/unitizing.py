"""Krippendorff's alpha for unitizing of 1995 and 2004.

Krippendorff (1995), "On the Reliability of Unitizing Continuous Data", Sociological Methodology 25:47–76; Krippendorff
(2004), Content Analysis, 2nd ed.; checked against the example on its page 254, intermediate values included.

It is that family and no later one: Krippendorff, Mathet, Bouvry & Widlöcher (2016), Quality & Quantity, changed the
definition, because this one behaves oddly with more than two coders, and their figures differ.

The continuum is an article's coded paragraphs laid end to end, in code points, with one between two paragraphs. A coder
cuts it into stretches of each category and gaps between them. For one category, over all articles with lengths
summing to L and m coders:

    D_o = Σ over ordered pairs of coders of δ² / (m(m−1)L²)
          δ² between two stretches that overlap: (difference of beginnings)² + (difference of ends)²
          δ² of a stretch that lies wholly within the other's gap: (its length)²
    D_e = 2/L · Σ over stretches l [ (N−1)/3 · (2l³ − 3l² + l) + l² · Σ over gaps g ≥ l of (g − l + 1) ]
          / ( mL(mL−1) − Σ l(l−1) ),   N stretches in all

    alpha = 1 − Σ D_o / Σ D_e over categories

With several articles, they are one long continuum in which no gap runs on from one article into the next (our
convention; with one article it is the published formula). Their order then changes nothing.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import accumulate, combinations

from annotator.review.agreement.figures import Coefficient
from annotator.review.agreement.inputs import Span
from annotator.review.agreement.nominal import no_variation

FEWER_THAN_TWO = "undefined, because fewer than two coders read the same text"
NOTHING_CUT = "undefined, because nobody marked a stretch of text"


@dataclass(slots=True)
class Continuum:
    """How much text these coders read: `articles` counts articles by length."""

    coders: int
    articles: Counter[int] = field(default_factory=Counter)

    @property
    def length(self) -> int:
        return sum(length * count for length, count in self.articles.items())


@dataclass(slots=True)
class Stretches:
    """One category on a continuum, by counts of lengths: it grows with the longest text, not with the study."""

    lengths: Counter[int] = field(default_factory=Counter)
    #: gaps of the articles in `seen`; where nobody marked this category, the whole article is a gap of each coder
    gaps: Counter[int] = field(default_factory=Counter)
    seen: Counter[int] = field(default_factory=Counter)
    #: Σ δ² over pairs of coders, each pair once
    apart: int = 0
    #: how many spans were joined with an overlapping one of the same coder
    joined: int = 0

    def add(self, spans_of: Sequence[Sequence[Span]], length: int, given: int | None = None) -> None:
        """Add an article: each coder's stretches in order and without overlaps, made from so many `given` spans."""
        self.seen[length] += 1
        lengths, gaps = self.lengths, self.gaps
        for spans in spans_of:
            reached = 0
            for start, end in spans:
                lengths[end - start] += 1
                if start > reached:
                    gaps[start - reached] += 1
                reached = end
            if length > reached:
                gaps[length - reached] += 1
        self.apart += sum([apart(one, other) for one, other in combinations(spans_of, 2)])
        self.joined += 0 if given is None else given - sum(map(len, spans_of))

    def merge(self, other: "Stretches") -> None:
        self.lengths.update(other.lengths)
        self.gaps.update(other.gaps)
        self.seen.update(other.seen)
        self.apart += other.apart
        self.joined += other.joined

    def observed(self, on: Continuum) -> Fraction:
        return Fraction(2 * self.apart, on.coders * (on.coders - 1) * on.length**2)

    def expected(self, on: Continuum) -> Fraction:
        units = self.lengths.total()
        empty = {length: on.coders * (count - self.seen[length]) for length, count in on.articles.items()}
        gaps = Counter(self.gaps)
        gaps.update(empty)
        room = _Room(gaps)
        above = sum(
            count * (Fraction(units - 1, 3) * _spread(length) + length**2 * room.places_for(length))
            for length, count in self.lengths.items()
        )
        whole = on.coders * on.length
        below = whole * (whole - 1) - sum(count * length * (length - 1) for length, count in self.lengths.items())
        return Fraction(2 * above, on.length * below) if below else Fraction()


def _spread(length: int) -> int:
    return 2 * length**3 - 3 * length**2 + length


class _Room:
    """In how many places a stretch fits into gaps."""

    def __init__(self, gaps: Counter[int]) -> None:
        kept = sorted((gap, count) for gap, count in gaps.items() if count)
        self.lengths = [gap for gap, _ in kept]
        self.numbers = [0, *accumulate(count for _, count in kept)]
        self.sums = [0, *accumulate(gap * count for gap, count in kept)]

    def places_for(self, length: int) -> int:
        at = bisect_left(self.lengths, length)
        return self.sums[-1] - self.sums[at] - (length - 1) * (self.numbers[-1] - self.numbers[at])


def apart(ones: Sequence[Span], others: Sequence[Span]) -> int:
    """Σ δ² between two coders' stretches of one category, both in order and without overlaps."""
    total, first = 0, 0
    met = [False] * len(others)
    for start, end in ones:
        while first < len(others) and others[first][1] <= start:
            first += 1
        at = first
        while at < len(others) and others[at][0] < end:
            total += (start - others[at][0]) ** 2 + (end - others[at][1]) ** 2
            met[at] = True
            at += 1
        if at == first:
            total += (end - start) ** 2
    return total + sum((end - start) ** 2 for (start, end), was_met in zip(others, met, strict=True) if not was_met)


def alpha_u(categories: Sequence[Stretches], on: Continuum) -> Coefficient:
    """_uα over these categories. `n` counts the stretches of all coders."""
    units = sum(category.lengths.total() for category in categories)
    if on.coders < 2:
        return Coefficient(None, FEWER_THAN_TWO, units)
    if not units:
        return Coefficient(None, NOTHING_CUT, 0)
    observed = sum((category.observed(on) for category in categories), Fraction())
    expected = sum((category.expected(on) for category in categories), Fraction())
    if not expected:
        return Coefficient(None, no_variation("marked, from the first word to the last"), units, float(observed), 0.0)
    return Coefficient(float(1 - observed / expected), "", units, float(observed), float(expected))
