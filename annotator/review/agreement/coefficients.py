"""Coefficients of one table of units × coders, for whoever has such a table. `measure` makes its own from articles.

A table is an iterable of units, each a sequence of one value a coder with None where one is missing, or a mapping of
such tuples to how often they occur.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping
from enum import StrEnum
from fractions import Fraction
from itertools import permutations
from typing import Any

from annotator.review.agreement import nominal
from annotator.review.agreement.figures import Coefficient
from annotator.review.agreement.nominal import Layout, Pattern, Totals

type Table = Iterable[Pattern] | Mapping[tuple[Any, ...], int]


class Level(StrEnum):
    """Levels of measurement: what the distance between two values is (Krippendorff 2011)."""

    NOMINAL = "nominal"
    ORDINAL = "ordinal"
    INTERVAL = "interval"
    RATIO = "ratio"


def percent(table: Table) -> Coefficient:
    """Krippendorff's observed agreement, 1 − D_o: a unit weighs as much as it has values."""
    return nominal.percent(_totals(counted(table)))


def pairwise_percent(table: Table) -> Coefficient:
    """The share of all pairs of coders on all units that agree: a unit weighs as much as it has pairs."""
    pairs = agreeing = units = 0
    for pattern, weight in counted(table).items():
        given = [value for value in pattern if value is not None]
        units += weight if len(given) > 1 else 0
        pairs += weight * len(given) * (len(given) - 1)
        agreeing += weight * sum(one == other for one, other in permutations(given, 2))
    if not pairs:
        return Coefficient(None, nominal.NOTHING_SHARED, 0)
    return Coefficient(agreeing / pairs, "", units, agreeing / pairs)


def cohen(table: Table) -> Coefficient:
    """Cohen's (1960) kappa of two coders; units that only one of them coded are left out."""
    return nominal.cohen(_totals(counted(table)))


def highest_cohen(table: Table) -> Coefficient:
    """The highest kappa that the two coders' distributions allow (Cohen 1960): how much of a low kappa lies in one of
    them using a value more often than the other does."""
    totals = _totals(counted(table))
    found = nominal.cohen(totals)
    if found.value is None or found.expected is None:
        return found
    most = sum(map(min, totals.first, totals.second)) / totals.units
    return Coefficient((most - found.expected) / (1 - found.expected), "", totals.units, most, found.expected)


def fleiss(table: Table) -> Coefficient:
    """Fleiss' (1971) kappa; with two coders, Scott's pi. Units with fewer than two values are left out."""
    return nominal.fleiss(_totals(counted(table)))


def fleiss_by_value(table: Table) -> dict[Any, Coefficient]:
    """Fleiss' kappa of each value against all others (Fleiss 1971)."""
    counts = counted(table)
    values = _totals(counts).layout.values
    return {value: fleiss(_against_the_rest(counts, value)) for value in values}


def _against_the_rest(counts: Mapping[tuple[Any, ...], int], value: Hashable) -> Counter[tuple[Any, ...]]:
    result: Counter[tuple[Any, ...]] = Counter()
    for pattern, weight in counts.items():
        result[tuple(None if given is None else given == value for given in pattern)] += weight
    return result


def alpha(table: Table, level: Level = Level.NOMINAL) -> Coefficient:
    """Krippendorff's alpha, 1 − D_o/D_e, from the coincidence matrix; values may be missing (Krippendorff 2011).

    Ordinal wants values that can be sorted, interval numbers, ratio numbers from 0 up. Raises ValueError for a negative
    ratio, TypeError for values of another kind.
    """
    counts = counted(table)
    matrix = coincidences(counts)
    units = sum(weight for pattern, weight in counts.items() if sum(value is not None for value in pattern) > 1)
    if not units:
        return Coefficient(None, nominal.NOTHING_SHARED, 0)
    margins: dict[Any, Fraction] = {}
    for (one, _), count in matrix.items():
        margins[one] = margins.get(one, Fraction()) + count
    n = sum(margins.values(), Fraction())
    far = _distance(level, margins)
    observed = sum((count * far(*pair) for pair, count in matrix.items()), Fraction()) / n
    by_chance = sum((margins[one] * margins[two] * far(one, two) for one, two in permutations(margins, 2)), Fraction())
    expected = by_chance / (n * (n - 1))
    if not expected:
        return Coefficient(None, nominal.no_variation(next(iter(margins))), units, float(observed), 0.0)
    return Coefficient(float(1 - observed / expected), "", units, float(observed), float(expected))


def coincidences(table: Table) -> dict[tuple[Any, Any], Fraction]:
    """Krippendorff's coincidence matrix: each unit's ordered pairs of values, weighted 1 / (its values − 1)."""
    matrix: dict[tuple[Any, Any], Fraction] = {}
    for pattern, weight in counted(table).items():
        given = [value for value in pattern if value is not None]
        for pair in permutations(given, 2):
            matrix[pair] = matrix.get(pair, Fraction()) + Fraction(weight, len(given) - 1)
    return matrix


def counted(table: Table) -> Mapping[tuple[Any, ...], int]:
    """How often each pattern of values occurs."""
    return table if isinstance(table, Mapping) else Counter(tuple(unit) for unit in table)


def _totals(counts: Mapping[tuple[Any, ...], int]) -> Totals:
    paired = all(len(pattern) == 2 for pattern in counts)
    layout = Layout.of(counts, paired=paired)
    return layout.totals(layout.vector(counts))


def _distance(level: Level, margins: Mapping[Any, Fraction]) -> Callable[[Any, Any], Fraction]:
    """The squared difference function of a level, as Krippendorff (2011) gives them."""
    match level:
        case Level.NOMINAL:
            return lambda one, two: Fraction(one != two)
        case Level.ORDINAL:
            return _ordinal(margins)
        case Level.INTERVAL:
            return lambda one, two: (Fraction(one) - Fraction(two)) ** 2
        case Level.RATIO:
            if any(value < 0 for value in margins):
                raise ValueError("values on a ratio scale are 0 or more")
            return lambda one, two: (
                Fraction() if one == two else ((Fraction(one) - Fraction(two)) / (Fraction(one) + Fraction(two))) ** 2
            )


def _ordinal(margins: Mapping[Any, Fraction]) -> Callable[[Any, Any], Fraction]:
    """How many values lie between two ranks, half of each of the two included."""
    reached, middle = Fraction(), {}
    for value in sorted(margins):
        middle[value] = reached + margins[value] / 2
        reached += margins[value]
    return lambda one, two: (middle[one] - middle[two]) ** 2
