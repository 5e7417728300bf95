"""Agreement between coders: pure, values in and values out.

    report = measure(articles, plan)                    # any iterable of ArticleReadings, looked at once
    for figure in report.overall(): …                   # also by_code, by_pair, by_week; report.confusions
    figure.value, figure.undefined, figure.n, figure.units, figure.interval, figure.exclusions
    for unit in units(figure.asked, articles, plan): …  # what the figure was made of, lazily
    for article, figures in by_article(articles): …     # one article at a time

In, one for each article of a study, by a generator if you like:

    ArticleReadings(
        article=7,                                      # any id; so are paragraph, mark and coder
        paragraphs=[ParagraphText(id=70, length=49, sentences=[(0, 24), (25, 49)], tokens=[(0, 4), …], left_out="")],
        finished={"ana": moment, "ben": moment},        # those whose reading counts; with a time zone
        unfinished={"cy": "not finished"},              # the others: coder → why it does not count
        marks=[Mark(id="…", coder="ana", paragraph=70, start=0, end=14, facets={"claim_type": "causal"})],
    )

All places are code points of one paragraph, half-open. Only annotations that stand belong in `marks`; those of somebody
who is not in `finished` are left out and counted. Who may see what of whom is not known here.

Out, a Figure has exactly one of `value` and `undefined` (a sentence), and exactly one of `interval` and `no_interval`
(a sentence). Its `asked` says what it is about and is all that `units` needs; `count` of those units that are not left
out sums to `n`. Everything a figure depends on is in the `Plan`: with the articles it gives the same report to the last
digit.

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
from annotator.review.agreement.inputs import ArticleReadings, Code, Id, Mark, ParagraphText, Pieces, Plan, Span
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
    "Pieces",
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
