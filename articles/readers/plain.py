"""Plain text: paragraphs parted by blank lines (or one to a line, where no line is blank).

White space: lines broken by an editor at a fixed width are joined with a space, other line feeds are kept;
spaces within a line are verbatim.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from . import charset, language
from .assemble import assemble, check_amount
from .blocks import SPACE, Block
from .charset import decode
from .front_matter import declared_in, split_front_matter
from .parsed import ParsedArticle
from .provenance import recognise, recognise_header

VERSION = "1"
_BLANK = re.compile(r"\n[ \t\f]*(?:\n[ \t\f]*)+")
_NARROWEST, _WIDEST = 40, 120
_LONGEST_HEADLINE = 200


def read(content: bytes, *, media_type: str = "", url: str = "") -> ParsedArticle:
    """Raises ReadError."""
    decoded = decode(content, media_type=media_type)
    fields, body, _ = split_front_matter(decoded.text)
    return assemble(
        _with_headline(_header_lines(_blocks(body))),
        reader="plain",
        version=VERSION,
        decoded=decoded,
        url=url,
        declared=declared_in(fields),
    )


def preload() -> None:
    language.preload()


def warm() -> None:
    charset.warm()


def _blocks(text: str) -> list[Block]:
    pieces = [piece.strip("\n") for piece in _BLANK.split(text)]
    pieces = [piece for piece in pieces if piece.strip()]
    if len(pieces) == 1 and not _is_wrapped(pieces[0].split("\n")):
        pieces = pieces[0].split("\n")
    check_amount(len(pieces))
    return [Block(_joined(piece)) for piece in pieces if piece.strip()]


def _joined(piece: str) -> str:
    lines = [line.strip(SPACE) for line in piece.split("\n")]
    return (" " if _is_wrapped(lines) else "\n").join(lines)


def _is_wrapped(lines: Sequence[str]) -> bool:
    """An editor fills each line as far as it goes: the next line's first word would never have fitted."""
    if len(lines) < 2:
        return False
    width = max(len(line) for line in lines)
    if not _NARROWEST <= width <= _WIDEST:
        return False
    filled = all(len(line) + 1 + len(_first_word(after)) > width for line, after in pairwise(lines))
    return filled and not any(_is_notice(line) for line in lines)


def _first_word(line: str) -> str:
    return line.split(maxsplit=1)[0] if line.strip() else ""


def _is_notice(line: str) -> bool:
    return recognise(line) is not None or recognise_header(line) is not None


def _header_lines(blocks: Sequence[Block]) -> Iterator[Block]:
    """Headline, byline and date lines often stand together, without blank lines between them."""
    for number, block in enumerate(blocks):
        lines = block.text.split("\n")
        if number < 2 and len(lines) > 1 and all(_is_notice(line) for line in lines[1:]):
            yield from (Block(line) for line in lines)
        else:
            yield block


def _with_headline(blocks: Iterator[Block]) -> Iterator[Block]:
    """The first block, when it is one short line that nothing else can be and more text follows."""
    first = next(blocks, None)
    if first is None:
        return
    rest = list(blocks)
    short = "\n" not in first.text and len(first.text) <= _LONGEST_HEADLINE
    if rest and short and not first.text.endswith(".") and not _is_notice(first.text):
        first = replace(first, kind="heading", level=1, hint="headline")
    yield first
    yield from rest
