"""Saving, withdrawing, reading and finishing: each one transaction, each safe to send twice."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from annotator.annotations.drafts import Draft, DraftError, RoleDraft, nearest_place, place_in
from annotator.annotations.insertions import shown_by
from annotator.annotations.models import Annotation, Dismissal, Ending, ParagraphRead, Reading, RoleSpan
from annotator.annotations.progress import coverage
from annotator.facets import Inserter
from annotator.studies.models import ClaimType, CodebookRevision
from annotator.suggestions.models import Suggestion
from articles.models import Paragraph, Slot
from articles.passages import check_quote


class Conflict(Exception):
    """Somebody (perhaps the same person in another tab) was there first. `theirs` is what stands now, if anything."""

    def __init__(self, sentence: str, theirs: Annotation | None = None) -> None:
        super().__init__(sentence)
        self.theirs = theirs


class AlreadyFinished(Exception):
    """The reading is finished, so nothing in it changes any more."""


@dataclass(frozen=True, slots=True)
class Saved:
    annotation: Annotation
    created: bool


def open_reading(pk: int, user: Any) -> Reading:
    """Return this person's own, unfinished reading, locked until the transaction ends.

    Raises Reading.DoesNotExist for somebody else's and `AlreadyFinished`.
    """
    newest = CodebookRevision.objects.filter(study_id=OuterRef("study_id")).order_by("-number").values("pk")[:1]
    reading = (
        Reading.objects.of(user)
        .annotate(revision_id=Subquery(newest))
        .select_related("study", "article")
        .select_for_update(of=("self",))
        .get(pk=pk)
    )
    if reading.finished_at is not None:
        raise AlreadyFinished("You have finished this article. Its annotations can be read but not changed.")
    return reading


@transaction.atomic
def _write(reading_id: int, draft: Draft, by: Any) -> Annotation:
    reading = open_reading(reading_id, by)
    paragraph = _paragraph_of(reading, draft.place.paragraph)
    annotation = _unsaved(reading, paragraph, draft)
    roles = [_role_span(reading, annotation, paragraph, role) for role in draft.roles]
    if draft.replaces:
        _end_replaced(reading, draft.replaces, by)
    annotation.save()
    for role in roles:
        role.annotation = annotation
        role.save()
    if reading.started_at is None:
        Reading.objects.filter(pk=reading.pk, started_at__isnull=True).update(started_at=timezone.now())
    return annotation


def save(reading_id: int, draft: Draft, *, by: Any) -> Saved:
    """Store `draft` as a new annotation of this person's reading, ending the one it replaces.

    The same id sent again with the same words is answered as before (`created=False`) and stores nothing. Raises
    Reading.DoesNotExist, `AlreadyFinished`, `DraftError`, `QuoteMismatch` (the quote is not the slice) or `Conflict`.
    """
    try:
        return Saved(_write(reading_id, draft, by), created=True)
    except (IntegrityError, Conflict) as fault:
        earlier = (
            Annotation.objects.select_related("paragraph", "claim_type")
            .filter(pk=draft.id, reading_id=reading_id, reading__coder_id=by.pk)
            .first()
        )
        if earlier is not None and _is_same(earlier, draft):
            return Saved(earlier, created=False)
        if isinstance(fault, Conflict):
            raise
        raise Conflict("These words already have this claim type, or the page sent one id twice.") from fault


def _is_same(earlier: Annotation, draft: Draft) -> bool:
    same_place = draft.place.how != "span" or (earlier.start, earlier.quote) == (
        draft.place.start,
        draft.place.quote,
    )
    return (
        same_place
        and earlier.paragraph_id == draft.place.paragraph
        and earlier.claim_type_id == draft.claim_type
        and earlier.note == draft.note
        and earlier.attribution == draft.attribution.get("attribution", "")
        and bool(earlier.marking) == draft.flagged
    )


def _paragraph_of(reading: Reading, pk: int) -> Paragraph:
    try:
        return Paragraph.objects.get(pk=pk, article_id=reading.article_id)
    except Paragraph.DoesNotExist:
        raise DraftError({"paragraph": "This paragraph is not part of the article."}) from None


def _unsaved(reading: Reading, paragraph: Paragraph, draft: Draft) -> Annotation:
    start, quote = place_in(paragraph.text, draft.place, reading.article.language)
    check_quote(paragraph.text, start, quote)
    annotation = Annotation(
        id=draft.id,
        reading=reading,
        codebook_revision_id=reading.revision_id,  # type: ignore[attr-defined]  # annotated in open_reading
        paragraph=paragraph,
        start=start,
        quote=quote,
        claim_type=_claim_type(reading, paragraph, draft),
        **draft.attribution,
        anonymity_reason_given=draft.anonymity_reason_given,
        denied=draft.denied,
        outer_id=_outer(reading, draft.outer),
        note=draft.note,
        certainty=draft.certainty,
        replaces_id=draft.replaces,
        suggestion_id=_suggestion(reading, draft.suggestion),
    )
    if draft.flagged:
        shown = shown_by(paragraph.text, start, start + len(quote), slot=paragraph.slot, marks=paragraph.marks)
        given = draft.insertion
        annotation.marking = given["marking"] or shown.marking
        annotation.host = given["host"] or shown.host
        annotation.operation = given["operation"] or shown.operation
        annotation.function = given["function"]
        annotation.inserter = given["inserter"] or Inserter.UNKNOWN
        annotation.effect = given["effect"]
    return annotation


def _claim_type(reading: Reading, paragraph: Paragraph, draft: Draft) -> ClaimType | None:
    if draft.claim_type is None:
        return None
    claim_type = ClaimType.objects.filter(
        pk=draft.claim_type, study_id=reading.study_id, retired_at__isnull=True
    ).first()
    if claim_type is None:
        raise DraftError({"claim_type": "This claim type is not (or no longer) in the study's codebook."})
    if paragraph.slot == Slot.NOTICE:
        raise DraftError({"claim_type": "Notices are shown but not coded for claims."})
    if claim_type.note_required and not draft.note.strip():
        raise DraftError({"note": f"“{claim_type.label}” asks for a note: say what it is."})
    return claim_type


def _outer(reading: Reading, pk: uuid.UUID | None) -> uuid.UUID | None:
    if pk is None:
        return None
    if not Annotation.objects.filter(pk=pk, reading=reading).exclude(attribution="").exists():
        raise DraftError({"outer": "The attribution around this one is not yours, or not there any more."})
    return pk


def _suggestion(reading: Reading, pk: int | None) -> int | None:
    if pk is None:
        return None
    if not Suggestion.objects.filter(pk=pk, run__article_id=reading.article_id).exists():
        raise DraftError({"suggestion": "This suggestion does not belong to the article."})
    return pk


def _role_span(reading: Reading, annotation: Annotation, home: Paragraph, draft: RoleDraft) -> RoleSpan:
    if draft.start >= 0:
        paragraph = home if draft.paragraph == home.pk else _paragraph_of(reading, draft.paragraph)
        check_quote(paragraph.text, draft.start, draft.quote)
        return RoleSpan(role=draft.role, paragraph=paragraph, start=draft.start, quote=draft.quote)
    neighbours = [
        home,
        *Paragraph.objects.filter(article_id=reading.article_id, position__in=[home.position - 1, home.position + 1]),
    ]
    for paragraph in neighbours:
        start = nearest_place(paragraph.text, draft.quote, annotation.start)
        if start >= 0:
            return RoleSpan(role=draft.role, paragraph=paragraph, start=start, quote=draft.quote)
    raise DraftError(
        {f"{draft.role}_words": f"“{draft.quote}” does not stand in this paragraph or the ones beside it."}
    )


def _end_replaced(reading: Reading, pk: uuid.UUID, by: Any) -> None:
    mine = Annotation.objects.filter(pk=pk, reading=reading)
    if mine.end(by=by, how=Ending.REPLACED) == 1:
        return
    replaced = mine.first()
    if replaced is None:
        raise DraftError({"replaces": "The annotation you are editing is not part of this reading."})
    theirs = standing_version(replaced)
    if theirs is None:
        raise Conflict("This annotation was withdrawn while you were editing it.")
    raise Conflict("This annotation changed while you were editing it.", theirs)


def standing_version(annotation: Annotation) -> Annotation | None:
    """The row of this line that stands now, or None when the last one was withdrawn."""
    last = newest_version(annotation)
    if last.ended_at is not None:
        return None
    return Annotation.objects.select_related("paragraph", "claim_type").get(pk=last.pk)


@transaction.atomic
def withdraw(reading_id: int, pk: uuid.UUID, *, by: Any) -> Annotation:
    """End an annotation. Sent twice, the second changes nothing. Raises `Conflict` when it was replaced meanwhile."""
    reading = open_reading(reading_id, by)
    if Annotation.objects.filter(pk=pk, reading=reading).end(by=by, how=Ending.WITHDRAWN) == 0:
        annotation = Annotation.objects.get(pk=pk, reading=reading)
        if annotation.ended_how == Ending.REPLACED:
            raise Conflict("This annotation changed while you were looking at it.", standing_version(annotation))
    return Annotation.objects.select_related("paragraph", "claim_type").get(pk=pk, reading=reading)


def restore(reading_id: int, pk: uuid.UUID, *, new_id: uuid.UUID, by: Any) -> Saved:
    """Bring the words and facets of an earlier or withdrawn row back as a new one that stands in their line.

    Sent again with the same `new_id` it stores nothing. Raises `Conflict` when the same thing stands already.
    """
    try:
        return Saved(_restore(reading_id, pk, new_id, by), created=True)
    except IntegrityError as fault:
        earlier = Annotation.objects.filter(pk=new_id, reading_id=reading_id, reading__coder_id=by.pk).first()
        if earlier is None:
            raise Conflict("These words already have this claim type.") from fault
        return Saved(earlier, created=False)


@transaction.atomic
def _restore(reading_id: int, pk: uuid.UUID, new_id: uuid.UUID, by: Any) -> Annotation:
    reading = open_reading(reading_id, by)
    old = Annotation.objects.select_related("paragraph").get(pk=pk, reading=reading)
    last = newest_version(old)
    if last.pk == old.pk and old.ended_at is None:
        raise Conflict("This annotation stands already.", old)
    if last.ended_at is None:
        Annotation.objects.filter(pk=last.pk).end(by=by, how=Ending.REPLACED)
    copied = {
        field.attname: getattr(old, field.attname)
        for field in Annotation._meta.concrete_fields
        if field.attname not in _NOT_COPIED
    }
    new = Annotation(id=new_id, replaces_id=last.pk, codebook_revision_id=reading.revision_id, **copied)  # type: ignore[attr-defined]
    new.save()
    for span in old.role_spans.order_by("pk"):
        RoleSpan.objects.create(
            annotation=new, role=span.role, paragraph_id=span.paragraph_id, start=span.start, quote=span.quote
        )
    return new


_NOT_COPIED = {
    "id", "end", "replaces_id", "codebook_revision_id", "created_at", "ended_at", "ended_by_id", "ended_how",
}  # fmt: skip


def newest_version(annotation: Annotation) -> Annotation:
    """Follow the replacements to the last row of the line, standing or withdrawn."""
    seen = annotation
    while following := Annotation.objects.filter(replaces_id=seen.pk).first():
        seen = following
    return seen


@transaction.atomic
def mark_read(reading_id: int, paragraph_id: int, *, read: bool, by: Any) -> None:
    """Mark one paragraph "read, nothing to tag", or take that back. Sent twice, the second changes nothing."""
    reading = open_reading(reading_id, by)
    paragraph = _paragraph_of(reading, paragraph_id)
    live = ParagraphRead.objects.filter(reading=reading, paragraph=paragraph, ended_at__isnull=True)
    now = timezone.now()
    if not read:
        live.update(ended_at=now)
        return
    if not live.exists():
        ParagraphRead.objects.create(reading=reading, paragraph=paragraph)
    if reading.started_at is None:
        Reading.objects.filter(pk=reading.pk, started_at__isnull=True).update(started_at=now)


@transaction.atomic
def dismiss(reading_id: int, suggestion_id: int, *, by: Any) -> None:
    reading = open_reading(reading_id, by)
    _suggestion(reading, suggestion_id)
    if not Dismissal.objects.filter(suggestion_id=suggestion_id, reading=reading).exists():
        Dismissal.objects.create(suggestion_id=suggestion_id, reading=reading)


@transaction.atomic
def finish(reading_id: int, *, by: Any) -> list[Paragraph]:
    """Finish the reading. Returns the paragraphs still unread, in which case nothing was finished."""
    reading = open_reading(reading_id, by)
    left = coverage(reading).unread
    if not left:
        now = timezone.now()
        Reading.objects.filter(pk=reading.pk).update(finished_at=now, started_at=reading.started_at or now)
    return left
