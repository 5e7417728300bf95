"""Storing an annotation: one transaction, safe to send twice."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from annotator.annotations.building import paragraph_of, role_span, said_of, unsaved
from annotator.annotations.drafts import Draft, DraftError, place_in
from annotator.annotations.in_force import off_by
from annotator.annotations.leaving_out import check_not_twice, is_what_was_left_out, omitted_of
from annotator.annotations.lines import newest_version
from annotator.annotations.models import Annotation, AnnotationQuerySet, Ending, Reading, RoleSpan
from annotator.annotations.opening import AlreadyFinished, Conflict, open_reading


@dataclass(frozen=True, slots=True)
class Saved:
    annotation: Annotation
    created: bool


def save(reading_id: int, draft: Draft, *, by: Any) -> Saved:
    """Store `draft` as a new annotation of this person's reading, ending the one it replaces.

    The same id sent again with the same words is answered as before (`created=False`) and stores nothing, even when
    the reading was finished or the codebook changed since. Raises Reading.DoesNotExist, `AlreadyFinished`,
    `DraftError`, `QuoteMismatch` (the quote is not the slice) or `Conflict`.
    """
    try:
        return Saved(_write(reading_id, draft, by), created=True)
    except (IntegrityError, Conflict, AlreadyFinished, ValidationError, DraftError) as fault:
        earlier = shown(Annotation.objects.filter(pk=draft.id, reading_id=reading_id, reading__coder_id=by.pk))
        if earlier is not None:
            if is_same(earlier, draft):
                return Saved(earlier, created=False)
            raise Conflict("This page has saved other words under the same id before.", earlier) from fault
        if not isinstance(fault, IntegrityError):
            raise
        raise _what_stood_in_the_way(reading_id, draft) from fault


@transaction.atomic
def _write(reading_id: int, draft: Draft, by: Any) -> Annotation:
    reading = open_reading(reading_id, by)
    paragraph = paragraph_of(reading, draft.place.paragraph)
    annotation = unsaved(reading, paragraph, draft)
    roles = {_place_of(role): role for role in (role_span(reading, annotation, paragraph, r) for r in draft.roles)}
    omitted = omitted_of(reading, draft)
    if draft.replaces:
        annotation.replaces_id = _end_replaced(reading, draft.replaces, by)
    if draft.place.is_point:
        check_not_twice(annotation, omitted)
    annotation.save()
    for words in omitted:
        words.annotation = annotation
        words.save()
    for role in roles.values():
        role.annotation = annotation
        role.save()
    if reading.started_at is None:
        Reading.objects.filter(pk=reading.pk, started_at__isnull=True).update(started_at=timezone.now())
    return annotation


def _end_replaced(reading: Reading, pk: uuid.UUID, by: Any) -> uuid.UUID:
    """End the row being edited; return the row that the new one replaces.

    That is the row itself, or, when its line was withdrawn meanwhile, the line's last row: saving an edit means that
    the person wants the passage tagged.
    """
    if Annotation.objects.filter(pk=pk, reading=reading).end(by=by, how=Ending.REPLACED) == 1:
        return pk
    replaced = Annotation.objects.filter(pk=pk, reading=reading).first()
    if replaced is None:
        raise DraftError({"replaces": "The annotation you are editing is not part of this reading."})
    last = newest_version(replaced)
    if last.ended_at is None:
        raise Conflict("This annotation changed while you were editing it.", last)
    return last.pk


def _what_stood_in_the_way(reading_id: int, draft: Draft) -> Exception:
    """Name the rule that the database refused the row by."""
    if Annotation.objects.filter(pk=draft.id).exists():
        return Conflict("The page sent an id that is taken. Reload it and save once more.")
    twin = Annotation.objects.standing().filter(
        reading_id=reading_id, paragraph_id=draft.place.paragraph, claim_type_id=draft.claim_type
    )
    if draft.place.how == "span":
        twin = twin.filter(start=draft.place.start, quote=draft.place.quote)
    return Conflict("You have already annotated these words in the same way.", shown(twin))


def shown(rows: AnnotationQuerySet) -> Annotation | None:
    return rows.select_related("paragraph__article", "claim_type", "codebook_revision").first()


def _place_of(span: RoleSpan) -> tuple[str, int, int, str]:
    return span.role, span.paragraph_id, span.start, span.quote


def is_same(earlier: Annotation, draft: Draft) -> bool:
    """True when storing `draft` would make the row that `earlier` is: it was sent twice."""
    paragraph = earlier.paragraph
    try:
        place = place_in(paragraph.text, draft.place, paragraph.article.language)
    except DraftError:
        return False
    said = said_of(draft, paragraph, *place, off=off_by(earlier.codebook_revision.guidance))
    spans = {(s.role, s.quote) for s in earlier.role_spans.all()}
    return (
        (paragraph.pk, earlier.start, earlier.quote) == (draft.place.paragraph, *place)
        and all(getattr(earlier, name) == value for name, value in said.items())
        and earlier.outer_id == draft.outer
        and (earlier.replaces_id is None) == (draft.replaces is None)
        and is_what_was_left_out(earlier, draft)
        and spans == {(role.role, role.quote) for role in draft.roles}
    )
