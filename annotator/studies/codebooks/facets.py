"""Pure: the facets that a study can do without, and what is part of what. Their names are those of the editor."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SwitchedFacet:
    """`part_of` names the facet without which this one is not coded either, "" for one that stands by itself."""

    name: str
    label: str
    part_of: str
    about: str


FACETS = (
    SwitchedFacet("claim_type", "Claim type", "", "what kind of claim the words make"),
    SwitchedFacet("attribution", "Attribution", "", "who says it, with the words of source and cue"),
    SwitchedFacet("source_kind", "Source", "attribution", "what kind of source it is"),
    SwitchedFacet("mode", "Mode", "attribution", "direct, mixed, indirect or scare quotes"),
    SwitchedFacet("stance", "Stance of the cue", "attribution", "how the cue stands to what is said"),
    SwitchedFacet("anonymity", "Reason for anonymity given", "attribution", "whether a reason is given"),
    SwitchedFacet("denied", "Denied or declined to comment", "attribution", "whether the source denies it"),
    SwitchedFacet("outer", "Inside the attribution of", "attribution", "words that somebody reports of somebody else"),
    SwitchedFacet("insertion", "Editorial insertion", "", "words that somebody put in, and how they are marked"),
    SwitchedFacet("operation", "Operation", "insertion", "what was done to the words"),
    SwitchedFacet("host", "Host", "insertion", "what the insertion stands in"),
    SwitchedFacet("function", "Function", "insertion", "what the insertion does"),
    SwitchedFacet("inserter", "Inserter", "insertion", "who put it in"),
    SwitchedFacet("effect", "Effect", "insertion", "what it does to the meaning"),
    SwitchedFacet("note", "Note", "", "the coder's own words"),
    SwitchedFacet("certainty", "Certainty", "", "how sure the coder is"),
)
BY_NAME = {one.name: one for one in FACETS}
#: one of these must be coded, or an annotation could say nothing
WHOLES = ("claim_type", "attribution", "insertion")


def in_order(names: Iterable[str]) -> tuple[str, ...]:
    """Those of the facets that are named, each once, in the order of the table; unknown names are left out."""
    wanted = set(names)
    return tuple(one.name for one in FACETS if one.name in wanted)


def with_parts(off: Collection[str]) -> frozenset[str]:
    """What is not coded when these are off: they, and the parts of those that are off as a whole."""
    return frozenset(one.name for one in FACETS if one.name in off or one.part_of in off)
