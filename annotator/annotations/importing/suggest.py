"""Make a plan true as suggestions: one batch that every coder of the study sees alike, and a row that says so."""

from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from annotator.annotations.importing.found import Problem
from annotator.annotations.importing.models import BroughtIn
from annotator.annotations.importing.plan import Plan
from annotator.annotations.importing.rules import ALREADY, Taken, suggested_in
from annotator.studies.models import Study
from annotator.suggestions.models import Batch, Run, Suggestion
from articles.words import storable

#: what a run's column holds of a model's name
LONGEST_MODEL = 100


@transaction.atomic
def suggest(study: Study, plan: Plan, *, format: str, file_name: str, content: bytes, by: Any) -> BroughtIn:
    """Store what the plan takes as one batch of suggestions, and log it. Who marked what in the file is not kept.

    Raises ValidationError when everything was brought in meanwhile.
    """
    Study.objects.select_for_update(no_key=True).get(pk=study.pk)  # two owners' files come in one after the other
    there = suggested_in(study)
    taken = [one for one in plan.taken if one.key not in there]
    left = [*plan.left, *(Problem(one.where, ALREADY) for one in plan.taken if one.key in there)]
    if not taken:
        raise ValidationError("Everything in the file is a suggestion in this study already.")
    batch = Batch.objects.create(study=study, by=by)
    runs = _runs(batch, taken, format)
    Suggestion.objects.bulk_create([_suggestion(runs[_run_of(one)], one) for one in taken], batch_size=500)
    return BroughtIn.objects.create(
        study=study,
        batch=batch,
        by=by,
        format=format,
        file_name=file_name,
        file_sha256=sha256(content).hexdigest(),
        taken=len(taken),
        left=[[storable(one.where), storable(one.said)] for one in left],
    )


def take_back(batch: Batch, *, by: Any) -> bool:
    """Take the batch off the coders' screens; what they decided stays. False when it was taken back before."""
    return Batch.objects.filter(pk=batch.pk).take_back(by=by) == 1


def _run_of(one: Taken) -> tuple[int, str]:
    return one.anchor.version_id, one.model[:LONGEST_MODEL]


def _runs(batch: Batch, taken: list[Taken], format: str) -> dict[tuple[int, str], Run]:
    wanted = sorted({_run_of(one) for one in taken})
    made = [Run(batch=batch, article_id=article, engine=format, version=model) for article, model in wanted]
    return dict(zip(wanted, Run.objects.bulk_create(made, batch_size=500), strict=True))


def _suggestion(run: Run, one: Taken) -> Suggestion:
    return Suggestion(
        run=run,
        paragraph_id=one.anchor.paragraph_id,
        start=one.anchor.start,
        quote=one.anchor.quote,
        kind="brought-in",
        editorial=False,
        label=one.label,
        claim_type=one.claim_type,
        note=one.note,
        **one.attribution,
    )
