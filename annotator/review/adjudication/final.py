"""The merged set that comes of unanimity and of adjudication: one record for each item of a study."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import batched
from typing import Any
from uuid import UUID

from annotator.annotations.models import Annotation
from annotator.facets import Resolution, Verdict
from annotator.review import queries
from annotator.review.adjudication.differing import OF_CASES, Kind
from annotator.review.adjudication.matching import match
from annotator.review.adjudication.models import Adjudication, Item
from annotator.review.adjudication.queries import State, current, in_reading_order
from annotator.review.cases import gather
from annotator.review.models import Decision, Flag
from annotator.studies.models import Study

BATCH = 500
#: a case's verdict said what holds, and nobody needed to adjudicate
BY_CASE = "case"

_INSERTION = ("marking", "operation", "host", "function", "inserter", "effect")
_ATTRIBUTION = ("attribution", "source_kind", "mode", "stance", "denied", "anonymity_reason_given")
#: what an edit sets; the other columns stay those of the version that it started from
_EDITED = ("attribution", "source_kind", "mode", "stance", *_INSERTION)


@dataclass(frozen=True, slots=True)
class Merged:
    """One item as it stands in the merged set.

    `state` is awaiting while nobody has decided; `status` then says unresolved, as the field does. `resolution` is how
    a reviewer settled it (a Resolution), `BY_CASE`, or "". `holds` says that something is marked here: then `start` and
    `quote` (in the item's paragraph), `claim_type_id` and `facets` are what holds, and `based_on` the annotation that
    it comes from, with its source, cue and omitted words. Else place and words are all that the coders cover.
    """

    item: Item
    state: State
    kinds: tuple[Kind, ...]
    versions: Mapping[int, UUID | None]
    resolution: str = ""
    holds: bool = False
    start: int = 0
    quote: str = ""
    claim_type_id: int | None = None
    facets: Mapping[str, Any] = field(default_factory=dict)
    based_on: UUID | None = None
    adjudication: Adjudication | None = None
    verdict: Decision | None = None

    @property
    def status(self) -> str:
        """unanimous, adjudicated or unresolved."""
        return State.UNRESOLVED if self.state is State.AWAITING else self.state


def adjudicated(study: Study) -> Iterator[Merged]:
    """Every item of a study in the order of the text, caught up first; four questions for 500 items."""
    gather(study)
    match(study)
    yield from merged(in_reading_order(current(study)).values_list("pk", flat=True))


def merged(
    items: Iterable[int],
    *,
    numbers: Mapping[int, int] | None = None,
    decided: Mapping[int, int] | None = None,
) -> Iterator[Merged]:
    """These items as they stand. With `numbers` (item → its newest adjudication's number, 0 for none) and `decided`
    (case → its newest decision's number) as they stood when those were taken down."""
    for some in batched(items, BATCH):
        found = (
            Item.objects.filter(pk__in=some)
            .select_related("paragraph__article")
            .prefetch_related("differences", "versions__annotation", "versions__reading")
        ).in_bulk()
        said = _adjudications(some, numbers)
        flagged = [
            version.annotation_id
            for item in found.values()
            for version in item.versions.all()
            if version.annotation and version.annotation.marking
        ]
        verdicts = _verdicts(flagged, decided)
        yield from (_merged(found[pk], said.get(pk), verdicts) for pk in some if pk in found)


def _adjudications(items: Iterable[int], numbers: Mapping[int, int] | None) -> dict[int, Adjudication]:
    """What stands of each item."""
    rows = Adjudication.objects.filter(item__in=items).select_related("reviewer", "claim_type").order_by("number")
    newest = {row.item_id: row for row in rows if numbers is None or row.number <= numbers.get(row.item_id, 0)}
    return {pk: row for pk, row in newest.items() if not row.takes_back_id}


def _verdicts(annotations: Iterable[UUID | None], decided: Mapping[int, int] | None) -> dict[UUID, Decision]:
    """The verdict that stands and speaks of each of these flags."""
    flags = Flag.objects.filter(annotation__in=annotations).order_by("pk")
    rows = list(flags.values_list("annotation_id", "case_id", "pk", "repeats_id"))
    known = queries.standing_decisions() if decided is None else Decision.objects.all()
    made = known.filter(case__in={row[1] for row in rows}).select_related("reviewer")
    stands = {
        one.case_id: one
        for one in made.prefetch_related("seen")
        if not one.takes_back_id and (decided is None or one.number == decided.get(one.case_id))
    }
    found: dict[UUID, Decision] = {}
    for annotation, case, flag, repeats in rows:
        verdict = stands.get(case)
        if annotation and verdict and (repeats or flag) in {seen.flag_id for seen in verdict.seen.all()}:
            found[annotation] = verdict
    return found


def _merged(item: Item, said: Adjudication | None, verdicts: Mapping[UUID, Decision]) -> Merged:
    versions = list(item.versions.all())
    here = [version.annotation for version in versions if version.annotation]
    kinds = tuple(Kind(one.kind) for one in item.differences.all())
    facts: dict[str, Any] = {
        "item": item,
        "kinds": kinds,
        "versions": {version.reading_id: version.annotation_id for version in versions},
        "adjudication": said,
    }
    if said and said.resolution in (Resolution.NOTHING_HERE, Resolution.UNRESOLVED):
        state = State.UNRESOLVED if said.resolution == Resolution.UNRESOLVED else State.ADJUDICATED
        return Merged(**facts, state=state, resolution=said.resolution, start=item.start, quote=item.quote)
    if said:
        base = next(one for one in here if one.pk == said.annotation_id)
        return _held(facts, State.ADJUDICATED, said.resolution, base, verdicts, said)
    first = min(here, key=lambda one: (not one.marking, one.created_at, one.pk))
    if not kinds:
        return _held(facts, State.UNANIMOUS, "", first, verdicts)
    if set(kinds) <= set(OF_CASES) and all(one.pk in verdicts for one in here if one.marking):
        return _held(facts, State.ADJUDICATED, BY_CASE, first, verdicts)
    return Merged(**facts, state=State.AWAITING, start=item.start, quote=item.quote)


def _held(
    facts: dict[str, Any],
    state: State,
    resolution: str,
    base: Annotation,
    verdicts: Mapping[UUID, Decision],
    said: Adjudication | None = None,
) -> Merged:
    """What holds: the annotation `base`, as edited where `said` edits it, with what a verdict says of its insertion."""
    edit = said if said and resolution == Resolution.EDITED else None
    held: dict[str, Any] = {name: getattr(base, name) for name in (*_ATTRIBUTION, *_INSERTION)}
    if edit:
        held |= {name: getattr(edit, name) for name in _EDITED}
        held |= {} if edit.attribution else {"denied": False, "anonymity_reason_given": None}
    verdict = verdicts.get(base.pk) if held["marking"] else None
    held |= _as_decided(verdict)
    claim_type = edit.claim_type_id if edit else base.claim_type_id
    return Merged(
        **facts,
        state=state,
        resolution=resolution,
        holds=bool(claim_type or held["attribution"] or held["marking"]),
        start=edit.start if edit and edit.start is not None else base.start,
        quote=edit.quote if edit else base.quote,
        claim_type_id=claim_type,
        facets=held,
        based_on=base.pk,
        verdict=verdict,
    )


def _as_decided(verdict: Decision | None) -> dict[str, str]:
    """What a verdict says of an insertion goes before what a coder said."""
    if verdict is None:
        return {}
    if verdict.verdict == Verdict.NOT_AN_INSERTION:
        return dict.fromkeys(_INSERTION, "")
    said = {name: getattr(verdict, name) for name in ("marking", "function", "effect")}
    return {"inserter": verdict.inserter, **{name: value for name, value in said.items() if value}}
