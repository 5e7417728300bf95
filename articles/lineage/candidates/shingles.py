"""A text's fingerprint: numbers of some of its overlapping runs of words, by which two texts that share words meet.

Scaled sampling ("mod sampling", Broder 1997; Brown and Irber 2016): of all shingles those are kept whose number is
divisible by eight, in every text the same ones, so that shared numbers estimate shared words. Pure.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b

#: a shingle is four words; a word counts two and a character of a script without spaces one, so there it is eight
LENGTH = 8
#: one shingle in so many is kept
KEPT = 8
#: with so many shingles or fewer (a text of 67 words) all are kept, for an eighth of them would say nothing
SHORT = 64
#: with more kept ones (a text of 16,000 words) the smallest numbers are kept, again the same ones in every text
MOST = 2048

# Han, kana, Thai, Lao, Tibetan, Burmese and Khmer are written without spaces between words.
_UNSPACED = (
    "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\U00020000-\U0003ffff"
)
# Signs that stand inside words though \w does not count them: combining marks, vowel signs, joiners.
_INSIDE = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0dff\u200c\u200d"
)
_UNIT = re.compile(rf"[{_UNSPACED}]|(?:(?![{_UNSPACED}])[\w{_INSIDE}])+")
_IS_CHARACTER = re.compile(rf"[{_UNSPACED}]")
# As `_UNIT` where no character is a word: five times as quick.
_WORD = re.compile(rf"[\w{_INSIDE}]+")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """`hashes` are signed numbers of 48 bits. `whole` says that every shingle of a short text is among them."""

    hashes: frozenset[int]
    whole: bool

    @property
    def sampled(self) -> frozenset[int]:
        """Those that a long text would keep as well: what a short and a long text are compared by."""
        return frozenset(filter(is_sampled, self.hashes)) if self.whole else self.hashes


def is_sampled(number: int) -> bool:
    return number % KEPT == 0


def fingerprint(texts: Iterable[str]) -> Fingerprint:
    """Of an article's paragraphs, in order. Case, signs, and how characters are composed make no difference; nor does
    where paragraphs end, because republishers split and join them."""
    numbers = all_numbers(texts)
    if len(numbers) <= SHORT:
        return Fingerprint(frozenset(numbers), whole=True)
    return Fingerprint(frozenset(sorted(filter(is_sampled, numbers))[:MOST]), whole=False)


def all_numbers(texts: Iterable[str]) -> set[int]:
    """Of every shingle, kept or not: what two texts at hand are compared by exactly."""
    text = unicodedata.normalize("NFKC", "\n".join(texts)).casefold()
    spaced = text.isascii() or not _IS_CHARACTER.search(text)
    units = [unit.encode(errors="surrogatepass") for unit in (_WORD if spaced else _UNIT).findall(text)]
    # Six bytes: as long as SQLite stores them, and among ten million shingles about one pair meets by accident.
    return {
        int.from_bytes(blake2b(shingle, digest_size=6).digest(), "big", signed=True)
        for shingle in (_of_words(units) if spaced else _of_both(units))
    }


def _of_words(units: list[bytes]) -> Iterator[bytes]:
    return map(b" ".join, zip(*(units[at:] for at in range(LENGTH // 2)), strict=False))


def _of_both(units: list[bytes]) -> Iterator[bytes]:
    weights = [1 if _IS_CHARACTER.match(unit.decode(errors="surrogatepass")) else 2 for unit in units]
    end, held = 0, 0
    for start, weight in enumerate(weights):
        while held < LENGTH and end < len(units):
            held += weights[end]
            end += 1
        if held < LENGTH:
            return
        yield b" ".join(units[start:end])
        held -= weight
