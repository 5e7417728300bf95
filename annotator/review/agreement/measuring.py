"""The figures of topics on one slice of what was counted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from annotator.review.agreement import bootstrap
from annotator.review.agreement.bins import Topic
from annotator.review.agreement.exclusions import exclusions
from annotator.review.agreement.figures import (
    STATISTICS,
    UNITS,
    Asked,
    Coefficient,
    Figure,
    Interval,
    Question,
    Statistic,
)
from annotator.review.agreement.layouts import Sums, sums_of
from annotator.review.agreement.slices import Slice
from annotator.review.agreement.unitizing import alpha_u

NOBODY = "undefined, because no article was finished by two coders"
NO_FIGURE = "no interval, because there is no figure"
NOT_A_SUM = "no interval: every stretch is weighed against every gap, so there are no sums by article to draw from"


class Measuring:
    """Some topics of one slice, measured together: what is drawn for an interval is drawn for all of them at once."""

    def __init__(self, part: Slice, topics: Iterable[Topic]) -> None:
        self.part, self._topics = part, tuple(topics)

    def figures(self, topic: Topic, asked: Asked) -> Iterator[Figure]:
        """One figure for each statistic that the question has."""
        part, frame = self.part, _Frame(self.part, topic, asked)
        if not part.articles:
            for statistic in STATISTICS[topic.question]:
                yield frame.figure(statistic, Coefficient(None, NOBODY, 0), None, NO_FIGURE)
        elif topic.question is Question.UNITIZING:
            there = part.unitizing(topic)
            found = Coefficient(None, there, 0) if isinstance(there, str) else alpha_u(*there)
            yield frame.figure(Statistic.ALPHA_U, found, None, NO_FIGURE if found.value is None else NOT_A_SUM)
        else:
            yield from self._of_sums(topic, frame)

    def _of_sums(self, topic: Topic, frame: "_Frame") -> Iterator[Figure]:
        counted, drawn = self._counted[topic], self._drawn(topic)
        plan, articles, blocks = self.part.count.plan, self.part.articles, len(self.part.bins)
        for statistic in STATISTICS[topic.question]:
            found = counted.sums.coefficient(statistic, counted.whole)
            interval, reason = None, self._none_drawn
            if found.value is None:
                reason = NO_FIGURE
            elif not reason:
                interval, reason = bootstrap.interval(drawn[statistic], articles=articles, blocks=blocks, plan=plan)
            yield frame.figure(statistic, found, interval, reason)

    def _drawn(self, topic: Topic) -> Mapping[Statistic, Sequence[float | None]]:
        """What each statistic comes to in each resample; nothing where there is nothing to draw from."""
        if topic not in self._places:
            return {}
        at, width = self._places[topic]
        return self._counted[topic].sums.series([one[at : at + width] for one in self._resamples])

    @cached_property
    def _counted(self) -> dict[Topic, "_Counted"]:
        wanted = [topic for topic in self._topics if topic.question is not Question.UNITIZING]
        return {topic: _Counted.of(self.part, topic) for topic in wanted}

    @cached_property
    def _none_drawn(self) -> str:
        return bootstrap.too_few(len(self.part.bins), self.part.count.plan)

    @cached_property
    def _places(self) -> dict[Topic, tuple[int, int]]:
        """Where the sums of each topic stand in a resample, and how many they are."""
        places, at = {}, 0
        for topic, counted in self._counted.items():
            if any(counted.whole) and not self._none_drawn:
                places[topic] = at, len(counted.whole)
                at += len(counted.whole)
        return places

    @cached_property
    def _resamples(self) -> list[Sequence[int]]:
        side_by_side = zip(*(self._counted[topic].vectors for topic in self._places), strict=True)
        blocks = [list(chain.from_iterable(vectors)) for vectors in side_by_side]
        return [*bootstrap.resampled(blocks, self.part.count.plan)]


class _Counted(NamedTuple):
    """The sums of a topic: block by block, and as a whole."""

    sums: Sums
    vectors: list[list[int]]
    whole: list[int]

    @classmethod
    def of(cls, part: Slice, topic: Topic) -> "_Counted":
        patterns = part.patterns(topic)
        sums = sums_of(topic.question, patterns, coders=len(part.coders))
        vectors = [sums.vector(block) for block in patterns]
        return cls(sums, vectors, [sum(column) for column in zip(*vectors, strict=True)])


class _Frame:
    """What all figures of a topic have in common."""

    def __init__(self, part: Slice, topic: Topic, asked: Asked) -> None:
        self.asked = asked
        self.coders = part.coders
        self.articles = part.articles
        self.exclusions = exclusions(part, topic)

    def figure(self, statistic: Statistic, found: Coefficient, interval: Interval | None, no_interval: str) -> Figure:
        return Figure(
            asked=self.asked,
            statistic=statistic,
            value=found.value,
            undefined=found.undefined,
            n=found.n,
            units=UNITS[self.asked.question],
            coders=self.coders,
            articles=self.articles,
            exclusions=self.exclusions,
            interval=interval,
            no_interval=no_interval,
            observed=found.observed,
            expected=found.expected,
        )
