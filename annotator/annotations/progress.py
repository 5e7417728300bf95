"""How far readings have come, and which is next.

A paragraph is done when the coder has tagged something in it that still stands, or has said "read, nothing to tag".
Bylines, datelines and notices are shown but need not be read, so they count neither way.
"""

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OrderBy,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
    Window,
)
from django.db.models.functions import Coalesce, RowNumber

from annotator.annotations.models import Annotation, ParagraphRead, Reading, training_place
from annotator.studies.models import StudyArticle
from articles.models import FRAME_SLOTS, Paragraph


@dataclass(frozen=True, slots=True)
class Coverage:
    """`done` of `total` paragraphs, and those still `unread` in the order of the article."""

    done: int
    total: int
    unread: list[Paragraph]


def coverage(reading: Reading) -> Coverage:
    """One query: the paragraphs to read, each with whether this reading has dealt with it."""
    rows = list(_to_read(reading.article_id).annotate(dealt_with=_dealt_with(reading.pk)).order_by("position", "pk"))
    unread: list[Paragraph] = [row for row in rows if not row.dealt_with]
    return Coverage(len(rows) - len(unread), len(rows), unread)


def with_progress(readings: QuerySet[Reading]) -> QuerySet[Reading]:
    """Annotate `done` and `total` (paragraphs), within the same query."""
    of_article = _to_read(OuterRef("article_id"))
    dealt_with = of_article.filter(_dealt_with(OuterRef(OuterRef("pk"))))
    return readings.annotate(done=_count(dealt_with), total=_count(of_article))


def _to_read(article: Any) -> QuerySet[Paragraph]:
    return Paragraph.objects.filter(article_id=article).exclude(slot__in=FRAME_SLOTS).order_by()


def _dealt_with(reading: Any) -> Q:
    """A condition on paragraphs."""
    tagged = Annotation.objects.standing().filter(reading_id=reading, paragraph_id=OuterRef("pk"))
    read = ParagraphRead.objects.filter(reading_id=reading, paragraph_id=OuterRef("pk"), ended_at__isnull=True)
    return Q(Exists(tagged.order_by())) | Q(Exists(read.order_by()))


def _count(paragraphs: QuerySet[Paragraph]) -> Coalesce:
    """How many there are, asked within another query; 0 where there are none."""
    return Coalesce(Subquery(paragraphs.values("article_id").annotate(n=Count("pk")).values("n")), 0)


@dataclass(frozen=True, slots=True)
class Pile:
    """One coder's readings in one study: how many there are, and the nearest of them with their progress."""

    study: Any
    total: int
    finished: int
    waiting: list[Reading]
    done: list[Reading]

    @property
    def next(self) -> Reading | None:
        return self.waiting[0] if self.waiting else None

    @property
    def later(self) -> list[Reading]:
        return self.waiting[1:]

    @property
    def number(self) -> int:
        """Which of `total` the next one is."""
        return self.finished + 1

    @property
    def more(self) -> int:
        """How many unfinished readings there are beyond those in `waiting`."""
        return self.total - self.finished - len(self.waiting)


def piles(user: Any, *, each: int = 10) -> list[Pile]:
    """This person's readings study by study, at most `each` waiting and `each` finished ones. Four queries.

    Waiting: those begun come first, the latest begun foremost, then training, then the sample's order. Finished: newest
    first.
    """
    own = Reading.objects.of(user)
    finished = Count("pk", filter=Q(finished_at__isnull=False))
    sums = own.values("study_id").annotate(total=Count("pk"), finished=finished).order_by("study__title", "study_id")
    begun, trained = F("started_at").desc(nulls_last=True), F("rehearsed").asc()
    waiting = _first(own.filter(finished_at__isnull=True), each, [begun, trained])
    done = _first(own.filter(finished_at__isnull=False), each, [F("finished_at").desc()])
    rows = with_progress(own.filter(pk__in=[*waiting, *done]).select_related("study", "article__outlet"))
    rows = rows.annotate(is_training=Exists(training_place()))
    by_id = rows.in_bulk()

    def of(study: int, ids: list[int]) -> list[Reading]:
        return [by_id[pk] for pk in ids if by_id[pk].study_id == study]

    found = [(one, of(one["study_id"], waiting), of(one["study_id"], done)) for one in sums]
    return [Pile((w or d)[0].study, one["total"], one["finished"], w, d) for one, w, d in found if w or d]


def first_of(piles: list[Pile]) -> Reading | None:
    """Where to go on: the latest begun of all studies, else the first that is next."""
    waiting = [pile.next for pile in piles if pile.next]
    begun = [(one.started_at, one.pk, one) for one in waiting if one.started_at]
    return max(begun)[2] if begun else next(iter(waiting), None)


def _first(readings: QuerySet[Reading], each: int, order: list[OrderBy]) -> list[int]:
    """The ids of the first `each` of every study, in order; ties go by the place in the sample."""
    place = StudyArticle.objects.filter(study_id=OuterRef("study_id"), article_id=OuterRef("article_id")).values(
        "position"
    )
    rank = Window(RowNumber(), partition_by=F("study_id"), order_by=[*order, F("place").asc(), F("pk").asc()])
    rehearsed = Case(When(Exists(training_place()), then=0), default=1, output_field=IntegerField())
    placed = readings.annotate(place=Subquery(place[:1]), rehearsed=rehearsed)
    return list(
        placed.annotate(rank=rank).filter(rank__lte=each).order_by("study_id", "rank").values_list("pk", flat=True)
    )
