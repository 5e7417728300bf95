"""Who read what, what was read without anything to mark, and what happened to readings."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched, groupby
from typing import Any

from annotator.annotations.handing import Happening, ReadingEvent
from annotator.annotations.models import ParagraphRead, Reading
from annotator.annotations.progress_tables import State
from annotator.releases.restoring.people import People
from annotator.releases.restoring.source import SIZE, Source, moment, time
from annotator.releases.verifying.tables import Record
from annotator.studies.models import Study

#: of a version by a coder
type Who = tuple[int, int]


@dataclass
class Readings:
    """Readings by version and coder, and the versions of the training round."""

    study: Study
    by: Any
    known: dict[Who, int] = field(default_factory=dict)
    #: of readings whose end only their annotations may tell
    unsure: set[int] = field(default_factory=set)

    def of(self, version: int, coder: int, finished: datetime | None = None) -> int:
        """The reading of a version by a coder; one of which nothing else is told is made."""
        if (version, coder) not in self.known:
            made = Reading.objects.create(
                study=self.study, article_id=version, coder_id=coder, assigned_by=self.by, started_at=finished,
                finished_at=finished,
            )  # fmt: skip
            self.known[version, coder] = made.pk
        return self.known[version, coder]

    def is_finished(self, reading: int, at: datetime | None) -> None:
        """Take down what an annotation says of the end of its reading."""
        if at is not None and reading in self.unsure:
            self.unsure.discard(reading)
            Reading.objects.filter(pk=reading).update(started_at=at, finished_at=at)


def training_versions(source: Source) -> set[int]:
    return {one["version_id"] for one in source.look("coverage") if one["training"]}


def restore_events(source: Source, study: Study, people: People) -> dict[Who, Record]:
    """Returns the last thing that happened to each reading."""
    last: dict[Who, Record] = {}
    for batch in batched(source.table("reading_events"), SIZE):
        ReadingEvent.objects.bulk_create(_event(one, study, people) for one in batch)
        last |= {(one["version_id"], _coder(one, people)): one for one in batch}
    return last


def _coder(one: Record, people: People) -> int:
    return people.coder(one["coder_pseudonym"], one["coder"])


def _event(one: Record, study: Study, people: People) -> ReadingEvent:
    return ReadingEvent(
        study=study,
        article_id=one["version_id"],
        coder_id=_coder(one, people),
        kind=one["kind"],
        at=time(one["at"]),
        by_id=people.shown(one["by"]),
        to_coder_id=people.shown(one["to_coder"]) if one["to_coder"] else None,
        after_others=one["after_others"],
        reason=one["reason"],
    )


def restore_readings(source: Source, readings: Readings, people: People, last: Mapping[Who, Record]) -> None:
    for batch in batched(_groups(source, people), SIZE // 5):
        made = Reading.objects.bulk_create(
            _reading(source, readings, who, lines, last.get(who)) for who, lines in batch
        )
        nothing = []
        for one, (who, lines) in zip(made, batch, strict=True):
            readings.known[who] = one.pk
            if not any(line["state"] in (State.READ, State.UNSEEN) for line in lines):
                readings.unsure.add(one.pk)
            nothing += [
                ParagraphRead(reading=one, paragraph_id=line["paragraph_id"], at=time(line["at"]))
                for line in lines
                if line["state"] == State.READ_NOTHING
            ]
        ParagraphRead.objects.bulk_create(nothing, batch_size=SIZE)


def _groups(source: Source, people: People) -> Iterator[tuple[Who, list[Record]]]:
    def who(one: Record) -> Who:
        return one["version_id"], _coder(one, people)

    for key, lines in groupby(source.table("coverage"), key=who):
        yield key, list(lines)


def _reading(source: Source, readings: Readings, who: Who, lines: list[Record], last: Record | None) -> Reading:
    """A reading is finished when a paragraph without any mark counts as read; else the log may know."""
    finished = next((moment(line["at"]) for line in lines if line["state"] == State.READ), None)
    if finished is None and last is not None and last["kind"] == Happening.FINISHED:
        finished = moment(last["at"])
    if any(line["state"] == State.UNSEEN for line in lines):
        finished = None
    marked = [at for line in lines if (at := moment(line["at"]))]
    return Reading(
        study=readings.study,
        article_id=who[0],
        coder_id=who[1],
        assigned_at=source.at,
        assigned_by=readings.by,
        started_at=min([*marked, finished] if finished else marked, default=None),
        finished_at=finished,
    )


def finish_the_rest(source: Source, readings: Readings, people: People) -> None:
    """Of readings whose end nothing tells, as many are finished as the table of coders counts."""
    for one in source.look("coders"):
        coder = people.coder(one["coder_pseudonym"], one["coder"])
        own = Reading.objects.filter(study=readings.study, coder_id=coder)
        short = one["readings_finished"] - own.finished().count()
        unsure = sorted(readings.unsure & set(own.filter(finished_at=None).values_list("pk", flat=True)))
        for pk in unsure[: max(0, short)]:
            Reading.objects.filter(pk=pk).update(started_at=source.at, finished_at=source.at)
