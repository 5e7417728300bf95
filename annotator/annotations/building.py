"""From a draft to the rows it stands for: each part is checked against the text, the codebook and the reading."""

import uuid
from collections.abc import Collection
from typing import Any

from django.db.models import Q

from annotator.annotations.drafts import Draft, DraftError, RoleDraft, nearest_place, place_in
from annotator.annotations.in_force import check_facets, in_force
from annotator.annotations.insertions import shown_by
from annotator.annotations.models import Annotation, Reading, RoleSpan
from annotator.annotations.queries import is_hidden
from annotator.facets import Inserter
from annotator.suggestions.models import Suggestion
from articles.models import Paragraph, Slot
from articles.passages import check_point, check_quote


def paragraph_of(reading: Reading, pk: int) -> Paragraph:
    try:
        return Paragraph.objects.order_by().get(pk=pk, article_id=reading.article_id)
    except Paragraph.DoesNotExist:
        raise DraftError({"paragraph": "This paragraph is not part of the article."}) from None


def unsaved(reading: Reading, paragraph: Paragraph, draft: Draft) -> Annotation:
    # only sentences are cut by language, so only they ask for the article
    language = reading.article.language if draft.place.how == "sentence" else ""
    start, quote = place_in(paragraph.text, draft.place, language)
    if is_hidden(reading, paragraph.slot):
        raise DraftError({"paragraph": "This paragraph is hidden while coding."})
    if draft.place.is_point:
        check_point(paragraph.text, start)
    else:
        check_quote(paragraph.text, start, quote)
    under = in_force(reading, draft)
    check_facets(draft, under.off)
    _check_claim_type(paragraph, draft, under.code)
    if not _has(draft.replaces, draft.suggestion):
        check_suggestion(reading, draft.suggestion)
    return Annotation(
        id=draft.id,
        reading=reading,
        codebook_revision_id=under.revision_id,
        paragraph=paragraph,
        start=start,
        quote=quote,
        outer_id=_outer(reading, draft.outer),
        **said_of(draft, paragraph, start, quote, off=under.off),
    )


def said_of(draft: Draft, paragraph: Paragraph, start: int, quote: str, *, off: Collection[str] = ()) -> dict[str, Any]:
    """The columns that say what the person said of the words, with what the text itself shows filled in.

    A facet that is `off` stays empty, save the marking: without it nothing would say that an insertion is flagged. Nor
    would anything say that a point without words is an omission, but its operation.
    """
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
        read = {"marking": shown.marking, "host": shown.host, "operation": shown.operation}
        empty = set(off) if quote else {*off} - {"operation"}
        for name, value in {**read, "inserter": Inserter.UNKNOWN.value}.items():
            said[name] = said[name] or ("" if name in empty else value)
    return said


def _check_claim_type(paragraph: Paragraph, draft: Draft, code: tuple[str, bool] | None) -> None:
    if code is None:
        return
    if paragraph.slot == Slot.NOTICE:
        raise DraftError({"claim_type": "Notices are shown but not coded for claims."})
    label, asks_for_a_note = code
    if asks_for_a_note and not draft.note.strip():
        raise DraftError({"note": f"“{label}” asks for a note: say what it is."})


def _outer(reading: Reading, pk: uuid.UUID | None) -> uuid.UUID | None:
    if pk is None:
        return None
    if not Annotation.objects.filter(pk=pk, reading=reading).exclude(Q(attribution="") | Q(quote="")).exists():
        raise DraftError({"outer": "The attribution around this one is not yours, or not there any more."})
    return pk


def check_suggestion(reading: Reading, pk: int | None) -> None:
    """Raise `DraftError` for what this coder cannot have been offered. What was brought in and taken back since may
    still be on their page, and what they decide about it there counts."""
    if pk is None:
        return
    offered = Suggestion.objects.filter(pk=pk, run__article_id=reading.article_id)
    there = offered.editorial().exists() or offered.brought_into(reading.study).exists()
    if not reading.study.suggestions_shown or not there:
        raise DraftError({"suggestion": "This suggestion does not belong to the article."})


def _has(replaced: uuid.UUID | None, suggestion: int | None) -> bool:
    """An edit keeps the suggestion that its annotation came from, also when it is no longer offered."""
    if replaced is None or suggestion is None:
        return False
    return Annotation.objects.filter(pk=replaced, suggestion_id=suggestion).exists()


def role_span(reading: Reading, annotation: Annotation, home: Paragraph, draft: RoleDraft) -> RoleSpan:
    if draft.start >= 0:
        paragraph = home if draft.paragraph == home.pk else paragraph_of(reading, draft.paragraph)
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
