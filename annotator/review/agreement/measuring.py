"""The figures of one topic on one slice of what was counted."""

from collections.abc import Iterator, Mapping, Sequence

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
from annotator.review.agreement.layouts import sums_of
from annotator.review.agreement.slices import Slice
from annotator.review.agreement.unitizing import alpha_u

NOBODY = "undefined, because no article was finished by two coders"
NO_FIGURE = "no interval, because there is no figure"
NOT_A_SUM = "no interval: every stretch is weighed against every gap, so there are no sums by article to draw from"


def figures(part: Slice, topic: Topic, asked: Asked) -> Iterator[Figure]:
    """One figure for each statistic that the question has."""
    frame = _Frame(part, topic, asked)
    if not part.articles:
        for statistic in STATISTICS[topic.question]:
            yield frame.figure(statistic, Coefficient(None, NOBODY, 0), None, NO_FIGURE)
    elif topic.question is Question.UNITIZING:
        there = part.unitizing(topic)
        found = Coefficient(None, there, 0) if isinstance(there, str) else alpha_u(*there)
        yield frame.figure(Statistic.ALPHA_U, found, None, NO_FIGURE if found.value is None else NOT_A_SUM)
    else:
        yield from _of_sums(part, topic, frame)


def _of_sums(part: Slice, topic: Topic, frame: "_Frame") -> Iterator[Figure]:
    patterns = part.patterns(topic)
    sums = sums_of(topic.question, patterns, coders=len(part.coders))
    vectors = [sums.vector(block) for block in patterns]
    whole = [sum(column) for column in zip(*vectors, strict=True)]
    plan, articles = part.count.plan, part.articles
    none_drawn = bootstrap.too_few(len(vectors), plan)
    drawn: Mapping[Statistic, Sequence[float | None]] = {}
    if any(whole) and not none_drawn:
        drawn = sums.series([*bootstrap.resampled(vectors, plan)])
    for statistic in STATISTICS[topic.question]:
        found = sums.coefficient(statistic, whole)
        interval, reason = None, none_drawn
        if found.value is None:
            reason = NO_FIGURE
        elif not none_drawn:
            interval, reason = bootstrap.interval(drawn[statistic], articles=articles, blocks=len(vectors), plan=plan)
        yield frame.figure(statistic, found, interval, reason)


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
