"""Comparing two texts, paragraphs and words, beside rapidfuzz's bare opcodes over the same words."""

from collections.abc import Callable, Iterator

from benchmarks.measure import Row, alternate

#: name, seed, body paragraphs, edits inside them (None: also moved, split, merged, put in, left out), ms allowed
TEXTS: list[tuple[str, int, int, int | None, float]] = [
    ("compare 3,000 words, 20 edits", 3, 83, 20, 30),
    ("compare 400 paragraphs", 9, 380, None, 300),
]


def measure() -> Iterator[Row]:
    from rapidfuzz.distance import Indel

    from articles.lineage.comparison.changes import compare
    from tests.articles.lineage.comparison.edits import republished

    for name, seed, paragraphs, edits, budget in TEXTS:
        made = republished(seed, paragraphs, edits)
        left, right = ([word for block in side for word in block.text.split()] for side in (made.left, made.right))

        def ours(made: object = made) -> object:
            return compare(made.left, made.right)  # type: ignore[attr-defined]

        def bare(left: list[str] = left, right: list[str] = right) -> object:
            return list(Indel.opcodes(left, right))

        found = alternate({"bare": _timed(bare), "ours": _timed(ours)}, repetitions=40, warm_up=3)
        comparison = compare(made.left, made.right)
        yield Row(
            name,
            found["ours"].median,
            "ms CPU",
            budget=budget,
            reference="rapidfuzz's opcodes over the same words, as one text",
            reference_value=found["bare"].median,
            note=f"{len(made.left)} and {len(made.right)} paragraphs, {len(left):,} and {len(right):,} words, "
            f"{len(comparison.pairs)} pairs, {len(comparison.changes)} changes; "
            f"quickest tenth {found['ours'].best:.1f} against {found['bare'].best:.1f} ms",
        )


def _timed(act: Callable[[], object]) -> Callable[[], Callable[[], object]]:
    return lambda: act
