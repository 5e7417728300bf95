"""Finding words in a text although they were set otherwise: quotation marks, dashes, spaces, case, ligatures, letters
made of one code point or of several, and characters that nobody sees. Pure.

Spans are half-open, in code points of the text as stored.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from unicodedata import category, combining, normalize

_FOLDED = str.maketrans(dict.fromkeys("‘’‚‛′ʼ`´", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("‐‑‒–—―−", "-"))
_BRACKETS = "[](){}⟦⟧［］（）–—- \t\n,;:.…"
#: invisible, though Unicode counts them as marks: the grapheme joiner and the variation selectors
_UNSEEN = frozenset(
    "\u034f\u180b\u180c\u180d\u180f" + "".join(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
)


@dataclass(frozen=True, slots=True)
class Found:
    """Where words stand: the index of the text among those searched, and the span in it."""

    index: int
    start: int
    end: int


def fold(text: str) -> tuple[str, list[int]]:
    """The text in comparable form, and for each of its characters the place it comes from; places never go back.

    Canonically equivalent texts have one form. Compatibility variants, case and invisible characters make no
    difference; accents and other combining marks do.
    """
    if text.isascii():
        marked = [(character, place) for place, character in enumerate(text.translate(_FOLDED).lower())]
    else:
        seen = ((character, place) for place, character in enumerate(text) if not is_invisible(character))
        # In canonical order before case is folded, because folding makes a letter of one mark (iota subscript).
        ordered = _in_canonical_order(
            (part, place) for character, place in seen for part in normalize("NFD", character)
        )
        marked = list(_in_canonical_order((part, place) for one, place in ordered for part in _plain(one)))
    out: list[str] = []
    places: list[int] = []
    for character, place in marked:
        if not character.isspace():
            out.append(character)
            places.append(place)
        elif out and out[-1] != " ":
            out.append(" ")
            places.append(place)
    if out and out[-1] == " ":
        out.pop()
        places.pop()
    return "".join(out), places


def folded(text: str) -> str:
    return fold(text)[0]


def is_invisible(character: str) -> bool:
    """Soft hyphens, zero-width and bidirectional marks, joiners and variation selectors: nothing that is read."""
    return category(character) == "Cf" or character in _UNSEEN


@lru_cache(maxsize=10_000)
def _plain(character: str) -> str:
    """One character of a decomposed text, without its case and its variants."""
    compatible = normalize("NFKD", character.translate(_FOLDED)).translate(_FOLDED)
    return normalize("NFKD", compatible.casefold()).translate(_FOLDED)


def _in_canonical_order(parts: Iterator[tuple[str, int]]) -> Iterator[tuple[str, int]]:
    """Each run of combining marks sorted as Unicode has it; its places stay in the order of the text."""
    for is_mark, run in groupby(parts, key=lambda part: combining(part[0]) != 0):
        if is_mark:
            marks, places = zip(*run, strict=True)
            yield from zip(sorted(marks, key=combining), sorted(places), strict=True)
        else:
            yield from run


def bare(quote: str) -> str:
    """The inserted words themselves, without the brackets or dashes around them."""
    unread = "".join(character for character in quote if character.isspace() or is_invisible(character))
    return quote.strip(_BRACKETS + unread) or quote


def find(texts: Sequence[str], words: str, *, whole_words: bool = True) -> Found | None:
    """The first place where `words` stand in one of `texts`, or None."""
    needle = folded(words)
    if not needle:
        return None
    for index, text in enumerate(texts):
        haystack, places = fold(text)
        start = haystack.find(needle)
        while start >= 0:
            end = start + len(needle)
            if not whole_words or not (_cuts_a_word(haystack, start) or _cuts_a_word(haystack, end)):
                return Found(index, places[start], places[end - 1] + 1)
            start = haystack.find(needle, start + 1)
    return None


def _cuts_a_word(text: str, place: int) -> bool:
    return 0 < place < len(text) and _in_a_word(text[place - 1]) and _in_a_word(text[place])


def _in_a_word(character: str) -> bool:
    return character.isalnum() or character == "_" or category(character).startswith("M")
