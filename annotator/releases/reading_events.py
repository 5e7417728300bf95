"""What happened to readings: when each was finished, opened again and why, moved or taken back."""
# ruff: noqa: RUF009 - column() and same_as() make dataclass fields

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from annotator.annotations.handing import Happening, ReadingEvent
from annotator.releases.columns import UTC, column, columns_of, same_as
from annotator.releases.people import People
from annotator.releases.row import Row
from annotator.studies.models import Study


@dataclass(frozen=True, slots=True)
class Event:
    version_id: int = same_as(Row, "version_id", "the article that is read")
    coder: str = same_as(Row, "coder")
    coder_pseudonym: str = same_as(Row, "coder_pseudonym", "whose reading it was")
    kind: str = column("What happened", "what happened to the reading", values=Happening.values)
    at: datetime = column("When", "when it happened", unit=UTC)
    by: str = column("By", "who did it: a pseudonym, or a name when an owner asked for names")
    to_coder: str = column("New coder", "who was given the article instead, when it was moved; named as in by")
    after_others: bool = column(
        "After others",
        "true when this coder may have seen another's work: opened again after another had finished the article, or "
        "opened again or finished after an owner had revealed it",
    )
    reason: str = column("Why", "why, in the words of who did it")


COLUMNS = columns_of(Event)


def reading_events(study: Study, *, names: bool = False) -> Iterator[Event]:
    """Every event of the study's readings, whatever the filters, article by article in the order of time."""
    people = People(study, names=names)
    events = ReadingEvent.objects.filter(study=study).order_by("article_id", "at", "pk")
    for event in (events.select_related("coder", "by", "to_coder") if names else events).iterator(chunk_size=500):
        yield Event(
            version_id=event.article_id,
            coder=people.name(event, "coder"),
            coder_pseudonym=people.pseudonym(event.coder_id),
            kind=event.kind,
            at=event.at,
            by=people.shown(event, "by"),
            to_coder=people.shown(event, "to_coder") if event.to_coder_id else "",
            after_others=event.after_others,
            reason=event.reason,
        )
