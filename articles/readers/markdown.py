"""Markdown as CommonMark, with raw HTML shown as text: every block becomes a paragraph.

White space: a soft line break is a space, a hard one "\\n"; otherwise verbatim.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from . import charset, language
from .assemble import assemble
from .blocks import Block, Kind, tidy_marks
from .charset import decode
from .front_matter import declared_in, split_front_matter
from .links import http_url
from .markdown_links import full_references
from .parsed import Mark, MarkKind, ParsedArticle, ReadError
from .prescan import check_markdown

VERSION = "1"
_DEEPEST = 200
_EMPHASIS: dict[str, MarkKind] = {"em": "emphasis", "strong": "strong"}


def read(content: bytes, *, media_type: str = "", url: str = "") -> ParsedArticle:
    """Raises ReadError."""
    decoded = decode(content, media_type=media_type)
    check_markdown(decoded.text)
    fields, body, lines_before = split_front_matter(decoded.text)
    declared = declared_in(fields)
    environment: dict[str, list[str]] = {}
    try:
        tokens = _parser().parse(body, environment)
    except RecursionError:
        raise ReadError("This text is too complex: its marks are nested too deep.") from None
    _check_depth(tokens, lines_before)
    walk = _Walk(base=url or declared.url)
    blocks = list(walk.blocks(tokens))
    left_out = [*walk.left_out, *environment.get("definition_lines", [])]
    return assemble(
        _with_headline(blocks),
        reader="markdown",
        version=VERSION,
        decoded=decoded,
        url=url,
        declared=declared,
        left_out=left_out,
    )


def preload() -> None:
    _parser()
    language.preload()


def warm() -> None:
    charset.warm()


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": _DEEPEST + 20}).enable("table")
    # A raw tag must stay text, also where it begins a block.
    return parser.disable(["html_block", "html_inline"]).use(full_references)


def _check_depth(tokens: Sequence[Token], lines_before: int) -> None:
    """Past its limit the parser drops text without a word; so what comes near the limit is refused."""
    for token in tokens:
        if token.level >= _DEEPEST:
            line = token.map[0] + 1 + lines_before if token.map else None
            raise ReadError(f"This text is too complex: lists or quotations nested {_DEEPEST} deep.", line)


def _with_headline(blocks: Sequence[Block]) -> Iterator[Block]:
    """The first heading of level 1 is the headline; without one, a heading that begins the file."""
    first = next((n for n, block in enumerate(blocks) if block.kind == "heading" and block.level == 1), None)
    if first is None and blocks and blocks[0].kind == "heading":
        first = 0
    for number, block in enumerate(blocks):
        if number == first:
            yield Block(block.text, block.marks, "heading", block.level, "headline")
        else:
            yield block


class _Walk:
    """From markdown-it's flat token list to blocks."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.left_out: list[str] = []

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        around: list[Kind] = []
        level = 0
        for token in tokens:
            match token.type:
                case "heading_open":
                    level = int(token.tag[1])
                case "heading_close":
                    level = 0
                case "blockquote_open":
                    around.append("quotation")
                case "list_item_open":
                    around.append("list-item")
                case "blockquote_close" | "list_item_close":
                    around.pop()
                case "inline" | "fence" | "code_block":
                    kind: Kind = "heading" if level else around[-1] if around else "paragraph"
                    yield from self._block(token, kind, level)

    def _block(self, token: Token, kind: Kind, level: int) -> Iterator[Block]:
        if token.type == "inline":
            text, marks = self._inline(token.children or [])
        else:
            text, marks = token.content, []
        block = Block(text, tidy_marks(marks, text), kind, level)
        block = block.cut(0, len(text))
        if block.text.strip():
            yield block

    def _inline(self, tokens: Sequence[Token]) -> tuple[str, list[Mark]]:
        parts: list[str] = []
        length = 0
        marks: list[Mark] = []
        opened: list[tuple[int, str]] = []
        for token in tokens:
            piece = self._text(token)
            parts.append(piece)
            length += len(piece)
            if token.nesting == 1:
                opened.append((length, str(token.attrGet("href") or "")))
            elif token.nesting == -1:
                start, href = opened.pop()
                marks.extend(self._mark(token.tag, start, length, href))
        return "".join(parts), marks

    def _text(self, token: Token) -> str:
        match token.type:
            case "softbreak":
                return " "
            case "hardbreak":
                return "\n"
            case "image":
                self.left_out.extend(filter(None, [re.sub(r"\s+", " ", token.content).strip()]))
                return ""
            case _:
                return token.content

    def _mark(self, tag: str, start: int, end: int, href: str) -> Iterator[Mark]:
        if start >= end:
            return
        if kind := _EMPHASIS.get(tag):
            yield Mark(start, end, kind)
        elif tag == "a" and (address := http_url(href, self.base)):
            yield Mark(start, end, "link", address)
