"""A study's own codebook: rows that keep their identity, and numbered revisions of what they said."""

from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from annotator.studies.codebooks import Codebook, CodebookError, load_codebook
from annotator.studies.codebooks.stored import guidance_of
from annotator.studies.models import ClaimType, CodebookRevision, Study
from annotator.studies.revising import content_of

__all__ = ["CodebookError", "content_of", "load_codebook", "start_codebook"]


@transaction.atomic
def start_codebook(study: Study, *, by: Any, content: Codebook | None = None, number: int = 1) -> CodebookRevision:
    """Give a study without claim types its codebook as revision `number`; `content` is the shipped one by default."""
    codebook = content or load_codebook()
    for position, one in enumerate(codebook.types):
        ClaimType.objects.create(
            study=study,
            guid=UUID(one.guid) if one.guid else uuid4(),
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
        guidance=guidance_of(codebook),
        created_by=by,
    )
