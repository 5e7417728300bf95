"""How far a study has come: by coder, by article, and paragraph by paragraph.

Every table is asked of the readings that this person may see. An owner or reviewer who still reads an article
themselves sees no other reading of it here either; `hidden` says how many that leaves out.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

from django.core.paginator import Page
from django.db import models
from django.db.models import Count, Exists, OuterRef, QuerySet

from annotator.annotations.models import Annotation, ParagraphRead, Reading
from annotator.annotations.progress import with_progress
from annotator.annotations.time_spent import time_spent
from annotator.studies.models import Study, StudyArticle
from annotator.studies.queries import sample
from articles.models import FRAME_SLOTS, Article, Paragraph


class State(models.TextChoices):
    """What one coder has done with one paragraph."""

    UNSEEN = "unseen", "Not yet"
    READ = "read", "Read"
    READ_NOTHING = "read_nothing", "Nothing to tag"
    TAGGED = "tagged", "Tagged"


def state_of(*, tagged: bool, nothing: bool, finished: bool) -> State:
    """Read: the coder finished the article and said nothing of this paragraph, which they need not where it is part of
    the frame."""
    if tagged:
        return State.TAGGED
    if nothing:
        return State.READ_NOTHING
    return State.READ if finished else State.UNSEEN


class Stage(models.TextChoices):
    """How far an article of the sample has come."""

    NOBODY = "nobody", "Given to nobody"
    WAITING = "waiting", "Somebody has still to finish"
    FINISHED = "finished", "Finished by everybody it was given to"


@dataclass(frozen=True, slots=True)
class CoderLine:
    """`done` of `total` are paragraphs of all articles given. `typical` is the median time of their finished articles;
    None as long as none of these left stamps to tell it from."""

    coder: Any
    given: int
    begun: int
    finished: int
    done: int
    total: int
    annotations: int
    spent: timedelta
    typical: timedelta | None


@dataclass(frozen=True, slots=True)
class Work:
    """One reading on the page of articles; `spent` is None where it cannot be told."""

    reading: Any
    spent: timedelta | None


@dataclass(frozen=True, slots=True)
class ArticleLine:
    number: int
    article: Article
    is_training: bool
    work: Sequence[Work]


@dataclass(frozen=True, slots=True)
class Cell:
    state: State
    annotations: int


@dataclass(frozen=True, slots=True)
class ParagraphLine:
    """`cells` are in the order of the readings; None where the paragraph belongs to the frame and nobody marked it."""

    paragraph: Paragraph
    cells: Sequence[Cell | None]


def readings_seen(study: Study, user: Any) -> QuerySet[Reading]:
    return Reading.objects.visible_to(user).filter(study=study)


def hidden(study: Study, user: Any) -> int:
    """How many readings are left out because this person still reads the article themselves."""
    return study.readings.count() - readings_seen(study, user).count()


def coder_lines(study: Study, user: Any) -> list[CoderLine]:
    """Of everybody who was given an article, by user name. Seven queries, however many coders."""
    seen = readings_seen(study, user)
    spent = time_spent(seen)
    annotations = _by(Annotation.objects.standing().filter(reading__in=seen.values("pk")), "reading__coder_id")
    held: dict[int, list[Any]] = defaultdict(list)
    for reading in with_progress(seen).select_related("coder").order_by("coder__username", "coder_id", "pk"):
        held[reading.coder_id].append(reading)
    return [_coder_line(own, spent, annotations.get(coder, 0)) for coder, own in held.items()]


def _coder_line(own: Sequence[Any], spent: Mapping[int, timedelta], annotations: int) -> CoderLine:
    finished = [one for one in own if one.finished_at]
    times = [spent[one.pk].total_seconds() for one in finished if one.pk in spent]
    return CoderLine(
        coder=own[0].coder,
        given=len(own),
        begun=sum(one.started_at is not None for one in own),
        finished=len(finished),
        done=sum(one.done for one in own),
        total=sum(one.total for one in own),
        annotations=annotations,
        spent=sum((spent.get(one.pk, timedelta()) for one in own), timedelta()),
        typical=timedelta(seconds=median(times)) if times else None,
    )


def _by(rows: QuerySet[Any], key: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(key).annotate(n=Count("pk")))


def articles_at(study: Study, stage: str) -> QuerySet[StudyArticle]:
    """The sample, or that part of it that has come so far."""
    rows = sample(study)
    if not stage:
        return rows
    here = Reading.objects.filter(study=study, article_id=OuterRef("article_id")).order_by()
    open_here = here.filter(finished_at__isnull=True)
    wanted = {
        Stage.NOBODY: ~Exists(here),
        Stage.WAITING: Exists(open_here),
        Stage.FINISHED: Exists(here) & ~Exists(open_here),
    }
    return rows.filter(wanted[Stage(stage)])


def article_lines(study: Study, user: Any, page: "Page[StudyArticle]") -> list[ArticleLine]:
    """One page of the sample with each reading's progress and time. Six queries, whatever its length."""
    rows = list(page)
    seen = readings_seen(study, user).filter(article_id__in=[row.article_id for row in rows])
    spent = time_spent(seen)
    of_article: dict[int, list[Work]] = defaultdict(list)
    for reading in with_progress(seen).select_related("coder").order_by("coder__username", "pk"):
        of_article[reading.article_id].append(Work(reading, spent.get(reading.pk)))
    return [
        ArticleLine(number, row.article, row.is_training, of_article[row.article_id])
        for number, row in enumerate(rows, page.start_index())
    ]


def paragraph_lines(article: Article, readings: Sequence[Reading]) -> list[ParagraphLine]:
    """What each of these readings of the article has done with each paragraph. Three queries."""
    pks = [one.pk for one in readings]
    tagged = _counted(Annotation.objects.standing().filter(reading__in=pks))
    nothing = _counted(ParagraphRead.objects.filter(reading__in=pks, ended_at__isnull=True))

    def cell(paragraph: Paragraph, reading: Reading) -> Cell | None:
        place = (reading.pk, paragraph.pk)
        if paragraph.slot in FRAME_SLOTS and place not in tagged and place not in nothing:
            return None
        state = state_of(tagged=place in tagged, nothing=place in nothing, finished=reading.finished_at is not None)
        return Cell(state, tagged.get(place, 0))

    paragraphs = article.paragraphs.order_by("position", "pk")
    return [ParagraphLine(one, [cell(one, reading) for reading in readings]) for one in paragraphs]


def _counted(rows: QuerySet[Any]) -> dict[tuple[int, int], int]:
    found = rows.order_by().values_list("reading_id", "paragraph_id").annotate(n=Count("pk"))
    return {(reading, paragraph): n for reading, paragraph, n in found}
