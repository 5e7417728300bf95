"""What another tool's label is called here: a claim type of the study, or a value of an attribution's facet."""

import re
from collections.abc import Iterable, Mapping

from annotator.facets import AttributionStatus, Facet, Mode, SourceKind, Stance
from annotator.studies.models import ClaimType, Study

#: each facet by the names that files give it
_FACETS: dict[str, tuple[str, type[Facet]]] = {
    "attribution": ("attribution", AttributionStatus),
    "attribution-status": ("attribution", AttributionStatus),
    "source": ("source_kind", SourceKind),
    "source-kind": ("source_kind", SourceKind),
    "source-naming": ("source_kind", SourceKind),
    "mode": ("mode", Mode),
    "quote-form": ("mode", Mode),
    "stance": ("stance", Stance),
    "stance-of-the-cue": ("stance", Stance),
}
#: what else releases say of words, before a value; “Function: Other” is not the claim type Other
_OTHERS = frozenset(
    ("marking", "operation", "host", "function", "inserter", "effect", "certainty", "verdict", "status", "role",
     "part-of-an-attribution")
)  # fmt: skip
_ALONE = frozenset(("omission", "denied-or-declined-to-comment", "reason-for-anonymity-given"))


def types_by_name(study: Study) -> dict[str, ClaimType]:
    """By code and by label, in the form of `_plain`; a code wins over another's label."""
    types = list(study.claim_types.filter(retired_at__isnull=True))
    return {_plain(one.label): one for one in types} | {_plain(one.code): one for one in types}


def claim_type_of(label: str, types: Mapping[str, ClaimType]) -> ClaimType | None:
    if _plain(_parts(label)[0]) in _FACETS or is_ours(label):
        return None
    return next((types[name] for name in _names(label) if name in types), None)


def is_ours(label: str) -> bool:
    """Whether it is one of the other things that releases say of words, which make no sense on their own."""
    return _plain(_parts(label)[0]) in _OTHERS or _plain(label) in _ALONE


def facet_of(label: str) -> tuple[str, str] | None:
    """The column and the value that a label such as attribution/attributed or “Source: Named person” stands for."""
    head, tail = _parts(label)
    column, facet = _FACETS.get(_plain(head), ("", None))
    for member in facet or ():
        if _plain(tail) in (_plain(member.value), _plain(str(member.label))):
            return column, member.value
    return None


def _parts(label: str) -> tuple[str, str]:
    """The last part of a label and the one before it, "" where there is none."""
    parts = ["", *re.split(r"[/#:]+", label)]
    return parts[-2], parts[-1]


def _names(label: str) -> Iterable[str]:
    """Ways to read a label: as it is, by its last part, as in claim-type/event and https://…#event, and as releases
    write it for brat, Claim_event."""
    return dict.fromkeys((_plain(label), _plain(re.split(r"[/#:]", label)[-1]), _plain(label).removeprefix("claim-")))


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "-", name.casefold()).strip("-")
