"""The tables of a release, in the order of its files."""

from collections.abc import Collection
from dataclasses import replace

from annotator.releases import agreement_table, attributions, codebook_table, coders, package, paragraphs
from annotator.releases.columns import Column

ADDED: dict[str, tuple[Column, ...]] = {
    "paragraphs": paragraphs.COLUMNS,
    "attributions": attributions.COLUMNS,
    "coders": coders.COLUMNS,
    "codebook": codebook_table.COLUMNS,
    "agreement": agreement_table.COLUMNS,
}
_ORDER = (
    "annotations", "adjudicated", "decisions", "documents", "paragraphs", "coverage", "versions", "derivations",
    "alignments", "changes", "insertions", "attributions", "attribution_pairs", "coders", "codebook", "agreement",
    "reading_events",
)  # fmt: skip
TABLES: dict[str, tuple[Column, ...]] = {name: {**package.TABLES, **ADDED}[name] for name in _ORDER}


def explained(off: Collection[str]) -> dict[str, list[Column]]:
    """The tables, where columns of annotations that belong to a facet which is `off` in the study say so."""
    silent = {column for name in off for column in package.FACET_COLUMNS[name]}
    return {
        name: [
            replace(one, description=f"{package.OFF} Else: {one.description}")
            if name == "annotations" and one.name in silent
            else one
            for one in columns
        ]
        for name, columns in TABLES.items()
    }
