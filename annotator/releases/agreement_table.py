"""The newest figures of agreement as a table: none without what it counts and leaves out."""
# ruff: noqa: RUF009 - column() makes dataclass fields

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from annotator.releases.columns import UTC, column, columns_of
from annotator.review.agreement import Figure, Question, Statistic
from annotator.review.measured.models import Agreement


@dataclass(frozen=True, slots=True)
class Measured:
    measurement: int = column("Figures no.", "which of the study's measurements it is of")
    as_of: datetime = column("As of", "what was finished and stood at this moment was measured", unit=UTC)
    question: str = column("Question", "what was asked", values=[one.value for one in Question])
    facet: str = column("Facet", "the facet asked about; empty for all")
    code: str = column("Value", "the facet's value asked about; empty for all")
    coders: str = column("Coders", "the pair asked about, by pseudonym, joined by a space; empty for all")
    week: str = column("Week", "the week in which the last coder finished; empty for all", unit="ISO 8601")
    statistic: str = column("Statistic", "which figure", values=[one.value for one in Statistic])
    value: float | None = column("Value of the figure", "empty where it is not defined: undefined says why")
    n: int = column("Counted", "how many units it counts")
    units: str = column("Units", "what they are")
    articles: int = column("Articles", "how many articles they are in")
    undefined: str = column("Not defined", "why there is no figure")
    interval_low: float | None = column("Interval from", "of the bootstrap percentile interval")
    interval_high: float | None = column("Interval to", "of the same")
    confidence: float | None = column("Confidence", "of the same", unit="0 to 1")
    no_interval: str = column("No interval", "why there is none")
    seed: int = column("Seed", "intervals are drawn from it")
    exclusions: Any = column("Left out", "what was left out of the count: reason, count, units")


COLUMNS = columns_of(Measured)


def figures(agreement: Agreement | None) -> Iterator[Measured]:
    """The figures of one measurement, in its order; none where nothing was measured."""
    if agreement is not None:
        for figure in agreement.report.figures:
            yield _measured(figure, agreement)


def _measured(figure: Figure, agreement: Agreement) -> Measured:
    asked, interval = figure.asked, figure.interval
    return Measured(
        measurement=agreement.number,
        as_of=agreement.as_of,
        question=asked.question.value,
        facet=asked.code.facet if asked.code else asked.facet,
        code=asked.code.value if asked.code else "",
        coders=" ".join(asked.coders),
        week=asked.week,
        statistic=figure.statistic.value,
        value=figure.value,
        n=figure.n,
        units=figure.units,
        articles=figure.articles,
        undefined=figure.undefined,
        interval_low=interval.low if interval else None,
        interval_high=interval.high if interval else None,
        confidence=interval.confidence if interval else None,
        no_interval=figure.no_interval,
        seed=agreement.seed,
        exclusions=[{"reason": one.reason, "count": one.count, "units": one.units} for one in figure.exclusions],
    )
