"""In which ways the versions of an item differ. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from annotator.review.agreement import Mark

CLAIM = "claim_type"
ATTRIBUTION = ("attribution", "source_kind", "mode", "stance", "denied", "anonymity_reason_given")
#: what an edit of an insertion may set, and what coders of one may differ in
INSERTION = ("marking", "operation", "host", "function", "inserter", "effect", "omitted")

#: a half-open place: paragraph, start, end
type Place = tuple[int, int, int]


class Kind(StrEnum):
    """One way to differ. `FLAG` is a question that the insertion's own case answers, and so is `INSERTION` where a
    verdict stands."""

    ALONE = "alone"
    BOUNDARY = "boundary"
    CLAIM = "claim"
    ATTRIBUTION = "attribution"
    INSERTION = "insertion"
    FLAG = "flag"

    @property
    def words(self) -> str:
        return _WORDS[self]


_WORDS = {
    Kind.ALONE: "Not every coder",
    Kind.BOUNDARY: "Boundary",
    Kind.CLAIM: "Claim type",
    Kind.ATTRIBUTION: "Attribution",
    Kind.INSERTION: "Insertion facets",
    Kind.FLAG: "Insertion flagged by some",
}
#: what a case's verdict settles; the others are settled by adjudication alone
OF_CASES = (Kind.INSERTION, Kind.FLAG)


@dataclass(frozen=True, slots=True)
class Given:
    """One coder's annotation: `mark.facets` has every facet that was given, `roles` the places of source and cue."""

    mark: Mark
    roles: Mapping[str, Sequence[Place]] = field(default_factory=dict)

    def said(self, *facets: str) -> tuple[str, ...]:
        return tuple(self.mark.facets.get(facet, "") for facet in facets)

    @property
    def is_flag(self) -> bool:
        return "marking" in self.mark.facets

    @property
    def is_coded(self) -> bool:
        """True with a claim type or an attribution, whether or not it flags an insertion too."""
        return CLAIM in self.mark.facets or "attribution" in self.mark.facets


def differences(versions: Sequence[Given], coders: int) -> list[Kind]:
    """How these versions differ, at least one, of `coders` people who finished the article; [] is unanimity."""
    return [kind for kind in Kind if _differ(kind, versions, coders)]


def _differ(kind: Kind, versions: Sequence[Given], coders: int) -> bool:
    flags = [one for one in versions if one.is_flag]
    match kind:
        case Kind.ALONE:
            return len(versions) < coders and any(one.is_coded for one in versions)
        case Kind.BOUNDARY:
            return len({one.mark.span for one in versions}) > 1
        case Kind.CLAIM:
            return len({one.said(CLAIM) for one in versions}) > 1
        case Kind.ATTRIBUTION:
            return len({one.said(*ATTRIBUTION) for one in versions}) > 1 or _others_speak(versions)
        case Kind.INSERTION:
            return len({one.said(*INSERTION) for one in flags}) > 1
        case Kind.FLAG:
            return 0 < len(flags) < coders


def _others_speak(versions: Sequence[Given]) -> bool:
    """True when two coders give a source, or a cue, that share no word, or only one gives any."""
    first = versions[0]
    return any(
        not _meet(first.roles.get(role, ()), other.roles.get(role, ()))
        for other in versions[1:]
        for role in ("source", "cue")
    )


def _meet(ones: Sequence[Place], others: Sequence[Place]) -> bool:
    if not ones or not others:
        return not ones and not others
    return any(a[0] == b[0] and a[1] < b[2] and b[1] < a[2] for a in ones for b in others)
