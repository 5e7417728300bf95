"""Draw by lot who reads what, so that anybody with the seed can draw it again. Pure: ids in, ids out.

Every lot is a SHA-256 of the seed and of what is drawn for, and everything is put in order by its lot: no generator's
state, no order of a set and no database has a say in it. The same ids, rule and seed give the same draw for ever.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

type Pair = tuple[int, int]
"""An article's and a coder's id."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`each` coders for an article, but `overlap_coders` for `overlap_percent` of 100 articles."""

    each: int
    overlap_percent: int = 0
    overlap_coders: int = 2

    @property
    def most(self) -> int:
        """How many coders the rule needs."""
        return max(self.each, self.overlap_coders) if self.overlap_percent else self.each

    def overlap_size(self, articles: int) -> int:
        """How many of so many articles are in the overlap sample, rounded up: a small study has one too."""
        return -(-articles * self.overlap_percent // 100)


@dataclass(frozen=True, slots=True)
class Lots:
    """What was drawn: new pairs in the order of the draw, and all articles that are in the overlap sample."""

    pairs: tuple[Pair, ...]
    overlap: frozenset[int]


def draw(
    articles: Collection[int], coders: Collection[int], given: Mapping[int, Collection[int]], *, rule: Rule, seed: str
) -> Lots:
    """Choose coders for what is missing. `given` maps an article to everybody who has it already.

    What is given stays and counts: after articles or coders were added, only the rest is drawn. Whoever has least is
    next; among these whoever has shared least with the article's other coders; then the lot. From an even start
    loads differ by one at most. A coder who is not among `coders` fills no place.
    """
    overlap = _overlap(articles, given, rule, seed)
    table = _Table(coders, given)
    pairs: list[Pair] = []
    for article in sorted(articles, key=lambda one: (one not in overlap, _lot(seed, "order", one))):
        places = rule.overlap_coders if article in overlap else rule.each
        pairs += [(article, coder) for coder in table.seat(article, places, seed)]
    return Lots(tuple(pairs), overlap)


def _overlap(articles: Collection[int], given: Mapping[int, Collection[int]], rule: Rule, seed: str) -> frozenset[int]:
    """The articles that many read. Those that many were given already come first, then the lot decides, whatever
    number of articles there is: adding some later hardly moves the sample, and takes nothing out of it.
    """
    size = rule.overlap_size(len(articles))

    def rank(article: int) -> tuple[bool, bytes]:
        return len(given.get(article, ())) < rule.overlap_coders, _lot(seed, "overlap", article)

    return frozenset(sorted(articles, key=rank)[:size])


class _Table:
    """How much each coder has, and how often two of them have the same article."""

    def __init__(self, coders: Iterable[int], given: Mapping[int, Collection[int]]) -> None:
        self.load = dict.fromkeys(sorted(coders), 0)
        self.shared: Counter[Pair] = Counter()
        self.seated = {article: {one for one in has if one in self.load} for article, has in given.items()}
        for has in self.seated.values():
            self._count(has)

    def seat(self, article: int, places: int, seed: str) -> list[int]:
        """Choose coders until `places` are filled or nobody is left, and count them."""
        has = self.seated.setdefault(article, set())
        new: list[int] = []
        while len(has) < min(places, len(self.load)):
            free = (coder for coder in self.load if coder not in has)
            chosen = min(free, key=lambda one: (self.load[one], self._met(one, has), _lot(seed, article, one)))
            self.load[chosen] += 1
            self.shared.update(_pair(chosen, other) for other in has)
            has.add(chosen)
            new.append(chosen)
        return new

    def _met(self, coder: int, others: Iterable[int]) -> int:
        return sum(self.shared[_pair(coder, other)] for other in others)

    def _count(self, has: Collection[int]) -> None:
        for coder in has:
            self.load[coder] += 1
        self.shared.update((a, b) for a in has for b in has if a < b)


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _lot(*said: object) -> bytes:
    return sha256("\x1f".join(map(str, said)).encode()).digest()


def shared_between(pairs: Iterable[Pair]) -> Counter[Pair]:
    """How many articles each two coders both have; two who share none are not in it."""
    of_article: dict[int, set[int]] = {}
    for article, coder in pairs:
        of_article.setdefault(article, set()).add(coder)
    return Counter((a, b) for has in of_article.values() for a in has for b in has if a < b)
