"""Carrying annotations over to a newer version: each decision one transaction, safe to send twice."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from annotator.annotations.building import paragraph_of, said_of, unsaved
from annotator.annotations.carried import CarriedOver, Decided, Why
from annotator.annotations.carry_sheet import Item, Sheet, Spot, earlier_readings, sheet_of
from annotator.annotations.carrying import likeness
from annotator.annotations.drafts import Draft, DraftError, OmittedDraft, Place, nearest_place, place_in
from annotator.annotations.in_force import InForce, newest, without
from annotator.annotations.insertions import shown_by
from annotator.annotations.leaving_out import check_not_twice, omitted_of
from annotator.annotations.models import Annotation, Reading, RoleSpan
from annotator.annotations.omitted import Omitted
from annotator.annotations.opening import AlreadyFinished, Conflict, open_reading
from articles.models import Paragraph

_ELSEWHERE = "This was decided since, perhaps in another tab. Look at it as it is now, then go on."


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person sends about one annotation. `id` is made by the client; `seen` is the number of the newest
    decision on the page it comes from, 0 for none.

    `place`: carry it to these words; None drops it, for `why`. `claim_type` and `said` (a note) are asked for where
    the old ones do not serve any more; None keeps the old one. `note` says more about why it was dropped.
    """

    id: uuid.UUID
    seen: int
    place: Place | None = None
    claim_type: int | None = None
    said: str | None = None
    why: str = ""
    note: str = ""


def carry_all(reading_id: int, earlier_id: int, *, batch: uuid.UUID, seen: str, by: Any) -> int:
    """Carry everything that stands unchanged over; return how many there were. Sent twice, it makes nothing twice.

    `seen` is the seal of the sheet that the page showed. Raises Reading.DoesNotExist, `AlreadyFinished`, or `Conflict`
    when something else would be carried than was shown.
    """
    try:
        return _carry_all(reading_id, earlier_id, batch, seen, by)
    except (IntegrityError, Conflict, AlreadyFinished) as fault:
        made = _made_by(batch, reading_id, earlier_id, by)
        if made:
            return made
        if isinstance(fault, IntegrityError):
            raise Conflict(_ELSEWHERE) from fault
        raise


def _made_by(batch: uuid.UUID, reading_id: int, earlier_id: int, by: Any) -> int:
    """How many rows this batch made when it was sent before."""
    olds = Annotation.objects.filter(reading_id=earlier_id, reading__coder_id=by.pk).order_by()
    ids = [uuid.uuid5(batch, str(pk)) for pk in olds.values_list("pk", flat=True)]
    return CarriedOver.objects.filter(pk__in=ids, reading_id=reading_id).count()


@transaction.atomic
def _carry_all(reading_id: int, earlier_id: int, batch: uuid.UUID, seen: str, by: Any) -> int:
    sheet = _opened(reading_id, earlier_id, by)
    ready = sheet.ready
    if sheet.seal != seen or not ready:
        raise Conflict(_ELSEWHERE)
    ids = {item.pk: uuid.uuid5(batch, str(item.pk)) for item in ready}
    made = []
    for item in ready:
        assert item.spot is not None  # noqa: S101 - as carried ones have
        outer = _outer(item, ids)
        made.append(_unsaved_copy(sheet.reading, item, item.spot, id=ids[item.pk], outer=outer))
    Annotation.objects.bulk_create(made)
    Omitted.objects.bulk_create(words for item in ready for words in _omitted(item, annotation_id=ids[item.pk]))
    pairs = zip(ready, made, strict=True)
    RoleSpan.objects.bulk_create(span for item, annotation in pairs for span in _spans(item, annotation))
    CarriedOver.objects.bulk_create(
        _row(sheet, item, id=ids[item.pk], decided=Decided.TOGETHER, by=by, to=ids[item.pk]) for item in ready
    )
    _start(sheet.reading)
    return len(ready)


def decide(reading_id: int, earlier_id: int, pk: uuid.UUID, sent: Decision, *, by: Any) -> CarriedOver:
    """Store one decision about the older annotation `pk`. Sent twice, the second is answered as the first was.

    Raises Reading.DoesNotExist, Annotation.DoesNotExist, `AlreadyFinished`, `DraftError`, `QuoteMismatch`, or
    `Conflict` when it was decided since the page was made, or the words are annotated in the same way already.
    """
    try:
        return _decide(reading_id, earlier_id, pk, sent, by)
    except (IntegrityError, Conflict, AlreadyFinished, ValidationError, DraftError) as fault:
        before = CarriedOver.objects.filter(pk=sent.id, reading_id=reading_id, confirmed_by_id=by.pk)
        if stored := before.filter(from_annotation_id=pk).select_related("to_annotation").first():
            return stored
        if isinstance(fault, IntegrityError):
            raise Conflict(
                "You have annotated these words in the same way in the new version already. "
                "Choose other words, or leave this one out."
            ) from fault
        raise


@transaction.atomic
def _decide(reading_id: int, earlier_id: int, pk: uuid.UUID, sent: Decision, by: Any) -> CarriedOver:
    sheet = _opened(reading_id, earlier_id, by)
    item = sheet.get(pk)
    if item.number != sent.seen:
        raise Conflict(_ELSEWHERE)
    if item.decision and item.decision.to_annotation_id and item.is_settled:
        raise Conflict("This one is carried over already. Change or withdraw it in the new version.")
    if sent.place is None:
        row = _row(sheet, item, id=sent.id, decided=Decided.DROPPED, by=by, why=sent.why, note=sent.note)
        row.save()
        return row
    if item.annotation.ended_at is not None:
        raise Conflict("This annotation does not stand in the older version any more.")
    if sent.place.is_point != item.annotation.is_omission:
        raise DraftError({"exact": "An omission is carried to a point, everything else to words."})
    spot = _chosen(sheet.reading, sent.place)
    annotation = _checked_copy(sheet.reading, item, spot, sent)
    annotation.save()
    for words in _omitted(item, annotation_id=annotation.pk):
        words.save()
    as_proposed = _same(spot, item.spot)
    if not as_proposed:
        item.spots = _beside(item, spot)
    for span in _spans(item, annotation):
        span.save()
    row = _row(
        sheet, item, id=sent.id, decided=Decided.ACCEPTED if as_proposed else Decided.PLACED, by=by, to=annotation.pk
    )
    if not item.annotation.is_omission:
        row.score = round(likeness(item.annotation.quote, spot.quote), 3)
    elif not as_proposed:
        row.score = 0.0
    row.save()
    _start(sheet.reading)
    return row


def _opened(reading_id: int, earlier_id: int, by: Any) -> Sheet:
    reading = open_reading(reading_id, by)
    earlier = next((one for one in earlier_readings(reading, by) if one.pk == earlier_id), None)
    if earlier is None:
        raise Reading.DoesNotExist
    return sheet_of(reading, earlier)


def _chosen(reading: Reading, place: Place) -> Spot:
    paragraph = paragraph_of(reading, place.paragraph)
    return Spot(
        paragraph, *place_in(paragraph.text, place, reading.article.language if place.how == "sentence" else "")
    )


def _beside(item: Item, spot: Spot) -> list[Spot | None]:
    """Where the words of the roles are, for those that had no place: in the chosen paragraph or the ones beside it."""
    at = spot.paragraph.position
    near = list(Paragraph.objects.filter(article_id=spot.paragraph.article_id, position__range=(at - 1, at + 1)))
    near.sort(key=lambda one: abs(one.position - at))

    def found(words: str) -> Spot | None:
        places = ((one, nearest_place(one.text, words, spot.start)) for one in near)
        return next((Spot(one, start, words) for one, start in places if start >= 0), None)

    return [was or found(span.quote) for was, span in zip(item.spots, item.spans, strict=True)]


def _same(one: Spot, other: Spot | None) -> bool:
    return other is not None and (one.paragraph.pk, one.start, one.quote) == (
        other.paragraph.pk, other.start, other.quote,
    )  # fmt: skip


def _checked_copy(reading: Reading, item: Item, spot: Spot, sent: Decision) -> Annotation:
    """As `_unsaved_copy`, with every rule asked that a save of these words would be asked."""
    outer = item.outer
    if outer and outer.decision is None:
        raise DraftError({"outer": f"Decide first about the attribution around it: {outer.annotation.told}."})
    draft = _taken_on(_draft(item, spot, id=sent.id, outer=_outer(item, {})), item, newest(reading).off)
    claim = sent.claim_type if item.code_problem and sent.claim_type else draft.claim_type
    note = sent.said if item.code_problem and sent.said is not None else draft.note
    copy = unsaved(reading, spot.paragraph, replace(draft, claim_type=claim, note=note))
    if draft.place.is_point:
        check_not_twice(copy, omitted_of(reading, draft))
    return copy


def _unsaved_copy(reading: Reading, item: Item, spot: Spot, *, id: uuid.UUID, outer: uuid.UUID | None) -> Annotation:
    under = newest(reading)
    draft = _taken_on(_draft(item, spot, id=id, outer=outer), item, under.off)
    if draft.revision is not None:
        under = InForce(item.annotation.codebook_revision_id, frozenset())
    return Annotation(
        id=id,
        reading=reading,
        codebook_revision_id=under.revision_id,
        paragraph=spot.paragraph,
        start=spot.start,
        quote=spot.quote,
        outer_id=draft.outer,
        **said_of(draft, spot.paragraph, spot.start, spot.quote, off=under.off),
    )


def _taken_on(draft: Draft, item: Item, off: frozenset[str]) -> Draft:
    """Without what the study no longer codes; as it was, under its own revision, where nothing would be left. Of a
    point nothing is left without the flag that words are missing there."""
    left = without(draft, off)
    if left.flagged or (not draft.place.is_point and (left.claim_type or left.attribution)):
        return left
    return replace(draft, revision=item.annotation.codebook_revision.number)


def _draft(item: Item, spot: Spot, *, id: uuid.UUID, outer: uuid.UUID | None) -> Draft:
    """What the old annotation says, of the new words. What it took from the text is taken from the new text."""
    old = item.annotation
    insertion = {}
    if old.marking:
        text, end = item.paragraph, old.start + len(old.quote)
        shown = shown_by(text.text, old.start, end, slot=text.slot, marks=text.marks)
        insertion = {name: getattr(old, name) for name in ("function", "inserter", "effect")}
        for name in ("marking", "operation", "host"):
            insertion[name] = "" if getattr(old, name) == getattr(shown, name) else getattr(old, name)
    attribution = {name: getattr(old, name) for name in ("attribution", "source_kind", "mode", "stance")}
    return Draft(
        id=id,
        place=Place("point" if old.is_omission else "span", spot.paragraph.pk, spot.start, spot.quote),
        claim_type=old.claim_type_id,
        attribution=attribution if old.attribution else {},
        anonymity_reason_given=old.anonymity_reason_given,
        denied=old.denied,
        outer=outer,
        flagged=bool(old.marking),
        insertion=insertion,
        note=old.note,
        certainty=old.certainty,
        omitted=tuple(OmittedDraft(one.paragraph_id, one.start, one.quote) for one in item.omitted),
    )


def _outer(item: Item, ids: dict[uuid.UUID, uuid.UUID]) -> uuid.UUID | None:
    """The new attribution around this one: made in the same batch, or before."""
    if item.outer is None:
        return None
    if item.outer.decision is not None:
        return item.outer.decision.to_annotation_id
    return ids.get(item.outer.pk)


def _omitted(item: Item, *, annotation_id: uuid.UUID) -> Iterable[Omitted]:
    for one in item.omitted:
        yield Omitted(annotation_id=annotation_id, paragraph_id=one.paragraph_id, start=one.start, quote=one.quote)


def _spans(item: Item, annotation: Annotation) -> Iterable[RoleSpan]:
    if not annotation.attribution:
        return
    given = set()
    for span, spot in zip(item.spans, item.spots, strict=True):
        if spot is not None and (key := (span.role, spot.paragraph.pk, spot.start, spot.end)) not in given:
            given.add(key)
            yield RoleSpan(
                annotation_id=annotation.pk,
                role=span.role,
                paragraph=spot.paragraph,
                start=spot.start,
                quote=spot.quote,
            )


def _row(
    sheet: Sheet,
    item: Item,
    *,
    id: uuid.UUID,
    decided: str,
    by: Any,
    to: uuid.UUID | None = None,
    why: str = "",
    note: str = "",
) -> CarriedOver:
    return CarriedOver(
        id=id,
        reading=sheet.reading,
        from_annotation=item.annotation,
        number=item.number + 1,
        to_annotation_id=to,
        status=item.state.value,
        score=item.score,
        decided=decided,
        why=why,
        note=note,
        confirmed_by=by,
    )


def _start(reading: Reading) -> None:
    if reading.started_at is None:
        Reading.objects.filter(pk=reading.pk, started_at__isnull=True).update(started_at=timezone.now())


def read_why(why: str, note: str) -> tuple[str, str]:
    """Why something is dropped, as it may be stored; raises `DraftError` when it does not say enough."""
    if why not in Why.values:
        raise DraftError({"why": "Say why you leave it out."})
    if why == Why.OTHER and not note.strip():
        raise DraftError({"note": "Say what the other reason is."})
    return why, note
