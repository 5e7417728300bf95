"""Show an article's coding before all of its coders have finished. An owner's act, with a reason, for good."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from annotator.annotations.models import Reading
from annotator.annotations.opening import Conflict
from annotator.studies.models import Role, StudyArticle
from annotator.studies.reveals import Reveal

_TRAINING = "This is a training article: its gold reading stays hidden from whoever still reads it."
_OPEN = "This study is not blind, so there is nothing to reveal."
_TWICE = "This article is revealed already."
_NOBODY = "Nobody has begun to code this article, so there is nothing to reveal."
_ALL_DONE = "Everybody who was given this article has finished it, so they see each other’s work already."


@transaction.atomic
def reveal(place: StudyArticle, *, by: Any, reason: str) -> Reveal:
    """Open the coding of an article of the sample to the study's coders and reviewers, finished or not.

    Raises PermissionDenied (who) and `Conflict` (not now).
    """
    # every reading of the article: nobody finishes theirs between the question and the answer
    list(_readings(place).select_for_update(of=("self",)).order_by("pk"))
    check_reveal(place, by)
    return Reveal.objects.create(study_id=place.study_id, article_id=place.article_id, by=by, reason=reason)


def check_reveal(place: StudyArticle, user: Any) -> None:
    """Raise PermissionDenied for somebody who never may, and `Conflict` with why there is nothing to reveal."""
    if place.study.role_of(user) != Role.OWNER:
        raise PermissionDenied("Only an owner of the study reveals an article’s coding.")
    if place.is_training:
        raise Conflict(_TRAINING)
    if not place.study.blind:
        raise Conflict(_OPEN)
    if Reveal.objects.filter(study_id=place.study_id, article_id=place.article_id).exists():
        raise Conflict(_TWICE)
    if not _readings(place).filter(started_at__isnull=False).exists():
        raise Conflict(_NOBODY)
    if not _readings(place).filter(finished_at__isnull=True).exists():
        raise Conflict(_ALL_DONE)


def may_have_seen(reading: Reading) -> bool:
    """Whether this article was opened to its coder, and somebody else has it too."""
    others = Reading.objects.filter(study_id=reading.study_id, article_id=reading.article_id).exclude(pk=reading.pk)
    return Reveal.objects.of(reading.study_id, reading.article_id).exists() and others.exists()


def _readings(place: StudyArticle) -> Any:
    return Reading.objects.filter(study_id=place.study_id, article_id=place.article_id)
