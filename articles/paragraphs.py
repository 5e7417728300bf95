"""Blocks of text become the paragraph rows of an article, each at its place in the canonical text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from articles.models import Article, Paragraph

JOIN = "\n\n"


@dataclass(frozen=True, slots=True)
class Laid:
    """One paragraph to be; `marks` as in Paragraph.marks."""

    slot: str
    text: str
    marks: Sequence[Sequence[Any]] = field(default_factory=list)


def digest(blocks: Iterable[Laid]) -> str:
    """SHA-256 of the canonical text, hexadecimal."""
    return sha256(JOIN.join(block.text for block in blocks).encode()).hexdigest()


def lay_out(article: Article, blocks: Iterable[Laid]) -> None:
    """Store the paragraphs of an article that was just stored."""
    rows, offset = [], 0
    for position, block in enumerate(blocks):
        rows.append(
            Paragraph(
                article=article,
                position=position,
                slot=block.slot,
                text=block.text,
                marks=list(block.marks),
                offset=offset,
            )
        )
        offset += len(block.text) + len(JOIN)
    Paragraph.objects.bulk_create(rows)
