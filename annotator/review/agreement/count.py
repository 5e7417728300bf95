"""Counting articles as they come: what is kept grows with weeks, blocks, codes and coders, not with articles."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from annotator.review.agreement.bins import ALL_WEEKS, Bin, Coders, LeftOut
from annotator.review.agreement.counting import count_article
from annotator.review.agreement.inputs import ArticleReadings, Code, Plan
from annotator.review.agreement.shared import SharedArticle, shared
from annotator.review.agreement.unitizing import Continuum, Stretches


@dataclass(slots=True)
class Count:
    """Everything that the figures are made of. `add` takes articles one by one and keeps none of them.

    By week there are only the main topics: no codes, and labels of the plan's code facets alone.
    """

    plan: Plan
    articles: int = 0
    #: articles that fewer than two coders have finished, by who has
    alone: Counter[Coders] = field(default_factory=Counter)
    #: (coder, why it does not count) → readings
    unfinished: Counter[tuple[str, str]] = field(default_factory=Counter)
    #: marks of people whose reading does not count
    uncounted: int = 0
    #: week, or ALL_WEEKS → block → its sums
    bins: dict[str, dict[int, Bin]] = field(default_factory=lambda: {ALL_WEEKS: {}})
    left_out: Counter[LeftOut] = field(default_factory=Counter)
    #: by coders, and week or ALL_WEEKS
    continua: dict[tuple[Coders, str], Continuum] = field(default_factory=dict)
    #: the same, but codes in ALL_WEEKS alone, and what has any code (None) in the weeks alone
    stretches: defaultdict[tuple[Coders, str], defaultdict[Code | None, Stretches]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Stretches))
    )

    def add(self, readings: ArticleReadings) -> None:
        """Raises ValueError for a mark outside its paragraph, and for a moment without a time zone."""
        article = shared(readings)
        if readings.unfinished:
            self.unfinished.update(readings.unfinished.items())
        self.uncounted += article.uncounted
        if len(article.coders) < 2:
            self.alone[article.coders] += 1
            return
        count_article(self, article, self._bins(article))
        self.articles += 1

    def _bins(self, article: SharedArticle) -> tuple[Bin, Bin]:
        """Deal the article out to a block of all weeks and to one of its own."""
        whole = self.bins[ALL_WEEKS]
        week = self.bins.setdefault(article.week, {})
        in_week = sum(bin_.read.total() for bin_ in week.values())
        return (
            whole.setdefault(self.articles % self.plan.most_blocks, Bin()),
            week.setdefault(in_week % self.plan.most_blocks_a_week, Bin()),
        )

    @property
    def weeks(self) -> tuple[str, ...]:
        return tuple(sorted(set(self.bins) - {ALL_WEEKS}))
