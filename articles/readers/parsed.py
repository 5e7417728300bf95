"""What a reader returns: plain values that cross a process border as JSON.

Offsets are Unicode code points within one paragraph, half-open. An absent fact is "" (or None for a date).
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any, Literal, get_args

type Precision = Literal["day", "month", "year", ""]
type MarkKind = Literal["emphasis", "strong", "link"]
type Slot = Literal[
    "headline", "standfirst", "byline", "dateline", "body", "quotation", "list-item", "caption", "notice"
]

SLOTS: tuple[str, ...] = get_args(Slot.__value__)
MARK_KINDS: tuple[str, ...] = get_args(MarkKind.__value__)
PRECISIONS: tuple[str, ...] = get_args(Precision.__value__)


class ReadError(Exception):
    """The bytes cannot be read as an article. `message` is one plain sentence; `line` counts from 1."""

    def __init__(self, message: str, line: int | None = None) -> None:
        super().__init__(message, line)
        self.message = message
        self.line = line

    def __str__(self) -> str:
        return self.message if self.line is None else f"Line {self.line}: {self.message}"


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Inline marking of paragraph text [start, end). A link's `href` is an http(s) address."""

    start: int
    end: int
    kind: MarkKind
    href: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a mark over {self.start}–{self.end} covers nothing")
        if self.kind not in MARK_KINDS:
            raise ValueError(f"unknown kind of mark: {self.kind}")
        if self.kind == "link" and not self.href.startswith(("http://", "https://")):
            raise ValueError("a link mark needs an http(s) address")


@dataclass(frozen=True, slots=True)
class ParsedParagraph:
    slot: Slot
    text: str
    marks: tuple[Mark, ...] = ()

    def __post_init__(self) -> None:
        if self.slot not in SLOTS:
            raise ValueError(f"unknown slot: {self.slot}")
        if not self.text.strip():
            raise ValueError("a paragraph needs text")
        self.text.encode()  # a lone surrogate has no UTF-8 and could be neither stored nor sent
        if any(mark.end > len(self.text) for mark in self.marks):
            raise ValueError("a mark ends after its text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What can be known of a text besides the text.

    `upstream_urls` are machine-readable statements of an original (schema.org isBasedOn and citation, a canonical
    address on another host).
    """

    title: str = ""
    byline: str = ""
    outlet: str = ""
    language: str = ""
    url: str = ""
    canonical_url: str = ""
    archive_url: str = ""
    origin_outlet: str = ""
    origin_url: str = ""
    region: str = ""
    theme: str = ""
    series: str = ""
    tags: tuple[str, ...] = ()
    rights: str = ""
    upstream_urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedArticle(Facts):
    """One version of one text as its publisher gave it.

    `standfirst` joins the standfirst's paragraphs with a blank line. `left_out` is text of the page that was
    not taken for part of the article, so that a person can add it.
    """

    reader: str
    reader_version: str
    standfirst: str = ""
    published_on: date | None = None
    published_precision: Precision = ""
    origin_published_on: date | None = None
    origin_published_precision: Precision = ""
    paragraphs: tuple[ParsedParagraph, ...] = ()
    left_out: tuple[str, ...] = ()
    charset: str = ""
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for on, precision in (
            (self.published_on, self.published_precision),
            (self.origin_published_on, self.origin_published_precision),
        ):
            if precision not in PRECISIONS or (on is None) != (precision == ""):
                raise ValueError("a date and its precision come together")

    def to_json(self) -> str:
        """One line of ASCII JSON; `from_json` gives an equal article."""
        return json.dumps(asdict(self), default=date.isoformat)

    @classmethod
    def from_json(cls, text: str | bytes) -> "ParsedArticle":
        """Checks every type, for the text comes from a process that handled hostile bytes. Raises ValueError."""
        data = json.loads(text)
        if not isinstance(data, dict) or set(data) != {field.name for field in fields(cls)}:
            raise ValueError("not the fields of an article")
        return cls(**{name: _value(name, value) for name, value in data.items()})


_DATES = {"published_on", "origin_published_on"}
_TUPLES = {"tags", "upstream_urls", "left_out", "warnings"}


def _value(name: str, value: Any) -> Any:
    if name in _DATES:
        return None if value is None else date.fromisoformat(_string(value))
    if name in _TUPLES:
        return tuple(_string(item) for item in _list(value))
    if name == "paragraphs":
        return tuple(_paragraph(item) for item in _list(value))
    return _string(value)


def _paragraph(data: Any) -> ParsedParagraph:
    if not isinstance(data, Mapping) or set(data) != {"slot", "text", "marks"}:
        raise ValueError("not a paragraph")
    marks = tuple(_mark(item) for item in _list(data["marks"]))
    return ParsedParagraph(slot=data["slot"], text=_string(data["text"]), marks=marks)


def _mark(data: Any) -> Mark:
    match data:
        case {"start": int(start), "end": int(end), "kind": str(kind), "href": str(href)}:
            return Mark(start=start, end=end, kind=kind, href=_string(href))  # type: ignore[arg-type]
    raise ValueError("not a mark")


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError("not a list")
    return value


def _string(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError("not a string")
    value.encode()
    return value
