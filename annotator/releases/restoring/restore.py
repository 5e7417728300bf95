"""The verb: a study, and all that a release tells of it, in an instance that was empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from annotator.accounts.groups import make_researcher
from annotator.releases.models import Restoration
from annotator.releases.restoring.adjudicating import Adjudicating
from annotator.releases.restoring.annotating import Annotating
from annotator.releases.restoring.articles import Outlets, restore_articles
from annotator.releases.restoring.codebook import restore_codebook
from annotator.releases.restoring.deciding import Cases, restore_decisions
from annotator.releases.restoring.emptiness import check_empty
from annotator.releases.restoring.found import restore_insertions
from annotator.releases.restoring.lineage import restore_alignments, restore_changes, restore_derivations
from annotator.releases.restoring.measuring import restore_agreement
from annotator.releases.restoring.missing import StandIns
from annotator.releases.restoring.numbering import go_on_counting
from annotator.releases.restoring.outside import Outside, restore_outside
from annotator.releases.restoring.people import People, restore_people
from annotator.releases.restoring.proving import Different, different
from annotator.releases.restoring.readings import (
    Readings,
    finish_the_rest,
    restore_events,
    restore_readings,
    training_versions,
)
from annotator.releases.restoring.source import NotRestored, Source
from annotator.releases.restoring.spans import Spans
from annotator.releases.restoring.texts import Places
from annotator.releases.restoring.trusting import check_name
from annotator.releases.restoring.works import restore_works
from annotator.studies.models import Membership, Role, Study

#: what a table raises that its hashes vouch for and that still makes no sense
_SENSELESS = (DatabaseError, LookupError, TypeError, ValueError, AttributeError, OverflowError, ValidationError)

#: filters that leave out nothing that other tables count in, but what stand-ins stand for
_HARMLESS = {"ended", "training"}


@dataclass(frozen=True, slots=True)
class Restored:
    """`stand_ins` counts annotations that the release tells of without holding them."""

    study: Study
    stand_ins: int
    different: list[Different]


def restore(
    source: Source, *, by: Any, sha256: str, texts: Mapping[int, str] | None = None, even_if_different: bool = False
) -> Restored:
    """Store the study of a verified release; `texts` are whole texts by version, where the release covers them.

    Raises NotRestored, and then nothing is stored: also when the study, frozen once more, would not be the release,
    unless that is said to be all right.
    """
    check_empty()
    source.check_columns()
    with transaction.atomic():
        try:
            study, stand_ins = _store(source, texts or {}, by=by)
            Restoration.objects.create(study=study, by=by, number=source.about["number"], sha256=sha256)
            _check_references()
            found = different(source, study, by=by)
        except _SENSELESS as error:
            raise NotRestored(
                f"{_of_a_part(source)}Its tables do not make a study: {source.where} – {type(error).__name__}: {error}."
            ) from error
        if found and not even_if_different:
            raise NotRestored(
                f"{_of_a_part(source)}Frozen once more, the study would not be this release: "
                f"{', '.join(map(str, found))} would be different. With --even-if-different it "
                "is restored all the same."
            )
    return Restored(study, stand_ins, found)


def _check_references() -> None:
    """Rows may name others before these are stored, but not for ever."""
    try:
        connection.check_constraints()
    except IntegrityError as error:
        raise NotRestored(f"Its tables refer to something that none of them holds: {error}.") from error


def _of_a_part(source: Source) -> str:
    """What most likely is wrong with a release that was filtered, as a sentence before what was found."""
    part = ", ".join(sorted(source.about["filters"].keys() - _HARMLESS))
    return (
        f"The release holds a part of the study's annotations (filtered by: {part}), and other tables are about all "
        "of them. Only a release without such filters can be restored for sure. "
        if part
        else ""
    )


def _store(source: Source, texts: Mapping[int, str], *, by: Any) -> tuple[Study, int]:
    study = _study(source, by=by)
    people, places, outlets = People(study, names=source.names), Places(), Outlets()
    revisions = restore_codebook(source, study, by=by)
    restore_people(source, study, people, by=by)
    sample = restore_articles(source, study, outlets, texts, training_versions(source), by=by)
    restore_outside(source, Outside(source, sample), outlets, texts, by=by)
    restore_derivations(source, people)
    go_on_counting()
    restore_works(source, by=by)
    restore_alignments(source, people)
    restore_changes(source, places)
    readings, cases = Readings(study, by), Cases(study)
    restore_readings(source, readings, people, restore_events(source, study, people))
    restore_decisions(source, cases, places, people)
    Annotating(source, revisions, readings, cases, places, people, Spans(source)).restore()
    finish_the_rest(source, readings, people)
    go_on_counting()
    restore_insertions(source, cases)
    Adjudicating(source, study, places, people).restore()
    stand_ins = StandIns(source, study, readings, places, people).restore()
    people.keep()
    for _ in source.table("attribution_pairs"):
        pass  # they follow from the annotations and texts
    restore_agreement(source, study, by=by)
    go_on_counting()
    return study, stand_ins


def _study(source: Source, *, by: Any) -> Study:
    said = source.about["study"]
    check_name(said["project"])
    study = Study.objects.create(
        slug=said["project"], title=said["title"], is_sample=said["is_sample"], created_at=source.at, created_by=by
    )
    Membership.objects.create(study=study, user=by, role=Role.OWNER)
    make_researcher(by)
    return study
