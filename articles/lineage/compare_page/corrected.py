"""What people said of a comparison's paragraphs, beside what the machine had there."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.lineage.compare import Compared
from articles.lineage.compare_page.wording import STATUSES
from articles.lineage.comparison import Block, Pair
from articles.lineage.comparison.alignment import align
from articles.lineage.records import Correction


@dataclass(frozen=True, slots=True)
class Said:
    """`left` and `right` are paragraph numbers from 1. `machine`: what it had of these paragraphs, by itself."""

    correction: Correction
    left: int
    right: int
    in_force: bool
    machine: str


def corrections_of(seen: Compared, left: Sequence[Block], right: Sequence[Block]) -> list[Said]:
    """All corrections of this derivation, the newest first. Only where there are some is the machine asked again."""
    if not seen.number:
        return []
    pairs = align(left, right)
    lefts = {n: pair for pair in pairs for n in pair.left}
    rights = {n: pair for pair in pairs for n in pair.right}
    numbers = {one.pk: n for paragraphs in (seen.left, seen.right) for n, one in enumerate(paragraphs)}
    in_force = {one.pk for one in seen.said.values()}
    told = []
    for one in seen.derivation.corrections.select_related("by").order_by("-number"):
        i, j = numbers[one.left_id], numbers[one.right_id]
        told.append(Said(one, i + 1, j + 1, one.pk in in_force, _had(lefts[i], rights[j])))
    return told


def _had(left: Pair, right: Pair) -> str:
    return _one(left) if left == right else f"{_one(left)}; {_one(right)}"


def _one(pair: Pair) -> str:
    """ "¶3 → ¶4 edited, 82 of 100 alike"; "¶3 omitted"."""
    ways = [" ".join(f"¶{n + 1}" for n in side) for side in (pair.left, pair.right) if side]
    alike = f", {round(100 * pair.similarity)} of 100 alike" if pair.left and pair.right else ""
    return f"{' → '.join(ways)} {STATUSES[pair.status]}{alike}"
