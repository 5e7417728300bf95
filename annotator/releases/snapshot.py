"""Which annotations an export holds, fixed in one moment.

Annotations are final but for one ending, so their ids and whether each had ended say all there is to say about
a moment. Both are read by one statement; the rows themselves follow in short reads. No cursor and no transaction
stays open while somebody on a slow line downloads: on SQLite an open read would keep coders from saving. And
each file of a package is written from the same set.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import batched
from uuid import UUID

from django.db.models import Max, OuterRef, Subquery
from django.db.models.functions import Coalesce

from annotator.annotations.models import Annotation, AnnotationQuerySet, Reading
from annotator.annotations.nesting import latest
from annotator.review.adjudication.models import Adjudication
from annotator.review.adjudication.queries import Items, current, in_reading_order
from annotator.review.models import Decision
from annotator.studies.models import Study

#: the total order of every export: by article, then down the page
ORDER = ("paragraph__article_id", "paragraph__position", "start", "created_at", "id")
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Snapshot:
    """17 bytes an annotation, in export order; the number of each decided case's newest decision; and each annotation
    that was edited where annotations are nested, with the one that replaced it; and each item of adjudication, in the
    order of the text, with the number of its newest adjudication, 0 for none."""

    study: Study
    ids: bytes
    ended: bytes
    decided: dict[int, int]
    replaced: dict[UUID, UUID]
    items: dict[int, int]

    def __len__(self) -> int:
        return len(self.ended)

    def batches(self) -> Iterator[dict[str, bool]]:
        """The digits of the ids in order, with whether the annotation had ended."""
        for places in batched(range(len(self)), BATCH):
            yield {self.ids[16 * at : 16 * at + 16].hex(): bool(self.ended[at]) for at in places}

    def newest(self, annotation: UUID | None) -> UUID | None:
        """The last row of the line of edits that this attribution around others belongs to, standing or withdrawn."""
        return latest(annotation, self.replaced)


def take(
    study: Study, annotations: AnnotationQuerySet, *, items: Items | None = None, limit: int | None = None
) -> Snapshot:
    """Fix the set of `annotations`, which must all be of this study, and of its `items`: all, unless some are given."""
    ordered = annotations.filter(reading__study=study).order_by(*ORDER)
    if not ordered.totally_ordered:
        raise AssertionError("an export must be totally ordered")
    ids, ended = bytearray(), bytearray()
    for pk, ended_at in ordered.values_list("id", "ended_at")[:limit].iterator(chunk_size=BATCH):
        ids += pk.bytes
        ended.append(ended_at is not None)
    return Snapshot(
        study=study,
        ids=bytes(ids),
        ended=bytes(ended),
        decided=_decided(study),
        replaced=_replaced(study),
        items=_items(current(study) if items is None else items),
    )


def _items(items: Items) -> dict[int, int]:
    newest = Adjudication.objects.filter(item=OuterRef("pk")).order_by("-number").values("number")
    numbered = in_reading_order(items).annotate(newest=Coalesce(Subquery(newest[:1]), 0))
    return dict(numbered.values_list("pk", "newest"))


def _decided(study: Study) -> dict[int, int]:
    by_case = Decision.objects.filter(case__study=study).order_by().values("case_id")
    return dict(by_case.annotate(newest=Max("number")).values_list("case_id", "newest"))


def _replaced(study: Study) -> dict[UUID, UUID]:
    nested = Reading.objects.filter(study=study, annotations__outer__isnull=False).order_by()
    edits = Annotation.objects.filter(reading__in=nested.values("pk"), replaces__isnull=False).order_by()
    return {old: new for old, new in edits.values_list("replaces_id", "pk") if old}


def all_of(study: Study) -> AnnotationQuerySet:
    """Every annotation of a study, ended ones included."""
    return Annotation.objects.filter(reading__study=study)
