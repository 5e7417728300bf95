"""The newest figures of agreement, as they were kept."""

from typing import Any

from annotator.releases.restoring.source import Source, time
from annotator.releases.verifying.tables import Record
from annotator.review.agreement import Plan, Question
from annotator.review.measured.keeping import plan_as_json
from annotator.review.measured.models import Agreement
from annotator.studies.models import Study


def restore_agreement(source: Source, study: Study, *, by: Any) -> None:
    """A release has the figures without the tables of confusion they came with, which are empty then."""
    lines = list(source.table("agreement"))
    if not lines:
        return
    first = lines[0]
    coders = sorted({coder for one in lines for coder in one["coders"].split()})
    Agreement.objects.create(
        study=study,
        number=first["measurement"],
        by=by,
        at=time(first["as_of"]),
        as_of=time(first["as_of"]),
        revision=study.revision,
        plan=plan_as_json(Plan()),
        seed=first["seed"],
        sha256="",
        articles=max(one["articles"] for one in lines),
        readings=0,
        figures={
            "coders": coders,
            "codes": sorted([facet, value] for facet, value in {(one["facet"], one["code"]) for one in lines} if value),
            "weeks": sorted({one["week"] for one in lines} - {""}),
            "articles": max(one["articles"] for one in lines),
            "figures": [_figure(one, coders) for one in lines],
            "confusions": [{"facet": facet, "pair": [], "values": [], "cells": []} for facet in Plan().facets],
        },
    )


def _figure(one: Record, coders: list[str]) -> Record:
    asked = one["coders"].split()
    return {
        "question": Question(one["question"]).value,
        "code": [one["facet"], one["code"]] if one["code"] else None,
        "facet": "" if one["code"] else one["facet"],
        "pair": asked,
        "week": one["week"],
        "statistic": one["statistic"],
        "value": one["value"],
        "undefined": one["undefined"],
        "n": one["n"],
        "units": one["units"],
        "coders": asked or coders,
        "articles": one["articles"],
        "left_out": one["exclusions"],
        "interval": _interval(one),
        "no_interval": one["no_interval"],
        "observed": None,
        "expected": None,
    }


def _interval(one: Record) -> Record | None:
    """Of how many draws it comes is not told."""
    if one["interval_low"] is None:
        return None
    return {
        "low": one["interval_low"],
        "high": one["interval_high"],
        "confidence": one["confidence"],
        "resamples": 0,
        "undefined": 0,
        "blocks": 0,
        "articles": one["articles"],
        "seed": one["seed"],
    }
