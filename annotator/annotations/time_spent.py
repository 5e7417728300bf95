"""How long coders worked on a reading, told from the stamps that their work leaves anyway.

No clock runs in the browser. Each save, withdrawal and "read, nothing to tag" is a stamp. The time between two stamps
of one reading counts as work when it is at most five minutes, and as a pause, which does not count, when it is longer.
What comes before the first stamp and after the last one is not seen.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import F, QuerySet

from annotator.annotations.models import Annotation, ParagraphRead, Reading

#: a longer time between two stamps is a pause
PAUSE = timedelta(minutes=5)


def worked(stamps: Iterable[datetime]) -> timedelta:
    """The sum of the gaps between stamps (any order) that are no pauses; none between fewer than two."""
    seconds = sorted(stamp.timestamp() for stamp in stamps)
    gaps = (later - earlier for earlier, later in pairwise(seconds))
    return timedelta(seconds=sum(gap for gap in gaps if gap <= PAUSE.total_seconds()))


def time_spent(readings: QuerySet[Reading]) -> dict[int, timedelta]:
    """By reading, for those that left at least two stamps. Five queries, however many readings."""
    stamps: dict[int, list[datetime]] = defaultdict(list)
    for reading, at in _stamps(readings):
        stamps[reading].append(at)
    return {reading: worked(held) for reading, held in stamps.items() if len(held) > 1}


def _stamps(readings: QuerySet[Reading]) -> Iterator[tuple[int, datetime]]:
    chosen = readings.order_by().values("pk")
    marks: Any = readings.order_by().filter(finished_at__isnull=False)
    yield from marks.values_list("pk", "finished_at").iterator()
    for marks, first in ((Annotation.objects, "created_at"), (ParagraphRead.objects, "at")):
        rows = marks.filter(reading__in=chosen).order_by()
        yield from rows.values_list("reading_id", first).iterator()
        ended = rows.filter(ended_at__isnull=False)
        if marks is Annotation.objects:
            # somebody else's hand, when the codebook was recoded, say, is not the coder's time
            ended = ended.filter(ended_by=F("reading__coder"))
        yield from ended.values_list("reading_id", "ended_at").iterator()
