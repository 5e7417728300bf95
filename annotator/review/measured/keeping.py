"""A report as JSON, and back. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from annotator.review.agreement import (
    Asked,
    Code,
    Confusion,
    Exclusion,
    Figure,
    Interval,
    Plan,
    Question,
    Report,
    Statistic,
)


def plan_as_json(plan: Plan) -> dict[str, Any]:
    return asdict(plan)


def plan_from(kept: Mapping[str, Any]) -> Plan:
    fields: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()}
    return Plan(**fields)


def report_as_json(report: Report) -> dict[str, Any]:
    return {
        "coders": list(report.coders),
        "codes": [list(code) for code in report.codes],
        "weeks": list(report.weeks),
        "articles": report.articles,
        "figures": [figure_as_json(figure) for figure in report.figures],
        "confusions": [_confusion_as_json(confusion) for confusion in report.confusions],
    }


def report_from(kept: Mapping[str, Any], plan: Plan) -> Report:
    return Report(
        plan=plan,
        coders=tuple(kept["coders"]),
        codes=tuple(Code(*code) for code in kept["codes"]),
        weeks=tuple(kept["weeks"]),
        articles=kept["articles"],
        figures=tuple(_figure(figure) for figure in kept["figures"]),
        confusions=tuple(_confusion(confusion) for confusion in kept["confusions"]),
    )


def figure_as_json(figure: Figure) -> dict[str, Any]:
    asked, interval = figure.asked, figure.interval
    return {
        "question": asked.question.value,
        "code": list(asked.code) if asked.code else None,
        "facet": asked.facet,
        "pair": list(asked.coders),
        "week": asked.week,
        "statistic": figure.statistic.value,
        "value": figure.value,
        "undefined": figure.undefined,
        "n": figure.n,
        "units": figure.units,
        "coders": list(figure.coders),
        "articles": figure.articles,
        "left_out": [{"reason": one.reason, "count": one.count, "units": one.units} for one in figure.exclusions],
        "interval": asdict(interval) if interval else None,
        "no_interval": figure.no_interval,
        "observed": figure.observed,
        "expected": figure.expected,
    }


def _figure(kept: Mapping[str, Any]) -> Figure:
    asked = Asked(
        Question(kept["question"]),
        Code(*kept["code"]) if kept["code"] else None,
        kept["facet"],
        tuple(kept["pair"]),
        kept["week"],
    )
    return Figure(
        asked=asked,
        statistic=Statistic(kept["statistic"]),
        value=kept["value"],
        undefined=kept["undefined"],
        n=kept["n"],
        units=kept["units"],
        coders=tuple(kept["coders"]),
        articles=kept["articles"],
        exclusions=tuple(Exclusion(**one) for one in kept["left_out"]),
        interval=Interval(**kept["interval"]) if kept["interval"] else None,
        no_interval=kept["no_interval"],
        observed=kept["observed"],
        expected=kept["expected"],
    )


def _confusion_as_json(confusion: Confusion) -> dict[str, Any]:
    cells: Sequence[Any] = [[row, column, count] for (row, column), count in confusion.cells.items()]
    return {
        "facet": confusion.facet,
        "pair": list(confusion.coders),
        "values": list(confusion.values),
        "cells": list(cells),
    }


def _confusion(kept: Mapping[str, Any]) -> Confusion:
    cells = {(row, column): count for row, column, count in kept["cells"]}
    return Confusion(kept["facet"], tuple(kept["pair"]), tuple(kept["values"]), cells)
