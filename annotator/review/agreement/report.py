"""Each question for all coders, each code, each pair of coders and each week."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

from annotator.review.agreement.bins import ALL_WEEKS, Topic
from annotator.review.agreement.confusion import confusion
from annotator.review.agreement.count import Count
from annotator.review.agreement.exclusions import exclusions
from annotator.review.agreement.figures import Asked, Confusion, Figure, Question, Statistic
from annotator.review.agreement.inputs import Code, Id, Plan
from annotator.review.agreement.measuring import Measuring
from annotator.review.agreement.slices import Slice

_OF_MARKS = tuple(question for question in Question if question is not Question.LABEL)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything measured. `articles` were finished by two coders or more; `weeks` are those in which some were."""

    plan: Plan
    coders: tuple[str, ...]
    codes: tuple[Code, ...]
    weeks: tuple[str, ...]
    articles: int
    figures: tuple[Figure, ...]
    confusions: tuple[Confusion, ...]

    def figure(self, asked: Asked, statistic: Statistic) -> Figure:
        """Raises KeyError for what was not measured."""
        for figure in self.figures:
            if figure.asked == asked and figure.statistic is statistic:
                return figure
        raise KeyError((asked, statistic))

    def overall(self) -> list[Figure]:
        """All coders, all weeks, all codes."""
        return [one for one in self.figures if not (one.asked.code or one.asked.coders or one.asked.week)]

    def by_code(self, question: Question, statistic: Statistic) -> list[Figure]:
        return [one for one in self._of(question, statistic) if one.asked.code]

    def by_pair(self, question: Question, statistic: Statistic, facet: str = "") -> list[Figure]:
        return [one for one in self._of(question, statistic) if one.asked.coders and one.asked.facet == facet]

    def by_week(self, question: Question, statistic: Statistic, facet: str = "") -> list[Figure]:
        return [one for one in self._of(question, statistic) if one.asked.week and one.asked.facet == facet]

    def _of(self, question: Question, statistic: Statistic) -> list[Figure]:
        return [one for one in self.figures if one.asked.question is question and one.statistic is statistic]


def report(count: Count) -> Report:
    everything = Slice(count)
    coders, codes = everything.coders, _codes(count)
    weeks = count.weeks
    pairs = [Slice(count, pair=pair) for pair in combinations(coders, 2)]
    parts = [everything, *pairs]
    return Report(
        plan=count.plan,
        coders=coders,
        codes=codes,
        weeks=weeks,
        articles=count.articles,
        figures=tuple(_figures(count, parts, codes, weeks)),
        confusions=tuple(confusion(part, facet) for facet in count.plan.facets for part in parts),
    )


def _figures(count: Count, parts: list[Slice], codes: tuple[Code, ...], weeks: tuple[str, ...]) -> Iterator[Figure]:
    general, of_codes = general_topics(count.plan), [topic for code in codes for topic in _topics_of(code)]
    everything = Measuring(parts[0], [*general, *of_codes])
    pairs = [Measuring(part, general) for part in parts[1:]]
    for topic in general:
        found = list(everything.figures(topic, _asked(topic, everything.part)))
        yield from found
        for pair in pairs:
            asked = _asked(topic, pair.part)
            if pair.part.pair == everything.part.coders:
                left_out = exclusions(pair.part, topic)
                yield from (replace(one, asked=asked, exclusions=left_out) for one in found)
            else:
                yield from pair.figures(topic, asked)
    for topic in of_codes:
        yield from everything.figures(topic, _asked(topic, everything.part))
    main = main_topics(count.plan)
    for week in weeks:
        in_week = Measuring(Slice(count, week=week), main)
        for topic in main:
            yield from in_week.figures(topic, _asked(topic, in_week.part))


def of_article(count: Count, article: Id) -> tuple[Figure, ...]:
    """The main figures of a count that holds this one article alone."""
    main = main_topics(count.plan)
    alone = Measuring(Slice(count), main)
    return tuple(
        figure
        for topic in main
        for figure in alone.figures(topic, Asked(topic.question, topic.code, topic.facet, article=article))
    )


def general_topics(plan: Plan) -> list[Topic]:
    of_facets = [Topic(Question.UNITIZING, facet=facet) for facet in plan.code_facets]
    labels = [Topic(Question.LABEL, facet=facet) for facet in plan.facets]
    return [*map(Topic, _OF_MARKS), *of_facets, *labels]


def main_topics(plan: Plan) -> list[Topic]:
    """Those that are also told for each week and each article."""
    return [*map(Topic, _OF_MARKS), *(Topic(Question.LABEL, facet=facet) for facet in plan.code_facets)]


def _topics_of(code: Code) -> list[Topic]:
    return [*(Topic(question, code) for question in _OF_MARKS), Topic(Question.LABEL, code, code.facet)]


def _asked(topic: Topic, part: Slice) -> Asked:
    return Asked(topic.question, topic.code, topic.facet, part.pair, part.week)


def _codes(count: Count) -> tuple[Code, ...]:
    """Every code that somebody gave, facets in the plan's order."""
    order = {facet: number for number, facet in enumerate(count.plan.code_facets)}
    found = {code for bin_ in count.bins[ALL_WEEKS].values() for code in bin_.codes if code is not None}
    return tuple(sorted(found, key=lambda code: (order[code.facet], code.value)))
