"""Choose another codebook for a study in which nobody has begun to code."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, ProtectedError

from annotator.studies.codebook import start_codebook
from annotator.studies.codebooks import Codebook, Type
from annotator.studies.models import CodebookRevision, Study

_BEGUN = "Somebody has begun to code, so the codebook stays; it changes on its own page, revision by revision."


def check_choice(study: Study) -> None:
    """Raise ValidationError once a reading has begun: annotations point to the claim types there are."""
    if study.readings.filter(started_at__isnull=False).exists():
        raise ValidationError(_BEGUN, code="begun")


@transaction.atomic
def choose_codebook(study: Study, content: Codebook | None, *, by: Any) -> CodebookRevision:
    """Put `content` (the shipped codebook when None) in the place of the study's claim types, as a new revision.

    Raises ValidationError when somebody has begun to code.
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
    """The study's codebook as it stands, without what is retired, in the shape that a file is read into."""
    revision = study.revision
    types = tuple(
        Type(
            code=one.code,
            label=one.label,
            key=one.key,
            definition=one.definition,
            example=one.example,
            not_when=one.not_when,
            note_required=one.note_required,
            colour_light=one.colour_light,
            colour_dark=one.colour_dark,
            pattern=one.pattern,
        )
        for one in study.claim_types.filter(retired_at__isnull=True)
    )
    codes = {one.code for one in types}
    doubt = tuple(code for code in revision.guidance.get("priority_on_doubt", ()) if code in codes)
    return Codebook(
        name=revision.codebook,
        version="",
        unit=revision.guidance.get("unit", ""),
        notes=tuple(revision.guidance.get("notes", ())),
        priority_on_doubt=doubt,
        types=types,
    )
