"""Annotations under their own ids, with the spans, words left out and flags that belong to them."""

from dataclasses import dataclass, field
from datetime import datetime
from itertools import batched
from typing import Any
from uuid import UUID

from annotator.annotations.carried import CarriedOver, Decided
from annotator.annotations.carrying import State
from annotator.annotations.models import Annotation, RoleSpan
from annotator.annotations.omitted import Omitted
from annotator.facets import Certainty
from annotator.releases.restoring.deciding import Cases
from annotator.releases.restoring.people import People
from annotator.releases.restoring.readings import Readings
from annotator.releases.restoring.source import SIZE, Source, moment, store, time
from annotator.releases.restoring.spans import Spans
from annotator.releases.restoring.texts import Place, Places, check_words
from annotator.releases.verifying.tables import Record
from annotator.review.adjudication.models import Version
from annotator.review.models import Case, Flag, SeenFlag
from annotator.suggestions.models import Run, Suggestion

#: the engine of suggestions of which a release tells the number alone
ENGINE = "as released"
#: cells by the names of columns of rows
_FACETS = {
    "attribution": "attribution_status", "source_kind": "source_naming", "mode": "quote_form", "stance": "stance",
    "anonymity_reason_given": "anonymity_reason_given", "marking": "marking", "operation": "operation", "host": "host",
    "function": "function", "inserter": "inserter", "effect": "effect", "note": "comment",
}  # fmt: skip


@dataclass(slots=True)
class _Batch:
    """Rows that are stored together."""

    annotations: list[Annotation] = field(default_factory=list)
    spans: list[RoleSpan] = field(default_factory=list)
    omitted: list[Omitted] = field(default_factory=list)
    carried: list[CarriedOver] = field(default_factory=list)
    versions: list[Version] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)
    #: by the flag of an annotation, the decision that speaks of it
    seen: dict[UUID, UUID] = field(default_factory=dict)

    def store(self) -> None:
        Annotation.objects.bulk_create(self.annotations)
        store(self.spans, self.omitted, self.carried, self.versions, self.cases)
        SeenFlag.objects.bulk_create(
            SeenFlag(decision_id=self.seen[flag.annotation_id], flag=flag)
            for flag in Flag.objects.bulk_create(self.flags)
            if flag.annotation_id in self.seen
        )


@dataclass
class Annotating:
    """`revisions` are ids by number."""

    source: Source
    revisions: dict[int, int]
    readings: Readings
    cases: Cases
    places: Places
    people: People
    spans: Spans
    _suggested: set[int] = field(default_factory=set)
    _turns: dict[tuple[int, str], int] = field(default_factory=dict)

    def restore(self) -> None:
        for some in batched(self.source.table("annotations"), SIZE):
            batch = _Batch()
            for one in some:
                self._add(batch, one)
            batch.store()
        # the same spans, a line each
        for _ in self.source.table("attributions"):
            pass

    def _add(self, batch: _Batch, one: Record) -> None:
        places = self.places.of(one["version_id"])
        place = places[one["paragraph_id"]]
        words = place.words(one["start"], one["end"])
        check_words(words, one["quote_sha256"], f"Annotation {one['annotation_id']}")
        pk, coder = UUID(one["annotation_id"]), self.people.coder(one["coder_pseudonym"], one["coder"])
        reading = self.readings.of(one["version_id"], coder, moment(one["reading_finished_at"]))
        self.readings.is_finished(reading, moment(one["reading_finished_at"]))
        self._suggest(one, place, words)
        batch.annotations.append(self._annotation(one, pk, reading, coder, one["start"] - place.offset, words))
        batch.spans += self.spans.of(one, places)
        batch.omitted += [self._omission(pk, part) for part in one["omitted_spans"]]
        if one["carried_from_annotation_id"]:
            batch.carried.append(self._carried(one, pk, reading, coder))
        if one["item_id"] is not None:
            batch.versions.append(Version(item_id=one["item_id"], reading_id=reading, annotation_id=pk))
        self._flag(batch, one, pk, place)

    def _annotation(self, one: Record, pk: UUID, reading: int, coder: int, start: int, words: str) -> Annotation:
        ended = moment(one["updated_at"]) if one["status"] != "standing" else None
        facets: dict[str, Any] = {name: one[column] for name, column in _FACETS.items()}
        return Annotation(
            id=pk,
            reading_id=reading,
            codebook_revision_id=self.revisions[one["codebook_revision"]],
            claim_type_id=one["label_id_as_coded"],
            paragraph_id=one["paragraph_id"],
            start=start,
            quote=words,
            denied=bool(one["denied"]),
            outer_id=_id(one["outer_annotation_id"]),
            certainty=one["confidence"] or Certainty.SURE,
            suggestion_id=one["suggestion_id"],
            replaces_id=_id(one["replaces"]),
            created_at=time(one["created_at"]),
            ended_at=ended,
            ended_by_id=coder if ended else None,
            ended_how=one["status"] if ended else "",
            **facets,
        )

    def _omission(self, pk: UUID, part: Record) -> Omitted:
        place = self.places.of(part["version_id"])[part["paragraph_id"]]
        return Omitted(
            annotation_id=pk,
            paragraph_id=part["paragraph_id"],
            start=part["start"] - place.offset,
            quote=place.words(part["start"], part["end"]),
        )

    def _carried(self, one: Record, pk: UUID, reading: int, coder: int) -> CarriedOver:
        turn = self._turns.get((reading, one["carried_from_annotation_id"]), 0) + 1
        self._turns[reading, one["carried_from_annotation_id"]] = turn
        return CarriedOver(
            id=pk,
            reading_id=reading,
            from_annotation_id=UUID(one["carried_from_annotation_id"]),
            number=turn,
            to_annotation_id=pk,
            status=one["carry_status"],
            score=one["carry_score"],
            decided=Decided.ACCEPTED if one["carry_status"] == State.CARRIED else Decided.PLACED,
            confirmed_by_id=coder,
            confirmed_at=time(one["created_at"]),
        )

    def _flag(self, batch: _Batch, one: Record, pk: UUID, place: Place) -> None:
        if one["case_id"] is None:
            return
        words = place.words(one["case_start"], one["case_end"])
        batch.cases += self.cases.new(one["case_id"], one["paragraph_id"], one["case_start"] - place.offset, words)
        batch.flags.append(Flag(case_id=one["case_id"], annotation_id=pk, at=_when(one)))
        if one["verdict"]:
            batch.seen[pk] = self.cases.standing[one["case_id"]]

    def _suggest(self, one: Record, place: Place, words: str) -> None:
        """A suggestion that a coder took over: that it was one, and where, is all that is told."""
        number = one["suggestion_id"]
        if number is None or number in self._suggested:
            return
        self._suggested.add(number)
        run = Run.objects.create(article_id=one["version_id"], engine=ENGINE, version=str(number), at=_when(one))
        Suggestion.objects.create(
            pk=number,
            run=run,
            paragraph_id=one["paragraph_id"],
            start=one["start"] - place.offset,
            quote=words,
            kind=ENGINE,
            marking=one["marking"] or "unmarked",
            host=one["host"] or "running-text",
            editorial=False,
            reason="A machine suggested it; the release does not say why.",
        )


def _when(one: Record) -> datetime:
    return time(one["created_at"])


def _id(said: str) -> UUID | None:
    return UUID(said) if said else None
