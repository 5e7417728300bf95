"""Saving, withdrawing, reading and finishing: each one transaction, each safe to send twice."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from annotator.annotations.drafts import Draft, DraftError, RoleDraft, nearest_place, place_in
from annotator.annotations.insertions import shown_by
from annotator.annotations.models import (
    Annotation,
    AnnotationQuerySet,
    Dismissal,
    Ending,
    ParagraphRead,
    Reading,
    RoleSpan,
)
from annotator.annotations.progress import coverage
from annotator.annotations.queries import is_hidden
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


#: what a save asks of the reading and its study; their other columns are long and cost time to read
_NEEDED = (
    "study_id", "article_id", "coder_id", "started_at", "finished_at",
    "study__mask_outlet", "study__suggestions_shown",
)  # fmt: skip


def open_reading(pk: int, user: Any) -> Reading:
    """Return this person's own, unfinished reading, locked until the transaction ends.

    Raises Reading.DoesNotExist for somebody else's and `AlreadyFinished`.
    """
    newest = CodebookRevision.objects.filter(study_id=OuterRef("study_id")).order_by("-number").values("pk")[:1]
    reading = (
        Reading.objects.of(user)
        .annotate(revision_id=Subquery(newest))
        .select_related("study")
        .only(*_NEEDED)
        .select_for_update(of=("self",))
        .order_by()
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
    roles = {_place_of(role): role for role in (_role_span(reading, annotation, paragraph, r) for r in draft.roles)}
    if draft.replaces:
        annotation.replaces_id = _end_replaced(reading, draft.replaces, by)
    annotation.save()
    for role in roles.values():
        role.annotation = annotation
        role.save()
    if reading.started_at is None:
        Reading.objects.filter(pk=reading.pk, started_at__isnull=True).update(started_at=timezone.now())
    return annotation


def save(reading_id: int, draft: Draft, *, by: Any) -> Saved:
    """Store `draft` as a new annotation of this person's reading, ending the one it replaces.

    The same id sent again with the same words is answered as before (`created=False`) and stores nothing, even when
    the reading was finished or the codebook changed since. Raises Reading.DoesNotExist, `AlreadyFinished`,
    `DraftError`, `QuoteMismatch` (the quote is not the slice) or `Conflict`.
    """
    try:
        return Saved(_write(reading_id, draft, by), created=True)
    except (IntegrityError, Conflict, AlreadyFinished, ValidationError, DraftError) as fault:
        earlier = _shown(Annotation.objects.filter(pk=draft.id, reading_id=reading_id, reading__coder_id=by.pk))
        if earlier is not None:
            if is_same(earlier, draft):
                return Saved(earlier, created=False)
            raise Conflict("This page has saved other words under the same id before.", earlier) from fault
        if not isinstance(fault, IntegrityError):
            raise
        raise _what_stood_in_the_way(reading_id, draft) from fault


def _what_stood_in_the_way(reading_id: int, draft: Draft) -> Exception:
    """Name the rule that the database refused the row by."""
    if Annotation.objects.filter(pk=draft.id).exists():
        return Conflict("The page sent an id that is taken. Reload it and save once more.")
    twin = Annotation.objects.standing().filter(
        reading_id=reading_id, paragraph_id=draft.place.paragraph, claim_type_id=draft.claim_type
    )
    if draft.place.how == "span":
        twin = twin.filter(start=draft.place.start, quote=draft.place.quote)
    return Conflict("You have already annotated these words in the same way.", _shown(twin))


def _shown(rows: AnnotationQuerySet) -> Annotation | None:
    return rows.select_related("paragraph__article", "claim_type").first()


def _place_of(span: RoleSpan) -> tuple[str, int, int, str]:
    return span.role, span.paragraph_id, span.start, span.quote


def is_same(earlier: Annotation, draft: Draft) -> bool:
    """True when storing `draft` would make the row that `earlier` is: it was sent twice."""
    paragraph = earlier.paragraph
    try:
        place = place_in(paragraph.text, draft.place, paragraph.article.language)
    except DraftError:
        return False
    said = _said(draft, paragraph, *place)
    spans = {(s.role, s.quote) for s in earlier.role_spans.all()}
    return (
        (paragraph.pk, earlier.start, earlier.quote) == (draft.place.paragraph, *place)
        and all(getattr(earlier, name) == value for name, value in said.items())
        and earlier.outer_id == draft.outer
        and (earlier.replaces_id is None) == (draft.replaces is None)
        and spans == {(role.role, role.quote) for role in draft.roles}
    )


def _paragraph_of(reading: Reading, pk: int) -> Paragraph:
    try:
        return Paragraph.objects.order_by().get(pk=pk, article_id=reading.article_id)
    except Paragraph.DoesNotExist:
        raise DraftError({"paragraph": "This paragraph is not part of the article."}) from None


def _unsaved(reading: Reading, paragraph: Paragraph, draft: Draft) -> Annotation:
    # only sentences are cut by language, so only they ask for the article
    language = reading.article.language if draft.place.how == "sentence" else ""
    start, quote = place_in(paragraph.text, draft.place, language)
    if is_hidden(reading, paragraph.slot):
        raise DraftError({"paragraph": "This paragraph is hidden while coding."})
    check_quote(paragraph.text, start, quote)
    _check_claim_type(reading, paragraph, draft)
    _check_suggestion(reading, draft.suggestion)
    return Annotation(
        id=draft.id,
        reading=reading,
        codebook_revision_id=reading.revision_id,  # type: ignore[attr-defined]  # annotated in open_reading
        paragraph=paragraph,
        start=start,
        quote=quote,
        outer_id=_outer(reading, draft.outer),
        **_said(draft, paragraph, start, quote),
    )


def _said(draft: Draft, paragraph: Paragraph, start: int, quote: str) -> dict[str, Any]:
    """The columns that say what the person said of the words, with what the text itself shows filled in."""
    said: dict[str, Any] = {
        "claim_type_id": draft.claim_type,
        "anonymity_reason_given": draft.anonymity_reason_given,
        "denied": draft.denied,
        "note": draft.note,
        "certainty": draft.certainty,
        "suggestion_id": draft.suggestion,
        **dict.fromkeys(("attribution", "source_kind", "mode", "stance"), ""),
        **dict.fromkeys(("marking", "operation", "host", "function", "inserter", "effect"), ""),
        **draft.attribution,
        **draft.insertion,
    }
    if draft.flagged:
        shown = shown_by(paragraph.text, start, start + len(quote), slot=paragraph.slot, marks=paragraph.marks)
        for name in ("marking", "host", "operation"):
            said[name] = said[name] or getattr(shown, name)
        said["inserter"] = said["inserter"] or Inserter.UNKNOWN
    return said


def _check_claim_type(reading: Reading, paragraph: Paragraph, draft: Draft) -> None:
    if draft.claim_type is None:
        return
    codes = ClaimType.objects.filter(study_id=reading.study_id, retired_at__isnull=True).only("label", "note_required")
    claim_type = codes.filter(pk=draft.claim_type).order_by().first()
    if claim_type is None:
        raise DraftError({"claim_type": "This claim type is not (or no longer) in the study's codebook."})
    if paragraph.slot == Slot.NOTICE:
        raise DraftError({"claim_type": "Notices are shown but not coded for claims."})
    if claim_type.note_required and not draft.note.strip():
        raise DraftError({"note": f"“{claim_type.label}” asks for a note: say what it is."})


def _outer(reading: Reading, pk: uuid.UUID | None) -> uuid.UUID | None:
    if pk is None:
        return None
    if not Annotation.objects.filter(pk=pk, reading=reading).exclude(attribution="").exists():
        raise DraftError({"outer": "The attribution around this one is not yours, or not there any more."})
    return pk


def _check_suggestion(reading: Reading, pk: int | None) -> None:
    if pk is None:
        return
    offered = Suggestion.objects.editorial().filter(pk=pk, run__article_id=reading.article_id)
    if not reading.study.suggestions_shown or not offered.exists():
        raise DraftError({"suggestion": "This suggestion does not belong to the article."})


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


def newest_version(annotation: Annotation) -> Annotation:
    """Follow the replacements to the last row of the line, standing or withdrawn. Two queries however long it is."""
    following = dict(
        Annotation.objects.filter(reading_id=annotation.reading_id, replaces__isnull=False)
        .order_by()
        .values_list("replaces_id", "pk")
    )
    pk = annotation.pk
    while pk in following:
        pk = following[pk]
    return Annotation.objects.select_related("paragraph", "claim_type").get(pk=pk)


def versions_of(annotation: Annotation) -> list[Annotation]:
    """The row and those it replaced, newest first. Two queries however many there are."""
    before = dict(
        Annotation.objects.filter(reading_id=annotation.reading_id, replaces__isnull=False)
        .order_by()
        .values_list("pk", "replaces_id")
    )
    line = [annotation.pk]
    while (earlier := before.get(line[-1])) is not None:
        line.append(earlier)
    rows = Annotation.objects.select_related("claim_type").in_bulk(line)
    return [rows[pk] for pk in line]


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

    `expects` is the line's last row as the person saw it: `Conflict` when another has come since, so that undoing
    in one tab cannot end what was saved in another. Sent again with the same `new_id` it stores nothing.
    """
    try:
        return Saved(_restore(reading_id, pk, new_id, by, expects), created=True)
    except (IntegrityError, Conflict, AlreadyFinished, DraftError) as fault:
        earlier = _shown(Annotation.objects.filter(pk=new_id, reading_id=reading_id, reading__coder_id=by.pk))
        if earlier is not None:
            return Saved(earlier, created=False)
        if isinstance(fault, IntegrityError):
            raise Conflict("You have annotated these words in the same way since.") from fault
        raise


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
    if old.claim_type is not None and old.claim_type.retired_at is not None:
        raise DraftError({"claim_type": f"“{old.claim_type.label}” is no longer in the codebook."})
    if standing is not None:
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
    _check_suggestion(reading, suggestion_id)
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
