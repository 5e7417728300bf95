"""A part of what was counted: all of it, one pair of coders, one week. Hands out the sums of each block of articles."""

from collections import Counter
from collections.abc import Hashable, Iterable
from functools import cached_property

from annotator.review.agreement.bins import ALL_WEEKS, Coders, Topic, Values
from annotator.review.agreement.count import Count
from annotator.review.agreement.figures import Question
from annotator.review.agreement.places import spoken
from annotator.review.agreement.unitizing import Continuum, Stretches

type Patterns = dict[tuple[Hashable | None, ...], int]

ANOTHER = "another value"
NOT_THE_SAME = "undefined, because not all coders read the same articles: look at the pairs"


class Slice:
    """`pair` is empty for all coders."""

    def __init__(self, count: Count, *, pair: Coders = (), week: str = ALL_WEEKS) -> None:
        self.count, self.pair, self.week = count, pair, week
        self.bins = [bin_ for _, bin_ in sorted(count.bins.get(week, {}).items()) if any(map(self.holds, bin_.read))]

    def holds(self, coders: Coders) -> bool:
        return not self.pair or set(self.pair) <= set(coders)

    @cached_property
    def read(self) -> Counter[Coders]:
        """Articles, by who has finished them."""
        result: Counter[Coders] = Counter()
        for bin_ in self.bins:
            result.update({coders: number for coders, number in bin_.read.items() if self.holds(coders)})
        return result

    @cached_property
    def articles(self) -> int:
        return self.read.total()

    @cached_property
    def coders(self) -> Coders:
        return self.pair or tuple(sorted({coder for coders in self.read for coder in coders}))

    def patterns(self, topic: Topic) -> list[Patterns]:
        """Of each block: pattern of values → units. Of F1: who has a span. Of a label's code: that code or another."""
        return [self._patterns(block.seen(topic).items(), topic) for block in self.bins]

    def _patterns(self, seen: Iterable[tuple[tuple[Coders, Values], int]], topic: Topic) -> Patterns:
        result: Patterns = {}
        for (coders, values), number in seen:
            if number and self.holds(coders):
                said = spoken(values, len(coders)) if isinstance(values, int) else values
                if self.pair and coders != self.pair:
                    said = tuple(said[coders.index(coder)] for coder in self.pair)
                if topic.question is Question.LABEL and topic.code is not None:
                    said = tuple(one if one in (None, topic.code.value) else ANOTHER for one in said)
                result[said] = result.get(said, 0) + number
        return result

    def unitizing(self, topic: Topic) -> tuple[list[Stretches], Continuum] | str:
        """The categories of a topic and the continuum they lie on, or the sentence why there is none."""
        if set(self.read) != {self.coders} and not self.pair:
            return NOT_THE_SAME
        on = self.count.continua.get((self.coders, self.week), Continuum(len(self.coders)))
        if not topic.facet and topic.code is None:
            return [self._any_code()], on
        of_codes = self.count.stretches[self.coders, ALL_WEEKS]
        wanted = [code for code in of_codes if code == topic.code or (code and code.facet == topic.facet)]
        return [of_codes[code] for code in wanted], on

    def _any_code(self) -> Stretches:
        result = Stretches()
        for week in self.count.weeks if self.week == ALL_WEEKS else (self.week,):
            result.merge(self.count.stretches[self.coders, week][None])
        return result
