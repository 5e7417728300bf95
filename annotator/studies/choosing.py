"""Choose another codebook for a study in which nobody has begun to code."""

from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, ProtectedError

from annotator.studies.changes import CodebookChange
from annotator.studies.codebook import start_codebook
from annotator.studies.codebooks import Codebook
from annotator.studies.models import CodebookRevision, Study
from annotator.studies.revising import as_it_stands

_BEGUN = "Somebody has begun to code, so the codebook stays; it changes on its own page, revision by revision."
_CHANGED = (
    "This codebook was changed on its own page, which keeps the history: change it further there, or bring in a file."
)


def check_choice(study: Study) -> None:
    """Raise ValidationError once a reading has begun or a type was changed: rows point to the claim types there are."""
    if study.readings.filter(started_at__isnull=False).exists():
        raise ValidationError(_BEGUN, code="begun")
    if CodebookChange.objects.filter(revision__study=study, claim_type__isnull=False).exists():
        raise ValidationError(_CHANGED, code="changed")


@transaction.atomic
def choose_codebook(study: Study, content: Codebook | None, *, by: Any) -> CodebookRevision:
    """Put `content` (the shipped codebook when None) in the place of the study's claim types, as a new revision.

    Raises ValidationError when somebody has begun to code or the codebook was changed type by type.
    """
    Study.objects.select_for_update(no_key=True).get(pk=study.pk)
    check_choice(study)
    try:
        study.claim_types.all().delete()
    except ProtectedError as used:
        raise ValidationError(_BEGUN, code="begun") from used
    last = study.revisions.aggregate(last=Max("number"))["last"] or 0
    return start_codebook(study, by=by, content=content, number=last + 1)


def codebook_of(study: Study) -> Codebook:
    """The study's codebook as it stands, without what is retired, in the shape that a file is read into.

    The types keep their guids, so that other tools see the same codes in both studies.
    """
    whole = as_it_stands(study, study.revision)
    codes = {one.code for one in whole.active}
    doubt = tuple(code for code in whole.priority_on_doubt if code in codes)
    return replace(whole, types=whole.active, priority_on_doubt=doubt)
