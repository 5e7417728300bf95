"""From blocks to paragraphs with slots, and from the lines among them to the article's facts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from .blocks import Block, at_blank_lines, at_line
from .links import http_url
from .parsed import ParsedParagraph, Slot
from .provenance import Line, recognise, recognise_header

_KINDS: dict[str, Slot] = {"quotation": "quotation", "list-item": "list-item", "caption": "caption"}
_HEADER_ROLES: dict[str, Slot] = {"byline": "byline", "dateline": "dateline", "updated": "dateline"}
_SENTENCE_ENDS = (".", "!", "?", "…", ".”", '."', "。", "؟", "।")
_LABEL_LENGTH = 80
_MOST_LINES = 200


@dataclass(slots=True)
class Stated:
    """What the text says of itself, gathered line by line; the first statement of a thing stands."""

    title: str = ""
    byline: str = ""
    datelines: list[Line] = field(default_factory=list)
    sources: list[tuple[Line, str]] = field(default_factory=list)
    region: str = ""
    theme: str = ""
    series: str = ""
    tags: tuple[str, ...] = ()
    rights: list[str] = field(default_factory=list)

    def note(self, line: Line, block: Block) -> None:
        match line.role:
            case "byline":
                self.byline = self.byline or line.value
                if line.dated:
                    self.datelines.append(Line("dateline", "", line.dated))
            case "dateline":
                self.datelines.append(line)
            case "source":
                self.sources.append((line, _only_link(block) or http_url(line.value)))
            case "rights":
                self.rights.append(line.value)
            case "region" | "theme" | "series" as name:
                setattr(self, name, getattr(self, name) or line.value)
            case "tags":
                self.tags = self.tags or split_tags(line.value)


@dataclass(frozen=True, slots=True)
class Arranged:
    paragraphs: tuple[ParsedParagraph, ...]
    stated: Stated


def arrange(blocks: Sequence[Block]) -> Arranged:
    """Every block becomes one paragraph, in order; only hard breaks between unlike notices are cut."""
    pieces = [piece for block in blocks for whole in at_blank_lines(block) for piece in _unlike_lines(whole)]
    stated = Stated()
    slots = list(_Arranger(pieces, stated).slots())
    paragraphs = tuple(
        ParsedParagraph(slot, piece.text, piece.marks) for piece, slot in zip(pieces, slots, strict=True)
    )
    return Arranged(paragraphs, stated)


def split_tags(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (tag.strip() for tag in text.replace(";", ",").split(",")))))


class _Arranger:
    def __init__(self, pieces: Sequence[Block], stated: Stated) -> None:
        self.pieces = pieces
        self.stated = stated
        self.headline = next((n for n, piece in enumerate(pieces) if piece.hint == "headline"), None)
        self.last_role = ""

    def slots(self) -> Iterator[Slot]:
        header_end = self._header_end()
        for number, piece in enumerate(self.pieces):
            yield self._slot(number, piece, header=number < header_end)

    def _header_end(self) -> int:
        """Index of the first block of the story: the first that neither a rule nor its mark-up takes for a header."""
        for number, piece in enumerate(self.pieces):
            if self.headline is not None and number <= self.headline:
                continue
            if recognise_header(piece.text) or recognise(piece.text) or piece.hint or piece.kind == "caption":
                continue
            if _is_standfirst(piece) or self._is_subtitle(number) or (self.headline is not None and _is_label(piece)):
                continue
            return number
        # No story after them: then the italic paragraphs are the story.
        italic = (n for n, piece in enumerate(self.pieces) if not piece.hint and piece.is_all("emphasis"))
        return next(italic, len(self.pieces))

    def _slot(self, number: int, piece: Block, *, header: bool) -> Slot:
        if number == self.headline:
            self.stated.title = piece.text
            return "headline"
        if header and (slot := self._header_slot(number, piece)):
            return slot
        line = recognise(piece.text)
        if line and self._is_notice(line, piece):
            self.last_role = "appeal" if self._continues_appeal(line, piece) else line.role
            if self.last_role == line.role:
                self.stated.note(line, piece)
            return "notice"
        self.last_role = ""
        return _KINDS.get(piece.kind, "body")

    def _header_slot(self, number: int, piece: Block) -> Slot | None:
        line = recognise_header(piece.text)
        if line and piece.kind not in ("heading", "caption"):
            self.stated.note(line, piece)
            return _HEADER_ROLES.get(line.role, "notice")
        if recognise(piece.text):
            return None
        if self.headline is not None and number < self.headline:
            return "notice" if _is_label(piece) else None
        if piece.hint == "byline":
            self.stated.note(Line("byline", piece.text), piece)
        if piece.hint in ("byline", "dateline", "standfirst", "notice"):
            return piece.hint
        return "standfirst" if _is_standfirst(piece) or self._is_subtitle(number) else None

    def _is_subtitle(self, number: int) -> bool:
        """A heading between the headline and a byline or date line."""
        if self.headline is None or number != self.headline + 1 or number + 1 >= len(self.pieces):
            return False
        return self.pieces[number].kind == "heading" and recognise_header(self.pieces[number + 1].text) is not None

    def _is_notice(self, line: Line, piece: Block) -> bool:
        if piece.kind in ("quotation", "heading") and line.role in ("appeal", "source"):
            return False
        return not (piece.kind == "caption" and line.role in ("source", "rights", "contact"))

    def _continues_appeal(self, line: Line, piece: Block) -> bool:
        via = piece.text.lower().startswith("via") and line.role == "source"
        asks = any(word in piece.text.lower() for word in ("donate", "patreon", "paypal"))
        return via and (asks or self.last_role == "appeal")


def _is_standfirst(piece: Block) -> bool:
    return piece.hint == "standfirst" or (piece.kind == "paragraph" and piece.is_all("emphasis"))


def _is_label(piece: Block) -> bool:
    """A word or two of the page's furniture between headline and story ("World", "Share")."""
    text = piece.text
    return piece.kind != "heading" and len(text) <= _LABEL_LENGTH and not text.endswith(_SENTENCE_ENDS)


def _only_link(block: Block) -> str:
    hrefs = {mark.href for mark in block.marks if mark.kind == "link"}
    return hrefs.pop() if len(hrefs) == 1 else ""


def _unlike_lines(block: Block) -> list[Block]:
    """Cut where a hard break parts two lines that are notices of different kinds."""
    positions, start = [], 0
    lines = block.text.split("\n")
    if not 1 < len(lines) <= _MOST_LINES:
        return [block]
    roles = [_role(line) for line in lines]
    for line, role, following in zip(lines, roles, roles[1:], strict=False):
        start += len(line)
        if role and following and role != following:
            positions.append(start)
        start += 1
    pieces = at_line(block, positions) if positions else [block]
    return [replace(piece, hint="") for piece in pieces] if positions and block.hint != "headline" else pieces


def _role(text: str) -> str:
    line = recognise(text) or recognise_header(text)
    return line.role if line else ""
