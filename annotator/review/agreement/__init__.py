"""Agreement between coders: pure, values in and values out.

    report = measure(articles, plan)                    # any iterable of ArticleReadings, looked at once
    for figure in report.overall(): …                   # also by_code, by_pair, by_week; report.confusions
    figure.value, figure.undefined, figure.n, figure.units, figure.interval, figure.exclusions
    for unit in units(figure.asked, articles, plan): …  # what the figure was made of, lazily
    for article, figures in by_article(articles): …     # one article at a time

Which figure answers which question, and every convention, is in docs/guide/agreement.md. For a table of units × coders
that comes from elsewhere there is `coefficients`.
"""

from annotator.review.agreement.bootstrap import CAUTIOUS_BELOW
from annotator.review.agreement.figures import (
    STATISTICS,
    UNITS,
    Asked,
    Coefficient,
    Confusion,
    Exclusion,
    Figure,
    Interval,
    Question,
    Statistic,
    Unit,
)
from annotator.review.agreement.inputs import ArticleReadings, Code, Id, Mark, ParagraphText, Plan, Span
from annotator.review.agreement.listing import units
from annotator.review.agreement.measure import by_article, measure
from annotator.review.agreement.report import Report

__all__ = [
    "CAUTIOUS_BELOW",
    "STATISTICS",
    "UNITS",
    "ArticleReadings",
    "Asked",
    "Code",
    "Coefficient",
    "Confusion",
    "Exclusion",
    "Figure",
    "Id",
    "Interval",
    "Mark",
    "ParagraphText",
    "Plan",
    "Question",
    "Report",
    "Span",
    "Statistic",
    "Unit",
    "by_article",
    "measure",
    "units",
]
