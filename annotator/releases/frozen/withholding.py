"""What of a text may leave the house: all of it, short quotes, or none. Pure.

A withheld character becomes a cover of the same length, in code points and in UTF-16 alike, and white space stays. So
offsets hold in the released text as they do in the stored one, and the released text from `start` to `end` is always
the released quote, however little of it is shown.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

#: stands for one withheld character; beyond U+FFFF its UTF-16 length is two, as was that of what it stands for
COVER, WIDE_COVER = "\u2591", "\U0001fb90"
#: words of a quote that are shown unless an owner says otherwise
WORDS = 25

_WORD = re.compile(r"\S+")
_WIDE = re.compile(r"[\U00010000-\U0010ffff]")
_NARROW = re.compile(r"[^\s\U00010000-\U0010ffff]")


class Shown(StrEnum):
    FULL = "full"
    QUOTES = "quotes"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class TextPolicy:
    """`words` is the most that is shown of one quote, where quotes are shown."""

    shown: Shown = Shown.QUOTES
    words: int = WORDS

    def quote(self, words: str) -> str:
        """A cell of words as it may leave the house; as long as it was."""
        at = self.visible(words)
        return words[:at] + covered(words[at:])

    def visible(self, quote: str) -> int:
        """How many code points of a quote are shown, from its start: whole words, as many as may be."""
        if self.shown is Shown.FULL:
            return len(quote)
        if self.shown is Shown.NONE or self.words < 1:
            return 0
        end = 0
        for number, word in enumerate(_WORD.finditer(quote), 1):
            end = word.end()
            if number == self.words:
                return end
        return len(quote) if end else 0

    def text(self, text: str, quotes: Iterable[tuple[int, int]]) -> str:
        """The text of a version in which these quotes, (start, end) in code points, are shown as far as they may be."""
        if self.shown is Shown.FULL:
            return text
        pieces, at = [], 0
        for start, end in sorted((start, start + self.visible(text[start:end])) for start, end in quotes):
            if end <= at:
                continue
            first = max(start, at)
            pieces += [covered(text[at:first]), text[first:end]]
            at = end
        return "".join([*pieces, covered(text[at:])])


def covered(text: str) -> str:
    return _NARROW.sub(COVER, _WIDE.sub(WIDE_COVER, text)) if text else text


def share_shown(released: str) -> float:
    """How much of a released text can be read, 0 to 1, white space aside."""
    letters = sum(len(word) for word in _WORD.findall(released))
    hidden = released.count(COVER) + released.count(WIDE_COVER)
    return (letters - hidden) / letters if letters else 0.0
