"""What becomes of a mark that anchors: an annotation in one coder's reading, or a suggestion for all coders."""

from dataclasses import dataclass, field
from typing import Any, Protocol

from annotator.annotations.drafts import LONGEST_NOTE
from annotator.annotations.importing.anchoring import Anchor
from annotator.annotations.in_force import off_by
from annotator.annotations.models import Reading
from annotator.studies.codebooks.facets import BY_NAME
from annotator.studies.models import ClaimType, Study
from annotator.suggestions.models import Suggestion
from articles.models import FRAME_SLOTS, Slot


@dataclass(frozen=True, slots=True)
class Taken:
    """One annotation or suggestion to be. `number` is its place in the file, from 0; `claim_type` is None when the
    codebook has none of that `label`, `attribution` holds values of facets by column, `model` names a machine."""

    number: int
    where: str
    anchor: Anchor
    claim_type: ClaimType | None
    note: str
    label: str = ""
    attribution: dict[str, str] = field(default_factory=dict)
    model: str = ""

    @property
    def key(self) -> "Key":
        return self.place, self.claim_type.pk if self.claim_type else self.label.casefold()

    @property
    def place(self) -> "Place":
        return self.anchor.paragraph_id, self.anchor.start, self.anchor.quote


type Place = tuple[int, int, str]
type Key = tuple[Place, int | str]


class Rule(Protocol):
    #: whether machines' marks and marks without a claim type are taken
    suggests: bool

    def why_not(self, one: Taken) -> str:
        """The sentence that says why the mark stays outside, or "" when it is taken."""


class AsReading:
    """Articles that the coder has work in stay as they are: what is theirs and what comes from a file must not mix."""

    suggests = False

    def __init__(self, study: Study, coder: Any) -> None:
        begun = Reading.objects.filter(study=study, coder=coder, started_at__isnull=False)
        self._begun = set(begun.values_list("article_id", flat=True))
        self._name = coder.get_full_name()

    def why_not(self, one: Taken) -> str:
        if one.anchor.version_id in self._begun:
            return f"{self._name} has begun this article already."
        if one.claim_type and one.claim_type.note_required and not one.note.strip():
            return f"“{one.claim_type.label}” asks for a note, and it has none."
        return _too_long(one)


class AsSuggestions:
    """Only what a coder could take over is suggested, and nothing that is suggested already."""

    suggests = True

    def __init__(self, study: Study) -> None:
        newest = study.revisions.order_by("-number").values_list("guidance", flat=True).first()
        self._off = off_by(newest)
        self._masked = study.mask_outlet
        self._there = suggested_in(study)
        self._places = {place for place, _ in self._there}

    def why_not(self, one: Taken) -> str:
        if not one.label:
            return "It has no label."
        if one.anchor.slot == Slot.NOTICE:
            return "Notices are shown but not coded."
        if self._masked and one.anchor.slot in FRAME_SLOTS:
            return "This paragraph is hidden while coding."
        # an attribution goes with what else is said of the same words, and that is there
        if one.key in self._there or (one.attribution and one.place in self._places):
            return ALREADY
        return self._switched_off(one) or _too_long(one)

    def _switched_off(self, one: Taken) -> str:
        coded = {"claim_type": one.claim_type or not one.attribution, "note": one.note, **one.attribution}
        off = (name for name, value in coded.items() if value and name in self._off)
        return next((f"{BY_NAME[name].label}: this is switched off in this study." for name in off), "")


ALREADY = "It is a suggestion in this study already."


def suggested_in(study: Study) -> set[Key]:
    """What was brought into this study and not taken back: where, and under which claim type or else label."""
    rows = Suggestion.objects.brought_into(study).filter(run__batch__taken_back_at__isnull=True).order_by()
    facts = rows.values_list("paragraph_id", "start", "quote", "claim_type_id", "label")
    return {((paragraph, start, quote), pk or label.casefold()) for paragraph, start, quote, pk, label in facts}


def _too_long(one: Taken) -> str:
    return f"Its note is longer than {LONGEST_NOTE:,} characters." if len(one.note) > LONGEST_NOTE else ""
