"""Comparing many pairs of texts at once, in two questions. Nothing is stored."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from articles.lineage.changes import compare
from articles.lineage.comparison import Block, Comparison, Corrections
from articles.lineage.records import Correction
from articles.models import Paragraph


@dataclass(frozen=True, slots=True)
class Two:
    """Two articles to compare, the older one left, by primary key; corrections are those of `derivation`."""

    left: int
    right: int
    derivation: int | None = None


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The paragraphs in order, so that number n of the comparison's values is `left[n]` or `right[n]`."""

    two: Two
    left: Sequence[Paragraph]
    right: Sequence[Paragraph]
    comparison: Comparison


def compare_many(pairs: Iterable[Two]) -> Iterator[SideBySide]:
    """Each pair compared by today's rules and the corrections in force, one after the other as they are asked for."""
    asked = list(pairs)
    texts: dict[int, list[Paragraph]] = {pk: [] for two in asked for pk in (two.left, two.right)}
    for paragraph in Paragraph.objects.filter(article_id__in=texts).order_by("article_id", "position"):
        texts[paragraph.article_id].append(paragraph)
    said = _in_force({two.derivation for two in asked if two.derivation})
    for two in asked:
        left, right = texts[two.left], texts[two.right]
        corrections = _numbered(said.get(two.derivation or 0, {}), left, right)
        yield SideBySide(two, left, right, compare(_blocks(left), _blocks(right), corrections))


def _blocks(paragraphs: Sequence[Paragraph]) -> list[Block]:
    return [Block(one.slot, one.text, one.marks) for one in paragraphs]


def _in_force(derivations: set[int]) -> dict[int, dict[tuple[int, int], str]]:
    """The newest word on each two paragraphs, by derivation."""
    said: dict[int, dict[tuple[int, int], str]] = defaultdict(dict)
    rows = Correction.objects.filter(derivation__in=derivations).order_by("derivation_id", "number")
    for derivation, left, right, kind in rows.values_list("derivation_id", "left_id", "right_id", "kind"):
        said[derivation][left, right] = kind
    return said


def _numbered(said: dict[tuple[int, int], str], left: Sequence[Paragraph], right: Sequence[Paragraph]) -> Corrections:
    lefts = {one.pk: number for number, one in enumerate(left)}
    rights = {one.pk: number for number, one in enumerate(right)}

    def of(kind: str) -> frozenset[tuple[int, int]]:
        return frozenset((lefts[one], rights[two]) for (one, two), word in said.items() if word == kind)

    return Corrections(of(Correction.Kind.LINK), of(Correction.Kind.UNLINK), of(Correction.Kind.MOVED))
