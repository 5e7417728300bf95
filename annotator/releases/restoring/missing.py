"""Annotations that a release tells of without holding them: ended ones, and those of the training round.

Others refer to them, or a paragraph counts as tagged for them. Each gets a row that says no more than that, and that no
filter of the release lets through.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import batched, groupby
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Exists, Max, OuterRef

from annotator.annotations.carried import CarriedOver
from annotator.annotations.models import Annotation, Ending, Reading
from annotator.annotations.omitted import Omitted
from annotator.annotations.progress_tables import State
from annotator.releases.restoring.people import People
from annotator.releases.restoring.readings import Readings
from annotator.releases.restoring.source import SIZE, Source, moment
from annotator.releases.restoring.texts import Places
from annotator.releases.verifying.tables import Record
from annotator.studies.models import Study
from articles.lineage.records import Change

NOTE = "Not in the release: only that it was made is known."
_FLAG = {"marking": "unmarked", "operation": "addition", "host": "running-text", "inserter": "unknown"}
_OMISSION = {**_FLAG, "operation": "omission"}


@dataclass
class StandIns:
    source: Source
    study: Study
    readings: Readings
    places: Places
    people: People

    def __post_init__(self) -> None:
        asked = self.source.about["filters"]
        types = self.study.claim_types.exclude(code=asked.get("claim_type", ""))
        self._says: dict[str, Any] = {"codebook_revision": self.study.revision, "note": NOTE}
        if asked.get("insertion") == "no" or not types.exists():
            self._says |= _FLAG
        else:
            self._says |= {"claim_type": types.order_by("pk").first()}

    def restore(self) -> int:
        """Returns how many there are."""
        before = Annotation.objects.count()
        for _ in range(2):
            self._referred_to()
        self._carried()
        self._left_out()
        self._tagged()
        return Annotation.objects.count() - before

    def _referred_to(self) -> None:
        """What another annotation replaced, or stood in."""
        for name, how in (("replaces_id", Ending.REPLACED), ("outer_id", Ending.WITHDRAWN)):
            there = Annotation.objects.filter(pk=OuterRef(name))
            lost = Annotation.objects.filter(~Exists(there), **{f"{name}__isnull": False}).order_by("created_at", "pk")
            for pk, later in {getattr(one, name): one for one in lost}.items():
                self._store(
                    pk, later.reading_id, later.paragraph_id, later.start, later.quote, later.created_at, how=how
                )

    def _carried(self) -> None:
        there = Annotation.objects.filter(pk=OuterRef("from_annotation_id"))
        for one in CarriedOver.objects.filter(~Exists(there)).select_related("reading"):
            own = Reading.objects.filter(coder=one.reading.coder_id).exclude(pk=one.reading_id).order_by("pk")
            older = own.filter(article__derived_derivations__derived=one.reading.article_id).first() or own.first()
            reading = older or one.reading
            paragraph, words = self._first_words(reading.pk, reading.article_id)
            self._store(one.from_annotation_id, reading.pk, paragraph, 0, words, one.confirmed_at, how=Ending.WITHDRAWN)

    def _left_out(self) -> None:
        """Omissions that a change names."""
        for batch in batched((one for one in self.source.look("changes") if one["tagged_by"]), SIZE):
            wanted = [(one, UUID(pk)) for one in batch for pk in one["tagged_by"].split("; ")]
            there = set(Annotation.objects.filter(pk__in=[pk for _, pk in wanted]).values_list("pk", flat=True))
            changes = Change.objects.in_bulk([one["change_id"] for one in batch])
            for one, pk in wanted:
                change = changes[one["change_id"]]
                version = one["right_version_id"]
                readings = [made for (article, _), made in self.readings.known.items() if article == version]
                if pk not in there and readings and change.right_paragraph_id and change.left_paragraph_id:
                    at = Reading.objects.get(pk=readings[0]).started_at or self.source.at
                    self._store(
                        pk, readings[0], change.right_paragraph_id, change.right_start or 0, "", at, says=_OMISSION
                    )
                    Omitted.objects.create(
                        annotation_id=pk, paragraph_id=change.left_paragraph_id, start=change.left_start or 0,
                        quote=change.left_quote,
                    )  # fmt: skip

    def _tagged(self) -> None:
        """Paragraphs that count as tagged, without an annotation that was made when the table says."""
        for batch in batched(self._tagged_lines(), SIZE // 5):
            rows = Annotation.objects.standing().filter(reading__in=[reading for reading, _ in batch]).order_by()
            newest: dict[tuple[int, int], datetime] = {
                (reading, paragraph): at
                for reading, paragraph, at in rows.values_list("reading_id", "paragraph_id").annotate(
                    at=Max("created_at")
                )
            }
            for reading, lines in batch:
                for one in lines:
                    at = moment(one["at"])
                    if at is not None and newest.get((reading, one["paragraph_id"])) != at:
                        _, words = self._first_words(reading, one["version_id"], one["paragraph_id"])
                        self._store(uuid4(), reading, one["paragraph_id"], 0, words, at)

    def _tagged_lines(self) -> Iterator[tuple[int, list[Record]]]:
        def reading(one: Record) -> int:
            coder = self.people.coder(one["coder_pseudonym"], one["coder"])
            return self.readings.of(one["version_id"], coder)

        tagged = (one for one in self.source.look("coverage") if one["state"] == State.TAGGED)
        for key, lines in groupby(tagged, key=reading):
            yield key, list(lines)

    def _first_words(self, reading: int, version: int, paragraph: int | None = None) -> tuple[int, str]:
        """A paragraph, and as many of its first letters as no annotation of the reading has yet."""
        places = self.places.of(version)
        here = next(iter(places)) if paragraph is None else paragraph
        text = places[here].text
        taken = Annotation.objects.filter(reading=reading, paragraph=here, start=0).values_list("end", flat=True)
        length = next(n for n in range(1, len(text) + 2) if n not in set(taken))
        return here, text[:length]

    def _store(
        self,
        pk: UUID,
        reading: int,
        paragraph: int,
        start: int,
        quote: str,
        at: datetime,
        *,
        how: str = "",
        says: dict[str, Any] | None = None,
    ) -> None:
        said = self._says if says is None else {**says, "codebook_revision": self.study.revision, "note": NOTE}
        if not quote and says is None:
            said = {**_OMISSION, "codebook_revision": self.study.revision, "note": NOTE}
        coder = Reading.objects.get(pk=reading).coder_id
        ending = {"ended_at": at, "ended_by_id": coder, "ended_how": how} if how else {}
        Annotation.objects.bulk_create([
            Annotation(
                id=pk, reading_id=reading, paragraph_id=paragraph, start=start, quote=quote, created_at=at, **said,
                **ending,
            )
        ])  # fmt: skip
