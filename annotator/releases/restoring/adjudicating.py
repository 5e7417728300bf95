"""Items that coders' work came to, and what reviewers made of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import batched
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Count, Max

from annotator.facets import Resolution
from annotator.releases.restoring.people import People
from annotator.releases.restoring.source import SIZE, Source, store, time
from annotator.releases.restoring.texts import Place, Places
from annotator.releases.verifying.tables import Record
from annotator.review.adjudication.final import BY_CASE
from annotator.review.adjudication.matching import key_of, that_count
from annotator.review.adjudication.models import Adjudication, Difference, Item, Matched, Matching, Version
from annotator.studies.models import Study

_ATTRIBUTION = {
    "attribution": "attribution_status", "source_kind": "source_naming", "mode": "quote_form", "stance": "stance",
}  # fmt: skip
_INSERTION = ("marking", "operation", "host", "function", "inserter", "effect")
#: of an item: the annotation and its place, by reading
type _Marked = dict[int, tuple[UUID, int, int]]


@dataclass
class Adjudicating:
    source: Source
    study: Study
    places: Places
    people: People

    def restore(self) -> None:
        """After the annotations, which say in which item they are."""
        matchings = self._matchings()
        for batch in batched(self.source.table("adjudicated"), SIZE):
            self._store(batch, matchings)

    def _matchings(self) -> dict[int, Matching]:
        """One for each article that two people or more have finished: nothing is to be matched again."""
        finished = that_count(self.study).finished().order_by().values("article_id")
        rows = finished.annotate(n=Count("pk"), last=Max("finished_at")).filter(n__gte=2).order_by("article_id")
        made = Matching.objects.bulk_create(
            Matching(study=self.study, article_id=pk, number=1, coders=n, last_finished_at=last, at=self.source.at)
            for pk, n, last in rows.values_list("article_id", "n", "last")
        )
        return {one.article_id: one for one in made}

    def _store(self, batch: Sequence[Record], matchings: dict[int, Matching]) -> None:
        marked = _marked([one["item_id"] for one in batch])
        readings = _readings(self.study, {one["version_id"] for one in batch})
        items, versions, differences, said, matched = [], [], [], [], []
        for one in batch:
            here, article = marked[one["item_id"]], one["version_id"]
            silent = [pk for pk in readings[article] if pk not in here][: max(0, one["coders"] - len(here))]
            place = self.places.of(article)[one["paragraph_id"]]
            given = {**{pk: found[0] for pk, found in here.items()}, **dict.fromkeys(silent)}
            items.append(self._item(one, here, given, place))
            versions += [Version(item_id=one["item_id"], reading_id=pk) for pk in silent]
            differences += [Difference(item_id=one["item_id"], kind=kind) for kind in one["differences"].split()]
            if one["resolution"] not in ("", BY_CASE):
                said.append(self._adjudication(one, place))
            if article not in matchings:
                matchings[article] = Matching.objects.create(
                    study=self.study, article_id=article, number=1, coders=one["coders"], at=self.source.at
                )
            matched.append(Matched(matching=matchings[article], item_id=one["item_id"]))
        store(items, versions, differences, said, matched)

    def _item(self, one: Record, here: _Marked, given: Mapping[int, UUID | None], place: Place) -> Item:
        """What its coders cover together: where something holds, that alone is told, and the rest follows."""
        start = min([one["start"] - place.offset, *(first for _, first, _ in here.values())])
        end = max([one["end"] - place.offset, *(last for _, _, last in here.values())])
        if here:
            start, end = min(first for _, first, _ in here.values()), max(last for _, _, last in here.values())
        return Item(
            pk=one["item_id"],
            study=self.study,
            key=key_of(given),
            paragraph_id=one["paragraph_id"],
            start=start,
            quote=place.text[start:end],
        )

    def _adjudication(self, one: Record, place: Place) -> Adjudication:
        edit: dict[str, Any] = {}
        if one["resolution"] == Resolution.EDITED:
            edit = {
                "start": one["start"] - place.offset,
                "quote": place.words(one["start"], one["end"]),
                "claim_type_id": one["label_id"],
                **{name: one[column] for name, column in _ATTRIBUTION.items()},
                **{name: one[name] for name in _INSERTION},
            }
        return Adjudication(
            id=uuid4(),
            item_id=one["item_id"],
            number=1,
            reviewer_id=self.people.shown(one["adjudicator"]),
            resolution=one["resolution"],
            annotation_id=UUID(one["annotation_id"]) if one["annotation_id"] else None,
            error_type=one["error_type"],
            reason=one["reason"],
            at=time(one["decided_at"]),
            **edit,
        )


def _marked(items: Sequence[int]) -> dict[int, _Marked]:
    found: dict[int, _Marked] = defaultdict(dict)
    rows = Version.objects.filter(item_id__in=items, annotation__isnull=False).order_by("pk")
    for item, reading, pk, start, end in rows.values_list(
        "item_id", "reading_id", "annotation_id", "annotation__start", "annotation__end"
    ):
        if pk is not None:
            found[item][reading] = (pk, start, end)
    return found


def _readings(study: Study, articles: set[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = that_count(study).finished().filter(article__in=articles).order_by("pk")
    for article, pk in rows.values_list("article_id", "pk"):
        found[article].append(pk)
    return found
