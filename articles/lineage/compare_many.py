"""Comparing many pairs of texts at once, in two questions. Nothing is stored."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from articles.lineage.compare import as_values, blocks, in_force
from articles.lineage.comparison import Comparison
from articles.lineage.comparison.changes import compare
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
    said: dict[int | None, list[Correction]] = defaultdict(list)
    for one in Correction.objects.filter(derivation__in={two.derivation for two in asked}).order_by("number"):
        said[one.derivation_id].append(one)
    for two in asked:
        left, right = texts[two.left], texts[two.right]
        corrections, _ = in_force(said[two.derivation], left, right)
        yield SideBySide(two, left, right, compare(blocks(left), blocks(right), as_values(corrections)))
