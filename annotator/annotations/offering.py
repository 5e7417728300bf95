"""The suggestions that a coder's page offers: what machines noticed, and what an owner brought in from another tool."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q

from annotator.annotations.importing.formats import FORMATS
from annotator.annotations.models import Annotation, Reading
from annotator.studies.models import ClaimType
from annotator.suggestions.models import Suggestion
from articles.models import FRAME_SLOTS

#: so many are listed at once; the others follow as these are decided
SHOWN = 100
_ATTRIBUTION = ("attribution", "source_kind", "mode", "stance")


@dataclass(frozen=True, slots=True)
class Offer:
    """One suggestion with what of it the study codes now: `claim_type` is None where a machine names none, or where it
    was retired since.

    `id` is the new annotation's, so that the button sent twice tags once.
    """

    suggestion: Suggestion
    claim_type: ClaimType | None = None
    attribution: dict[str, str] = field(default_factory=dict)
    note: str = ""
    id: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def brought(self) -> bool:
        return self.suggestion.run.batch_id is not None

    @property
    def tool(self) -> str:
        known = FORMATS.get(self.suggestion.run.engine)
        return known.title.partition(",")[0] if known else self.suggestion.run.engine

    @property
    def is_whole(self) -> bool:
        """Whether it can be tagged as it is, with one press."""
        if self.claim_type is None:
            return bool(self.attribution)
        return not self.claim_type.note_required or bool(self.note.strip())

    @property
    def tag(self) -> str:
        """What one press makes of the words."""
        if self.claim_type:
            return self.claim_type.label
        return str(self.suggestion.get_attribution_display()) if self.attribution else ""

    @property
    def says(self) -> str:
        """The attribution in words."""
        named = (getattr(self.suggestion, f"get_{name}_display")() for name in self.attribution)
        return ", ".join(str(one) for one in named)

    @property
    def fields(self) -> dict[str, Any]:
        """What the editor's form is filled with."""
        said = {
            "paragraph": self.suggestion.paragraph_id,
            "start": self.suggestion.start,
            "quote": self.suggestion.quote,
            "suggestion": self.suggestion.pk,
        }
        if not self.brought:
            return {**said, "insertion": "1"}
        claim_type = {"claim_type": self.claim_type.pk} if self.claim_type else {}
        note = {"note": self.note} if self.note else {}
        return {**said, **claim_type, **self.attribution, **note}


@dataclass(frozen=True, slots=True)
class Offers:
    """`more` says that there are others, which follow when these are decided."""

    rows: list[Offer]
    more: bool

    def fields_of(self, pk: str) -> dict[str, Any] | None:
        return next((one.fields for one in self.rows if str(one.suggestion.pk) == pk), None)


def offers_for(reading: Reading, user: Any, *, off: Collection[str]) -> Offers:
    """What its coder, `user`, has neither taken over nor dismissed; none in a study that hides suggestions.

    `off` names the facets that the study does not code. Every coder of the study is offered the same.
    """
    if not reading.study.suggestions_shown:
        return Offers([], more=False)
    rows = Suggestion.objects.open_in(reading.study).visible_to(user)
    rows = rows.filter(run__article_id=reading.article_id).exclude(dismissals__reading=reading)
    rows = rows.exclude(Exists(_tagged(reading)))
    if reading.study.mask_outlet:
        rows = rows.exclude(paragraph__slot__in=FRAME_SLOTS)
    if "insertion" in off:
        rows = rows.filter(run__batch__isnull=False)
    if "claim_type" in off:
        rows = rows.filter(Q(editorial=True) | ~Q(attribution=""))
    rows = rows.select_related("paragraph", "run__batch__file", "run__batch__by", "claim_type")
    rows = rows.defer("run__batch__file__left")  # it is as long as the file
    found = list(rows.order_by("paragraph__position", "start", "pk")[: SHOWN + 1])
    return Offers([_offer(one, off) for one in found[:SHOWN]], more=len(found) > SHOWN)


def _tagged(reading: Reading) -> Any:
    """What the coder took a suggestion over to, or has tagged with its claim type whatever led them to it. What others
    did with the suggestion must not count, nor what this coder withdrew."""
    alike = Q(
        paragraph=OuterRef("paragraph"),
        start=OuterRef("start"),
        end=OuterRef("end"),
        claim_type=OuterRef("claim_type"),
    )
    return Annotation.objects.standing().filter(Q(suggestion=OuterRef("pk")) | alike, reading=reading)


def _offer(one: Suggestion, off: Collection[str]) -> Offer:
    claim_type = one.claim_type
    if claim_type and (claim_type.retired_at or "claim_type" in off):
        claim_type = None
    said = {name: getattr(one, name) for name in _ATTRIBUTION if name not in off}
    attribution = {name: value for name, value in said.items() if value} if said.get("attribution") else {}
    return Offer(one, claim_type, attribution, "" if "note" in off else one.note)
