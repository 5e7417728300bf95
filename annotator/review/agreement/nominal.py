"""Percent, Cohen's and Fleiss' kappa and nominal alpha, all from the same few sums over units.

The sums are whole numbers and additive: those of two sets of units are those of both together. That is what lets the
bootstrap redraw ten thousand articles without looking at a unit twice.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import lcm, sumprod
from operator import add, mul, sub
from typing import NamedTuple

from annotator.review.agreement.figures import STATISTICS, Coefficient, Question, Statistic

#: the values that the coders gave one unit, in the coders' order; None where one gave none
type Pattern = Sequence[Hashable | None]

NOTHING_SHARED = "undefined, because no unit has values from two coders"
TWO_CODERS = "undefined, because Cohen's kappa compares two coders: look at the pairs"
FIXED_NUMBER = "undefined, because Fleiss' kappa wants equally many coders on every unit, and here their number differs"


def no_variation(value: object) -> str:
    return f"undefined, because there is no variation: every value is “{value}”, so chance alone would agree as often"


@dataclass(frozen=True, slots=True)
class Layout:
    """Which column of a vector of sums is what. `share` is a common multiple of (values of a unit − 1) over all units.

    Columns: how many ordered pairs agree, times `share`; then, with `paired`, how often the first coder gave each value
    and how often the second did (the last value left out: it follows); otherwise units, and how often each was given.
    """

    values: tuple[Hashable, ...]
    paired: bool
    share: int
    #: how many coders every unit has, or 0 when that differs
    fixed: int

    @classmethod
    def of(cls, patterns: Iterable[Pattern], *, paired: bool) -> "Layout":
        values: set[Hashable] = set()
        sizes: set[int] = set()
        for pattern in patterns:
            given = [value for value in pattern if value is not None]
            if len(given) > 1:
                values.update(given)
                sizes.add(len(given))
        ordered = tuple(sorted(values, key=lambda value: (str(value), str(type(value)))))
        return cls(ordered, paired, lcm(*(size - 1 for size in sizes)), sizes.pop() if len(sizes) == 1 else 0)

    def vector(self, patterns: Mapping[tuple[Hashable | None, ...], int]) -> list[int]:
        """The sums over these units (pattern → how many). Units with fewer than two values add nothing."""
        place = {value: at for at, value in enumerate(self.values)}
        agreeing = units = 0
        each = [[0] * len(self.values) for _ in range(2)]
        for pattern, weight in patterns.items():
            given = [value for value in pattern if value is not None]
            if len(given) < 2:
                continue
            agreeing += weight * _agreeing(given) * self.share // (len(given) - 1)
            units += weight
            for at, value in enumerate(given):
                each[self.paired and at][place[value]] += weight
        return [agreeing, *each[0], *each[1][:-1]] if self.paired else [agreeing, units, *each[0]]

    def totals(self, sums: Sequence[int]) -> "Totals":
        if not self.paired:
            return Totals(self, sums[1], sum(sums[2:]), sums[0] / self.share, sums[2:], (), ())
        first, second = sums[1 : 1 + len(self.values)], sums[1 + len(self.values) :]
        units = sum(first)
        second = [*second, units - sum(second)] if first else second
        return Totals(self, units, 2 * units, sums[0] / self.share, list(map(add, first, second)), first, second)


def _agreeing(given: Sequence[Hashable]) -> int:
    """Ordered pairs of equal values within one unit."""
    if len(given) == 2:
        return 2 if given[0] == given[1] else 0
    counts = (given.count(value) for value in set(given))
    return sum(count * (count - 1) for count in counts)


class Totals(NamedTuple):
    layout: Layout
    units: int
    #: how many values comparable units were given: n.. of the coincidence matrix
    given: int
    #: the diagonal of the coincidence matrix
    agreeing: float
    each: Sequence[int]
    first: Sequence[int]
    second: Sequence[int]

    def squares(self) -> int:
        return sumprod(self.each, self.each)  # type: ignore[return-value]  # whole numbers sum to a whole number

    def products(self) -> int:
        return sumprod(self.first, self.second)  # type: ignore[return-value]

    @property
    def only_value(self) -> Hashable | None:
        standing = [value for value, count in zip(self.layout.values, self.each, strict=True) if count]
        return standing[0] if len(standing) == 1 else None


def series(layout: Layout, drawn: Sequence[Sequence[int]]) -> dict[Statistic, list[float | None]]:
    """What each statistic comes to on each of many sums (resamples). None: undefined there.

    Column by column, which is several times as quick as sum by sum.
    """
    agreements, units, each, products = _columns(layout, drawn)
    sums = zip(agreements, units, _added(each), _added([[*map(mul, one, one)] for one in each]), strict=True)
    result: dict[Statistic, list[float | None]] = {statistic: [] for statistic in STATISTICS[Question.LABEL]}
    for at, (agreeing, number, given, squares) in enumerate(sums):
        observed = agreeing / layout.share / given if given else 0.0
        found = (
            observed if given else None,
            _kappa(observed, products[at], number * number) if products and number else None,
            _kappa(observed, squares, given * given) if layout.fixed and given else None,
            _alpha(observed, squares, given) if given else None,
        )
        for values, value in zip(result.values(), found, strict=True):
            values.append(value)
    return result


def _columns(
    layout: Layout, drawn: Sequence[Sequence[int]]
) -> tuple[Sequence[int], Sequence[int], Sequence[Sequence[int]], Sequence[int]]:
    """Agreeing pairs, units, how often each value was given, and Σ of the two coders' products where there are two."""
    columns = list(zip(*drawn, strict=True))
    if not layout.paired:
        return columns[0], columns[1], columns[2:], ()
    first, second = columns[1 : 1 + len(layout.values)], columns[1 + len(layout.values) :]
    units = _added(first)
    last = [*map(sub, units, _added(second))] if second else units
    both = [*zip(first, [*second, last], strict=True)]
    return columns[0], units, [[*map(add, *one)] for one in both], _added([[*map(mul, *one)] for one in both])


def _added(columns: Sequence[Sequence[int]]) -> list[int]:
    return [*map(sum, zip(*columns, strict=True))]


def _kappa(observed: float, by_chance: int, of: int) -> float | None:
    """Whole numbers say whether chance leaves any room, so that no rounding can."""
    return None if by_chance == of else (observed - by_chance / of) / (1 - by_chance / of)


def _alpha(observed: float, squares: int, given: int) -> float | None:
    differing = given * given - squares
    return None if not differing else 1 - (1 - observed) * given * (given - 1) / differing


def percent(totals: Totals) -> Coefficient:
    """Observed agreement as alpha sees it, 1 − D_o: Krippendorff (2011), "Computing Krippendorff's
    Alpha-Reliability". Each unit weighs as much as it has values. With two coders it is the plain percentage."""
    if not totals.units:
        return Coefficient(None, NOTHING_SHARED, 0)
    observed = totals.agreeing / totals.given
    return Coefficient(observed, "", totals.units, observed)


def alpha(totals: Totals) -> Coefficient:
    """Krippendorff's alpha for nominal data with missing values, 1 − D_o/D_e (Krippendorff 2011, sections B and C).
    `observed` and `expected` are disagreements."""
    if not totals.units:
        return Coefficient(None, NOTHING_SHARED, 0)
    given, squares, agreeing = totals.given, totals.squares(), totals.agreeing / totals.given
    value, expected = _alpha(agreeing, squares, given), (given * given - squares) / (given * (given - 1))
    return _coefficient(totals, value, 1 - agreeing, expected)


def cohen(totals: Totals) -> Coefficient:
    """Cohen's (1960) kappa: expected agreement from each coder's own distribution. Two coders."""
    if not totals.layout.paired:
        return Coefficient(None, TWO_CODERS, totals.units)
    if not totals.units:
        return Coefficient(None, NOTHING_SHARED, 0)
    observed, by_chance, of = totals.agreeing / totals.given, totals.products(), totals.units**2
    return _coefficient(totals, _kappa(observed, by_chance, of), observed, by_chance / of)


def fleiss(totals: Totals) -> Coefficient:
    """Fleiss' (1971) kappa: every unit has values from the same number of coders, not always the same ones. With two
    coders it is Scott's (1955) pi."""
    if not totals.units:
        return Coefficient(None, NOTHING_SHARED, 0)
    if not totals.layout.fixed:
        return Coefficient(None, FIXED_NUMBER, totals.units)
    observed, by_chance, of = totals.agreeing / totals.given, totals.squares(), totals.given**2
    return _coefficient(totals, _kappa(observed, by_chance, of), observed, by_chance / of)


def _coefficient(totals: Totals, value: float | None, observed: float, expected: float) -> Coefficient:
    undefined = no_variation(totals.only_value) if value is None else ""
    return Coefficient(value, undefined, totals.units, observed, expected)
