"""Decisions made before it was recorded which flags they saw."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import models
from django.utils import timezone

from annotator.review.cases import gather
from annotator.review.models import Decision, Flag, SeenFlag
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.review import QUOTE, make_decision

so_far = import_module("annotator.review.migrations.0003_flags_seen_so_far").decisions_so_far_saw_what_had_come

pytestmark = pytest.mark.django_db


def test_a_decision_made_before_saw_the_flags_that_were_older(queue):
    gather(queue.study)
    first = make_decision(queue.case, queue.reviewer)
    make_annotation(make_reading(study=queue.study, article=queue.article), QUOTE, **INSERTION)
    gather(queue.study)
    second = make_decision(queue.case, queue.reviewer)
    models.QuerySet(SeenFlag)._raw_delete("default")
    old, new = Flag.objects.order_by("pk")
    for row, minute in ((old, 0), (first, 1), (new, 2), (second, 3)):
        models.QuerySet(type(row)).filter(pk=row.pk).update(at=timezone.now().replace(minute=minute))
    so_far(apps, None)
    seen = {decision.pk: set(decision.flags_seen.all()) for decision in Decision.objects.all()}
    assert seen == {first.pk: {old}, second.pk: {old, new}}
