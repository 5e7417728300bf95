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

#: how an item of adjudication stands
ADJUDICATION = ("unanimous", "adjudicated", "unresolved")
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


class OmittedPart(TypedDict):
    """Words of an original that an omission says are left out; `start` and `end` count in that version's text."""

    version_id: int
    text_sha256: str
    paragraph_id: int
    start: int
    end: int
    quote: str


# Not frozen: a frozen one takes five times as long to make, and there are 300,000.
@dataclass(slots=True)
class Row:
    """One annotation. An omission is a point: `start` is `end`, `quote` is empty, and `omitted_…` is the second place.
    Names that other tools read (`start`, `end`, `label`) are kept bare."""

    annotation_id: str = column("Annotation", "UUID, made when the words were first marked; stable for ever")
    project: str = column("Study", "the study's short name, as in its address")
    work_id: int = column(
        "Work", "version_id of the oldest stored version this one comes from: versions of one work share it"
    )
    version_id: int = column(
        "Article", "the stored text that was annotated; another text at the same address is another version"
    )
    version_role: str = column(
        "Relation to the original", "what this version is to its work; empty when nobody has confirmed it", values=ROLES
    )
    slot: str = column("Part of the article", "what the paragraph is to its article", values=Slot.values)
    paragraph_id: int = column("Paragraph, as stored", "the stored paragraph")
    paragraph_index: int = column("Paragraph, counted from 0", "its place in the version", unit="from 0")
    start: int = column(
        "Begins at",
        "where the quote begins in the version's text: its paragraphs joined by two line feeds",
        unit=CODE_POINTS,
    )
    end: int = column("Ends at", "where it ends in the version's text", unit=CODE_POINTS)
    start_utf16: int = column(
        "Begins at, in UTF-16", "start, for tools that count like JavaScript, Java and UIMA", unit=UTF16
    )
    end_utf16: int = column("Ends at, in UTF-16", "end, for the same tools", unit=UTF16)
    quote: str = column(
        "Words",
        "the words themselves: always the version's text from start to end; empty for an omission, which is a point",
        words=True,
    )
    prefix: str = column(
        "Words before", "up to 32 code points before the quote, cutting no visible character", words=True
    )
    suffix: str = column(
        "Words after", "up to 32 code points after the quote, cutting no visible character", words=True
    )
    label: str = column(
        "Claim type",
        "its name today, of the one it was merged into where it was; empty when the annotation makes no claim",
    )
    label_id: int | None = column(
        "Claim type, as stored", "the claim type of that name: stays when it is renamed, follows when it is merged"
    )
    code_path: str = column("Claim type's code", "that claim type's code under its facet, such as claim-type/event")
    attribution_status: str = column(
        "Attribution", "whether the text says who says it", values=AttributionStatus.values
    )
    stance: str = column("Stance of the cue", "how the cue stands to what is said", values=Stance.values)
    anonymity_reason_given: bool | None = column(
        "Reason for anonymity given", "whether a reason for not naming the source is given"
    )
    denied: bool | None = column(
        "Denied or declined to comment", "somebody is said to have denied it or declined to comment"
    )
    marking: str = column(
        "Marking", "how an editorial insertion is set off; empty when none is flagged", values=Marking.values
    )
    operation: str = column("Operation", "what was done to the words", values=Operation.values)
    host: str = column("Host", "what the insertion stands in", values=Host.values)
    function: str = column("Function", "what the insertion does, as the coder sees it", values=Function.values)
    inserter: str = column("Inserter", "who put it in, as the coder sees it", values=Inserter.values)
    effect: str = column("Effect", "what it does to the meaning, as the coder sees it", values=Effect.values)
    source_name: str = column(
        "Words that name the source", "the words that name the source; several spans are joined by ' … '", words=True
    )
    source_naming: str = column(
        "Source", "how the source is named (the codebook's source kind)", values=SourceKind.values
    )
    quote_form: str = column("Mode", "how the words are given (the codebook's mode)", values=Mode.values)
    cue: str = column("Cue", "the words that link source and content; several spans are joined by ' … '", words=True)
    coder: str = column("Coder's name", "the coder's name; empty unless an owner asked for names")
    coder_pseudonym: str = column("Coder", "the coder, by a name that holds within this study only")
    round: int = column("Round", "the coding round", unit="from 1")
    status: str = column("State", "whether the annotation stands", values=STATUSES)
    confidence: str = column(
        "Certainty", "how certain the coder is (the codebook's certainty)", values=Certainty.values
    )
    comment: str = column("Note", "the coder's note")
    created_at: datetime = column("Made", "when this annotation was made", unit=UTC)
    updated_at: datetime = column("Last changed", "when it was last changed: ended, or else made", unit=UTC)
    codebook_revision: int = column("Codebook revision", "the revision that its coder had before them", unit="from 1")
    adjudication: str = column(
        "Settled",
        "adjudicated when a verdict stands that speaks of this flag; else how the annotation's item stands, "
        "unresolved while nobody has decided; empty when fewer than two coders have finished the article",
        values=ADJUDICATION,
    )
    adjudicator: str = column("Reviewer", "the reviewer: a pseudonym, or a name when an owner asked for names")
    decided_at: datetime | None = column("Decided on", "when the standing decision was made", unit=UTC)
    text_sha256: str = column("Text SHA-256", "SHA-256 of the version's text in UTF-8", unit="hexadecimal")
    url: str = column("Address", "where the version was published")
    archive_url: str = column("Archived at", "where it is archived")
    decision_url: str = column("Case's page", "the page of the case that decides about this passage")
    paragraph_start: int = column(
        "Begins at, in its paragraph", "where the quote begins in its paragraph", unit=CODE_POINTS
    )
    paragraph_end: int = column("Ends at, in its paragraph", "where it ends in its paragraph", unit=CODE_POINTS)
    case_id: int | None = column("Case", "the case that this flag opened or joined")
    case_start: int | None = column(
        "Case begins at",
        "where the case's own words begin in the version's text: the verdict speaks of these, which may differ "
        "somewhat from the quote",
        unit=CODE_POINTS,
    )
    case_end: int | None = column("Case ends at", "where they end in the version's text", unit=CODE_POINTS)
    case_quote: str = column("Case's words", "the case's own words", words=True)
    verdict: str = column(
        "Verdict",
        "the reviewer's verdict on the case; empty when this flag joined the case after it, or it was taken back",
        values=Verdict.values,
    )
    verdict_reason: str = column("Reason", "why, in the reviewer's words")
    decided_marking: str = column("Marking, as decided", "marking, as decided", values=Marking.values)
    decided_function: str = column("Function, as decided", "function, as decided", values=Function.values)
    decided_inserter: str = column("Inserter, as decided", "inserter, as decided", values=Inserter.values)
    decided_effect: str = column("Effect, as decided", "effect, as decided", values=Effect.values)
    evidence_version_id: int | None = column("Original", "version_id of the stored original that was compared")
    evidence_link_status: str = column(
        "State of the original's link",
        "whether it still counts as the original of this version: the verdict rests on a confirmed link only",
        values=LINK_STATUSES,
    )
    evidence_text_sha256: str = column(
        "Original's text SHA-256", "SHA-256 of its text when the decision was made", unit="hexadecimal"
    )
    evidence_paragraph_id: int | None = column(
        "Original's paragraph", "the original's paragraph that the reviewer points to"
    )
    evidence_start: int | None = column(
        "Evidence begins at", "where the evidence begins in the original's text", unit=CODE_POINTS
    )
    evidence_end: int | None = column("Evidence ends at", "where it ends in the original's text", unit=CODE_POINTS)
    evidence_quote: str = column(
        "Words of the original", "the words of the original that the reviewer points to", words=True
    )
    best_match_score: float | None = column(
        "Best match", "likeness of the original's most similar paragraph", unit="0 to 100"
    )
    outlet: str = column("Outlet", "who published the version")
    title: str = column("Title", "its headline")
    published_on: str = column("Published", "when it was published", unit=DATE)
    origin_outlet: str = column("Original in", "where the text itself says it comes from")
    origin_published_on: str = column(
        "Original published", "when the text itself says it was first published", unit=DATE
    )
    training: bool = column("Training round", "true for an article of the training round, whose readings are no data")
    reading_finished_at: datetime | None = column("Reading finished", "when the coder finished this article", unit=UTC)
    replaces: str = column("Replaces", "annotation_id of the one that this edit took the place of")
    outer_annotation_id: str = column(
        "Attribution around it", "annotation_id of the attribution around this one, in its newest version"
    )
    suggestion_id: int | None = column("Suggestion", "the machine's suggestion that the coder took over")
    role_spans: tuple[RolePart, ...] = column(
        "Source, cue and content",
        "spans of the attribution: role (source, cue or content), paragraph_id, start, end, quote",
        unit=CODE_POINTS,
        words=True,
    )
    carried_from_annotation_id: str = column(
        "Carried over from",
        "annotation_id in an earlier version of the article; an edit made since names this one in replaces",
    )
    carry_status: str = column(
        "Carried over as", "what the comparison of the two versions said", values=["carried", "check", "lost"]
    )
    carry_score: float | None = column("Likeness of the words", "in the two versions", unit="0 to 1")
    carry_confirmed_by: str = column(
        "Carried over by", "the coder who confirmed it; a pseudonym unless an owner asked for names"
    )
    omitted_version_id: int | None = column(
        "Left out of", "the stored original whose words are left out here; empty unless the annotation is an omission"
    )
    omitted_text_sha256: str = column("Left out of, SHA-256", "SHA-256 of the original's text", unit="hexadecimal")
    omitted_paragraph_id: int | None = column("Left out of paragraph", "the original's paragraph, as stored")
    omitted_start: int | None = column(
        "Left out from", "where the left-out words begin in the original's text", unit=CODE_POINTS
    )
    omitted_end: int | None = column("Left out to", "where they end in the original's text", unit=CODE_POINTS)
    omitted_quote: str = column(
        "Words left out",
        "the original's words that are not at this point, of several the first: always the original's text from "
        "omitted_start to omitted_end",
        words=True,
    )
    omitted_spans: tuple[OmittedPart, ...] = column(
        "All words left out",
        "every passage left out at this point: version_id, text_sha256, paragraph_id, start, end, quote",
        unit=CODE_POINTS,
        words=True,
    )
    label_as_coded: str = column(
        "Claim type, as coded", "its name in codebook_revision, before any renaming, merge or split since"
    )
    label_id_as_coded: int | None = column("Claim type picked", "the claim type that the coder picked")
    needs_recoding: bool = column(
        "Needs recoding", "the claim type was split since, and its coder has not said yet which part it is"
    )
    item_id: int | None = column("Item", "the item of adjudication that the annotation is in, as in adjudicated")
    resolution: str = column(
        "Resolution",
        "what became of this annotation: taken (picked) or another one (not-picked), edited, nothing-here, unresolved; "
        "case when the verdict on an insertion says; empty when the coders agree and while nobody has decided",
        values=["picked", "not-picked", "edited", "nothing-here", "unresolved", "case"],
    )
    quote_sha256: str = column(
        "Words' SHA-256", "SHA-256 of the words in UTF-8, all of them, however few are shown", unit="hexadecimal"
    )


COLUMNS = columns_of(Row)
