"""A study's own codebook: rows that keep their identity, and numbered revisions of what they said."""

from typing import Any

from django.db import transaction

from annotator.studies.codebooks import Codebook, CodebookError, load_codebook
from annotator.studies.models import ClaimType, CodebookRevision, Study

__all__ = ["CodebookError", "content_of", "load_codebook", "start_codebook"]


@transaction.atomic
def start_codebook(study: Study, *, by: Any, content: Codebook | None = None, number: int = 1) -> CodebookRevision:
    """Give a study without claim types its codebook as revision `number`; `content` is the shipped one by default."""
    codebook = content or load_codebook()
    for position, one in enumerate(codebook.types):
        ClaimType.objects.create(
            study=study,
            position=position,
            code=one.code,
            label=one.label,
            key=one.key,
            colour_light=one.colour_light,
            colour_dark=one.colour_dark,
            pattern=one.pattern,
            definition=one.definition,
            example=one.example,
            not_when=one.not_when,
            note_required=one.note_required,
        )
    return CodebookRevision.objects.create(
        study=study,
        number=number,
        codebook=codebook.name,
        note=f"Started from {codebook.name} {codebook.version}".rstrip() + ".",
        content=content_of(study),
        guidance={
            "unit": codebook.unit,
            "notes": list(codebook.notes),
            "priority_on_doubt": list(codebook.priority_on_doubt),
        },
        created_by=by,
    )


def content_of(study: Study) -> list[dict[str, Any]]:
    """The claim types as they stand now, retired ones included, in the shape that a revision keeps."""
    return [
        {
            "id": one.pk,
            "code": one.code,
            "label": one.label,
            "key": one.key,
            "definition": one.definition,
            "example": one.example,
            "not_when": one.not_when,
            "colour_light": one.colour_light,
            "colour_dark": one.colour_dark,
            "pattern": one.pattern,
            "note_required": one.note_required,
            "retired": one.retired_at is not None,
        }
        for one in study.claim_types.all()
    ]
