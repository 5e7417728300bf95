"""Two texts compared: which paragraphs belong together, and what was done to the words inside them. Pure."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from articles.lineage.comparison import (
    Block,
    Change,
    Comparison,
    Corrections,
    Marking,
    Operation,
    Pair,
    Place,
    Status,
    Step,
    Triviality,
)
from articles.lineage.comparison.alignment import align
from articles.lineage.comparison.describing import Describer
from articles.lineage.comparison.steps import Joined, Kind, joined, pieces
from articles.lineage.comparison.triviality import (
    dates_written_differently,
    is_boilerplate,
    is_minus,
    is_punctuation,
    of_change,
    of_equal_words,
)
from articles.lineage.comparison.typeface import set_in_other_type
from articles.lineage.comparison.words import Cutter

# Fewer words than this that stand elsewhere too are chance, not a move.
_FEWEST_MOVED = 5


def compare(left: Sequence[Block], right: Sequence[Block], corrections: Corrections | None = None) -> Comparison:
    """Compare the upstream text with the derived one. Raises ValueError for contradictory corrections.

    Both texts come together again from the steps, code point for code point. No change begins or ends inside what is
    shown as one character, unless a paragraph does.
    """
    return _Comparing(left, right).told(corrections or Corrections())


class _Comparing:
    def __init__(self, left: Sequence[Block], right: Sequence[Block]) -> None:
        self.left, self.right = left, right
        self.cutter = Cutter()
        self.plain = not (any(block.marks for block in left) and any(block.marks for block in right))
        self.steps: list[list[Step]] = []
        self.changes: list[Change] = []
        self.too_long: set[int] = set()

    def told(self, corrections: Corrections) -> Comparison:
        self.pairs = align(self.left, self.right, corrections, self.cutter)
        left_end, right_end = self._ends()
        for number, pair in enumerate(self.pairs):
            self.steps.append([])
            if not pair.right:
                self._alone(number, pair.left[0], self.left, right_end[number], omitted=True)
            elif not pair.left:
                self._alone(number, pair.right[0], self.right, left_end[number], omitted=False)
            else:
                self._both(number, pair)
        self._reordered()
        return self._result()

    # -- paragraphs -----------------------------------------------------------------------------------------------

    def _ends(self) -> tuple[list[Place | None], list[Place | None]]:
        """For each pair, the point on either side where what is before it in the other text ends."""
        lefts: list[Place | None] = []
        rights: list[Place | None] = []
        left = Place(0, 0, 0) if self.left else None
        right = Place(0, 0, 0) if self.right else None
        for pair in self.pairs:
            lefts.append(left)
            rights.append(right)
            if pair.left and pair.status is not Status.MOVED:
                left = _end(pair.left[-1], self.left)
            if pair.right:
                right = _end(pair.right[-1], self.right)
        return lefts, rights

    def _alone(self, number: int, at: int, blocks: Sequence[Block], point: Place | None, *, omitted: bool) -> None:
        text = blocks[at].text
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        if start >= end:
            if text:
                self._one_sided(number, Place(at, 0, len(text)), None, omitted=omitted)
            return
        for low, high, told in ((0, start, None), (start, end, len(self.changes)), (end, len(text), None)):
            if low < high:
                self._one_sided(number, Place(at, low, high), told, omitted=omitted)
        place = Place(at, start, end)
        boilerplate = blocks[at].slot in ("notice", "dateline") or is_boilerplate(text)
        trivial = Triviality.BOILERPLATE if boilerplate else of_change("", text)
        if omitted:
            change = Change(Operation.OMISSION, place, point, number, trivial=trivial, whole=True)
        else:
            change = Change(Operation.ADDITION, point, place, number, trivial=trivial, whole=True)
        self.changes.append(change)

    def _one_sided(self, number: int, place: Place, change: int | None, *, omitted: bool) -> None:
        left, right = (place, None) if omitted else (None, place)
        self.steps[number].append(Step(left, right, False, change))

    def _both(self, number: int, pair: Pair) -> None:
        if pair.status is Status.MOVED:
            places = (_all(pair.left[0], self.left), _all(pair.right[0], self.right))
            self.changes.append(Change(Operation.REORDER, *places, number, whole=True))
        lefts, rights = [self.left[i].text for i in pair.left], [self.right[j].text for j in pair.right]
        if lefts == rights:
            for i, j, text in zip(pair.left, pair.right, lefts, strict=True):
                if text:
                    self.steps[number].append(Step(Place(i, 0, len(text)), Place(j, 0, len(text)), True))
            self._type(number)
            return
        whole_left: dict[int, list[tuple[int, int, str]]] = {}
        whole_right: dict[int, list[tuple[int, int, str]]] = {}
        if len(lefts) == len(rights) == 1:
            whole_left[pair.left[0]], whole_right[pair.right[0]] = dates_written_differently(lefts[0], rights[0])
        left = joined(pair.left, lefts, self.cutter, whole_left)
        right = joined(pair.right, rights, self.cutter, whole_right)
        found, too_long = pieces(left, right, similarity=pair.similarity)
        if too_long:
            self.too_long.add(number)
        for piece in found:
            self._step(number, piece.kind, left, (piece.l0, piece.l1), right, (piece.r0, piece.r1))
        self._type(number)

    def _step(
        self, number: int, kind: Kind, left: Joined, at: tuple[int, int], right: Joined, to: tuple[int, int]
    ) -> None:
        here = left.places(*at) if at[0] < at[1] else []
        there = right.places(*to) if to[0] < to[1] else []
        if kind is Kind.CHANGED and max(len(here), len(there)) > 1:
            self._across(number, here, there, left.places(at[0], at[0])[0], right.places(to[0], to[0])[0])
            return
        for one, two in zip_longest(here, there):
            change = None
            if kind in (Kind.CHANGED, Kind.FORM):
                change = len(self.changes)
                points = left.places(at[0], at[0]), right.places(to[0], to[0])
                self._changed(number, kind, one or points[0][0], two or points[1][0])
            self.steps[number].append(Step(one, two, kind is Kind.EQUAL, change))

    def _across(
        self, number: int, here: Sequence[Place], there: Sequence[Place], point: Place, other_point: Place
    ) -> None:
        """A change that runs over the ends of paragraphs: one for each paragraph that it has words in."""
        steps = self.steps[number]
        for one, two in zip_longest(here, there):
            cut, other = _trimmed(one, self.left), _trimmed(two, self.right)
            steps += [Step(place, None, False) for place in cut[:1] if place]
            steps += [Step(None, place, False) for place in other[:1] if place]
            if cut[1] or other[1]:
                steps.append(Step(cut[1], other[1], False, len(self.changes)))
                self._changed(number, Kind.CHANGED, cut[1] or point, other[1] or other_point)
            steps += [Step(place, None, False) for place in cut[2:] if place]
            steps += [Step(None, place, False) for place in other[2:] if place]
            point = Place(one.paragraph, one.end, one.end) if one else point
            other_point = Place(two.paragraph, two.end, two.end) if two else other_point

    def _changed(self, number: int, kind: Kind, left: Place, right: Place) -> None:
        old, new = _words(left, self.left), _words(right, self.right)
        if kind is Kind.FORM:
            trivial = of_equal_words(old, new) if old.strip() or new.strip() else Triviality.WHITE_SPACE
            self.changes.append(Change(Operation.FORMAT_ONLY, left, right, number, trivial=trivial))
            return
        operation = Operation.SUBSTITUTION
        if not old:
            operation = Operation.ADDITION
        elif not new:
            operation = Operation.OMISSION
        minus = is_minus(self.left[left.paragraph].text, *left[1:]) or is_minus(
            self.right[right.paragraph].text, *right[1:]
        )
        trivial = Triviality.SUBSTANCE if minus else of_change(old, new)
        if trivial or (is_punctuation(old + new) and not minus):
            operation = Operation.FORMAT_ONLY
        elif not (old and new) and is_boilerplate(old + new):
            trivial = Triviality.BOILERPLATE
        self.changes.append(Change(operation, left, right, number, trivial=trivial))

    def _type(self, number: int) -> None:
        """Equal words that are in italics or bold on one side only; trivial when a text knows of no type at all."""
        for found in set_in_other_type(self.steps[number], self.left, self.right):
            left, right, all_of_it = found
            trivial = Triviality.TYPE if all_of_it or self.plain else Triviality.SUBSTANCE
            marking = Marking.ITALICS_OR_TYPE
            self.changes.append(Change(Operation.FORMAT_ONLY, left, right, number, marking, trivial=trivial))

    # -- what was moved ---------------------------------------------------------------------------------------------

    def _reordered(self) -> None:
        """Words left out here and put in there were moved: the two changes become one."""
        gone: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, change in enumerate(self.changes):
            if change.operation is Operation.OMISSION and change.left:
                gone[self._keys(_words(change.left, self.left))].append(number)
        self.instead: dict[int, int] = {}
        for number, change in enumerate(self.changes):
            if change.operation is not Operation.ADDITION or not change.right or not gone:
                continue
            keys = self._keys(_words(change.right, self.right))
            if len(keys) >= _FEWEST_MOVED and gone.get(keys):
                omission = gone[keys].pop(0)
                self.changes[number] = replace(change, operation=Operation.REORDER, left=self.changes[omission].left)
                self.instead[omission] = number

    def _keys(self, text: str) -> tuple[str, ...]:
        return tuple(key for key in self.cutter.cut(text).keys if key[0].isalnum())

    # -- the result -------------------------------------------------------------------------------------------------

    def _result(self) -> Comparison:
        kept = [number for number in range(len(self.changes)) if number not in self.instead]
        renumbered = {old: new for new, old in enumerate(kept)}
        renumbered |= {old: renumbered[new] for old, new in self.instead.items()}
        steps = tuple(
            tuple(step if step.change is None else replace(step, change=renumbered[step.change]) for step in pair)
            for pair in self.steps
        )
        describer = Describer(self.left, self.right)
        changes = tuple(describer.described(self.changes[number]) for number in kept)
        return Comparison(tuple(self.pairs), steps, changes, frozenset(self.too_long))


def _words(place: Place, blocks: Sequence[Block]) -> str:
    return blocks[place.paragraph].text[place.start : place.end]


def _trimmed(place: Place | None, blocks: Sequence[Block]) -> tuple[Place | None, Place | None, Place | None]:
    """The white space before, the words and the white space after; None for what is not there."""
    if place is None:
        return None, None, None
    words = _words(place, blocks)
    first = place.start + len(words) - len(words.lstrip())
    last = max(first, place.start + len(words.rstrip()))
    spans = (place.start, first), (first, last), (last, place.end)
    before, inner, after = (Place(place.paragraph, *span) if span[0] < span[1] else None for span in spans)
    return before, inner, after


def _all(number: int, blocks: Sequence[Block]) -> Place:
    """The paragraph without white space at its ends."""
    text = blocks[number].text
    start = len(text) - len(text.lstrip())
    return Place(number, start, max(start, len(text.rstrip())))


def _end(number: int, blocks: Sequence[Block]) -> Place:
    return Place(number, len(blocks[number].text), len(blocks[number].text))
