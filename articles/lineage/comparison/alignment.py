"""Which paragraphs of two texts belong together. Pure.

Paragraphs that say the same are found by their text; others by the word pairs and rare words they share (never every
paragraph with every other), and scored by their longest common subsequence of words. The heaviest chain of pairs that
keeps the order is the backbone; what is alike and not in it was moved; what is left and stands inside a neighbour's
partner was split off or merged. Then headline goes with headline, standfirst with standfirst, however edited.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from articles.lineage.comparison import Block, Corrections, Pair, Status
from articles.lineage.comparison.differences import longest_rising
from articles.lineage.comparison.likely import FEWEST_WORDS, Free, Link, Texts, gained, similarity, worth_asking
from articles.lineage.comparison.similar import Match, Op, Span, best_match, similar_spans
from articles.lineage.comparison.words import Cutter

__all__ = ["Match", "Op", "Span", "align", "best_match", "similar_spans"]

#: alike enough to belong together; between two paragraphs that are settled, less will do
_ALIKE, _ALIKE_IN_PLACE, _ALIKE_ELSEWHERE = 0.5, 0.3, 0.6
_ALONE = frozenset({"headline", "standfirst", "byline", "dateline"})
#: what an outlet writes round a text: a notice holds the words of a dateline without being one
_ROUND = _ALONE | {"caption", "notice"}
_SMALL = 144  # left × right in a gap that are all scored

type _Group = tuple[tuple[int, ...], tuple[int, ...]]


def align(
    left: Sequence[Block], right: Sequence[Block], corrections: Corrections | None = None, cutter: Cutter | None = None
) -> tuple[Pair, ...]:
    """Every paragraph of both texts, once, in pairs. Raises ValueError for corrections that contradict themselves.

    The order is that of the right text; an omitted paragraph stands after the pair of the paragraph before it.
    Time grows with the number of words, not with paragraphs × paragraphs.
    """
    corrections = corrections or Corrections()
    corrections.check(len(left), len(right))
    texts = Texts(left, right, corrections.unlinked, cutter or Cutter())
    free = Free(set(range(len(left))), set(range(len(right))))
    fixed = _linked(corrections)
    for lefts, rights in fixed:
        free.left.difference_update(lefts)
        free.right.difference_update(rights)
    groups: list[_Group] = [((i,), (j,)) for i, j in _headlines(texts, free)]
    chain = _backbone(texts, free)
    groups += _grown(texts, chain, free)
    groups += _grown(texts, _in_place(texts, chain, free), free)
    fixed = [group for pair in fixed for group in _grown_by_one(texts, pair, free)]
    groups += _grown(texts, _elsewhere(texts, free), free)
    groups += _leftovers(texts, free)
    return tuple(_ordered(texts, groups, fixed, corrections, free))


def _linked(corrections: Corrections) -> list[_Group]:
    """What people linked, links that share a paragraph made one."""
    groups: list[tuple[set[int], set[int]]] = []
    for i, j in sorted(corrections.links | corrections.moved):
        touching = [group for group in groups if i in group[0] or j in group[1]]
        groups = [group for group in groups if group not in touching]
        groups.append(({i}.union(*(g[0] for g in touching)), {j}.union(*(g[1] for g in touching))))
    return [(tuple(sorted(lefts)), tuple(sorted(rights))) for lefts, rights in groups]


def _headlines(texts: Texts, free: Free) -> list[Link]:
    lefts = [i for i in sorted(free.left) if texts.left[i].slot == "headline"]
    rights = [j for j in sorted(free.right) if texts.right[j].slot == "headline"]
    return [free.take(i, j) for i, j in zip(lefts, rights, strict=False) if (i, j) not in texts.forbidden]


def _backbone(texts: Texts, free: Free) -> list[Link]:
    """The heaviest chain of pairs that keep the order; between equals the one with more letters."""
    edges = [(i, j) for i, j in worth_asking(texts, free) if texts.score(i, j) >= _ALIKE]
    edges = [(i, j) for i, j in edges if _may_pair(texts, i, j)]
    return [
        free.take(i, j) for i, j in _tenable(texts, longest_rising([(i, j, _weight(texts, i, j)) for i, j in edges]))
    ]


def _weight(texts: Texts, i: int, j: int) -> float:
    """Standing inside the other counts less than being alike on the whole; then, longer paragraphs count more."""
    alike = 1.0 if texts.same(i, j) else (texts.score(i, j) + similarity(texts.lefts(i), texts.rights(j))) / 2
    return alike**2 * (1 + 1e-4 * min(len(texts.left[i].text), 2_000))


def _tenable(texts: Texts, chain: Sequence[Link]) -> list[Link]:
    """Without pairs of which one paragraph is rather the rest of a neighbour's partner, the weakest looked at first."""
    kept = list(chain)
    weak = [(_if_weak(texts.lefts(i), texts.rights(j)), (i, j)) for i, j in chain if not texts.same(i, j)]
    for shared, link in sorted(weak):
        at = kept.index(link)
        if shared and any(_outdone(texts, link, other, shared) for other in kept[max(0, at - 1) : at + 2]):
            kept.pop(at)
    return kept


def _outdone(texts: Texts, link: Link, other: Link, shared: int) -> bool:
    (i, j), (a, b) = link, other
    after = b < j
    return (abs(b - j) == 1 and gained(texts.lefts(a), texts.rights(b), texts.rights(j), after=after) > shared) or (
        abs(a - i) == 1 and gained(texts.rights(b), texts.lefts(a), texts.lefts(i), after=after) > shared
    )


def _if_weak(left: Sequence[str], right: Sequence[str]) -> int:
    """How many words a pair shares that are not most of both; 0 when they are."""
    shared = LCSseq.similarity(left, right)
    return 0 if 2 * shared > 0.7 * (len(left) + len(right)) else shared


def _in_place(texts: Texts, chain: Sequence[Link], free: Free) -> list[Link]:
    """Between two links of the chain, where less will do."""
    links = []
    for (i0, j0), (i1, j1) in pairwise([(-1, -1), *chain, (len(texts.left), len(texts.right))]):
        lefts = [i for i in range(i0 + 1, i1) if i in free.left]
        rights = [j for j in range(j0 + 1, j1) if j in free.right]
        if lefts and rights:
            links += [free.take(i, j) for i, j in _within_gap(texts, lefts, rights)]
    return links


def _within_gap(texts: Texts, lefts: Sequence[int], rights: Sequence[int]) -> list[Link]:
    """A large gap is not looked into: what is alike in it was found by what it shares."""
    if len(lefts) * len(rights) > _SMALL:
        return []
    alone = len(lefts) == len(rights) == 1
    both = [
        (i, j)
        for i in lefts
        for j in rights
        if (texts.score(i, j) >= (_ALIKE_IN_PLACE if alone else _ALIKE) or _holds(texts, i, j))
        and _may_pair(texts, i, j)
    ]
    return longest_rising([(i, j, texts.score(i, j) ** 2) for i, j in both])


def _holds(texts: Texts, i: int, j: int) -> bool:
    """Whether one of the two stands in the other as it is, and is more than one word."""
    one, two = sorted((texts.left[i].text.strip(), texts.right[j].text.strip()), key=len)
    return " " in one and one in two and texts.score(i, j) > 0


def _may_pair(texts: Texts, i: int, j: int) -> bool:
    """A headline, standfirst, byline or dateline takes a paragraph of another sort only when it says the same."""
    return _fit(texts, i, j, _ALONE)


def _fit(texts: Texts, i: int, j: int, keeping: frozenset[str]) -> bool:
    """Both are of one sort, or of none that is `keeping` to itself, or hardly differ: standing inside is not enough."""
    here, there = texts.left[i].slot, texts.right[j].slot
    if here == there or not {here, there} & keeping:
        return True
    return texts.score(i, j) >= 0.7 and (texts.same(i, j) or similarity(texts.lefts(i), texts.rights(j)) >= 0.7)


def _elsewhere(texts: Texts, free: Free) -> list[Link]:
    """What is alike out of order, the most alike first. What moves stays what it is."""
    found = []
    for i, j in worth_asking(texts, free):
        score, (shorter, longer) = texts.score(i, j), sorted((len(texts.lefts(i)), len(texts.rights(j))))
        enough = shorter >= FEWEST_WORDS and 3 * shorter >= longer
        if score >= _ALIKE_ELSEWHERE and (enough or (score == 1 and shorter > 2)) and _fit(texts, i, j, _ROUND):
            found.append((-score, -shorter, abs(i - j), i, j))
    return [free.take(i, j) for *_, i, j in sorted(found) if i in free.left and j in free.right]


def _grown(texts: Texts, links: Sequence[Link], free: Free) -> list[_Group]:
    """Splits and merges: a free neighbour whose words stand in the partner joins the pair."""
    grown: list[_Group] = []
    for i, j in links:
        lefts: tuple[int, ...] = (i,)
        rights: tuple[int, ...] = (j,)
        if not texts.same(i, j):
            rights = _stretch(texts, i, j, free.right, to_right=True)
            if len(rights) == 1:
                lefts = _stretch(texts, i, j, free.left, to_right=False)
        grown.append((lefts, rights))
    return grown


def _grown_by_one(texts: Texts, pair: _Group, free: Free) -> list[_Group]:
    """What people linked grows like any pair, as long as it is one paragraph with one."""
    lefts, rights = pair
    return _grown(texts, [(lefts[0], rights[0])], free) if len(lefts) == len(rights) == 1 else [pair]


def _stretch(texts: Texts, i: int, j: int, free: set[int], *, to_right: bool) -> tuple[int, ...]:
    """The numbers on one side that together are one paragraph of the other: a run round the one that is paired."""
    of = texts.rights if to_right else texts.lefts
    whole = texts.lefts(i) if to_right else texts.rights(j)
    start = j if to_right else i
    run = [start]
    words = of(start)
    slots = texts.right if to_right else texts.left
    for direction in (1, -1):
        at = start + direction
        while at in free and slots[at].slot not in _ROUND:
            pair = (i, at) if to_right else (at, j)
            if pair in texts.forbidden:
                break
            if not _belongs(whole, words, of(at), after=direction > 0):
                break
            run = [*run, at] if direction > 0 else [at, *run]
            words = words + of(at) if direction > 0 else of(at) + words
            free.discard(at)
            at += direction
    return tuple(run)


def _belongs(whole: Sequence[str], words: Sequence[str], added: Sequence[str], *, after: bool) -> bool:
    """Most of the added words are in the whole, or they are most of what the whole has still to find a place for."""
    more = gained(whole, words, added, after=after)
    if not more:
        return False
    missing = len(whole) - LCSseq.similarity(whole, words)
    return more >= 0.6 * len(added) or (more >= 4 and more >= 0.6 * missing and more >= 0.35 * len(added))


def _leftovers(texts: Texts, free: Free) -> list[_Group]:
    """Standfirst with standfirst, byline with byline, though hardly a word is the same."""
    groups: list[_Group] = []
    for slot in ("standfirst", "byline", "dateline"):
        lefts = [i for i in sorted(free.left) if texts.left[i].slot == slot]
        rights = [j for j in sorted(free.right) if texts.right[j].slot == slot]
        for i, j in zip(lefts, rights, strict=False):
            if (i, j) not in texts.forbidden:
                free.take(i, j)
                groups.append(((i,), (j,)))
    return groups


def _ordered(
    texts: Texts, groups: list[_Group], fixed: list[_Group], corrections: Corrections, free: Free
) -> Iterator[Pair]:
    by_person = set(fixed)
    both = groups + fixed
    weights = {group: len(group[0]) + len(group[1]) + 1e-6 * len(texts.left[group[0][0]].text) for group in both}
    in_order = set(longest_rising([(lefts[0], rights[0], weights[lefts, rights]) for lefts, rights in both]))
    partner = {i: rights[-1] for lefts, rights in both if (lefts[0], rights[0]) in in_order for i in lefts}
    omitted: dict[int, list[int]] = defaultdict(list)
    before = -1
    for i in range(len(texts.left)):
        before = partner.get(i, before)
        if i in free.left:
            omitted[before].append(i)
    beginning = {group[1][0]: group for group in both}
    for j in range(-1, len(texts.right)):
        if group := beginning.get(j):
            moved = (group[0][0], j) not in in_order or any(
                (i, k) in corrections.moved for i in group[0] for k in group[1]
            )
            yield _pair(texts, group, moved=moved, by_person=group in by_person)
        elif j in free.right:
            yield Pair((), (j,), Status.INSERTED, 0.0)
        yield from (Pair((i,), (), Status.OMITTED, 0.0) for i in omitted[j])


def _pair(texts: Texts, group: _Group, *, moved: bool, by_person: bool) -> Pair:
    lefts, rights = group
    status = Status.EDITED
    if len(lefts) != len(rights):
        status = Status.SPLIT if len(lefts) < len(rights) else Status.MERGED
    elif moved and len(lefts) == 1:
        status = Status.MOVED
    elif [texts.left[i].text for i in lefts] == [texts.right[j].text for j in rights]:
        status = Status.SAME
    if len(lefts) == len(rights) == 1 and texts.left[lefts[0]].text == texts.right[rights[0]].text:
        return Pair(lefts, rights, status, 1.0, by_person)
    words = [word for i in lefts for word in texts.lefts(i)], [word for j in rights for word in texts.rights(j)]
    return Pair(lefts, rights, status, round(similarity(*words), 4), by_person)
