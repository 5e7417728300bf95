"""What a browser sends when something is annotated, read strictly. The same words from a fetch or a plain form."""

import re
import uuid
from dataclasses import dataclass, field, replace
from typing import Protocol

from annotator.annotations.sentences import sentences, words
from annotator.facets import (
    AttributionStatus,
    Certainty,
    Effect,
    Facet,
    Function,
    Host,
    Inserter,
    Marking,
    Mode,
    Operation,
    RoleName,
    SourceKind,
    Stance,
)

LONGEST_NOTE = 10_000
MOST_ROLE_SPANS = 40
MOST_OMITTED = 40


class Sent(Protocol):
    """The part of a QueryDict that is read here."""

    def get(self, key: str, default: str, /) -> str | None: ...

    def getlist(self, key: str, /) -> list[str]: ...


class DraftError(Exception):
    """`errors` maps a field's name to a sentence for the person who filled it in."""

    def __init__(self, errors: dict[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class RoleDraft:
    """`start` is -1 when only the words are known and the place has to be found."""

    role: str
    paragraph: int
    start: int
    quote: str


@dataclass(frozen=True, slots=True)
class OmittedDraft:
    """Words of the original. `start` is -1 when only the words are known, and the `occurrence`-th of them is meant."""

    paragraph: int
    start: int
    quote: str
    occurrence: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """How the person chose the words: exactly one of span, sentence, words, exact. Or a point without words, where some
    were left out: `point` at `start`, `after` the words in `quote`, at the paragraph's beginning where there are none.
    """

    how: str
    paragraph: int
    start: int = -1
    quote: str = ""
    first: int = 0
    last: int = 0
    occurrence: int = 1

    @property
    def is_point(self) -> bool:
        return self.how in ("point", "after")


@dataclass(frozen=True, slots=True)
class Draft:
    """`revision` is the number of the codebook revision that the page was drawn for; None is the one in force."""

    id: uuid.UUID
    place: Place
    claim_type: int | None = None
    attribution: dict[str, str] = field(default_factory=dict)
    anonymity_reason_given: bool | None = None
    denied: bool = False
    outer: uuid.UUID | None = None
    flagged: bool = False
    insertion: dict[str, str] = field(default_factory=dict)
    note: str = ""
    certainty: str = Certainty.SURE.value
    replaces: uuid.UUID | None = None
    suggestion: int | None = None
    roles: tuple[RoleDraft, ...] = ()
    omitted: tuple[OmittedDraft, ...] = ()
    revision: int | None = None


_ATTRIBUTION: dict[str, type[Facet]] = {"source_kind": SourceKind, "mode": Mode, "stance": Stance}
_INSERTION: dict[str, type[Facet]] = {
    "marking": Marking,
    "operation": Operation,
    "host": Host,
    "function": Function,
    "inserter": Inserter,
    "effect": Effect,
}
_SURROGATE = re.compile("[\ud800-\udfff\x00]")


def read_draft(sent: Sent) -> Draft:
    """Return the draft in `sent`; raise `DraftError` naming every field that cannot be used."""
    reader = _Reader(sent)
    attribution = {}
    status = reader.facet("attribution", AttributionStatus)
    if status:
        attribution = {name: reader.facet(name, facet) for name, facet in _ATTRIBUTION.items()}
        attribution["attribution"] = status
    place = reader.place()
    # a point is nothing but the flag that words were left out there
    flagged = reader.text("insertion") != "" or place.is_point
    insertion = {name: reader.facet(name, facet) for name, facet in _INSERTION.items()} if flagged else {}
    if place.is_point and insertion["operation"] not in ("", Operation.OMISSION):
        reader.errors["operation"] = "A point without words is an omission. Withdraw it if nothing was left out."
    anonymity = reader.facet_of("anonymity", ("yes", "no"))
    draft = Draft(
        id=reader.uuid("id") or uuid.uuid4(),
        place=place,
        claim_type=reader.number("claim_type"),
        attribution=attribution,
        anonymity_reason_given={"yes": True, "no": False}.get(anonymity) if status else None,
        denied=bool(status) and reader.text("denied") != "",
        outer=reader.uuid("outer"),
        flagged=flagged,
        insertion=insertion,
        note=reader.text("note", longest=LONGEST_NOTE),
        certainty=reader.facet("certainty", Certainty) or Certainty.SURE.value,
        replaces=reader.uuid("replaces"),
        suggestion=reader.number("suggestion"),
        roles=reader.roles() if status else (),
        omitted=reader.omitted(point=place.is_point),
        revision=reader.number("revision"),
    )
    if draft.claim_type is None and not status and not flagged:
        reader.errors.setdefault(
            "claim_type",
            "Pick a claim type, an attribution or an editorial insertion: one of the three at least.",
        )
    if reader.errors:
        raise DraftError(reader.errors)
    return draft


def read_place(sent: Sent) -> Place:
    """Return only where the draft is to stand; raise `DraftError` when that cannot be used."""
    reader = _Reader(sent)
    place = reader.place()
    if reader.errors:
        raise DraftError(reader.errors)
    return place


def place_in(text: str, place: Place, language: str) -> tuple[int, str]:
    """Return (start, quote) of what was chosen in the paragraph's `text`; raise `DraftError` when it is not there."""
    match place.how:
        case "span":
            return place.start, place.quote
        case "point":
            return place.start, ""
        case "after":
            before = nth_place(text, place.quote, place.occurrence) if place.quote else 0
            if before < 0:
                raise DraftError(
                    {"exact": "These words do not stand in the paragraph (so often), so there is no point after them."}
                )
            return before + len(place.quote), ""
        case "sentence":
            spans = sentences(text, language)
            if not 1 <= place.first <= len(spans):
                raise DraftError({"sentence": f"Choose a sentence from 1 to {len(spans)}."})
            start, end = spans[place.first - 1]
        case "words":
            spans = words(text)
            if not 1 <= place.first <= place.last <= len(spans):
                raise DraftError(
                    {"first": f"Give the first and the last word, from 1 to {len(spans)}, in reading order."}
                )
            start, end = spans[place.first - 1][0], spans[place.last - 1][1]
        case _:
            start = nth_place(text, place.quote, place.occurrence)
            if start < 0:
                raise DraftError(
                    {"exact": "These exact words do not stand in the paragraph (so often). Check spelling and case."}
                )
            end = start + len(place.quote)
    return start, text[start:end]


def nth_place(text: str, words_: str, occurrence: int) -> int:
    """Where `words_` stand for the `occurrence`-th time (from 1), or -1."""
    if not words_:
        return -1
    start = -1
    for _ in range(max(1, min(occurrence, 1000))):
        start = text.find(words_, start + 1)
        if start < 0:
            return -1
    return start


def nearest_place(text: str, words_: str, anchor: int) -> int:
    """Where `words_` stand closest to position `anchor`, or -1."""
    places = [match.start() for match in re.finditer(re.escape(words_), text)] if words_ else []
    return min(places, key=lambda place: abs(place - anchor), default=-1)


class _Reader:
    def __init__(self, sent: Sent) -> None:
        self.sent = sent
        self.errors: dict[str, str] = {}

    def text(self, name: str, *, longest: int = 100_000) -> str:
        value = (self.sent.get(name, "") or "").replace("\r\n", "\n").replace("\r", "\n")
        if _SURROGATE.search(value):
            self.errors[name] = "This holds a character that cannot be stored."
            return ""
        if len(value) > longest:
            self.errors[name] = f"At most {longest:,} characters fit here; this has {len(value):,}."
            return value[:longest]
        return value

    def number(self, name: str) -> int | None:
        return self.whole(name, self.text(name, longest=30))

    def whole(self, name: str, value: str) -> int | None:
        if value == "":
            return None
        if re.fullmatch(r"[0-9]{1,15}", value):
            return int(value)
        self.errors[name] = "This is not a whole number."
        return None

    def uuid(self, name: str) -> uuid.UUID | None:
        value = self.text(name, longest=60)
        if value == "":
            return None
        try:
            return uuid.UUID(value)
        except ValueError:
            self.errors[name] = "This is not an id."
            return None

    def facet(self, name: str, facet: type[Facet]) -> str:
        return self.facet_of(name, facet.values)

    def facet_of(self, name: str, values: list[str] | tuple[str, ...]) -> str:
        value = self.text(name, longest=60)
        if value and value not in values:
            self.errors[name] = f"“{value}” is not one of the choices."
            return ""
        return value

    def place(self) -> Place:
        paragraph = self.number("paragraph")
        if paragraph is None:
            self.errors.setdefault("paragraph", "Choose a paragraph.")
        place = Place(self.text("how", longest=10) or "span", paragraph or 0)
        match place.how:
            case "span":
                start = self.number("start")
                quote = self.text("quote")
                if start is None or not quote:
                    self.errors.setdefault("quote", "Select some words first.")
                return replace(place, start=-1 if start is None else start, quote=quote)
            case "sentence":
                return replace(place, first=self.number("sentence") or 0)
            case "words":
                return replace(place, first=self.number("first") or 0, last=self.number("last") or 0)
            case "point":
                start = self.number("start")
                if start is None:
                    self.errors.setdefault("quote", "Say where in the paragraph the words are missing.")
                return replace(place, start=-1 if start is None else start)
            case "exact" | "after":
                return replace(place, quote=self.text("exact"), occurrence=self.number("occurrence") or 1)
        self.errors["how"] = "Choose how to select: sentence, words or exact words."
        return place

    def roles(self) -> tuple[RoleDraft, ...]:
        columns = [self.sent.getlist(f"span_{part}") for part in ("role", "paragraph", "start", "quote")]
        if len({len(column) for column in columns}) > 1 or len(columns[0]) > MOST_ROLE_SPANS:
            self.errors["span_role"] = "The source, cue and content spans are incomplete; select them again."
            return ()
        drafts = []
        for role, paragraph, start, quote in zip(*columns, strict=True):
            drafts.append(
                self.role(role, self.whole("span_paragraph", paragraph), self.whole("span_start", start), quote)
            )
        for role in (RoleName.SOURCE, RoleName.CUE):
            typed = self.text(f"{role}_words", longest=2000).strip()
            if typed:
                drafts.append(RoleDraft(role, 0, -1, typed))
        return tuple(drafts)

    def omitted(self, *, point: bool) -> tuple[OmittedDraft, ...]:
        """The original's words that a point stands for: columns with their places, or one place typed in a form."""
        columns = [self.sent.getlist(f"omitted_{part}") for part in ("paragraph", "start", "quote")]
        if len({len(column) for column in columns}) > 1 or len(columns[0]) > MOST_OMITTED:
            self.errors["omitted"] = "The words left out are incomplete; choose them again."
            return ()
        drafts = [
            OmittedDraft(self.whole("omitted", paragraph) or 0, self._or_unknown("omitted", start), quote)
            for paragraph, start, quote in zip(*columns, strict=True)
        ]
        if typed := self.text("omitted_words"):
            in_paragraph = self.number("omitted_in") or 0
            drafts.append(OmittedDraft(in_paragraph, -1, typed, self.number("omitted_occurrence") or 1))
        if any(not one.quote or _SURROGATE.search(one.quote) for one in drafts):
            self.errors["omitted"] = "Some of the words left out cannot be read; choose them again."
        if point and not drafts:
            self.errors.setdefault("omitted", "Say which words of the original are left out here.")
        if drafts and not point:
            self.errors.setdefault("omitted", "Words of the original belong to a point, not to words of this text.")
        return tuple(drafts)

    def _or_unknown(self, name: str, value: str) -> int:
        number = self.whole(name, value)
        return -1 if number is None else number

    def role(self, role: str, paragraph: int | None, start: int | None, quote: str) -> RoleDraft:
        if role not in RoleName.values or paragraph is None or start is None or not quote or _SURROGATE.search(quote):
            self.errors["span_role"] = "One of the source, cue or content spans cannot be read; select it again."
        return RoleDraft(role, paragraph or 0, start or 0, quote)
