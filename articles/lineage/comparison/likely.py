"""How alike two paragraphs are, and which ones are worth asking about. Pure.

Never every paragraph with every other: those with the same text, and those that share word pairs and longer words
that few paragraphs have.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from articles.lineage.comparison import Block
from articles.lineage.comparison.words import Cutter, Words

FEWEST_WORDS = 6  # shorter paragraphs stand inside anything, and are moved only when they are the same
_MOST_CANDIDATES = 4
# A word pair or word in more paragraphs than this says nothing of which ones belong together.
_TOO_COMMON = 12
# Only the first words of a paragraph are looked at when paragraphs are compared with each other.
_MOST_WORDS = 5_000

type Link = tuple[int, int]


@dataclass(slots=True)
class Texts:
    """Both sides, cut into words when asked, with what corrections forbid."""

    left: Sequence[Block]
    right: Sequence[Block]
    forbidden: frozenset[tuple[int, int]]
    cutter: Cutter
    left_words: dict[int, list[str]] = field(default_factory=dict)
    right_words: dict[int, list[str]] = field(default_factory=dict)
    scores: dict[tuple[int, int], float] = field(default_factory=dict)

    def lefts(self, number: int) -> list[str]:
        if number not in self.left_words:
            self.left_words[number] = _spoken(self.cutter.cut(self.left[number].text))
        return self.left_words[number]

    def rights(self, number: int) -> list[str]:
        if number not in self.right_words:
            self.right_words[number] = _spoken(self.cutter.cut(self.right[number].text))
        return self.right_words[number]

    def score(self, i: int, j: int) -> float:
        """0 to 1, and 0 when a person said that they do not belong together."""
        if (i, j) in self.forbidden:
            return 0.0
        if (i, j) not in self.scores:
            self.scores[i, j] = 1.0 if self.same(i, j) else likeness(self.lefts(i), self.rights(j))
        return self.scores[i, j]

    def same(self, i: int, j: int) -> bool:
        return self.left[i].text == self.right[j].text


def _spoken(words: Words) -> list[str]:
    """Words without signs; a paragraph of signs only is its signs."""
    return [key for key in words.keys if key[0].isalnum()][:_MOST_WORDS] or words.keys[:_MOST_WORDS]


@dataclass(slots=True)
class Free:
    """The paragraphs that no pair has yet."""

    left: set[int]
    right: set[int]

    def take(self, i: int, j: int) -> Link:
        self.left.discard(i)
        self.right.discard(j)
        return i, j


def likeness(left: Sequence[str], right: Sequence[str]) -> float:
    """With a, b the numbers of words and L their longest common subsequence: max(2·L / (a + b), 0.9·L / min(a, b)).

    The second term lets one paragraph stand inside the other and counts from 6 words on. See similar.best_match.
    """
    if not left or not right:
        return float(not left and not right)
    shared = LCSseq.similarity(left, right)
    shorter = min(len(left), len(right))
    inside = 0.9 * shared / shorter if shorter >= FEWEST_WORDS else 0.0
    return max(2 * shared / (len(left) + len(right)), inside)


def similarity(left: Sequence[str], right: Sequence[str]) -> float:
    """Normalised Indel similarity of words, 0 to 1."""
    if not left and not right:
        return 1.0
    return 2 * LCSseq.similarity(left, right) / (len(left) + len(right))


def gained(whole: Sequence[str], words: Sequence[str], added: Sequence[str], *, after: bool) -> int:
    """How many more words of `whole` find their place when `added` stands after (or before) `words`."""
    together = [*words, *added] if after else [*added, *words]
    return LCSseq.similarity(whole, together) - LCSseq.similarity(whole, words)


def worth_asking(texts: Texts, free: Free) -> set[Link]:
    """Pairs worth scoring: the same text, or many word pairs and longer words shared; n-th copy with n-th copy."""
    lefts, rights = _copies(texts.left, free.left), _copies(texts.right, free.right)
    edges: set[Link] = set()
    for text in lefts.keys() & rights.keys():
        edges.update(_in_turn(lefts[text], rights[text]))
    # what has as many copies on the other side needs no other partner
    here = {copies[0]: copies for text, copies in lefts.items() if len(copies) > len(rights.get(text, ()))}
    there = {copies[0]: copies for text, copies in rights.items() if len(copies) > len(lefts.get(text, ()))}
    for i, j in _sharing(texts, here, there):
        edges.update(_in_turn(here[i], there[j]))
    return edges - texts.forbidden


def _copies(blocks: Sequence[Block], numbers: set[int]) -> dict[str, list[int]]:
    copies: dict[str, list[int]] = defaultdict(list)
    for number in sorted(numbers):
        copies[blocks[number].text].append(number)
    return copies


def _in_turn(lefts: Sequence[int], rights: Sequence[int]) -> Iterator[Link]:
    """First with first, counted from the beginning and from the end."""
    yield from zip(lefts, rights, strict=False)
    if len(lefts) != len(rights):
        yield from zip(lefts[::-1], rights[::-1], strict=False)


def _sharing(texts: Texts, lefts: Iterable[int], rights: Iterable[int]) -> Iterator[Link]:
    places: dict[object, list[int]] = defaultdict(list)
    for i in lefts:
        for feature in _features(texts.lefts(i)):
            places[feature].append(i)
    for j in rights:
        found: Counter[int] = Counter()
        for feature in _features(texts.rights(j)):
            having = places.get(feature, ())
            if len(having) <= _TOO_COMMON:
                found.update(having)
        for i, shared in found.most_common(_MOST_CANDIDATES):
            if shared >= 2 or min(len(texts.lefts(i)), len(texts.rights(j))) < FEWEST_WORDS:
                yield i, j


def _features(words: Sequence[str]) -> set[object]:
    return {*pairwise(words), *(word for word in words if len(word) > 4)}
