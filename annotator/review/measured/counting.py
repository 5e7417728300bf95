"""Which readings count towards agreement, and why the others do not. Nothing else decides that."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from annotator.annotations.handing import ReadingEvent
from annotator.annotations.models import Reading
from annotator.studies.models import OVERSEERS, Study

NOT_FINISHED = "not finished"
#: the figures would tell an owner or reviewer who still codes the article what others did in it
STILL_READ = "an owner or reviewer is still coding the article"
#: agreement is that of people who did not know what the others had marked
NOT_ALONE = "finished, or opened again, when the others’ work could be seen"


@dataclass(slots=True)
class OfArticle:
    """The readings of one article: coder → when they finished, reading by id, and coder → why theirs does not count."""

    finished: dict[int, datetime] = field(default_factory=dict)
    left_out: dict[int, str] = field(default_factory=dict)
    coders: dict[int, int] = field(default_factory=dict)

    @property
    def shared(self) -> bool:
        return len(self.finished) > 1


def candidates(study: Study) -> QuerySet[Reading]:
    """The readings that agreement is asked of: a training round is practice."""
    return Reading.objects.outside_training().filter(study=study)


def count_readings(study: Study, *, at: datetime) -> dict[int, OfArticle]:
    """Article → its readings, as they stood at that moment. Two queries, or three in a blind study."""
    hidden, told = _still_read(study, at), _not_alone(study, at)
    found: dict[int, OfArticle] = {}
    rows = candidates(study).filter(assigned_at__lte=at).order_by("article_id", "coder_id")
    for pk, article, coder, finished in rows.values_list("pk", "article_id", "coder_id", "finished_at").iterator():
        of = found.setdefault(article, OfArticle())
        of.coders[pk] = coder
        why = _why_not(article, finished, at=at, hidden=hidden) or NOT_ALONE * ((article, coder) in told)
        if finished is None or why:
            of.left_out[coder] = why
        else:
            of.finished[coder] = finished
    return found


def _why_not(article: int, finished: datetime | None, *, at: datetime, hidden: Collection[int]) -> str:
    """Why a reading does not count, or ""."""
    if finished is None or finished > at:
        return NOT_FINISHED
    return STILL_READ if article in hidden else ""


def _not_alone(study: Study, at: datetime) -> set[tuple[int, int]]:
    events = ReadingEvent.objects.filter(study=study, after_others=True, at__lte=at).order_by()
    return set(events.values_list("article_id", "coder_id"))


def _still_read(study: Study, at: datetime) -> set[int]:
    if not study.blind:
        return set()
    overseers = study.memberships.filter(role__in=OVERSEERS).values("user_id")
    open_then = Q(finished_at__isnull=True) | Q(finished_at__gt=at)
    theirs = Reading.objects.filter(open_then, study=study, assigned_at__lte=at, coder_id__in=overseers)
    return set(theirs.order_by().values_list("article_id", flat=True))


@dataclass(frozen=True, slots=True)
class Overlap:
    """How far a study is from figures: articles that two or more coders were given, began, and finished."""

    articles: int
    given: int
    begun: int
    shared: int
    readings: int


def overlap(study: Study, counted: Mapping[int, OfArticle]) -> Overlap:
    given = [of for of in counted.values() if len(of.coders) > 1]
    return Overlap(
        articles=study.study_articles.filter(is_training=False).count(),
        given=len(given),
        begun=sum(1 for of in given if of.finished),
        shared=sum(1 for of in given if of.shared),
        readings=sum(len(of.finished) for of in counted.values()),
    )


def whose(study: Study, user: Any) -> set[int]:
    """Articles this person still codes in a blind study: nothing of others' work on them is shown to them."""
    if not study.blind:
        return set()
    own = Reading.objects.filter(study=study, coder_id=user.pk, finished_at__isnull=True)
    return set(own.order_by().values_list("article_id", flat=True))
