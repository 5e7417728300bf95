"""The one shape in which an annotation leaves the house. Formats read this, never the database."""
# ruff: noqa: RUF009 - column() makes a dataclass field

from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from annotator.facets import (
    AttributionStatus,
    Certainty,
    Effect,
    Function,
    Host,
    Inserter,
    Marking,
    Mode,
    Operation,
    SourceKind,
    Stance,
    Verdict,
)
from annotator.releases.columns import CODE_POINTS, DATE, UTC, UTF16, column, columns_of
from articles.models import Slot

STATUSES = ("standing", "withdrawn", "replaced")
NO_LINK = "none"
LINK_STATUSES = ("confirmed", "proposed", "rejected", NO_LINK)
ROLES = ("original", "republication", "update", "excerpt", "translation", "rewrite", "quotes")


class RolePart(TypedDict):
    """One span that plays a part in an attribution; `start` and `end` as in the columns of those names."""

    role: str
    paragraph_id: int
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Row:
    """One annotation. Names that other tools read (`start`, `end`, `label`) are kept bare."""

    annotation_id: str = column("UUID, made when the words were first marked; stable for ever")
    project: str = column("the study's short name, as in its address")
    work_id: int = column("version_id of the oldest stored version this one comes from: versions of one work share it")
    version_id: int = column("the stored text that was annotated; another text at the same address is another version")
    version_role: str = column("what this version is to its work; empty when nobody has confirmed it", values=ROLES)
    slot: str = column("what the paragraph is to its article", values=Slot.values)
    paragraph_id: int = column("the stored paragraph")
    paragraph_index: int = column("its place in the version", unit="from 0")
    start: int = column(
        "where the quote begins in the version's text: its paragraphs joined by two line feeds",
        unit=CODE_POINTS,
    )
    end: int = column("where it ends in the version's text", unit=CODE_POINTS)
    start_utf16: int = column("start, for tools that count like JavaScript, Java and UIMA", unit=UTF16)
    end_utf16: int = column("end, for the same tools", unit=UTF16)
    quote: str = column("the words themselves: always the version's text from start to end")
    prefix: str = column("up to 32 code points before the quote, cutting no visible character")
    suffix: str = column("up to 32 code points after the quote, cutting no visible character")
    label: str = column("the claim type's name today; empty when the annotation makes no claim")
    label_id: int | None = column("the claim type itself: stays when it is renamed")
    code_path: str = column("the claim type's code under its facet, such as claim-type/event")
    attribution_status: str = column("whether the text says who says it", values=AttributionStatus.values)
    stance: str = column("how the cue stands to what is said", values=Stance.values)
    anonymity_reason_given: bool | None = column("whether a reason for not naming the source is given")
    denied: bool = column("somebody is said to have denied it or declined to comment")
    marking: str = column("how an editorial insertion is set off; empty when none is flagged", values=Marking.values)
    operation: str = column("what was done to the words", values=Operation.values)
    host: str = column("what the insertion stands in", values=Host.values)
    function: str = column("what the insertion does, as the coder sees it", values=Function.values)
    inserter: str = column("who put it in, as the coder sees it", values=Inserter.values)
    effect: str = column("what it does to the meaning, as the coder sees it", values=Effect.values)
    source_name: str = column("the words that name the source; several spans are joined by ' … '")
    source_naming: str = column("how the source is named (the codebook's source kind)", values=SourceKind.values)
    quote_form: str = column("how the words are given (the codebook's mode)", values=Mode.values)
    cue: str = column("the words that link source and content; several spans are joined by ' … '")
    coder: str = column("the coder's name; empty unless an owner asked for names")
    coder_pseudonym: str = column("the coder, by a name that holds within this study only")
    round: int = column("the coding round", unit="from 1")
    status: str = column("whether the annotation stands", values=STATUSES)
    confidence: str = column("how certain the coder is (the codebook's certainty)", values=Certainty.values)
    comment: str = column("the coder's note")
    created_at: datetime = column("when this annotation was made", unit=UTC)
    updated_at: datetime = column("when it was last changed: ended, or else made", unit=UTC)
    codebook_revision: int = column("the revision in force when it was made", unit="from 1")
    adjudication: str = column(
        "adjudicated when a reviewer has decided the case with this flag in it", values=["adjudicated"]
    )
    adjudicator: str = column("the reviewer: a pseudonym, or a name when an owner asked for names")
    decided_at: datetime | None = column("when the standing decision was made", unit=UTC)
    text_sha256: str = column("SHA-256 of the version's text in UTF-8", unit="hexadecimal")
    url: str = column("where the version was published")
    archive_url: str = column("where it is archived")
    decision_url: str = column("the page of the case that decides about this passage")
    paragraph_start: int = column("where the quote begins in its paragraph", unit=CODE_POINTS)
    paragraph_end: int = column("where it ends in its paragraph", unit=CODE_POINTS)
    case_id: int | None = column("the case that this flag opened or joined")
    case_start: int | None = column(
        "where the case's own words begin in the version's text: the verdict speaks of these, which may differ "
        "somewhat from the quote",
        unit=CODE_POINTS,
    )
    case_end: int | None = column("where they end in the version's text", unit=CODE_POINTS)
    case_quote: str = column("the case's own words")
    verdict: str = column(
        "the reviewer's verdict on the case; empty when this flag joined the case after it", values=Verdict.values
    )
    verdict_reason: str = column("why, in the reviewer's words")
    decided_marking: str = column("marking, as decided", values=Marking.values)
    decided_function: str = column("function, as decided", values=Function.values)
    decided_inserter: str = column("inserter, as decided", values=Inserter.values)
    decided_effect: str = column("effect, as decided", values=Effect.values)
    evidence_version_id: int | None = column("version_id of the stored original that was compared")
    evidence_link_status: str = column(
        "whether it still counts as the original of this version: the verdict rests on a confirmed link only",
        values=LINK_STATUSES,
    )
    evidence_text_sha256: str = column("SHA-256 of its text when the decision was made", unit="hexadecimal")
    evidence_paragraph_id: int | None = column("the original's paragraph that the reviewer points to")
    evidence_start: int | None = column("where the evidence begins in the original's text", unit=CODE_POINTS)
    evidence_end: int | None = column("where it ends in the original's text", unit=CODE_POINTS)
    evidence_quote: str = column("the words of the original that the reviewer points to")
    best_match_score: float | None = column("likeness of the original's most similar paragraph", unit="0 to 100")
    outlet: str = column("who published the version")
    title: str = column("its headline")
    published_on: str = column("when it was published", unit=DATE)
    origin_outlet: str = column("where the text itself says it comes from")
    origin_published_on: str = column("when the text itself says it was first published", unit=DATE)
    reading_finished_at: datetime | None = column("when the coder finished this article", unit=UTC)
    replaces: str = column("annotation_id of the one that this edit took the place of")
    outer_annotation_id: str = column("annotation_id of the attribution around this one")
    suggestion_id: int | None = column("the machine's suggestion that the coder took over")
    role_spans: tuple[RolePart, ...] = column(
        "spans of the attribution: role (source, cue or content), paragraph_id, start, end, quote",
        unit=CODE_POINTS,
    )


COLUMNS = columns_of(Row)
