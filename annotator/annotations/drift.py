"""Pure: how what is said of the same words' source differs between an original and its copy."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from annotator.annotations.mapping import Landing, Mapping
from articles.lineage.comparison import Comparison, Place

#: values of AttributionStatus that give a claim a source
_SOURCED = ("attributed", "inherited")
#: values of SourceKind with which a reader could go and ask
_NAMED = ("named-person", "named-organisation")
_UNNAMED = ("unnamed-described", "collective", "none")
_SIGNS = re.compile(r"[\W_]+")


class Drift(StrEnum):
    """What became of an attribution, read from left (the original) to right (the copy)."""

    SAME = "same"
    SOURCE_DROPPED = "attributed-to-unattributed"
    SOURCE_GIVEN = "unattributed-to-attributed"
    STATUS = "status-changed"
    NAME_DROPPED = "named-to-unnamed"
    NAME_GIVEN = "unnamed-to-named"
    SOURCE_KIND = "source-kind-changed"
    SOURCE_WORDS = "source-words-changed"
    STANCE = "cue-stance-changed"
    CUE_WORDS = "cue-words-changed"
    MODE = "mode-changed"
    DENIAL_DROPPED = "denial-dropped"
    DENIAL_GIVEN = "denial-added"
    REASON_DROPPED = "anonymity-reason-dropped"
    REASON_GIVEN = "anonymity-reason-added"
    ONLY_LEFT = "only-left"
    ONLY_RIGHT = "only-right"


@dataclass(frozen=True, slots=True)
class Said:
    """One attribution. `place` is what is said; `sources` and `cues` are words, `source_ids` the caller's.

    Facets are values of annotator.facets, "" where they were not coded; `anonymity_reason` None likewise.
    """

    id: str
    place: Place
    attribution: str
    source_kind: str = ""
    mode: str = ""
    stance: str = ""
    anonymity_reason: bool | None = None
    denied: bool = False
    sources: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    source_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Aligned:
    """The attribution of the same words on either side, None where only the other has one.

    `likeness`: how much of all their words the two share, over 0 up to 1; 0 for one alone. `words_there`: for one
    alone, whether its words stand in the other text, so that somebody could have coded them.
    """

    left: Said | None
    right: Said | None
    likeness: float
    changes: tuple[Drift, ...]
    words_there: bool = True


def aligned(comparison: Comparison, left: Sequence[Said], right: Sequence[Said]) -> list[Aligned]:
    """Every attribution of either side once: the most alike together, in the order of the right text, then the left.

    Two belong together when what they share is at least half of either one, seen from both texts.
    """
    mapping = Mapping(comparison)
    there = {one.id: _landed(mapping.there(one.place)) for one in left}
    back = {one.id: _landed(mapping.back(one.place)) for one in right}
    scored = []
    for n, one in enumerate(left):
        for m, two in enumerate(right):
            alike = min(_likeness(there[one.id], two.place), _likeness(back[two.id], one.place))
            if alike:
                scored.append((-alike, n, m))
    partner: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for minus, n, m in sorted(scored):
        if n not in taken and m not in partner:
            partner[m] = (n, -minus)
            taken.add(n)
    return [
        *_of_right(left, right, partner, back),
        *(
            Aligned(one, None, 0.0, (Drift.ONLY_LEFT,), bool(there[one.id]))
            for n, one in enumerate(left)
            if n not in taken
        ),
    ]


def _of_right(
    left: Sequence[Said],
    right: Sequence[Said],
    partner: dict[int, tuple[int, float]],
    back: dict[str, tuple[Place, ...]],
) -> Iterator[Aligned]:
    for m, two in enumerate(right):
        if m in partner:
            n, alike = partner[m]
            yield Aligned(left[n], two, round(alike, 3), changes(left[n], two))
        else:
            yield Aligned(None, two, 0.0, (Drift.ONLY_RIGHT,), bool(back[two.id]))


def changes(left: Said, right: Said) -> tuple[Drift, ...]:
    """Everything that differs, or SAME alone."""
    found = [*_of_status(left, right)]
    if left.attribution in _SOURCED and right.attribution in _SOURCED:
        found += [*_of_source(left, right), *_of_cue(left, right)]
    if left.mode and right.mode and left.mode != right.mode:
        found.append(Drift.MODE)
    if left.denied != right.denied:
        found.append(Drift.DENIAL_DROPPED if left.denied else Drift.DENIAL_GIVEN)
    if bool(left.anonymity_reason) != bool(right.anonymity_reason):
        found.append(Drift.REASON_DROPPED if left.anonymity_reason else Drift.REASON_GIVEN)
    return tuple(found) or (Drift.SAME,)


def _of_status(left: Said, right: Said) -> Iterator[Drift]:
    before, after = left.attribution in _SOURCED, right.attribution in _SOURCED
    if before and not after:
        yield Drift.SOURCE_DROPPED
    elif after and not before:
        yield Drift.SOURCE_GIVEN
    elif left.attribution != right.attribution and not before:
        yield Drift.STATUS


def _of_source(left: Said, right: Said) -> Iterator[Drift]:
    before, after = left.source_kind, right.source_kind
    if before and after and before != after:
        if before in _NAMED and after in _UNNAMED:
            yield Drift.NAME_DROPPED
        elif before in _UNNAMED and after in _NAMED:
            yield Drift.NAME_GIVEN
        else:
            yield Drift.SOURCE_KIND
    if _key(left.sources) != _key(right.sources):
        yield Drift.SOURCE_WORDS


def _of_cue(left: Said, right: Said) -> Iterator[Drift]:
    if left.stance and right.stance and left.stance != right.stance:
        yield Drift.STANCE
    if _key(left.cues) != _key(right.cues):
        yield Drift.CUE_WORDS


def _key(words: Sequence[str]) -> tuple[str, ...]:
    """The words whatever their case, signs and order."""
    return tuple(sorted(_SIGNS.sub(" ", one).strip().casefold() for one in words))


def _landed(landing: Landing | None) -> tuple[Place, ...]:
    return landing.places if landing else ()


def _likeness(places: Sequence[Place], other: Place) -> float:
    """As review's: what they share of all their words, 0 unless that is at least half of either."""
    length = sum(place.end - place.start for place in places)
    shared = sum(
        max(0, min(place.end, other.end) - max(place.start, other.start))
        for place in places
        if place.paragraph == other.paragraph
    )
    whole = other.end - other.start
    return shared / (length + whole - shared) if shared and 2 * shared >= max(length, whole) else 0.0
