"""Taking hold of one's own reading before anything in it changes, and what may be in the way."""

from functools import cache
from typing import Any

from django.db.models import OuterRef, Subquery

from annotator.annotations.models import Annotation, Reading, ReadingQuerySet
from annotator.studies.models import CodebookRevision


class Conflict(Exception):
    """Somebody (perhaps the same person in another tab) was there first. `theirs` is what stands now, if anything."""

    def __init__(self, sentence: str, theirs: Annotation | None = None) -> None:
        super().__init__(sentence)
        self.theirs = theirs


class AlreadyFinished(Exception):
    """The reading is finished, so nothing in it changes any more."""


#: what a save asks of the reading and its study; their other columns are long and cost time to read
_NEEDED = (
    "study_id", "article_id", "coder_id", "started_at", "finished_at",
    "study__mask_outlet", "study__suggestions_shown",
)  # fmt: skip


@cache
def _openable() -> ReadingQuerySet:
    """What is the same in every such question. Built once: putting it together costs more than asking it."""
    newest = CodebookRevision.objects.filter(study_id=OuterRef("study_id")).order_by("-number")
    return (
        Reading.objects.annotate(
            revision_id=Subquery(newest.values("pk")[:1]),
            revision_number=Subquery(newest.values("number")[:1]),
            revision_guidance=Subquery(newest.values("guidance")[:1]),
        )
        .select_related("study")
        .only(*_NEEDED)
        .select_for_update(of=("self",))
        .order_by()
    )


def open_reading(pk: int, user: Any) -> Reading:
    """Return this person's own, unfinished reading, locked until the transaction ends.

    Raises Reading.DoesNotExist for somebody else's and `AlreadyFinished`.
    """
    reading = _openable().of(user).get(pk=pk)
    if reading.finished_at is not None:
        raise AlreadyFinished("You have finished this article. Its annotations can be read but not changed.")
    return reading
