"""Deciding an item: who may, what may be said, and how the newest row stands without losing the others."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from annotator.annotations.models import Annotation
from annotator.facets import Operation, Resolution
from annotator.review.adjudication.models import Adjudication, Item
from annotator.review.adjudication.queries import adjudicable_by, current, for_cases_alone
from annotator.studies.models import OVERSEERS, ClaimType, Study
from articles.passages import check_quote

NOT_A_REVIEWER = "Only owners and reviewers of this study adjudicate."
CODED_IT = (
    "You coded this article yourself, and others who look after this study did not. One of them decides: nobody "
    "adjudicates their own work while somebody else can."
)
ITS_CASE = "Coders differ only in whether something was inserted here. The insertion’s own case decides that."
NOT_ITS_VERSION = "That version is not one of this item’s."
REASON_WANTED = "Say in the reason why it cannot be resolved."
SAYS_NOTHING = "Pick a claim type, an attribution or an editorial insertion."
NEEDS_STATUS = "Source, mode and stance need an attribution: pick one, or leave these open."
NEEDS_MARKING = "Function, inserter and effect need a marking: pick one, or leave these open."
NOT_OFFERED = "This claim type is not in the study’s codebook."
NOT_THERE = "These words do not stand in the paragraph. Check them letter by letter."

_ATTRIBUTION = ("source_kind", "mode", "stance")
_INSERTION = ("function", "inserter", "effect")


class OutOfDate(Exception):
    """Somebody decided the item after the reviewer had opened it, or the coders’ work has changed (`newest` None)."""

    def __init__(self, newest: Adjudication | None) -> None:
        super().__init__("Another decision came in while this page was open.")
        self.newest = newest


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a reviewer sets themselves. `start` counts code points in the item's paragraph; of an omission `quote` is
    "", the words left out stay those of the version that it starts from."""

    start: int
    quote: str
    claim_type: int | None = None
    attribution: str = ""
    source_kind: str = ""
    mode: str = ""
    stance: str = ""
    marking: str = ""
    function: str = ""
    inserter: str = ""
    effect: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a reviewer says. `annotation` is the version taken, or the one that an edit starts from."""

    resolution: str
    annotation: UUID | None = None
    error_type: str = ""
    reason: str = ""
    edit: Edit | None = None


def check_may_adjudicate(item: Item, reviewer: Any) -> None:
    """Raise PermissionDenied, with the sentence to show, unless this person may decide this item."""
    if not Study.objects.with_role(reviewer, *OVERSEERS).filter(pk=item.study_id).exists():
        raise PermissionDenied(NOT_A_REVIEWER)
    if not adjudicable_by(Item.objects.filter(pk=item.pk), reviewer).exists():
        raise PermissionDenied(CODED_IT)


def can_adjudicate(item: Item, reviewer: Any) -> bool:
    try:
        check_may_adjudicate(item, reviewer)
    except PermissionDenied:
        return False
    return True


@transaction.atomic
def adjudicate(item: Item, *, id: UUID, reviewer: Any, seen_number: int, said: Ruling) -> Adjudication:
    """Add a row that stands from now on. Sending the same one again returns the one that is stored.

    `seen_number` is the newest row's number when the reviewer opened the item, 0 for none.
    Raises PermissionDenied (who), ValidationError by field (what), OutOfDate (when).
    """
    item = (
        Item.objects.select_for_update(of=("self",), no_key=True).select_related("paragraph", "study").get(pk=item.pk)
    )
    check_may_adjudicate(item, reviewer)
    newest = item.adjudications.order_by("-number").first()
    made = Adjudication(
        id=id,
        item=item,
        number=(newest.number if newest else 0) + 1,
        reviewer=reviewer,
        resolution=said.resolution,
        error_type=said.error_type,
        reason=said.reason,
        **_columns(item, said),
    )
    stored = item.adjudications.filter(pk=id, reviewer_id=reviewer.pk).first()
    if stored and stored == newest and _same(stored, made):
        return stored
    if newest and (stored or newest.number != seen_number):
        raise OutOfDate(newest)
    if not current(item.study).filter(pk=item.pk).exists():
        raise OutOfDate(None)
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as trouble:
        raise ValidationError("This form was used before for something else. Please send it again.") from trouble
    return made


_SAID = (
    "resolution", "annotation_id", "error_type", "reason", "start", "quote", "claim_type_id", "attribution",
    "source_kind", "mode", "stance", "marking", "function", "inserter", "effect",
)  # fmt: skip


def _same(stored: Adjudication, made: Adjudication) -> bool:
    """True when the stored row is the same one, sent twice."""
    return all(getattr(stored, name) == getattr(made, name) for name in _SAID)


def _columns(item: Item, said: Ruling) -> dict[str, Any]:
    if for_cases_alone(Item.objects.filter(pk=item.pk)).exists():
        raise ValidationError(ITS_CASE)
    match Resolution(said.resolution):
        case Resolution.PICKED:
            return {"annotation": _version(item, said.annotation)}
        case Resolution.EDITED:
            return _edited(item, said)
        case Resolution.UNRESOLVED if not said.reason.strip():
            raise ValidationError({"reason": REASON_WANTED})
        case _:
            return {}


def _version(item: Item, pk: UUID | None) -> Annotation:
    version = item.versions.filter(annotation=pk).select_related("annotation").first() if pk else None
    if version is None or version.annotation is None:
        raise ValidationError(NOT_ITS_VERSION)
    return version.annotation


def _edited(item: Item, said: Ruling) -> dict[str, Any]:
    edit = said.edit
    base = _version(item, said.annotation)
    if edit is None:
        raise ValidationError(SAYS_NOTHING)
    if edit.quote or not base.is_omission:
        _check_words(item, edit)
    columns = {name: getattr(edit, name) for name in ("start", "quote", "attribution", *_ATTRIBUTION, *_INSERTION)}
    if not edit.attribution and any(columns[name] for name in _ATTRIBUTION):
        raise ValidationError({"attribution": NEEDS_STATUS})
    if not edit.marking and any(columns[name] for name in _INSERTION):
        raise ValidationError({"marking": NEEDS_MARKING})
    if not (edit.claim_type or edit.attribution or edit.marking):
        raise ValidationError({"claim_type": SAYS_NOTHING})
    return {
        **columns,
        "annotation": base,
        "claim_type": _claim_type(item, edit.claim_type),
        "marking": edit.marking,
        "operation": (base.operation or Operation.ADDITION) if edit.marking else "",
        "host": base.host if edit.marking else "",
    }


def _check_words(item: Item, edit: Edit) -> None:
    try:
        check_quote(item.paragraph.text, edit.start, edit.quote)
    except ValidationError as wrong:
        raise ValidationError({"quote": NOT_THERE}) from wrong


def _claim_type(item: Item, pk: int | None) -> ClaimType | None:
    if pk is None:
        return None
    found = item.study.claim_types.filter(pk=pk).first()
    if found is None:
        raise ValidationError({"claim_type": NOT_OFFERED})
    return found
