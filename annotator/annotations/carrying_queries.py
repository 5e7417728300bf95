"""Questions about carrying over: what may be carried, and what has been."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched
from typing import Any

from django.db.models import Count

from annotator.annotations.among import Among
from annotator.annotations.carried import CarriedOver
from annotator.annotations.models import Annotation, Reading
from articles.lineage.versions import older_versions
from articles.models import Article

_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Offer:
    """A reading of a newer version, the person's own of an older one, and how many annotations wait to be decided."""

    reading: Reading
    earlier: Reading
    waiting: int


def offers_for(user: Any, reading: Reading | None = None) -> list[Offer]:
    """What this person may carry over, into one reading or into any of theirs that is not finished.

    The nearest older version that they read counts. One query where there is none, four else.
    """
    open_ = Reading.objects.of(user).filter(finished_at__isnull=True)
    if reading is not None:
        open_ = open_.filter(pk=reading.pk)
    older = older_versions(Article.objects.filter(pk__in=open_.order_by().values("article_id")))
    if not older:
        return []
    wanted = {one.article for versions in older.values() for one in versions} | set(older)
    own = list(Reading.objects.of(user).filter(article_id__in=wanted).select_related("article", "study").order_by("pk"))
    standing, decided = _counts(own)
    by_place = {(one.study_id, one.article_id): one for one in own}
    offers = []
    for one in own:
        if one.finished_at is not None or (reading is not None and one.pk != reading.pk):
            continue
        versions = (by_place.get((one.study_id, version.article)) for version in older.get(one.article_id, ()))
        earlier = next((version for version in versions if version and standing.get(version.pk)), None)
        if earlier and (waiting := standing[earlier.pk] - decided.get((one.pk, earlier.pk), 0)) > 0:
            offers.append(Offer(one, earlier, waiting))
    return offers


def _counts(readings: list[Reading]) -> tuple[dict[int, int], dict[tuple[int, int], int]]:
    """Standing annotations by reading, and of those the decided ones by (newer reading, older reading)."""
    rows = Annotation.objects.standing().filter(reading__in=readings).order_by().values_list("reading_id")
    standing = dict(rows.annotate(n=Count("pk")).values_list("reading_id", "n"))
    done = CarriedOver.objects.filter(reading__in=readings, from_annotation__ended_at__isnull=True).order_by()
    counted = done.values("reading_id", "from_annotation__reading_id").annotate(
        n=Count("from_annotation", distinct=True)
    )
    return standing, {(row["reading_id"], row["from_annotation__reading_id"]): row["n"] for row in counted}


@dataclass(frozen=True, slots=True)
class Carried:
    """Where an annotation was carried over from, for its line in an export.

    carry_status: carried, check or lost, as the comparison said. carry_score: 0 to 1, how alike the words are.
    carry_confirmed_by: the id of the coder who confirmed it, for whoever writes the file to give a pseudonym.
    """

    carried_from_annotation_id: uuid.UUID
    carry_status: str
    carry_score: float
    carry_confirmed_by: int
    decided: str


def carried_into(annotations: Among) -> dict[uuid.UUID, Carried]:
    """By annotation id, for those of these annotations that were carried over from an older version.

    An annotation that was edited afterwards is another row, which `replaces` the one that is here.
    """
    rows = CarriedOver.objects.filter(to_annotation__in=annotations).order_by()
    columns = ("to_annotation_id", "from_annotation_id", "status", "score", "confirmed_by_id", "decided")
    return {to: Carried(*row) for to, *row in rows.values_list(*columns) if to is not None}


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """An annotation of an older version that its coder left out of a newer one, in their newest word on it."""

    annotation_id: uuid.UUID
    reading_id: int
    carry_status: str
    carry_score: float
    why: str
    note: str
    carry_confirmed_by: int


def left_behind(annotations: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[LeftBehind]]:
    """By the older annotation's id, the readings it was left out of; one that was carried after all is not here."""
    found: dict[uuid.UUID, list[LeftBehind]] = {}
    for some in batched(annotations, _BATCH):
        newest: dict[tuple[uuid.UUID, int], CarriedOver] = {}
        for row in CarriedOver.objects.filter(from_annotation__in=some).order_by("reading_id", "number"):
            newest[row.from_annotation_id, row.reading_id] = row
        for (pk, reading), row in newest.items():
            if row.to_annotation_id is None:
                line = LeftBehind(pk, reading, row.status, row.score, row.why, row.note, row.confirmed_by_id)
                found.setdefault(pk, []).append(line)
    return found
