"""Additive sums of a topic's units, and the statistics that come out of them."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from annotator.review.agreement import nominal
from annotator.review.agreement.figures import Coefficient, Question, Statistic
from annotator.review.agreement.nominal import Layout, Totals
from annotator.review.agreement.pairing import BOTH
from annotator.review.agreement.slices import Patterns

NOTHING_MARKED = "undefined, because neither coder marked anything that has boundaries"

_NOMINAL: Mapping[Statistic, Callable[[Totals], Coefficient]] = {
    Statistic.PERCENT: nominal.percent,
    Statistic.COHEN: nominal.cohen,
    Statistic.FLEISS: nominal.fleiss,
    Statistic.ALPHA: nominal.alpha,
}


class Sums(Protocol):
    def vector(self, patterns: Mapping[tuple[Hashable | None, ...], int]) -> list[int]: ...

    def coefficient(self, statistic: Statistic, sums: Sequence[int]) -> Coefficient: ...

    def series(self, drawn: Sequence[Sequence[int]]) -> Mapping[Statistic, Sequence[float | None]]: ...


@dataclass(frozen=True, slots=True)
class NominalSums:
    layout: Layout

    def vector(self, patterns: Mapping[tuple[Hashable | None, ...], int]) -> list[int]:
        return self.layout.vector(patterns)

    def coefficient(self, statistic: Statistic, sums: Sequence[int]) -> Coefficient:
        return _NOMINAL[statistic](self.layout.totals(sums))

    def series(self, drawn: Sequence[Sequence[int]]) -> Mapping[Statistic, Sequence[float | None]]:
        return nominal.series(self.layout, drawn)


class SpanSums:
    """Matched pairs, and spans in all."""

    def vector(self, patterns: Mapping[tuple[Hashable | None, ...], int]) -> list[int]:
        pairs = patterns.get(BOTH, 0)
        return [pairs, sum(patterns.values()) + pairs]

    def coefficient(self, statistic: Statistic, sums: Sequence[int]) -> Coefficient:
        """F1 = 2 · pairs / spans, the same whichever coder is held to be right: positive specific agreement (Hripcsak &
        Rothschild 2005, J. Am. Med. Inform. Assoc. 12:296–298). Of several pairs of coders: pooled."""
        pairs, spans = sums
        if not spans:
            return Coefficient(None, NOTHING_MARKED, 0)
        return Coefficient(2 * pairs / spans, "", spans)

    def series(self, drawn: Sequence[Sequence[int]]) -> Mapping[Statistic, Sequence[float | None]]:
        return {Statistic.F1: [2 * pairs / spans if spans else None for pairs, spans in drawn]}


def sums_of(question: Question, patterns: Sequence[Patterns], *, coders: int) -> Sums:
    if question in (Question.EXACT, Question.OVERLAP):
        return SpanSums()
    return NominalSums(Layout.of((pattern for block in patterns for pattern in block), paired=coders == 2))
