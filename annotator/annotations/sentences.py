"""Pure: where the sentences and words of a paragraph are, for people who select by list instead of by mouse."""

import re
from array import array
from collections.abc import Iterator
from itertools import accumulate, pairwise

import sentencex

# A sentence also ends after the closing quotation mark or bracket that follows its full stop.
_AFTER_CLOSING = re.compile(r"[.!?…][”’»\"')\]]+\s+(?=[\[(“‘«\"']?[^\W\d_a-z])")
# Possessive: there is nothing to go back for, and a study has millions of words.
_ONE = r"(?:\w++(?:['’\-.]\w++)*+|[^\w\s])"
_WORD = re.compile(_ONE)
_WORD_AND_SPACE = re.compile(_ONE + r"\s*+")


def sentences(text: str, language: str = "en") -> list[tuple[int, int]]:
    """Return half-open spans (code points) of the sentences, white space at either end left out.

    Boundaries are sentencex's for `language` (BCP 47; only the primary subtag is used), and our own after closers.
    """
    borders = {0, len(text), *_borders(text, sentencex.segment((language or "en").split("-")[0].lower(), text))}
    borders.update(match.end() for match in _AFTER_CLOSING.finditer(text))
    ordered = sorted(borders)
    return [span for start, end in pairwise(ordered) if (span := _trimmed(text, start, end))]


def _borders(text: str, pieces: list[str]) -> Iterator[int]:
    if "".join(pieces) == text:
        yield from accumulate(map(len, pieces))
        return
    position = 0
    for piece in pieces:
        found = text.find(piece, position)
        if found >= 0:
            position = found + len(piece)
            yield from (found, position)


def words(text: str) -> list[tuple[int, int]]:
    """Return half-open spans (code points) of words and of single marks such as brackets and quotation marks."""
    return [match.span() for match in _WORD.finditer(text)]


def starts_of_words(text: str) -> array[int]:
    """Where each of `words` starts (code points): found in half the time, for whoever needs few of their ends. Between
    one word and the next there is nothing but white space."""
    pieces = _WORD_AND_SPACE.findall(text)
    return array("L", accumulate(map(len, pieces), initial=len(text) - len(text.lstrip())))[:-1]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """The span without white space at either end; None when there is nothing else."""
    piece = text[start:end]
    inner = len(piece.lstrip())
    return (end - inner, start + len(piece.rstrip())) if inner else None
