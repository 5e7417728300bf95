"""Items are found when looked at: what coders marked in an article is paired anew when who has finished it has changed.

docs/adr/0014-items-are-stored-their-state-is-asked.md says why, and what is stored.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from itertools import batched
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Max, QuerySet

from annotator.annotations.models import Annotation, Reading, ReadingQuerySet, RoleSpan
from annotator.annotations.omitted import Omitted
from annotator.review.adjudication.clusters import clusters
from annotator.review.adjudication.differing import ATTRIBUTION, INSERTION, Given, Kind, Place, differences
from annotator.review.adjudication.models import Difference, Item, Matched, Matching, Version
from annotator.review.adjudication.queries import newest_matchings
from annotator.review.agreement import Mark
from annotator.studies.models import Study
from articles.models import Paragraph

#: so many articles are paired in one transaction
BATCH = 50
#: so many at one look at a page; an export pairs them all
MOST = 300

type _Stand = tuple[int, datetime | None]


def that_count(study: Study) -> ReadingQuerySet:
    """The readings of a study that are data: a training round is practice."""
    return Reading.objects.outside_training().filter(study=study)


def match(study: Study, *, most: int | None = None) -> int:
    """Pair anew each article whose finished readings have changed, `most` of them at once; return how many are left.

    Idempotent and safe to run twice at once. With nothing new it asks two questions and writes and locks nothing.
    """
    stale = sorted(_stale(study))
    now = stale if most is None else stale[:most]
    for some in batched(now, BATCH):
        with transaction.atomic():
            Study.objects.select_for_update(no_key=True).get(pk=study.pk)
            # asked again behind the lock: somebody else may have looked meanwhile
            still = _stale(study)
            _match(study, {article: still[article] for article in some if article in still})
    return len(stale) - len(now)


def _stale(study: Study) -> dict[int, _Stand]:
    """Articles whose newest matching is not of the readings that are finished now, with what it would be of."""
    finished = that_count(study).finished().order_by().values("article_id")
    counted = finished.annotate(n=Count("pk"), last=Max("finished_at")).filter(n__gte=2)
    wanted: dict[int, _Stand] = {pk: (n, last) for pk, n, last in counted.values_list("article_id", "n", "last")}
    rows = newest_matchings().filter(study=study).values_list("article_id", "coders", "last_finished_at")
    held: dict[int, _Stand] = {pk: (n, last) for pk, n, last in rows}
    gone: dict[int, _Stand] = {pk: (0, None) for pk, (n, _) in held.items() if n and pk not in wanted}
    return gone | {pk: stand for pk, stand in wanted.items() if held.get(pk) != stand}


@dataclass(frozen=True, slots=True)
class _Found:
    """An item as it would be stored; `annotations` are by reading, None for who marked nothing here."""

    article: int
    paragraph: int
    start: int
    quote: str
    annotations: Mapping[int, UUID | None]
    kinds: Sequence[Kind]

    @property
    def key(self) -> str:
        return key_of(self.annotations)


def key_of(annotations: Mapping[int, UUID | None]) -> str:
    """What an item is known by: its annotations, by reading."""
    said = ";".join(f"{reading}:{pk or ''}" for reading, pk in sorted(annotations.items()))
    return sha256(said.encode()).hexdigest()


def _match(study: Study, stands: Mapping[int, _Stand]) -> None:
    numbers = dict(newest_matchings().filter(study=study, article__in=stands).values_list("article_id", "number"))
    made = Matching.objects.bulk_create(
        Matching(study=study, article_id=pk, number=numbers.get(pk, 0) + 1, coders=n, last_finished_at=last)
        for pk, (n, last) in stands.items()
    )
    found = _found(study, [pk for pk, (n, _) in stands.items() if n])
    items = _stored(study, found)
    by_article = {one.article_id: one for one in made}
    Matched.objects.bulk_create(
        (Matched(matching=by_article[one.article], item=items[one.key]) for one in found), batch_size=500
    )


def _stored(study: Study, found: Sequence[_Found]) -> dict[str, Item]:
    """The items of these, by key: those that are there, and new ones with their versions and differences."""
    items: dict[str, Item] = {}
    for some in batched([one.key for one in found], 500):
        items |= {item.key: item for item in Item.objects.filter(study=study, key__in=some)}
    new = [one for one in found if one.key not in items]
    made = Item.objects.bulk_create(
        (Item(study=study, key=one.key, paragraph_id=one.paragraph, start=one.start, quote=one.quote) for one in new),
        batch_size=500,
    )
    items |= {item.key: item for item in made}
    Version.objects.bulk_create(
        (
            Version(item=items[one.key], reading_id=reading, annotation_id=annotation)
            for one in new
            for reading, annotation in sorted(one.annotations.items())
        ),
        batch_size=500,
    )
    Difference.objects.bulk_create(
        (Difference(item=items[one.key], kind=kind.value) for one in new for kind in one.kinds), batch_size=500
    )
    return items


def _found(study: Study, articles: Sequence[int]) -> list[_Found]:
    """What the coders of these articles marked, item by item. Five queries."""
    coders: dict[int, list[int]] = defaultdict(list)
    finished = that_count(study).finished().filter(article__in=articles).order_by("article_id", "pk")
    for article, reading in finished.values_list("article_id", "pk"):
        coders[article].append(reading)
    given = _given([reading for readings in coders.values() for reading in readings])
    paragraphs = sorted({one.mark.paragraph for one in given.values()})
    texts = {
        pk: (article, text)
        for pk, article, text in Paragraph.objects.filter(pk__in=paragraphs).values_list("pk", "article_id", "text")
    }
    by_paragraph: dict[Any, list[Mark]] = defaultdict(list)
    for one in given.values():
        by_paragraph[one.mark.paragraph].append(one.mark)
    found = []
    for paragraph in paragraphs:
        article, text = texts[int(paragraph)]
        for cluster in clusters(by_paragraph[paragraph]):
            versions = [given[mark.id] for mark in cluster]
            found.append(_item(article, text, coders[article], versions))
    return found


def _item(article: int, text: str, readings: Sequence[int], versions: Sequence[Given]) -> _Found:
    start = min(one.mark.start for one in versions)
    end = max(one.mark.end for one in versions)
    by_reading = {int(one.mark.coder): UUID(one.mark.id) for one in versions}
    return _Found(
        article=article,
        paragraph=int(versions[0].mark.paragraph),
        start=start,
        quote=text[start:end],
        annotations={reading: by_reading.get(reading) for reading in readings},
        kinds=differences(versions, len(readings)),
    )


def _given(readings: Sequence[int]) -> dict[str, Given]:
    """The standing annotations of these readings, by id."""
    standing = Annotation.objects.standing().filter(reading__in=readings)
    rows = list(standing.select_related(None).order_by("paragraph_id", "start", "pk"))
    roles = _roles(standing)
    left_out = _left_out(standing)
    return {str(row.pk): Given(_mark(row, left_out.get(row.pk, "")), roles.get(row.pk, {})) for row in rows}


def _mark(row: Annotation, left_out: str) -> Mark:
    facets = {name: str(value) for name in (*ATTRIBUTION[:4], *INSERTION[:-1]) if (value := getattr(row, name))}
    if row.claim_type_id:
        facets["claim_type"] = str(row.claim_type_id)
    if row.denied:
        facets["denied"] = "yes"
    if row.anonymity_reason_given is not None:
        facets["anonymity_reason_given"] = "yes" if row.anonymity_reason_given else "no"
    if left_out:
        facets["omitted"] = left_out
    end = row.start + len(row.quote)
    return Mark(str(row.pk), str(row.reading_id), row.paragraph_id, row.start, end, facets)


def _roles(standing: QuerySet[Annotation]) -> dict[UUID, dict[str, list[Place]]]:
    spans = RoleSpan.objects.filter(annotation__in=standing.order_by().values("pk")).order_by("pk")
    found: dict[UUID, dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for pk, role, *place in spans.values_list("annotation_id", "role", "paragraph_id", "start", "end"):
        found[pk][role].append((place[0], place[1], place[2]))
    return found


def _left_out(standing: QuerySet[Annotation]) -> dict[UUID, str]:
    """What each omission left out, so that two can be told apart that lie at one point."""
    rows = Omitted.objects.filter(annotation__in=standing.order_by().values("pk")).order_by("paragraph_id", "start")
    found: dict[UUID, list[str]] = defaultdict(list)
    for pk, paragraph, start, quote in rows.values_list("annotation_id", "paragraph_id", "start", "quote"):
        found[pk].append(f"{paragraph}:{start}:{len(quote)}")
    return {pk: ";".join(places) for pk, places in found.items()}
