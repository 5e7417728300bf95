"""Pieces of text on their way to becoming paragraphs, and the two cuts made in them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .parsed import Mark

type Kind = Literal["paragraph", "heading", "quotation", "list-item", "caption"]
type Hint = Literal["", "headline", "standfirst", "byline", "dateline", "notice"]

# What browsers collapse; no-break and ideographic spaces are text.
SPACE = " \t\n\r\f"
_BLANK_LINE = re.compile(r"\n(?:[ \t\f]*\n)+")


@dataclass(frozen=True, slots=True)
class Block:
    """`hint` is what the source's own mark-up says the block is; a heading has its level (1 to 6)."""

    text: str
    marks: tuple[Mark, ...] = ()
    kind: Kind = "paragraph"
    level: int = 0
    hint: Hint = ""

    def cut(self, start: int, end: int) -> "Block":
        """The block's [start, end) without white space at its ends; marks are clipped and moved with it."""
        while start < end and self.text[start] in SPACE:
            start += 1
        while end > start and self.text[end - 1] in SPACE:
            end -= 1
        if (start, end) == (0, len(self.text)):
            return self
        marks = (
            replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
            for mark in self.marks
            if mark.start < end and mark.end > start
        )
        return replace(self, text=self.text[start:end], marks=tuple(marks))

    def is_all(self, kind: str) -> bool:
        """Every character but white space and closing punctuation carries a mark of this kind."""
        covered = [False] * len(self.text)
        for mark in self.marks:
            if mark.kind == kind:
                covered[mark.start : mark.end] = [True] * (mark.end - mark.start)
        loose = (char for char, held in zip(self.text, covered, strict=True) if not held)
        return any(covered) and not any(char.isalnum() for char in loose)


def at_blank_lines(block: Block) -> list[Block]:
    """A blank line inside a block (two <br>) is a paragraph break, as readers see it."""
    if "\n" not in block.text:
        return [block.cut(0, len(block.text))] if block.text.strip() else []
    return _cut_at(block, [found.span() for found in _BLANK_LINE.finditer(block.text)])


def at_line(block: Block, positions: Sequence[int]) -> list[Block]:
    """Cut at the line feeds that stand at these positions."""
    return _cut_at(block, [(position, position + 1) for position in positions])


def _cut_at(block: Block, gaps: Sequence[tuple[int, int]]) -> list[Block]:
    starts = [0, *(end for _, end in gaps)]
    ends = [*(start for start, _ in gaps), len(block.text)]
    pieces = (block.cut(start, end) for start, end in zip(starts, ends, strict=True))
    return [piece for piece in pieces if piece.text.strip()]


def tidy_marks(marks: Iterable[Mark], text: str) -> tuple[Mark, ...]:
    """Sorted, without doubles, not beginning or ending on white space."""
    kept = set()
    for mark in marks:
        start, end = mark.start, min(mark.end, len(text))
        while start < end and text[start] in SPACE:
            start += 1
        while end > start and text[end - 1] in SPACE:
            end -= 1
        if start < end:
            kept.add(replace(mark, start=start, end=end))
    return tuple(sorted(kept, key=lambda mark: (mark.start, -mark.end, mark.kind, mark.href)))
