"""What can be said of a change from the texts round it: marking, host, numbers and names that became others. Pure."""

from collections.abc import Sequence
from dataclasses import replace

from articles.lineage.comparison import Block, Change, Host, Operation, Place
from articles.lineage.comparison.marking import marking_of
from articles.lineage.comparison.quotations import Quotations
from articles.lineage.comparison.turns import turned_names, turned_numbers

_HOSTS = {slot: Host(slot) for slot in ("headline", "standfirst", "caption", "notice")}


class Describer:
    def __init__(self, left: Sequence[Block], right: Sequence[Block]) -> None:
        self.left, self.right = left, right
        self._quoted_left = Quotations([block.text for block in left], [block.slot for block in left])
        self._quoted_right = Quotations([block.text for block in right], [block.slot for block in right])

    def described(self, change: Change) -> Change:
        """With marking, host, and the numbers and names that changed."""
        host = self._host(change)
        marking, inner = change.marking, change.inner
        if change.right and change.operation in (Operation.ADDITION, Operation.SUBSTITUTION):
            marking, inner = marking_of(self.right[change.right.paragraph], change.right, whole=change.whole)
        if change.trivial or change.operation in (Operation.REORDER, Operation.FORMAT_ONLY):
            return replace(change, host=host, marking=marking, inner=inner)
        left, at = self._around(change.left, self.left)
        right, to = self._around(change.right, self.right)
        return replace(
            change,
            host=host,
            marking=marking,
            inner=inner,
            numbers=turned_numbers(left, at, right, to),
            names=turned_names(left, at, right, to),
        )

    def _around(self, place: Place | None, blocks: Sequence[Block]) -> tuple[str, tuple[int, int]]:
        return (blocks[place.paragraph].text, (place.start, place.end)) if place else ("", (0, 0))

    def _host(self, change: Change) -> Host:
        """Where in the derived text; for words left out, also whether they were inside a quotation."""
        right, left = change.right, change.left
        quoted = right is not None and self._quoted_right.hold(*right)
        if change.whole or right is None:
            block = self.right[right.paragraph] if right and right.start < right.end else None
            if block is None and left is not None:
                block = self.left[left.paragraph]
                quoted = self._quoted_left.hold(*left)
        else:
            block = self.right[right.paragraph]
            if quoted and left is not None and left.start < left.end:
                quoted = self._quoted_left.hold(*left)
        if quoted:
            return Host.INSIDE_QUOTATION
        return _HOSTS.get(block.slot, Host.RUNNING_TEXT) if block else Host.RUNNING_TEXT
