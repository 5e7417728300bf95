"""The coefficients once more, by other ways than the product's: slow, exact, and from the definitions alone."""

from collections import Counter
from fractions import Fraction
from itertools import combinations, permutations, product


def given(unit):
    return [value for value in unit if value is not None]


def percent(units):
    """The mean over units of how many pairs agree, each unit weighted by its number of values."""
    kept = [given(unit) for unit in units if len(given(unit)) > 1]
    if not kept:
        return None
    total = sum(map(len, kept))
    return sum(
        Fraction(len(unit), total)
        * Fraction(sum(a == b for a, b in permutations(unit, 2)), len(unit) * (len(unit) - 1))
        for unit in kept
    )


def alpha(units):
    """Observed against expected disagreement, pair of values by pair of values; no coincidence matrix."""
    kept = [given(unit) for unit in units if len(given(unit)) > 1]
    if not kept:
        return None
    pool = [value for unit in kept for value in unit]
    expected = Fraction(sum(a != b for a, b in permutations(pool, 2)), len(pool) * (len(pool) - 1))
    return None if not expected else 1 - (1 - percent(units)) / expected


def cohen(units):
    both = [unit for unit in units if None not in unit]
    if not both:
        return None
    observed = Fraction(sum(a == b for a, b in both), len(both))
    chance = Fraction(sum(a == b for (a, _), (_, b) in product(both, both)), len(both) ** 2)
    return None if chance == 1 else (observed - chance) / (1 - chance)


def fleiss(units):
    kept = [given(unit) for unit in units if len(given(unit)) > 1]
    if not kept or len({len(unit) for unit in kept}) > 1:
        return None
    pool = Counter(value for unit in kept for value in unit)
    chance = sum(Fraction(count, pool.total()) ** 2 for count in pool.values())
    return None if chance == 1 else (percent(units) - chance) / (1 - chance)


def apart(ones, others):
    """δ² between two coders' stretches, each compared with each stretch and gap of the other (Krippendorff 1995)."""
    total = sum(
        (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 for a, b in product(ones, others) if a[0] < b[1] and b[0] < a[1]
    )
    for mine, theirs in ((ones, others), (others, ones)):
        total += sum((a[1] - a[0]) ** 2 for a in mine if not any(a[0] < b[1] and b[0] < a[1] for b in theirs))
    return total


def alpha_u(spans_of, length):
    """One category on one continuum, summed place by place."""
    coders = len(spans_of)
    lengths = [end - start for spans in spans_of for start, end in spans]
    gaps = [gap for spans in spans_of for gap in gaps_between(spans, length)]
    observed = Fraction(
        2 * sum(apart(one, other) for one, other in combinations(spans_of, 2)), coders * (coders - 1) * length**2
    )
    above = sum(
        Fraction(len(lengths) - 1, 3) * (2 * one**3 - 3 * one**2 + one)
        + one**2 * sum(gap - one + 1 for gap in gaps if gap >= one)
        for one in lengths
    )
    whole = coders * length
    below = whole * (whole - 1) - sum(one * (one - 1) for one in lengths)
    expected = Fraction(2, length) * above / below if below else 0
    return None if not expected else 1 - observed / expected


def gaps_between(spans, length):
    borders = [0, *(place for span in spans for place in span), length]
    return [end - start for start, end in zip(borders[::2], borders[1::2], strict=True) if end > start]


def tokens_marked(text, marks):
    """Which tokens share a code point with a mark, code point by code point."""
    marked = {place for mark in marks for place in range(mark.start, mark.end)}
    return [not marked.isdisjoint(range(*token)) for token in text.tokens]


def sentences_marked(text, marks):
    found = [False] * len(text.sentences)
    for mark in marks:
        hit = [at for at, (start, end) in enumerate(text.sentences) if mark.start < end and start < mark.end]
        if mark.start == mark.end or not hit:
            hit = [max([0, *(at for at, (start, _) in enumerate(text.sentences) if start <= mark.start)])]
        for at in hit:
            found[at] = True
    return found
