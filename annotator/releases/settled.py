"""What became of each annotation in adjudication, for the columns of annotations."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from annotator.annotations.among import Among
from annotator.facets import Resolution
from annotator.review.adjudication.final import BY_CASE, Merged, merged
from annotator.review.adjudication.models import Adjudication, Version

#: another version of the item was taken
NOT_PICKED = "not-picked"
OUTCOMES = (
    Resolution.PICKED.value, NOT_PICKED, Resolution.EDITED.value, Resolution.NOTHING_HERE.value,
    Resolution.UNRESOLVED.value, BY_CASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settled:
    """`by` is the adjudication that stands, where one does."""

    item_id: int
    adjudication: str
    resolution: str
    by: Adjudication | None


def settled(annotations: Among, *, items: Mapping[int, int], decided: Mapping[int, int]) -> dict[UUID, Settled]:
    """The outcome of each of these annotations that is in an item of the snapshot."""
    rows = Version.objects.filter(annotation__in=annotations).order_by("pk")
    homes = {pk: item for pk, item in rows.values_list("annotation_id", "item_id") if pk and item in items}
    records = {one.item.pk: one for one in merged(sorted(set(homes.values())), numbers=items, decided=decided)}
    return {pk: _settled(pk, records[item]) for pk, item in homes.items()}


def _settled(pk: UUID, one: Merged) -> Settled:
    taken = one.resolution != Resolution.PICKED or one.based_on == pk
    return Settled(one.item.pk, one.status, one.resolution if taken else NOT_PICKED, one.adjudication)
