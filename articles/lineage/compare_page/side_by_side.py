"""Two compared texts as the rows of one page: the original left, the derived text right, each in its own order. Pure.

Paragraphs that belong together share a row. Those that were moved cannot, without one text leaving its order: they
stand in a row of their own on each side, and each row leads to the other.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from articles.lineage.compare_page.drawn_words import Run, drawn
from articles.lineage.compare_page.wording import STATUSES
from articles.lineage.comparison import Block, Comparison, Operation, Pair, Status
from articles.lineage.comparison.differences import longest_rising


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`number` counts from 1, as on the article's page."""

    side: str
    number: int
    slot: str
    runs: Sequence[Run]


@dataclass(frozen=True, slots=True)
class Row:
    """`number` counts from 1; `pair` from 0, in Comparison.pairs.

    `elsewhere`: the paragraphs of the other text that these belong with, when they stand in another row; `upward`: that
    row is further up.
    `left_out`, `moved`: the number, from 1, of the change by which its paragraph was left out or moved as a whole.
    `gap`: as many rows before it are not shown.
    """

    number: int
    pair: int
    status: Status
    left: Sequence[Paragraph]
    right: Sequence[Paragraph]
    elsewhere: Sequence[int] = ()
    upward: bool = False
    similarity: float = 0.0
    by_person: bool = False
    changed: bool = False
    too_long: bool = False
    left_out: int = 0
    moved: int = 0
    gap: int = 0

    @property
    def words(self) -> str:
        return STATUSES[self.status]

    @property
    def alike(self) -> int:
        return round(100 * self.similarity)

    @property
    def is_alike(self) -> bool:
        """Whether it is worth saying how much."""
        return 0 < self.similarity < 1

    @property
    def title(self) -> str:
        """Which paragraphs these are: "¶3", "¶3 → ¶4–5"."""
        ways = [_numbers([one.number for one in side]) for side in (self.left, self.right) if side]
        return " → ".join(ways)

    @property
    def anchor(self) -> str:
        return f"r{self.number}"

    @property
    def classes(self) -> str:
        """What the row is, for the style sheet."""
        holds = {
            "by-person": self.by_person,
            "apart": bool(self.elsewhere),
            "upward": self.upward,
            "left-only": not self.right,
            "right-only": not self.left,
        }
        return " ".join([self.status.value, *(name for name, is_so in holds.items() if is_so)])

    @property
    def is_quiet(self) -> bool:
        """Nothing is to be said of it but that both texts have it."""
        return self.status is Status.SAME and not (self.elsewhere or self.by_person)

    @property
    def shape(self) -> str:
        """Which band is drawn between the two sides."""
        if not self.elsewhere:
            return self.status.value
        return "leaves" if self.left else "arrives"

    @property
    def first(self) -> str:
        """The address of its first paragraph within the page; it stays the same when rows are corrected."""
        one = (*self.right, *self.left)[0]
        return f"{one.side}-{one.number}"


def rows(
    left: Sequence[Block], right: Sequence[Block], result: Comparison, *, form: bool = False, announced: bool = True
) -> list[Row]:
    """Every paragraph of both texts, once, each text in its order from top to bottom."""
    words = drawn(left, right, result, form=form, announced=announced)
    changed = _changed(result, form=form)
    whole = _whole(result)
    together = _together(result.pairs)
    told: list[Row] = []
    for number, lefts, rights in _placed(result.pairs, together):
        pair = result.pairs[number]
        apart = bool(pair.left and pair.right) and number not in together
        told.append(
            Row(
                number=len(told) + 1,
                pair=number,
                status=pair.status,
                left=[_paragraph("left", n, left, words.left) for n in lefts],
                right=[_paragraph("right", n, right, words.right) for n in rights],
                elsewhere=[n + 1 for n in (pair.right if lefts else pair.left)] if apart else (),
                similarity=pair.similarity,
                by_person=pair.by_person,
                changed=apart or number in changed,
                too_long=number in result.too_long,
                left_out=_number(whole, number, Operation.OMISSION) if lefts and not rights else 0,
                moved=_number(whole, number, Operation.REORDER) if apart else 0,
            )
        )
    place = {one: row.number for row in told for one in ((p.side, p.number) for p in (*row.left, *row.right))}
    return [replace(row, upward=_is_upward(row, place)) if row.elsewhere else row for row in told]


def _is_upward(row: Row, place: Mapping[tuple[str, int], int]) -> bool:
    return place["right" if row.left else "left", row.elsewhere[0]] < row.number


def only_changed(of: Sequence[Row]) -> tuple[list[Row], int]:
    """The rows that a change is in, each knowing how many were left out before it; and how many at the end."""
    kept: list[Row] = []
    gap = 0
    for row in of:
        if row.changed:
            kept.append(replace(row, gap=gap))
            gap = 0
        else:
            gap += 1
    return kept, gap


def _changed(result: Comparison, *, form: bool) -> set[int]:
    """The pairs in which something is shown as changed."""
    shown = {number for number, change in enumerate(result.changes) if form or not change.trivial}
    in_steps = {n for n, steps in enumerate(result.steps) if any(step.change in shown for step in steps)}
    return in_steps | {result.changes[number].pair for number in shown}


def _paragraph(side: str, number: int, blocks: Sequence[Block], runs: Mapping[int, Sequence[Run]]) -> Paragraph:
    return Paragraph(side, number + 1, blocks[number].slot, runs[number])


def _whole(result: Comparison) -> dict[tuple[int, Operation], int]:
    return {(change.pair, change.operation): number + 1 for number, change in enumerate(result.changes) if change.whole}


def _number(whole: Mapping[tuple[int, Operation], int], pair: int, operation: Operation) -> int:
    return whole.get((pair, operation), 0)


def _together(pairs: Sequence[Pair]) -> set[int]:
    """The pairs that have a row of their own: paragraphs in a run on either side, in the order of both texts."""
    fitting = {
        (pair.left[0], pair.right[0]): number
        for number, pair in enumerate(pairs)
        if pair.left and pair.right and pair.status is not Status.MOVED and _is_run(pair.left) and _is_run(pair.right)
    }
    chain = longest_rising([(i, j, float(len(pairs[n].left) + len(pairs[n].right))) for (i, j), n in fitting.items()])
    return {fitting[link] for link in chain}


def _is_run(numbers: Sequence[int]) -> bool:
    return all(two == one + 1 for one, two in pairwise(numbers))


def _placed(pairs: Sequence[Pair], together: set[int]) -> Iterator[tuple[int, Sequence[int], Sequence[int]]]:
    """(pair, left paragraphs, right paragraphs) of each row. Between two rows that both texts share, what only one
    of them has stands where the comparison has it, or after the paragraph before it."""
    anchors = sorted(together, key=lambda number: pairs[number].right[0])
    left_pair = {n: number for number, pair in enumerate(pairs) for n in pair.left}
    right_pair = {n: number for number, pair in enumerate(pairs) for n in pair.right}
    left = right = 0
    for anchor in [*anchors, None]:
        until = (
            (pairs[anchor].left[0], pairs[anchor].right[0]) if anchor is not None else (len(left_pair), len(right_pair))
        )
        yield from _between(pairs, range(left, until[0]), range(right, until[1]), left_pair, right_pair)
        if anchor is not None:
            yield anchor, pairs[anchor].left, pairs[anchor].right
            left, right = pairs[anchor].left[-1] + 1, pairs[anchor].right[-1] + 1


def _between(
    pairs: Sequence[Pair],
    lefts: Sequence[int],
    rights: Sequence[int],
    left_pair: Mapping[int, int],
    right_pair: Mapping[int, int],
) -> Iterator[tuple[int, Sequence[int], Sequence[int]]]:
    waiting = list(rights)
    for n in lefts:
        # An omitted paragraph comes where the comparison has it; one that was moved away, straight away.
        while waiting and not pairs[left_pair[n]].right and right_pair[waiting[0]] < left_pair[n]:
            j = waiting.pop(0)
            yield right_pair[j], (), (j,)
        yield left_pair[n], (n,), ()
    for j in waiting:
        yield right_pair[j], (), (j,)


def _numbers(numbers: Sequence[int]) -> str:
    if len(numbers) > 2 and _is_run(numbers):
        return f"¶{numbers[0]}–{numbers[-1]}"
    return " ".join(f"¶{number}" for number in numbers)
