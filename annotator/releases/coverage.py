"""What each coder has read: the denominator that annotations alone cannot give."""
# ruff: noqa: RUF009 - column() and same_as() make dataclass fields

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from annotator.annotations.models import Annotation, ParagraphRead, Reading
from annotator.annotations.progress_tables import State, state_of
from annotator.releases.columns import UTC, column, columns_of, same_as
from annotator.releases.people import People
from annotator.releases.row import Row
from annotator.studies.models import Study
from articles.models import Paragraph, Slot

BATCH = 100


@dataclass(frozen=True, slots=True)
class Coverage:
    coder: str = column("Coder's name", "the coder's name; empty unless an owner asked for names")
    coder_pseudonym: str = column("Coder", "the coder, as in annotations")
    version_id: int = column("Article", "the stored text")
    paragraph_id: int = column("Paragraph, as stored", "the stored paragraph")
    paragraph_index: int = column("Paragraph, counted from 0", "its place in the version", unit="from 0")
    slot: str = column("Part of the article", "what the paragraph is to its article", values=Slot.values)
    training: bool = same_as(Row, "training")
    state: str = column(
        "State",
        "tagged: it has a standing annotation; read_nothing: the coder said there is nothing to tag; "
        "read: the coder finished the article; unseen: none of these",
        values=State.values,
    )
    at: datetime | None = column(
        "Since",
        "when the newest of its standing annotations was made, or the coder said there is nothing to tag; for read, "
        "when the coder finished the article",
        unit=UTC,
    )


COLUMNS = columns_of(Coverage)


def coverage(study: Study, *, names: bool = False) -> Iterator[Coverage]:
    """One record for each paragraph of each reading, finished or not, whatever the filters."""
    people = People(study, names=names)
    ids = list(study.readings.order_by("article_id", "assigned_at", "id").values_list("pk", flat=True).iterator())
    lessons = set(study.study_articles.filter(is_training=True).values_list("article_id", flat=True))
    for first in range(0, len(ids), BATCH):
        yield from _batch(ids[first : first + BATCH], people, lessons, names=names)


def _batch(ids: list[int], people: People, lessons: set[int], *, names: bool) -> Iterator[Coverage]:
    found = Reading.objects.filter(pk__in=ids)
    readings = {one.pk: one for one in (found.select_related("coder") if names else found)}
    standing = Annotation.objects.standing().filter(reading__in=ids).order_by()
    tagged = _newest(standing.values_list("reading_id", "paragraph_id").annotate(at=Max("created_at")))
    said = ParagraphRead.objects.filter(reading__in=ids, ended_at__isnull=True).order_by()
    nothing = _newest(said.values_list("reading_id", "paragraph_id").annotate(newest=Max("at")))
    paragraphs: dict[int, list[tuple[int, int, str]]] = defaultdict(list)
    articles = {reading.article_id for reading in readings.values()}
    stored = Paragraph.objects.filter(article__in=articles).order_by("article_id", "position")
    for article, pk, position, slot in stored.values_list("article_id", "pk", "position", "slot"):
        paragraphs[article].append((pk, position, slot))
    for reading in (readings[pk] for pk in ids):
        for paragraph, position, slot in paragraphs[reading.article_id]:
            place = (reading.pk, paragraph)
            state = state_of(tagged=place in tagged, nothing=place in nothing, finished=reading.finished_at is not None)
            since = {State.TAGGED: tagged.get(place), State.READ_NOTHING: nothing.get(place)}
            yield Coverage(
                coder=people.name(reading, "coder"),
                coder_pseudonym=people.pseudonym(reading.coder_id),
                version_id=reading.article_id,
                paragraph_id=paragraph,
                paragraph_index=position,
                slot=slot,
                training=reading.article_id in lessons,
                state=state,
                at=since.get(state, reading.finished_at),
            )


def _newest(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[int, int], datetime]:
    return {(reading, paragraph): at for reading, paragraph, at in rows}
