"""Where a text may be cut without splitting what a reader sees as one character. Pure; offsets are code points."""

from unicodedata import category, combining

_ZWNJ, _ZWJ = "\u200c", "\u200d"
# joiners, half-width kana marks, Thai and Lao AM: letters by category, marks by behaviour
_JOINING = frozenset((_ZWNJ, _ZWJ, "\uff9e", "\uff9f", "\u0e33", "\u0eb3"))
_VIRAMA = 9  # canonical combining class
_PREPENDED = frozenset("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e")


def _extends(char: str) -> bool:
    """True for what belongs to the character before it: marks, joiners, skin tones, flag tags."""
    return (
        category(char)[0] == "M"
        or char in _JOINING
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    )


def _is_regional(char: str) -> bool:
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_jamo(char: str) -> bool:
    return "\u1100" <= char <= "\u11ff" or "\ua960" <= char <= "\ua97c" or "\ud7b0" <= char <= "\ud7fb"


def _is_hangul(char: str) -> bool:
    return _is_jamo(char) or "\uac00" <= char <= "\ud7a3"


def _ends_in_virama(text: str, at: int) -> bool:
    """Whether a virama is among the marks right before `at`: it joins consonants through the marks beside it (GB9c)."""
    while at and _extends(text[at - 1]):
        at -= 1
        if combining(text[at]) == _VIRAMA:
            return True
    return False


def is_boundary(text: str, at: int) -> bool:
    """True when a cut before `text[at]` splits no grapheme cluster.

    Stricter than UAX #29 where that is shorter to say (any two joined Hangul letters, any consonant after a
    virama, whatever follows a zero-width joiner): it may refuse a harmless cut, never allow a harmful one.
    """
    if at <= 0 or at >= len(text):
        return True
    before, after = text[at - 1], text[at]
    if before < "\u0300" and after < "\u0300":
        return not (before == "\r" and after == "\n")
    if before in "\r\n":
        return True
    if _extends(after) or before == _ZWJ or before in _PREPENDED:
        return False
    if _is_regional(before) and _is_regional(after):
        first = at
        while first and _is_regional(text[first - 1]):
            first -= 1
        return (at - first) % 2 == 0
    if category(after) == "Lo" and _ends_in_virama(text, at):
        return False
    joined = _is_hangul(before) and _is_hangul(after)
    return not (joined and (_is_jamo(before) or _is_jamo(after)))
