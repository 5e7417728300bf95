"""Which language a text is in, where nothing declares it."""

import re
from collections.abc import Sequence

from .parsed import ParsedParagraph

_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_FEWEST_LETTERS = 40
_MOST_LETTERS = 5_000


def language_tag(text: str) -> str:
    """A declared BCP 47 tag with hyphens ("pt-BR"), or ""."""
    text = text.strip()
    return text.replace("_", "-") if _TAG.fullmatch(text) else ""


def guess_language(paragraphs: Sequence[ParsedParagraph]) -> str:
    """Two-letter code of the story's language; "" for less than a sentence, which nobody can tell."""
    story = [part.text for part in paragraphs if part.slot not in ("notice", "dateline", "byline")]
    sample = "\n".join(story)[:_MOST_LETTERS]
    if sum(1 for char in sample if char.isalpha()) < _FEWEST_LETTERS:
        return ""
    return _classify(sample)


def preload() -> None:
    _classify("A sentence that loads the model.")


def _classify(text: str) -> str:
    import py3langid  # its model takes a quarter of a second and 80 MB, and most pages declare their language

    return str(py3langid.classify(text)[0])
