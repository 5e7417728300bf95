"""Offsets and context of a passage in the text of a whole version. Pure.

Offsets are half-open and count Unicode code points unless a name ends in `utf16`.
"""

from bisect import bisect_left

from articles.graphemes import is_boundary

#: code points of context on either side of a quote (W3C Web Annotation's TextQuoteSelector)
CONTEXT = 32


class VersionText:
    """The canonical text of one version, its paragraphs joined by a blank line."""

    __slots__ = ("_astral", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        beyond = bool(text) and max(text) > "\uffff"
        self._astral = [at for at, char in enumerate(text) if char > "\uffff"] if beyond else []

    def utf16(self, at: int) -> int:
        """The offset in UTF-16 code units of the code point at `at`."""
        return at + bisect_left(self._astral, at)

    def prefix(self, start: int) -> str:
        """Up to `CONTEXT` code points before `start`, beginning at a whole grapheme cluster."""
        first = max(0, start - CONTEXT)
        while first < start and not is_boundary(self.text, first):
            first += 1
        return self.text[first:start]

    def suffix(self, end: int) -> str:
        """Up to `CONTEXT` code points from `end`, stopping after a whole grapheme cluster."""
        last = min(len(self.text), end + CONTEXT)
        while last > end and not is_boundary(self.text, last):
            last -= 1
        return self.text[end:last]
