"""Fetch a study as somebody who may, and ask what its pages show.

Readings belong to a later stage and are reached through the study's reverse relation; progress by paragraph is
asked there (`annotations.progress`).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page
from django.db.models import Case, Count, F, OuterRef, Q, QuerySet, Subquery, When
from django.http import Http404

from annotator.studies.models import OVERSEERS, Membership, Role, Study, StudyArticle


def membership_of(user: Any, slug: str, *roles: str) -> Membership:
    """What this person is in the study, which comes with it. Raises Http404 for somebody outside it, and
    PermissionDenied for a member with none of `roles` (without any, every member may).
    """
    mine = Membership.objects.filter(user_id=user.pk, study__slug=slug).select_related("study").first()
    if mine is None:
        raise Http404
    if roles and mine.role not in roles:
        names = " or ".join(Role(one).label.lower() for one in roles)
        raise PermissionDenied(f"Only {_article(names)} {names} of this study can do this.")
    return mine


def get_study(user: Any, slug: str, *roles: str) -> Study:
    """The study, on the terms of `membership_of`."""
    return membership_of(user, slug, *roles).study


def _article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"


@dataclass(frozen=True, slots=True)
class MyStudy:
    """One line of "my studies". `finished` of `readings` is the whole study for overseers, one's own otherwise."""

    study: Study
    role: Role
    articles: int
    finished: int
    readings: int

    @property
    def oversees(self) -> bool:
        return self.role in OVERSEERS


def my_studies(user: Any) -> list[MyStudy]:
    """This person's studies by title. Nothing in a coder's line depends on what another coder did."""
    memberships = Membership.objects.filter(user_id=user.pk).select_related("study")
    mine = list(memberships.order_by("study__title", "study_id", "id"))
    ids = [one.study_id for one in mine]
    articles = dict(Study.objects.filter(pk__in=ids).annotate(n=Count("study_articles")).values_list("pk", "n"))
    read = {pk: numbers for pk, *numbers in _read(ids, user)}
    lines = []
    for one in mine:
        readings, finished, my_readings, my_finished = read[one.study_id]
        done = (finished, readings) if one.role in OVERSEERS else (my_finished, my_readings)
        lines.append(MyStudy(one.study, Role(one.role), articles[one.study_id], *done))
    return lines


def _read(ids: list[int], user: Any) -> Iterable[tuple[int, ...]]:
    own, done = Q(readings__coder_id=user.pk), Q(readings__finished_at__isnull=False)
    counted = Study.objects.filter(pk__in=ids).annotate(
        given=Count("readings"),
        finished=Count("readings", filter=done),
        mine=Count("readings", filter=own),
        my_finished=Count("readings", filter=own & done),
    )
    return counted.values_list("pk", "given", "finished", "mine", "my_finished")


#: owners first, readers last
_RANK = Case(*(When(role=role, then=rank) for rank, role in enumerate(Role.values)))


def members(study: Study) -> QuerySet[Membership]:
    """The people of a study with how many articles each was given and has finished."""
    here = Q(user__readings__study_id=F("study_id"))
    return (
        study.memberships.select_related("user")
        .annotate(
            assigned=Count("user__readings", filter=here, distinct=True),
            finished=Count("user__readings", filter=here & Q(user__readings__finished_at__isnull=False), distinct=True),
        )
        .order_by(_RANK, "user__username", "id")
    )


def former_members(study: Study) -> QuerySet[Membership]:
    """Memberships that have ended, the latest first; somebody may have come back since."""
    former = Membership.ever.ended().filter(study=study).select_related("user", "ended_by")
    return former.order_by("-ended_at", "-id")


def sample(study: Study) -> QuerySet[StudyArticle]:
    return study.study_articles.select_related("article__outlet").order_by("position", "id")


@dataclass(frozen=True, slots=True)
class SampleRow:
    """An article of the sample with the readings of it that were given out; `revealed` when an owner revealed it."""

    number: int
    article: Any
    is_training: bool
    readings: list[Any]
    revealed: datetime | None

    @property
    def is_hidden(self) -> bool:
        """Somebody has begun, not all have finished, and nobody revealed it: that is what blindness is for."""
        states = {bool(one.finished_at) for one in self.readings}
        begun = any(one.started_at for one in self.readings)
        return begun and False in states and not self.revealed and not self.is_training


def sample_rows(study: Study, page: "Page[StudyArticle]") -> list[SampleRow]:
    """One page of the sample with every coder's reading: for overseers only. Three queries whatever its length."""
    rows = list(page)
    of_article: dict[int, list[Any]] = {row.article_id: [] for row in rows}
    readings = study.readings.filter(article_id__in=list(of_article)).select_related("coder")
    for reading in readings.order_by("coder__username", "id"):
        of_article[reading.article_id].append(reading)
    revealed = dict(study.reveals.filter(article_id__in=list(of_article)).values_list("article_id", "at"))
    return [
        SampleRow(number, row.article, row.is_training, of_article[row.article_id], revealed.get(row.article_id))
        for number, row in enumerate(rows, page.start_index())
    ]


def my_readings(study: Study, user: Any) -> QuerySet[Any]:
    """This person's own readings in the study, training first, in the order of the sample."""
    held = StudyArticle.objects.filter(study_id=study.pk, article_id=OuterRef("article_id"))
    own = study.readings.filter(coder_id=user.pk).select_related("article__outlet")
    placed = own.annotate(
        position=Subquery(held.values("position")[:1]), is_training=Subquery(held.values("is_training")[:1])
    )
    return placed.order_by(F("is_training").desc(nulls_last=True), "position", "id")
