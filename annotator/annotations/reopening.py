"""Open a finished reading again, so that its annotations can change. Always logged, with a reason.

A coder may do it while nobody else has ever finished the article and no owner has revealed it: until then they cannot
have seen another's work.
After that only an owner of the study may, and the log and the exports say that it was then.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from annotator.annotations.handing import Happening, ReadingEvent
from annotator.annotations.models import Reading
from annotator.annotations.opening import Conflict
from annotator.annotations.revealing import may_have_seen
from annotator.studies.models import Role

_NOT_ALONE = "Somebody else has finished this article too, so only an owner of the study opens it again. Ask one."
_REVEALED = "Others’ work on this article was open to you, so only an owner of the study opens it again. Ask one."
_OPEN = "This reading is open already."


@transaction.atomic
def reopen(reading: Reading, *, by: Any, reason: str) -> ReadingEvent:
    """Raises PermissionDenied (who) and `Conflict` (not now)."""
    # every reading of the article: nobody finishes theirs between the question and the answer
    of_article = Reading.objects.filter(study_id=reading.study_id, article_id=reading.article_id)
    locked = {one.pk: one for one in of_article.select_for_update(of=("self",)).order_by("pk")}
    check_reopen(reading, by)
    if locked[reading.pk].finished_at is None:
        raise Conflict(_OPEN)
    Reading.objects.filter(pk=reading.pk).update(finished_at=None)
    return ReadingEvent.objects.create(
        study_id=reading.study_id, article_id=reading.article_id, coder_id=reading.coder_id, by=by, reason=reason,
        kind=Happening.REOPENED, after_others=others_have_finished(reading) or may_have_seen(reading),
    )  # fmt: skip


def check_reopen(reading: Reading, user: Any) -> None:
    """Raise PermissionDenied for somebody who never may, and `Conflict` for a coder who no longer may."""
    role = reading.study.role_of(user)
    if role == Role.OWNER:
        return
    if not role or reading.coder_id != user.pk:
        raise PermissionDenied("Only its coder or an owner of the study opens a reading again.")
    if reading.study.blind and others_have_finished(reading):
        raise Conflict(_NOT_ALONE)
    if reading.study.blind and may_have_seen(reading):
        raise Conflict(_REVEALED)


def can_reopen(reading: Reading, user: Any) -> bool:
    try:
        check_reopen(reading, user)
    except (PermissionDenied, Conflict):
        return False
    return True


def others_have_finished(reading: Reading) -> bool:
    """Whether anybody else has finished the article, even if theirs was opened again since."""
    here = {"study_id": reading.study_id, "article_id": reading.article_id}
    others = Reading.objects.finished().filter(**here).exclude(coder_id=reading.coder_id)
    once = ReadingEvent.objects.finished().filter(**here).exclude(coder_id=reading.coder_id)
    return others.exists() or once.exists()
