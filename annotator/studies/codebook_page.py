"""What the pages of a codebook show."""

from collections.abc import Mapping
from dataclasses import dataclass

from annotator.facets import (
    AttributionStatus,
    Certainty,
    Effect,
    Facet,
    Function,
    Host,
    Inserter,
    Marking,
    Mode,
    Operation,
    SourceKind,
    Stance,
    Verdict,
)
from annotator.studies.codebooks import Codebook, Type
from annotator.studies.codebooks.facets import BY_NAME, with_parts
from annotator.studies.codebooks.looks import close_pairs, how_it_reads, unreadable

_ATTRIBUTION: dict[str, type[Facet]] = {
    "attribution": AttributionStatus,
    "source_kind": SourceKind,
    "mode": Mode,
    "stance": Stance,
}
_INSERTION: dict[str, type[Facet]] = {
    "marking": Marking,
    "operation": Operation,
    "host": Host,
    "function": Function,
    "inserter": Inserter,
    "effect": Effect,
}
_TITLES = {"attribution": "Status", "marking": "Marking"}


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A claim type as it is listed. `used` is None for people whom nobody's work is shown to; `goes_on_as` names what
    a merged or split one was replaced by."""

    pk: int
    type: Type
    used: int | None
    reads: str
    faults: tuple[str, ...]
    goes_on_as: str


def type_rows(codebook: Codebook, ids: Mapping[str, int], used: Mapping[int, int] | None) -> list[TypeRow]:
    labels = {one.code: one.label for one in codebook.types}
    return [
        TypeRow(
            pk=ids[one.code],
            type=one,
            used=None if used is None else used.get(ids[one.code], 0),
            reads=how_it_reads(one),
            faults=tuple(unreadable(one).values()),
            goes_on_as=", ".join(labels[code] for code in one.replaced_by if code in labels),
        )
        for one in codebook.types
    ]


def doubt_labels(codebook: Codebook) -> list[str]:
    """The names in the order for doubt, of types that are on offer."""
    labels = {one.code: one.label for one in codebook.active}
    return [labels[code] for code in codebook.priority_on_doubt if code in labels]


def vocabularies(codebook: Codebook) -> dict[str, list[tuple[str, list[Facet]]]]:
    """The fixed vocabularies that the study codes with, by part of the page; empty for a part that is off."""
    off = with_parts(codebook.facets_off)
    parts = {"attribution": _ATTRIBUTION, "insertion": _INSERTION}
    shown = {
        name: [(_title(one), list(facet)) for one, facet in fields.items() if one not in off]
        for name, fields in parts.items()
    }
    found: dict[str, list[tuple[str, list[Facet]]]] = {
        name: [] if name in off else titled for name, titled in shown.items()
    }
    if found["insertion"]:
        found["insertion"].append(("Verdict of the reviewer", list(Verdict)))
    return {**found, "certainty": [] if "certainty" in off else [("Certainty", list(Certainty))]}


def _title(name: str) -> str:
    return _TITLES.get(name) or BY_NAME[name].label


def off_labels(codebook: Codebook) -> list[str]:
    return [BY_NAME[name].label for name in codebook.facets_off]


def look_alikes(codebook: Codebook) -> list[str]:
    return close_pairs(codebook.active)
