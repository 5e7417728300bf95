"""Hold one reading's annotations against the gold reading's. Pure: values in, values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

WORDS = "Words"


@dataclass(frozen=True, slots=True)
class Mark:
    """One annotation: `paragraph` is counted from 1, `start` and `end` are code points, `facets` names and values.

    An omission is a point: its `end` is its `start`, and its `quote` says what was left out.
    """

    paragraph: int
    start: int
    end: int
    quote: str
    facets: tuple[tuple[str, str], ...]
    note: str = ""

    @property
    def is_point(self) -> bool:
        return self.start == self.end

    @property
    def said(self) -> list[tuple[str, str]]:
        """The facets that say something."""
        return [(name, value) for name, value in self.facets if value]


class Outcome(StrEnum):
    MATCHED = "matched"
    DIFFERS = "differs"
    MISSED = "missed"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True)
class Line:
    """What stands in one place in both readings, or in one of them; `differing` names what is not the same."""

    own: Mark | None
    gold: Mark | None
    differing: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        if self.own is None:
            return Outcome.MISSED
        if self.gold is None:
            return Outcome.EXTRA
        return Outcome.DIFFERS if self.differing else Outcome.MATCHED

    @property
    def place(self) -> tuple[int, int, int]:
        mark = self.gold or self.own
        return (mark.paragraph, mark.start, mark.end) if mark else (0, 0, 0)


def compare(own: Sequence[Mark], gold: Sequence[Mark]) -> list[Line]:
    """Every annotation of both, once, in the order of the text.

    Two belong together when they share words, or are points in one place. Of several possible pairs the one that
    shares most (of all words of the two) comes first, then the one that agrees on more facets, then the earlier.
    """
    pairs = sorted(
        (
            (-_shared(a, b), len(differing(a, b)), i, j)
            for i, a in enumerate(own)
            for j, b in enumerate(gold)
            if _shared(a, b)
        ),
    )
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in pairs:
        if i not in partner and j not in taken:
            partner[i] = j
            taken.add(j)
    lines = [
        Line(mark, gold[partner[i]], differing(mark, gold[partner[i]])) for i, mark in enumerate(own) if i in partner
    ]
    lines += [Line(mark, None) for i, mark in enumerate(own) if i not in partner]
    lines += [Line(None, mark) for j, mark in enumerate(gold) if j not in taken]
    return sorted(lines, key=lambda line: (line.place, line.outcome))


def counts(lines: Iterable[Line]) -> dict[str, int]:
    """How many lines of each outcome, by its name; all four are there."""
    found = [line.outcome for line in lines]
    return {outcome.value: found.count(outcome) for outcome in Outcome}


def differing(one: Mark, other: Mark) -> tuple[str, ...]:
    """The names of the facets whose values differ; the words count as one."""
    same = (one.start, one.end, one.quote) == (other.start, other.end, other.quote)
    words = () if same else (WORDS,)
    values = dict(other.facets)
    return (*words, *(name for name, value in one.facets if value != values.get(name, "")))


def _shared(one: Mark, other: Mark) -> float:
    """Of all words of the two, how many both have: 0 to 1, by code points; 1 for two points in one place."""
    if one.paragraph != other.paragraph:
        return 0.0
    if one.is_point and other.is_point:
        return float(one.start == other.start)
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(0, shared) / (max(one.end, other.end) - min(one.start, other.start))
