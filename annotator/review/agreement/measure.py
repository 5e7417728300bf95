"""The two ways in: a whole study at once, or article by article."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from annotator.review.agreement.count import Count
from annotator.review.agreement.figures import Figure
from annotator.review.agreement.inputs import ArticleReadings, Id, Plan
from annotator.review.agreement.report import Report, of_article, report


def measure(
    articles: Iterable[ArticleReadings], plan: Plan | None = None, *, told: Callable[[int], object] = lambda done: None
) -> Report:
    """Measure agreement over these articles, each looked at once and then let go.

    The same articles in the same order and the same plan give the same report to the last digit, on any machine.
    `told` is called with the number of articles done after each; what it raises ends the work.
    """
    count = Count(plan or Plan())
    for done, readings in enumerate(articles, start=1):
        count.add(readings)
        told(done)
    return report(count)


def by_article(
    articles: Iterable[ArticleReadings], plan: Plan | None = None
) -> Iterator[tuple[Id, tuple[Figure, ...]]]:
    """The main figures of each article on its own, as they come. One article has no interval."""
    alone = replace(plan or Plan(), resamples=0)
    for readings in articles:
        count = Count(alone)
        count.add(readings)
        yield readings.article, of_article(count, readings.article)
