"""Taking things off the list: a paragraph that is read, a suggestion that is none, an article that is done."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from annotator.annotations.building import check_suggestion, paragraph_of
from annotator.annotations.handing import Happening, ReadingEvent
from annotator.annotations.models import Dismissal, ParagraphRead, Reading
from annotator.annotations.opening import open_reading
from annotator.annotations.progress import coverage
from annotator.annotations.revealing import may_have_seen
from articles.models import Paragraph


@transaction.atomic
def mark_read(reading_id: int, paragraph_id: int, *, read: bool, by: Any) -> None:
    """Mark one paragraph "read, nothing to tag", or take that back. Sent twice, the second changes nothing."""
    reading = open_reading(reading_id, by)
    paragraph = paragraph_of(reading, paragraph_id)
    live = ParagraphRead.objects.filter(reading=reading, paragraph=paragraph, ended_at__isnull=True)
    now = timezone.now()
    if not read:
        live.update(ended_at=now)
        return
    if not live.exists():
        ParagraphRead.objects.create(reading=reading, paragraph=paragraph)
    if reading.started_at is None:
        Reading.objects.filter(pk=reading.pk, started_at__isnull=True).update(started_at=now)


@transaction.atomic
def dismiss(reading_id: int, suggestion_id: int, *, by: Any) -> None:
    reading = open_reading(reading_id, by)
    check_suggestion(reading, suggestion_id)
    if not Dismissal.objects.filter(suggestion_id=suggestion_id, reading=reading).exists():
        Dismissal.objects.create(suggestion_id=suggestion_id, reading=reading)


@transaction.atomic
def finish(reading_id: int, *, by: Any) -> list[Paragraph]:
    """Finish the reading and log it. Returns the paragraphs still unread, in which case nothing was finished."""
    reading = open_reading(reading_id, by)
    left = coverage(reading).unread
    if not left:
        now = timezone.now()
        Reading.objects.filter(pk=reading.pk).update(finished_at=now, started_at=reading.started_at or now)
        ReadingEvent.objects.create(
            study_id=reading.study_id, article_id=reading.article_id, coder_id=reading.coder_id,
            kind=Happening.FINISHED, after_others=may_have_seen(reading), at=now, by=by,
        )  # fmt: skip
    return left
