"""What the pages about pairs show: two texts row by row, and what drifted in the words of a person."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from annotator.annotations.drift import Aligned, Drift, Said
from annotator.annotations.found_omissions import FoundOmission, found_between
from annotator.annotations.models import Reading
from annotator.annotations.pairs import BothSides, Compared
from annotator.annotations.queries import Block, page_of
from annotator.annotations.workbench import off_in
from annotator.facets import AttributionStatus, Effect, Mode, SourceKind, Stance
from annotator.studies.models import ClaimType, Role
from articles.lineage.comparison import Status

#: each kind of drift as a sentence's beginning, with the sign that stands before it
CHANGES = {
    Drift.SOURCE_DROPPED: "Attributed → unattributed",
    Drift.SOURCE_GIVEN: "Unattributed → attributed",
    Drift.STATUS: "Another attribution status",
    Drift.NAME_DROPPED: "Named source → unnamed",
    Drift.NAME_GIVEN: "Unnamed source → named",
    Drift.SOURCE_KIND: "Another kind of source",
    Drift.SOURCE_WORDS: "Source in other words",
    Drift.STANCE: "Cue takes another stance",
    Drift.CUE_WORDS: "Cue in other words",
    Drift.MODE: "Another mode of quoting",
    Drift.DENIAL_DROPPED: "Denial dropped",
    Drift.DENIAL_GIVEN: "Denial added",
    Drift.REASON_DROPPED: "Reason for anonymity dropped",
    Drift.REASON_GIVEN: "Reason for anonymity added",
    Drift.ONLY_LEFT: "Attribution coded in the original only",
    Drift.ONLY_RIGHT: "Attribution coded in the copy only",
    Drift.SAME: "The same attribution",
}
_STATUS = {
    Status.SAME: "the same",
    Status.EDITED: "edited",
    Status.INSERTED: "not in the original",
    Status.OMITTED: "not in the copy",
    Status.MOVED: "moved",
    Status.SPLIT: "split",
    Status.MERGED: "merged",
}


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs that belong together, drawn with the person's annotations; `word` says in what way they do."""

    left: Sequence[Block]
    right: Sequence[Block]
    word: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an attribution: what is said, and by whom, in words; `id` is its annotation's."""

    id: str
    quote: str
    number: int
    status: str
    source: str
    cue: str
    kind: str
    details: str


@dataclass(frozen=True, slots=True)
class Line:
    changes: Sequence[str]
    left: Side | None
    right: Side | None
    words_there: bool


@dataclass(frozen=True, slots=True)
class Coded:
    """A pair with its lines, for the study's list; `who` is what the coder is called there."""

    pair: BothSides
    who: str
    lines: Sequence[Line]
    of: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the page offers for tagging omissions of the copy's reading; `typed` is what was sent and refused.

    `errors` are sentences by field, `off` the facets that the codebook's `revision` does not code.
    """

    found: Sequence[FoundOmission]
    originals: Sequence[Any]
    copies: Sequence[Any]
    claim_types: Sequence[ClaimType]
    effects: Sequence[tuple[str, str]]
    off: frozenset[str]
    revision: int
    new_id: uuid.UUID
    typed: Mapping[str, str]
    errors: Mapping[str, str]

    @property
    def tagged(self) -> int:
        return sum(bool(one.tagged) for one in self.found)


def left_out_of(
    compared: Compared, *, typed: Mapping[str, str] | None = None, errors: Mapping[str, str] | None = None
) -> LeftOut:
    reading = compared.pair.right
    return LeftOut(
        found=found_between(compared.texts, reading),
        originals=[one for one in compared.texts.left if one.text],
        copies=compared.texts.right,
        claim_types=list(reading.study.claim_types.filter(retired_at__isnull=True)),
        effects=Effect.choices,
        off=off_in(reading),
        revision=reading.revision_number or 0,  # type: ignore[attr-defined]  # see `workbench.whole`
        new_id=uuid.uuid4(),
        typed=typed or {},
        errors=errors or {},
    )


def rows_of(compared: Compared) -> list[Row]:
    """Each pair of paragraphs as a row. A handful of queries however long the texts."""
    left, right = _blocks(compared.pair.left), _blocks(compared.pair.right)
    texts = compared.texts
    return [
        Row(
            [left[texts.left[number].pk] for number in pair.left],
            [right[texts.right[number].pk] for number in pair.right],
            _STATUS[pair.status],
        )
        for pair in texts.comparison.pairs
    ]


def _blocks(reading: Reading) -> dict[int, Block]:
    base = "" if reading.finished_at else reverse("annotations", args=[reading.pk])
    return {block.id: block for block in page_of(reading, base=base).blocks}


def lines_of(compared: Compared, change: str = "") -> list[Line]:
    """What drifted, or with `change` only that; "same" shows what stayed."""
    rows = [row for row in compared.rows if change in row.changes] if change else compared.drifted
    return [_line(compared, row) for row in rows]


def _line(compared: Compared, row: Aligned) -> Line:
    return Line(
        [CHANGES[change] for change in row.changes],
        _side(compared, row.left, compared.texts.left),
        _side(compared, row.right, compared.texts.right),
        row.words_there,
    )


def _side(compared: Compared, said: Said | None, paragraphs: Sequence[Any]) -> Side | None:
    if said is None:
        return None
    annotation = compared.annotations[said.id]
    details = [_label(Mode, said.mode), _label(Stance, said.stance)]
    details += ["Denied"] * said.denied + ["Reason for anonymity given"] * bool(said.anonymity_reason)
    return Side(
        id=said.id,
        quote=annotation.quote,
        number=paragraphs[said.place.paragraph].number,
        status=_label(AttributionStatus, said.attribution),
        source="; ".join(said.sources),
        cue="; ".join(said.cues),
        kind=_label(SourceKind, said.source_kind),
        details=", ".join(filter(None, details)),
    )


def _label(facet: Any, value: str) -> str:
    return str(facet(value).label) if value else ""


def called(reading: Reading, role: str) -> str:
    """An owner knows the coders by name; everybody else by the pseudonym that exports use."""
    if role == Role.OWNER:
        return str(reading.coder.get_full_name())
    return reading.study.pseudonym(reading.coder_id)
