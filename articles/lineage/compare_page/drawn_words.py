"""The paragraphs of two compared texts, cut into runs for the page: which words stand there, were put in or left out.

Pure. The runs of a paragraph that are its `own`, joined, are its text, code point for code point; the others are words
of the original, shown within the derived text where both are read as one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from articles.lineage.compare_page.wording import IN_OTHER_TYPE, spoken
from articles.lineage.comparison import Block, Change, Comparison, Marking, Operation, Place, Step


@dataclass(frozen=True, slots=True)
class Run:
    """`kind` is "" (as in the other text), "ins", "del", "set" (in other type) or "caret" (words left out here).

    `number` is the change's, from 1. `opens` and `closes` are said before and after it. `faint`: of form only.
    `anchor`: the change's own place on this side, to which links lead; a change has one on each side at most. `starts`:
    the first run of its change here. `goes`: the anchor of moved or omitted words on the other side, `leads` in words.
    """

    text: str
    kind: str = ""
    number: int = 0
    opens: str = ""
    closes: str = ""
    faint: bool = False
    own: bool = True
    anchor: str = ""
    starts: bool = False
    goes: str = ""
    leads: str = ""
    emphasis: bool = False
    strong: bool = False

    @property
    def is_plain(self) -> bool:
        return self.own and not (self.kind or self.emphasis or self.strong)


@dataclass(slots=True)
class Drawn:
    """The runs of each paragraph, by its number."""

    left: dict[int, list[Run]] = field(default_factory=dict)
    right: dict[int, list[Run]] = field(default_factory=dict)


def drawn(
    left: Sequence[Block], right: Sequence[Block], result: Comparison, *, form: bool = False, announced: bool = True
) -> Drawn:
    """`form`: changes of form only are shown too. `announced`: changes are said to those who hear the page."""
    drawing = _Drawing(left, right, result, form, announced)
    for number in range(len(result.pairs)):
        drawing.pair(number)
    return drawing.drawn


def is_shown(change: Change, *, form: bool) -> bool:
    return form or not change.trivial


class _Drawing:
    def __init__(
        self, left: Sequence[Block], right: Sequence[Block], result: Comparison, form: bool, announced: bool
    ) -> None:
        self.left, self.right, self.result = left, right, result
        self.form, self.announced = form, announced
        self.drawn = Drawn({n: [] for n in range(len(left))}, {n: [] for n in range(len(right))})
        in_steps = {step.change for steps in result.steps for step in steps}
        self.type_left: dict[int, list[tuple[int, Change, Place]]] = {}
        self.type_right: dict[int, list[tuple[int, Change, Place]]] = {}
        for number, change in enumerate(result.changes):
            if change.marking is not Marking.ITALICS_OR_TYPE or number in in_steps or not is_shown(change, form=form):
                continue
            for place, places in ((change.left, self.type_left), (change.right, self.type_right)):
                if place and change.operation is Operation.FORMAT_ONLY:
                    places.setdefault(place.paragraph, []).append((number, change, place))

    def pair(self, number: int) -> None:
        pair = self.result.pairs[number]
        here = pair.right[0] if pair.right else None
        for step in self.result.steps[number]:
            change = self.result.changes[step.change] if step.change is not None else None
            if step.right:
                here = step.right.paragraph
            elif change and change.right and change.right.paragraph in pair.right:
                here = change.right.paragraph
            if change is None or not is_shown(change, form=self.form):
                self._plain(step, here)
            else:
                self._changed(step, change, here)

    def _plain(self, step: Step, here: int | None) -> None:
        if step.left:
            self.drawn.left[step.left.paragraph] += self._as_it_stands(self.left, step.left, self.type_left, "-left")
        if step.right:
            self.drawn.right[step.right.paragraph] += self._as_it_stands(self.right, step.right, self.type_right, "")
        elif step.left and here is not None and not step.equal and step.change is None:
            # White space beside words that were left out: where both texts are read as one it keeps words apart.
            self.drawn.right[here].append(Run(self._text(self.left, step.left), own=False))

    def _as_it_stands(
        self, blocks: Sequence[Block], place: Place, typed: dict[int, list[tuple[int, Change, Place]]], side: str
    ) -> list[Run]:
        """Words that both texts have, cut where they are in other type on one side."""
        if place.paragraph not in typed:
            return list(self._runs(blocks, place, Run("")))
        runs: list[Run] = []
        at = place.start
        for number, change, span in sorted(typed[place.paragraph], key=lambda one: one[2]):
            start, end = max(at, span.start), min(place.end, span.end)
            if start >= end:
                continue
            runs += self._runs(blocks, Place(place.paragraph, at, start), Run(""))
            opens, closes = IN_OTHER_TYPE if self.announced else ("", "")
            anchor = f"c{number + 1}{side}" if start == span.start else ""
            told = Run("", "set", number + 1, opens, closes, faint=bool(change.trivial), anchor=anchor)
            runs += self._runs(blocks, Place(place.paragraph, start, end), told)
            at = end
        return [*runs, *self._runs(blocks, Place(place.paragraph, at, place.end), Run(""))]

    def _changed(self, step: Step, change: Change, here: int | None) -> None:
        number = (step.change or 0) + 1
        said = spoken(change)
        faint = bool(change.trivial)
        moved = change.operation is Operation.REORDER
        if step.left:
            told = self._told("del", number, said.left, faint)
            own = replace(told, anchor=f"c{number}-left")
            if moved and change.right:
                own = replace(own, goes=f"c{number}", leads=f"moved to ¶{change.right.paragraph + 1}")
            self.drawn.left[step.left.paragraph] += self._runs(self.left, step.left, own)
            if here is not None:
                if not step.right:
                    done = "moved away from" if moved else "left out"
                    leads = f"Words of the original’s ¶{step.left.paragraph + 1} were {done} here"
                    caret = Run("", "caret", number, faint=faint, goes=f"c{number}-left", leads=leads)
                    self.drawn.right[here].append(caret if moved else replace(caret, anchor=f"c{number}"))
                within = replace(told, own=False)
                self.drawn.right[here] += self._runs(self.left, step.left, within)
        if step.right:
            told = self._told("ins", number, said.right, faint)
            own = replace(told, anchor=f"c{number}")
            if moved and change.left:
                own = replace(own, goes=f"c{number}-left", leads=f"moved from ¶{change.left.paragraph + 1}")
            self.drawn.right[step.right.paragraph] += self._runs(self.right, step.right, own)

    def _told(self, kind: str, number: int, said: tuple[str, str], faint: bool) -> Run:
        opens, closes = said if self.announced else ("", "")
        return Run("", kind, number, opens, closes, faint=faint)

    def _runs(self, blocks: Sequence[Block], place: Place, like: Run) -> Iterator[Run]:
        """The words at `place` as runs like this one, cut where type changes; said once, before and after all of it."""
        block = blocks[place.paragraph]
        if place.start >= place.end:
            return
        cuts = {place.start, place.end}
        marks = [mark for mark in block.marks if mark[2] in ("emphasis", "strong")]
        for start, end, *_ in marks:
            cuts.update(edge for edge in (int(str(start)), int(str(end))) if place.start < edge < place.end)
        edges = sorted(cuts)
        for at, until in pairwise(edges):
            kinds = {mark[2] for mark in marks if int(str(mark[0])) <= at and until <= int(str(mark[1]))}
            first, last = at == place.start, until == place.end
            yield replace(
                like,
                text=block.text[at:until],
                opens=like.opens if first else "",
                closes=like.closes if last else "",
                anchor=like.anchor if first else "",
                starts=bool(like.kind) and first,
                goes=like.goes if last else "",
                emphasis="emphasis" in kinds,
                strong="strong" in kinds,
            )

    def _text(self, blocks: Sequence[Block], place: Place) -> str:
        return blocks[place.paragraph].text[place.start : place.end]
