"""Measures a study in an instance of its own, its articles read by another process and by this one."""

from django.utils import timezone

from annotator.jobs import elsewhere
from annotator.review.agreement import Plan, measure
from annotator.review.measured import reading_in
from annotator.review.measured.keeping import report_as_json
from annotator.review.measured.reading_in import Inputs
from tests.factories.agreement import make_world, measured, reopen


def both_ways():
    world = make_world(12, coders=("ada", "ben", "cem"))
    reopen(world.readings[0])
    at, plan = timezone.now(), Plan(resamples=40)
    alone = Inputs(world.study, at=at)
    by_itself = report_as_json(measure(alone, plan))
    # So few articles and so small a study that each process has several lots of them.
    reading_in.MANY, reading_in.CHUNK = 2, 5
    ahead = Inputs(world.study, at=at)
    steps = []
    of_both = report_as_json(measure(ahead.read_ahead(), plan, told=steps.append))
    return {
        "worthwhile": elsewhere.is_worthwhile(),
        "figures": [by_itself, of_both],
        "sums": [alone.sha256, ahead.sha256],
        "steps": steps,
        "kept": measured(world).sha256,
    }
