"""The paragraphs of a pair cut into steps that lie end to end in both texts. Pure.

Paragraphs that were split or merged are joined, compared as one text and cut again where paragraphs end.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from articles.lineage.comparison import Place
from articles.lineage.comparison.differences import Region, regions
from articles.lineage.comparison.marking import bracket_group
from articles.lineage.comparison.words import Cutter, Words

# So few words shared that single ones say nothing: the paragraphs are told as one substitution.
_REWRITTEN = 0.2


class Kind(Enum):
    EQUAL = auto()  # the same characters
    CHANGED = auto()  # other words
    FORM = auto()  # the same words or white space, written in another way
    BESIDE = auto()  # white space beside changed words, or between paragraphs that were split or merged


@dataclass(frozen=True, slots=True)
class Piece:
    """left[l0:l1] and right[r0:r1] of the joined texts."""

    kind: Kind
    l0: int
    l1: int
    r0: int
    r1: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Paragraphs numbers[n] begin at starts[n] of `words.text`; one character that is in none stands between two."""

    numbers: tuple[int, ...]
    starts: tuple[int, ...]
    words: Words

    @property
    def text(self) -> str:
        return self.words.text

    def seam(self, start: int, end: int) -> bool:
        """Whether [start, end) holds the place between two paragraphs."""
        return len(self.starts) > 1 and any(start < begin <= end for begin in self.starts[1:])

    def places(self, start: int, end: int) -> list[Place]:
        """[start, end) cut at paragraph ends; a point is in one paragraph."""
        first = bisect_right(self.starts, start) - 1
        found = []
        for at in range(first, len(self.starts)):
            begin = self.starts[at]
            stop = self.starts[at + 1] - 1 if at + 1 < len(self.starts) else len(self.text)
            low, high = max(start, begin), min(end, stop)
            if low < high or (start == end and begin <= start <= stop):
                found.append(Place(self.numbers[at], low - begin, high - begin))
            if end <= stop:
                break
        return found


def joined(
    numbers: Sequence[int], texts: Sequence[str], cutter: Cutter, whole: Mapping[int, Sequence[tuple[int, int, str]]]
) -> Joined:
    """`whole`: by paragraph number, dates to take as one word; see Cutter.cut."""
    at = 0
    starts: list[int] = []
    all_starts: list[int] = []
    all_ends: list[int] = []
    keys: list[str] = []
    for number, text in zip(numbers, texts, strict=True):
        starts.append(at)
        words = cutter.cut(text, whole.get(number, ()))
        all_starts += [start + at for start in words.starts] if at else words.starts
        all_ends += [end + at for end in words.ends] if at else words.ends
        keys += words.keys
        at += len(text) + 1
    return Joined(tuple(numbers), tuple(starts), Words("\n".join(texts), all_starts, all_ends, keys))


def pieces(left: Joined, right: Joined, *, similarity: float) -> tuple[list[Piece], bool]:
    """Every character of both joined texts once, in order; and whether a stretch was too long to look into."""
    if _rewritten(left.words, right.words, similarity):
        found, too_long = [Region(0, len(left.words), 0, len(right.words))], False
    else:
        found, too_long = regions(left.words, right.words)
    return list(_tiled(left, right, list(_bracketed(found, left.words, right.words)))), too_long


def _rewritten(left: Words, right: Words, similarity: float) -> bool:
    """Hardly a word is shared, and not because one text is much longer."""
    shorter, longer = sorted((len(left), len(right)))
    return shorter > 0 and similarity < _REWRITTEN and similarity * (shorter + longer) < shorter


def _bracketed(found: Sequence[Region], left: Words, right: Words) -> Iterator[Region]:
    """Brackets put in beside words that were changed are a change of their own."""
    for region in found:
        if region.one_sided:
            yield region
            continue
        start, end = right.starts[region.j0], right.ends[region.j1 - 1]
        group = bracket_group(right.text[start:end])
        old = left.text[left.starts[region.i0] : left.ends[region.i1 - 1]]
        if group is None or "[" in old or "(" in old:
            yield region
            continue
        first = next(n for n in range(region.j0, region.j1) if right.starts[n] >= start + group[0])
        last = next(n for n in range(first, region.j1) if right.ends[n] >= start + group[1]) + 1
        if first > region.j0:
            yield Region(region.i0, region.i1, region.j0, first)
            yield Region(region.i1, region.i1, first, region.j1)
        else:
            yield Region(region.i0, region.i0, first, last)
            yield Region(region.i0, region.i1, last, region.j1)


def _tiled(left: Joined, right: Joined, found: Sequence[Region]) -> Iterator[Piece]:
    lw, rw = left.words, right.words
    at, to, i, j = 0, 0, 0, 0  # up to here both texts are told, in characters and in words
    for region in [*found, None]:
        i1, j1 = (region.i0, region.j0) if region else (len(lw), len(rw))
        if i < i1:
            yield from _blank(left, right, at, lw.starts[i], to, rw.starts[j], Kind.FORM)
            yield from _same_words(left, right, i, i1, j)
            at, to = lw.ends[i1 - 1], rw.ends[j1 - 1]
        if region is None:
            yield from _blank(left, right, at, len(left.text), to, len(right.text), Kind.FORM)
            return
        next_l = lw.starts[region.i1] if region.i1 < len(lw) else len(left.text)
        next_r = rw.starts[region.j1] if region.j1 < len(rw) else len(right.text)
        if region.i0 == region.i1:
            words = rw.starts[region.j0], rw.ends[region.j1 - 1]
            yield from (
                Piece(p.kind, p.r0, p.r1, p.l0, p.l1) for p in _one_sided(right, left, (to, *words, next_r), at, next_l)
            )
        elif region.j0 == region.j1:
            words = lw.starts[region.i0], lw.ends[region.i1 - 1]
            yield from _one_sided(left, right, (at, *words, next_l), to, next_r)
        else:
            l1, l2 = lw.starts[region.i0], lw.ends[region.i1 - 1]
            r1, r2 = rw.starts[region.j0], rw.ends[region.j1 - 1]
            yield from _blank(left, right, at, l1, to, r1, Kind.BESIDE)
            yield Piece(Kind.CHANGED, l1, l2, r1, r2)
            yield from _blank(left, right, l2, next_l, r2, next_r, Kind.BESIDE)
        at, to, i, j = next_l, next_r, region.i1, region.j1


def _one_sided(having: Joined, other: Joined, at: tuple[int, int, int, int], start: int, end: int) -> Iterator[Piece]:
    """Words that one text has, with the white space on both their sides; the other has white space [start, end) there.

    `at`: where the blank before the words begins, the words begin, end, and the blank after them ends. Told with
    the side that has the words on the left. The blank that both share is equal, the other one is beside the change.
    """
    before, first, last, after = at
    blank = other.text[start:end]
    shared = len(blank) if having.text[before:first] == blank else 0
    if not shared and having.text[last:after] != blank:
        shared = next((n for n in range(min(len(blank), first - before)) if having.text[before + n] != blank[n]), 0)
    if having.seam(before, first) or other.seam(start, end):
        shared = 0
    if shared:
        yield Piece(Kind.EQUAL, before, before + shared, start, start + shared)
    if before + shared < first:
        yield Piece(Kind.BESIDE, before + shared, first, start + shared, start + shared)
    yield Piece(Kind.CHANGED, first, last, start + shared, start + shared)
    yield from _blank(having, other, last, after, start + shared, end, Kind.BESIDE)


def _same_words(left: Joined, right: Joined, i: int, i1: int, j: int) -> Iterator[Piece]:
    """Words i to i1 and j onwards have the same keys; what is written in another way is told one by one."""
    lw, rw = left.words, right.words
    at, to = lw.starts[i], rw.starts[j]
    until = lw.ends[i1 - 1], rw.ends[j + i1 - i - 1]
    if (
        left.text[at : until[0]] == right.text[to : until[1]]
        and not left.seam(at, until[0])
        and not right.seam(to, until[1])
    ):
        yield Piece(Kind.EQUAL, at, until[0], to, until[1])
        return
    for here, there in zip(range(i, i1), range(j, j + i1 - i), strict=True):
        told: list[Piece] = []
        if here > i:
            ends = lw.ends[here - 1], rw.ends[there - 1]
            told += _blank(left, right, ends[0], lw.starts[here], ends[1], rw.starts[there], Kind.FORM)
        if lw.raw(here) != rw.raw(there):
            told.append(Piece(Kind.FORM, lw.starts[here], lw.ends[here], rw.starts[there], rw.ends[there]))
        for piece in told:
            if piece.kind is Kind.EQUAL:
                continue
            if at < piece.l0:
                yield Piece(Kind.EQUAL, at, piece.l0, to, piece.r0)
            yield piece
            at, to = piece.l1, piece.r1
    if at < until[0]:
        yield Piece(Kind.EQUAL, at, until[0], to, until[1])


def _blank(left: Joined, right: Joined, l0: int, l1: int, r0: int, r1: int, otherwise: Kind) -> Iterator[Piece]:
    """White space on both sides: equal, or else `otherwise`; beside a seam it is never more than white space."""
    if l0 == l1 and r0 == r1:
        return
    if left.seam(l0, l1) or right.seam(r0, r1):
        yield Piece(Kind.BESIDE, l0, l1, r0, r1)
    elif left.text[l0:l1] == right.text[r0:r1]:
        yield Piece(Kind.EQUAL, l0, l1, r0, r1)
    else:
        yield Piece(otherwise, l0, l1, r0, r1)
