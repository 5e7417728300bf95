"""A person takes page text into an article that its reader had left out: a fuller version of the same bytes.

The version as it was read stays as it is, and so does every study that holds it.
"""

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from articles.ingest import Ingested
from articles.models import Article, Slot
from articles.paragraphs import Laid, digest, lay_out
from articles.readers.blocks import Block, at_blank_lines
from articles.signals import ingested

MOST_PIECES = 100

#: what a fuller version does not take over from the one it extends
_ITS_OWN = {
    "id", "title", "byline", "standfirst", "left_out", "text_sha256", "chosen_sha256", "extends", "added",
    "created_at", "created_by",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """Piece number `piece` of `left_out` (from 0) belongs behind the first `after` paragraphs, as `slot`."""

    piece: int
    slot: str
    after: int


def extend(article: Article, choices: Sequence[Choice], *, by: Any) -> Ingested:
    """Store the version of `article` that also has these pieces; the same choice again adds nothing.

    Pieces at one place keep the order of the page. A piece with blank lines becomes several paragraphs, as it
    would have when read. Raises ValidationError with a sentence when a piece, a slot or a place is not there.
    """
    paragraphs = [Laid(p.slot, p.text, p.marks) for p in article.paragraphs.all()]
    check_choices(article, choices, paragraphs=len(paragraphs))
    blocks, added = _filled(paragraphs, article, choices)
    chosen = sha256(json.dumps([[block.slot, block.text] for block in blocks]).encode()).hexdigest()
    if known := _stored(article, chosen):
        return Ingested(known, created=False)
    taken = {choice.piece for choice in choices}
    fuller = Article(
        **{f.attname: getattr(article, f.attname) for f in Article._meta.concrete_fields if f.name not in _ITS_OWN},
        title=article.title or _first(blocks, Slot.HEADLINE, longest=1000),
        byline=article.byline or _first(blocks, Slot.BYLINE, longest=500),
        standfirst="\n\n".join(block.text for block in blocks if block.slot == Slot.STANDFIRST),
        left_out=[text for piece, text in enumerate(article.left_out) if piece not in taken],
        text_sha256=digest(blocks),
        chosen_sha256=chosen,
        extends=article,
        added=added,
        created_by=by,
    )
    try:
        with transaction.atomic():
            fuller.save()
            lay_out(fuller, blocks)
            ingested.send(sender=Article, article=fuller)
    except IntegrityError:
        # Somebody made the same choice between our look and our insert; anything else is a fault.
        if known := _stored(article, chosen):
            return Ingested(known, created=False)
        raise
    return Ingested(fuller, created=True)


def check_pieces(article: Article, pieces: Sequence[int]) -> None:
    """Raise ValidationError unless these are pieces that were left out, each named once."""
    if not pieces:
        raise ValidationError("Tick the page text that belongs to the article, on the article's page.", code="nothing")
    if len(pieces) > MOST_PIECES:
        raise ValidationError(f"Add at most {MOST_PIECES} pieces at a time.", code="many")
    there = {piece for piece, text in enumerate(article.left_out) if text.strip()}
    if len(set(pieces)) < len(pieces) or not there.issuperset(pieces):
        raise ValidationError("This article has no such piece of left-out text.", code="piece")


def check_choices(article: Article, choices: Sequence[Choice], *, paragraphs: int) -> None:
    """Raise ValidationError unless each piece was left out and goes to a place that is there."""
    check_pieces(article, [choice.piece for choice in choices])
    if any(choice.slot not in Slot.values for choice in choices):
        raise ValidationError("Say what each piece is to the article.", code="slot")
    if any(not 0 <= choice.after <= paragraphs for choice in choices):
        raise ValidationError(f"Places are 0 to {paragraphs}.", code="place")


def _filled(paragraphs: Sequence[Laid], article: Article, choices: Sequence[Choice]) -> tuple[list[Laid], list[int]]:
    """The blocks of the fuller version, and where in it those are that people added, now or before."""
    new: dict[int, list[Laid]] = defaultdict(list)
    for choice in sorted(choices, key=lambda choice: choice.piece):
        pieces = at_blank_lines(Block(article.left_out[choice.piece]))
        new[choice.after].extend(Laid(choice.slot, piece.text) for piece in pieces)
    blocks: list[Laid] = []
    added: list[int] = []
    for place in range(len(paragraphs) + 1):
        added.extend(range(len(blocks), len(blocks) + len(new[place])))
        blocks.extend(new[place])
        if place < len(paragraphs):
            if place in article.added:
                added.append(len(blocks))
            blocks.append(paragraphs[place])
    return blocks, added


def _first(blocks: Sequence[Laid], slot: str, *, longest: int) -> str:
    text = next((" ".join(block.text.split()) for block in blocks if block.slot == slot), "")
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _stored(article: Article, chosen: str) -> Article | None:
    same = Article.objects.filter(
        capture_id=article.capture_id, reader=article.reader, reader_version=article.reader_version
    )
    return same.filter(chosen_sha256=chosen).first()
