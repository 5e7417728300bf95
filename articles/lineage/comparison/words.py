"""A text cut into words and signs, each with a key that stays the same when only its form changes. Pure.

White space is not a word: it is what stands between one word's end and the next one's start (code points).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# Scripts that do not part words by spaces: there each character counts as a word.
SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_IS_SPACELESS = re.compile(f"[{SPACELESS}]")
# Nothing here joins with its neighbour into one character, and words are parted by spaces.
_PLAIN = re.compile(
    "[\x00-\xac\xae-\u02ff\u0370-\u0482\u048a-\u0590\u1e00-\u1fff\u2000-\u200a\u2010-\u2027\u202f-\u205f"
    "\u2070-\u20cf\u2100-\u2bff]*"
)
_GROUPED = r"\d{1,3}(?:[,\u00a0\u202f\u2009]\d{3})+(?!\d)(?:\.\d+)?|\d+(?:[.,:]\d+)+"
_APOSTROPHES = "'’ʼ＇"
_PLAIN_TOKEN = re.compile(rf"{_GROUPED}|[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*|-{{2,3}}|\.\.\.|\S")
_INSIDE = f"{_APOSTROPHES}.,:"
_JOINER = "\u200d"  # what stands on both its sides is one picture or letter
# Zero-width signs inside words, and the Thai and Lao vowels that Unicode counts as letters but writes onto one.
_CLINGING = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\u0e33\u0eb3")
_UNSEEN = re.compile("[\u00ad\u200b\u2060\ufeff]")

QUOTES = frozenset("\"'“”„‟‘’‚‛«»‹›「」『』＂＇`´ʼ")
DASHES = frozenset("-‐‑‒–—―−")
_FOLDED = {**dict.fromkeys(QUOTES, '"'), **dict.fromkeys(DASHES, "-"), "--": "-", "---": "-", "...": "…"}


@dataclass(frozen=True, slots=True)
class Words:
    """`text[starts[n]:ends[n]]` is word n; `keys[n]` is what it is compared by."""

    text: str
    starts: list[int]
    ends: list[int]
    keys: list[str]

    def __len__(self) -> int:
        return len(self.keys)

    def raw(self, number: int) -> str:
        return self.text[self.starts[number] : self.ends[number]]


class Cutter:
    """Cuts texts into words and remembers their keys; one is made for each comparison."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}
        self._words: dict[str, Words] = {}

    def cut(self, text: str, whole: Sequence[tuple[int, int, str]] = ()) -> Words:
        """`whole`: (start, end, key), spans in order that count as one word with this key."""
        if whole:
            return self._with_whole(text, list(_spans(text)), whole)
        if text in self._words:
            return self._words[text]
        starts, ends, keys = [], [], []
        remembered = self._keys
        for start, end in _spans(text):
            raw = text[start:end]
            key = remembered.get(raw)
            if key is None:
                key = remembered[raw] = folded(raw)
            starts.append(start)
            ends.append(end)
            keys.append(key)
        words = self._words[text] = Words(text, starts, ends, keys)
        return words

    def _with_whole(self, text: str, spans: Sequence[tuple[int, int]], whole: Sequence[tuple[int, int, str]]) -> Words:
        begun, ended = {start for start, _ in spans}, {end for _, end in spans}
        keyed = {start: (end, key) for start, end, key in whole if start in begun and end in ended}
        words = Words(text, [], [], [])
        at = -1
        for start, end in spans:
            if start < at:
                continue
            at, key = keyed.get(start) or (end, folded(text[start:end]))
            words.starts.append(start)
            words.ends.append(at)
            words.keys.append(key)
        return words


def folded(raw: str) -> str:
    """What a word is compared by: letter case, ways of writing one character, quotes, dashes, 60,000 or 60000."""
    if raw in _FOLDED:
        return _FOLDED[raw]
    if raw.isascii() and raw.isalpha():
        return raw.lower()
    key = _UNSEEN.sub("", unicodedata.normalize("NFC", raw)).casefold()
    if key[:1].isdigit():
        key = re.sub(r"(?<=\d)[,\u00a0\u202f\u2009](?=\d{3}(?!\d))", "", key)
    for apostrophe in _APOSTROPHES[1:]:
        key = key.replace(apostrophe, "'")
    return key or raw


def _spans(text: str) -> Iterable[tuple[int, int]]:
    if _PLAIN.fullmatch(text):
        return [match.span() for match in _PLAIN_TOKEN.finditer(text)]
    return _careful(text)


def _careful(text: str) -> Iterator[tuple[int, int]]:
    """Spans of words and signs, never cutting what is shown as one character."""
    held: list[tuple[int, int]] = []  # a word, and perhaps the apostrophe or the comma in a number that touches it
    for start, end in _clusters(text):
        touching = bool(held) and held[-1][1] == start
        if touching and len(held) == 2 and _same_word(text, held, start):
            held = [(held[0][0], end)]
        elif touching and len(held) == 1 and end - start == 1 and text[start] in _INSIDE and text[start - 1].isalnum():
            held.append((start, end))
        else:
            yield from held
            held = [(start, end)]
    yield from held


def _same_word(text: str, held: list[tuple[int, int]], start: int) -> bool:
    before, sign, after = text[held[0][1] - 1], text[held[1][0]], text[start]
    if _IS_SPACELESS.match(after) or _IS_SPACELESS.match(before):
        return False
    return before.isdigit() and after.isdigit() if sign in ".,:" else after.isalnum()


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Words and signs with their combining marks, joined pictures, skin tones, flags."""
    start, kind, last = 0, "", ""
    flags = 0
    for at, char in enumerate(text):
        following = _kind(char)
        if following == "mark" and kind == "space" and unicodedata.combining(char):
            start, kind = at - 1, "sign"  # a mark on a blank: the blank is part of the sign
        glued = bool(kind) and kind != "space" and (following == "mark" or (last == _JOINER and following != "space"))
        if following == "flag":
            flags = flags + 1 if kind == "flag" else 1
            glued = glued or (kind == "flag" and flags % 2 == 0)
        if not glued and not (following == kind and kind in ("word", "space")):
            if kind and kind != "space":
                yield start, at
            start, kind = at, "sign" if following == "mark" else following
        last = char
    if kind and kind != "space":
        yield start, len(text)


def _kind(char: str) -> str:
    if char.isspace():
        return "space"
    if "\U0001f1e6" <= char <= "\U0001f1ff":
        return "flag"
    category = unicodedata.category(char)
    if (
        category[0] == "M"
        or char in _CLINGING
        or "\U0001f3fb" <= char <= "\U0001f3ff"
        or "\U000e0020" <= char <= "\U000e007f"
    ):
        return "mark"
    if category[0] in "LN":
        return "sign" if _IS_SPACELESS.match(char) else "word"
    return "sign"
