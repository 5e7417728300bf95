"""Withdrawing an annotation and bringing one back: each one transaction, safe to send twice."""

import uuid
from typing import Any

from django.db import IntegrityError, transaction

from annotator.annotations.drafts import DraftError
from annotator.annotations.leaving_out import check_not_twice
from annotator.annotations.lines import newest_version
from annotator.annotations.models import Annotation, Ending, RoleSpan
from annotator.annotations.omitted import Omitted
from annotator.annotations.opening import AlreadyFinished, Conflict, open_reading
from annotator.annotations.save import Saved, shown


@transaction.atomic
def withdraw(reading_id: int, pk: uuid.UUID, *, by: Any) -> Annotation:
    """End an annotation. Sent twice, the second changes nothing. Raises `Conflict` when it was replaced meanwhile."""
    reading = open_reading(reading_id, by)
    if Annotation.objects.filter(pk=pk, reading=reading).end(by=by, how=Ending.WITHDRAWN) == 0:
        annotation = Annotation.objects.get(pk=pk, reading=reading)
        if annotation.ended_how == Ending.REPLACED:
            last = newest_version(annotation)
            theirs = last if last.ended_at is None else None
            raise Conflict("This annotation changed while you were looking at it.", theirs)
    return Annotation.objects.select_related("paragraph", "claim_type").get(pk=pk, reading=reading)


def restore(reading_id: int, pk: uuid.UUID, *, new_id: uuid.UUID, by: Any, expects: uuid.UUID | None = None) -> Saved:
    """Bring the words and facets of an earlier or withdrawn row back as a new one that stands in their line.

    They keep the codebook revision that they were said under, so a claim type that was retired since comes back too.
    `expects` is the line's last row as the person saw it: `Conflict` when another has come since, so that undoing
    in one tab cannot end what was saved in another. Sent again with the same `new_id` it stores nothing.
    """
    try:
        return Saved(_restore(reading_id, pk, new_id, by, expects), created=True)
    except (IntegrityError, Conflict, AlreadyFinished, DraftError) as fault:
        earlier = shown(Annotation.objects.filter(pk=new_id, reading_id=reading_id, reading__coder_id=by.pk))
        if earlier is not None:
            return Saved(earlier, created=False)
        if isinstance(fault, IntegrityError):
            raise Conflict("You have annotated these words in the same way since.") from fault
        raise


_NOT_COPIED = {"id", "end", "replaces_id", "created_at", "ended_at", "ended_by_id", "ended_how"}


@transaction.atomic
def _restore(reading_id: int, pk: uuid.UUID, new_id: uuid.UUID, by: Any, expects: uuid.UUID | None) -> Annotation:
    reading = open_reading(reading_id, by)
    old = Annotation.objects.select_related("paragraph", "claim_type").get(pk=pk, reading=reading)
    last = newest_version(old)
    standing = last if last.ended_at is None else None
    if expects is not None and last.pk != expects:
        raise Conflict("This annotation changed since, so nothing was undone.", standing)
    if standing is not None and standing.pk == old.pk:
        raise Conflict("This annotation stands already.", standing)
    if standing is not None:
        Annotation.objects.filter(pk=last.pk).end(by=by, how=Ending.REPLACED)
    copied = {
        field.attname: getattr(old, field.attname)
        for field in Annotation._meta.concrete_fields
        if field.attname not in _NOT_COPIED
    }
    new = Annotation(id=new_id, replaces_id=last.pk, **copied)
    left_out = list(old.omitted.order_by("pk"))
    if new.is_omission:
        check_not_twice(new, left_out)
    new.save()
    for words in left_out:
        Omitted.objects.create(annotation=new, paragraph_id=words.paragraph_id, start=words.start, quote=words.quote)
    for span in old.role_spans.order_by("pk"):
        RoleSpan.objects.create(
            annotation=new, role=span.role, paragraph_id=span.paragraph_id, start=span.start, quote=span.quote
        )
    return new
