"""The figures as files, for papers and for other programs. Coders are pseudonyms of the study in both."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from annotator.review.agreement import Figure
from annotator.review.measured.models import Agreement

COLUMNS = (
    "question", "facet", "code", "coder_1", "coder_2", "week", "statistic", "value", "undefined", "n", "units",
    "articles", "interval_low", "interval_high", "confidence", "resamples", "resamples_undefined", "blocks", "seed",
    "caution", "no_interval", "observed", "expected", "left_out",
)  # fmt: skip


def as_csv(agreement: Agreement) -> Iterator[bytes]:
    """One row for each figure. Numbers are written to the last digit; an empty value has a sentence beside it."""
    yield _line(COLUMNS)
    for figure in agreement.report.figures:
        yield _line(_row(figure))


def as_json(agreement: Agreement) -> bytes:
    said = {
        "study": agreement.study.slug,
        "title": agreement.study.title,
        "agreement": agreement.number,
        "as_of": agreement.as_of.isoformat(),
        "codebook": str(agreement.revision),
        "articles": agreement.articles,
        "readings": agreement.readings,
        "inputs_sha256": agreement.sha256,
        "plan": agreement.plan,
        **agreement.figures,
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _row(figure: Figure) -> list[Any]:
    asked, interval = figure.asked, figure.interval
    drawn: list[Any] = [""] * 8
    if interval:
        drawn = [
            interval.low, interval.high, interval.confidence, interval.resamples, interval.undefined, interval.blocks,
            interval.seed, interval.caution,
        ]  # fmt: skip
    left_out = "; ".join(f"{one.count} {one.units}: {one.reason}" for one in figure.exclusions)
    return [
        asked.question.value,
        asked.code.facet if asked.code else asked.facet,
        asked.code.value if asked.code else "",
        *(asked.coders or ("", "")),
        asked.week,
        figure.statistic.value,
        figure.value,
        figure.undefined,
        figure.n,
        figure.units,
        figure.articles,
        *drawn,
        figure.no_interval,
        figure.observed,
        figure.expected,
        left_out,
    ]


def _line(values: Iterable[Any]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow(values)
    return written.getvalue().encode()
