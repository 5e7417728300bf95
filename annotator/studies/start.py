"""Start a study: the row, its owner and its codebook, all or nothing."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify

from annotator.studies.codebook import start_codebook
from annotator.studies.codebooks import Codebook
from annotator.studies.members import add_member
from annotator.studies.models import Role, Study

#: words that /studies/<word>/ already uses
_TAKEN = {"new"}


@transaction.atomic
def start_study(study: Study, *, by: Any, content: Codebook | None = None) -> Study:
    """Store a new study owned by `by`, with revision 1 of `content` (the shipped codebook by default).

    A slug is made from the title unless one is given.
    """
    study.slug = study.slug or free_slug(study.title)
    study.created_by = by
    study.full_clean()
    study.save(force_insert=True)
    add_member(study, by, Role.OWNER, by=by)
    start_codebook(study, by=by, content=content)
    return study


def free_slug(title: str) -> str:
    """A slug no study has: the title's words, and a number where they are taken."""
    base = slugify(title)[:70].strip("-") or "study"
    taken = _TAKEN | set(Study.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)
