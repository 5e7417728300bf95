"""What became of a coder's own work: told when everybody has finished the article, and nothing before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from annotator.annotations.models import Annotation
from annotator.facets import Resolution
from annotator.review.adjudication.final import BY_CASE, Merged, merged
from annotator.review.adjudication.models import Item
from annotator.review.adjudication.queries import Items, State, in_reading_order, told_to, with_state
from annotator.review.adjudication.shown import Answer, Words, answers_of, edited, words_of
from annotator.studies.models import Study


@dataclass(frozen=True, slots=True)
class Outcome:
    """One item as its coder reads it: their own version (None where they marked nothing) beside what holds."""

    item: Item
    state: State
    sentence: str
    own: Words | None
    own_answers: Sequence[Answer]
    final: Words | None
    final_answers: Sequence[Answer]
    error_type: str
    reason: str


def told(study: Study, user: Any) -> Items:
    return in_reading_order(told_to(study, user))


def decided(items: Items) -> Items:
    """Items about which a reviewer has said something."""
    return with_state(items).filter(Q(state__in=[State.ADJUDICATED, State.UNRESOLVED]))


def outcomes(study: Study, user: Any, pks: Sequence[int]) -> list[Outcome]:
    """These items as this person reads them, in this order. A fixed number of questions."""
    records = list(merged(pks))
    bases = {one.based_on for one in records if one.based_on}
    mine = {pk for one in records for pk in one.versions.values() if pk}
    rows = Annotation.objects.filter(pk__in=bases | mine).select_related("claim_type", "reading")
    annotations = {row.pk: row for row in rows.prefetch_related("role_spans", "omitted")}
    return [_outcome(one, annotations, user) for one in records]


def _outcome(one: Merged, annotations: dict[Any, Annotation], user: Any) -> Outcome:
    text = one.item.paragraph.text
    own = next((a for pk in one.versions.values() if pk and (a := annotations[pk]).reading.coder_id == user.pk), None)
    base = annotations.get(one.based_on) if one.holds else None
    said = one.adjudication
    edit = said if said and said.resolution == Resolution.EDITED else None
    end = one.start + len(one.quote)
    final = Words(text[: one.start], text[one.start : end], text[end:]) if base else None
    if base and not one.quote:
        final = words_of(base, text)
    return Outcome(
        item=one.item,
        state=one.state,
        sentence=_sentence(one, own),
        own=words_of(own, text) if own else None,
        own_answers=answers_of(own) if own else (),
        final=final,
        final_answers=(edited(edit) if edit else answers_of(base)) if base else (),
        error_type=said.get_error_type_display() if said else "",
        reason=said.reason if said else one.verdict.reason if one.verdict else "",
    )


def _sentence(one: Merged, own: Annotation | None) -> str:
    if one.state is State.UNANIMOUS:
        return "Everybody agreed."
    if one.state is State.AWAITING:
        return "Nobody has decided yet."
    if one.state is State.UNRESOLVED:
        return "A reviewer left this unresolved."
    if one.resolution == BY_CASE:
        return "The verdict on the insertion decided this."
    if not one.holds:
        return "A reviewer decided that nothing should be marked here."
    if one.resolution == Resolution.EDITED:
        return "A reviewer set this themselves."
    return "Your version was taken." if own and own.pk == one.based_on else "Another coder’s version was taken."
