"""One walk over a page: its text, verbatim, cut into blocks as a browser lays them out.

White space collapses as in a browser, <br> is "\\n", <pre> keeps its line feeds.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from .blocks import SPACE, Block, Hint, Kind, at_blank_lines, tidy_marks
from .links import http_url
from .markup import CAPTION_NAMES, hint_of, is_aside, names_of
from .parsed import Mark, MarkKind

_SILENT = frozenset(
    [
        "script",
        "style",
        "template",
        "title",
        "svg",
        "math",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "canvas",
        "map",
        "select",
        "datalist",
        "textarea",
        "input",
        "img",
        "picture",
        "meter",
        "progress",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "output",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "slot",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "nobr",
        "blink",
        "amp-img",
    ]
)
_KINDS: dict[str, Kind] = {
    "blockquote": "quotation", "li": "list-item", "dt": "list-item", "dd": "list-item", "figcaption": "caption",
    "caption": "caption", "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading", "h5": "heading",
    "h6": "heading",
}  # fmt: skip
_MARKS: dict[str, MarkKind] = {
    "em": "emphasis", "i": "emphasis", "cite": "emphasis", "strong": "strong", "b": "strong",
}  # fmt: skip
_SPACES = re.compile(f"[{SPACE}]+")
_ITALIC_STYLE = re.compile(r"font-style\s*:\s*(?:italic|oblique)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DomBlock:
    """A block, the element that directly holds it, and the elements around it that are not part of a story."""

    block: Block
    element: HtmlElement
    asides: tuple[HtmlElement, ...]


@dataclass(frozen=True, slots=True)
class _Frame:
    """What an element passes on to what it contains."""

    element: HtmlElement
    kind: Kind = "paragraph"
    level: int = 0
    hint: Hint = ""
    asides: tuple[HtmlElement, ...] = ()
    pre: bool = False


def blocks_of(body: HtmlElement, base: str = "") -> list[DomBlock]:
    """All blocks of text in document order. The tree must not be deeper than the recursion allows (see prescan)."""
    walk = _Walk(base)
    walk.visit(body, _Frame(body))
    walk.end_block()
    return walk.found


class _Walk:
    def __init__(self, base: str) -> None:
        self.base = base
        self.found: list[DomBlock] = []
        self.frame: _Frame | None = None
        self.parts: list[str] = []
        self.length = 0
        self.space = False
        self.marks: list[Mark] = []
        self.open: list[tuple[MarkKind, str, int]] = []

    def visit(self, element: HtmlElement, outer: _Frame) -> None:
        frame = _frame(element, outer)
        block = element.tag not in _INLINE or _is_layout(frame, outer)
        if block:
            self.end_block()
        opened = self._open_marks(element)
        self.add(element.text, frame)
        for child in element:
            if child.tag == "br":
                self.line_break(frame)
            elif isinstance(child.tag, str) and child.tag not in _SILENT:
                self.visit(child, frame)
            self.add(child.tail, frame)
        if block:
            self.end_block()
        self._close_marks(opened)

    def add(self, text: str | None, frame: _Frame) -> None:
        if not text:
            return
        if frame.pre:
            self._append(text.removeprefix("\n") if not self.length else text, frame)
            return
        words = _SPACES.split(text)
        for number, word in enumerate(words):
            if number:
                self.space = True
            if word:
                self._append(" " + word if self.space and self._in_line() else word, frame)
                self.space = False

    def line_break(self, frame: _Frame) -> None:
        if self.length:
            self._append("\n", frame)
        self.space = False

    def end_block(self) -> None:
        text = "".join(self.parts)
        if text.strip() and self.frame:
            carried = [Mark(start, self.length, kind, href) for kind, href, start in self.open if start < self.length]
            frame = self.frame
            block = Block(text, tidy_marks([*self.marks, *carried], text), frame.kind, frame.level, frame.hint)
            pieces = at_blank_lines(block)
            self.found.extend(DomBlock(piece, frame.element, frame.asides) for piece in pieces)
        self.frame, self.parts, self.length, self.space, self.marks = None, [], 0, False, []
        self.open = [(kind, href, 0) for kind, href, _ in self.open]

    def _append(self, text: str, frame: _Frame) -> None:
        if self.frame is None:
            self.frame = frame
        elif self.frame.hint != frame.hint:
            self.frame = replace(self.frame, hint="")  # only a part of the line is what the mark-up says
        self.parts.append(text)
        self.length += len(text)

    def _in_line(self) -> bool:
        return self.length > 0 and self.parts[-1][-1] not in " \n"

    def _open_marks(self, element: HtmlElement) -> int:
        kind = _MARKS.get(element.tag)
        if not kind and _ITALIC_STYLE.search(element.get("style", "")):
            kind = "emphasis"
        opened: list[tuple[MarkKind, str]] = [(kind, "")] if kind else []
        if element.tag == "a" and (href := http_url(element.get("href", ""), self.base)):
            opened.append(("link", href))
        self.open.extend((kind, href, self.length) for kind, href in opened)
        return len(opened)

    def _close_marks(self, count: int) -> None:
        for _ in range(count):
            kind, href, start = self.open.pop()
            if start < self.length:
                self.marks.append(Mark(start, self.length, kind, href))


def _frame(element: HtmlElement, outer: _Frame) -> _Frame:
    tag = element.tag
    names = names_of(element)
    kind: Kind = _KINDS.get(tag) or ("caption" if CAPTION_NAMES.search(names) else outer.kind)
    asides = (*outer.asides, element) if is_aside(element, names) else outer.asides
    inline = tag in _INLINE
    return _Frame(
        element=outer.element if inline and asides == outer.asides else element,
        kind=outer.kind if inline and kind != "caption" else kind,
        level=int(tag[1]) if _KINDS.get(tag) == "heading" else outer.level,
        hint=hint_of(element, names) or outer.hint,
        asides=asides,
        pre=outer.pre or tag == "pre",
    )


def _is_layout(frame: _Frame, outer: _Frame) -> bool:
    """An inline tag that its own mark-up makes a piece apart: left out, or a caption."""
    return frame.asides != outer.asides or frame.kind != outer.kind


def ancestors(element: HtmlElement) -> Iterator[HtmlElement]:
    """The element itself and all around it, inside out."""
    step: HtmlElement | None = element
    while step is not None:
        yield step
        step = step.getparent()
