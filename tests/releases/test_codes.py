"""Rename, merge, split a code: exports show the new name, and the one it was coded with beside it."""

from dataclasses import replace

import pytest

from annotator.releases.filters import read_filters
from annotator.releases.package import FACET_COLUMNS, codebook, dictionary
from annotator.releases.row import COLUMNS
from annotator.releases.rows import rows
from annotator.releases.snapshot import all_of, take
from annotator.studies.codebook import start_codebook
from annotator.studies.codebooks.facets import FACETS
from annotator.studies.models import Study
from annotator.studies.revise import edit_type, merge_types, restore_type, split_type, switch_facets
from annotator.studies.revising import type_of
from tests.factories.annotations import make_annotation, make_reading
from tests.studies.codebook.types import BORDER, RIVER

pytestmark = pytest.mark.django_db


@pytest.fixture
def study(db):
    study = Study.objects.create(title="Floods", slug="floods")
    start_codebook(study, by=None)
    reading = make_reading("The ferry sank.", study=study)
    make_annotation(reading, "sank", claim_type=study.claim_types.get(code="event"))
    return study


def terms(study):
    return {"seen": study.revision.number, "note": "x", "by": None}


def row(study):
    [one] = rows(take(study, all_of(study).standing()))
    return one


def pk(study, code):
    return study.claim_types.get(code=code).pk


def test_a_renamed_type_has_both_names(study):
    edit_type(study, replace(type_of(study.claim_types.get(code="event")), label="Happening"), **terms(study))
    one = row(study)
    assert (one.label, one.label_as_coded, one.code_path) == ("Happening", "Event", "claim-type/event")
    assert one.label_id == one.label_id_as_coded == pk(study, "event")


def test_a_merged_type_goes_on_as_its_successor_and_says_what_was_coded(study):
    merge_types(study, ["event"], into="state", **terms(study))
    one = row(study)
    assert (one.label, one.label_id, one.code_path) == ("State", pk(study, "state"), "claim-type/state")
    assert (one.label_as_coded, one.label_id_as_coded) == ("Event", pk(study, "event"))
    assert one.needs_recoding is False
    restore_type(study, "event", key="1", **terms(study))
    assert row(study).label == "Event"


def test_a_split_type_keeps_its_name_and_says_that_it_needs_recoding(study):
    assert row(study).needs_recoding is False
    split_type(study, "event", into=[BORDER, RIVER], **terms(study))
    one = row(study)
    assert (one.label, one.label_as_coded, one.needs_recoding) == ("Event", "Event", True)


def test_the_filter_by_claim_type_follows_merges(study):
    def found(code):
        asked = read_filters({"claim_type": code}, study=study, annotations=all_of(study))
        return asked.annotations.count()

    assert (found("event"), found("state")) == (1, 0)
    merge_types(study, ["event"], into="state", **terms(study))
    assert (found("event"), found("state")) == (1, 1)


def test_the_codebook_in_the_package_tells_every_change(study):
    merge_types(study, ["event"], into="state", **terms(study))
    [_, second] = codebook(study)["revisions"]
    assert second["changes"] == [
        {
            "kind": "merge",
            "claim_type": pk(study, "event"),
            "successor": pk(study, "state"),
            "said": "“Event” was merged into “State”.",
        }
    ]


def test_what_is_off_is_empty_where_it_was_not_coded(study):
    assert (row(study).confidence, row(study).denied) == ("sure", False)
    switch_facets(study, ["certainty", "denied"], **terms(study))
    assert (row(study).confidence, row(study).denied) == ("sure", False)
    reading = make_reading("The bridge fell.", study=study)
    late = make_annotation(reading, "fell", claim_type=study.claim_types.get(code="event"))
    one = next(one for one in rows(take(study, all_of(study).standing())) if one.annotation_id == str(late.pk))
    assert (one.confidence, one.denied) == ("", None)


def test_the_data_dictionary_says_what_is_off():
    said = {entry.name: entry.description for entry in dictionary({"stance", "host"}) if entry.file == "annotations"}
    assert said["stance"].startswith("Off in this study")
    assert said["host"].startswith("Off in this study")
    assert not said["marking"].startswith("Off")
    elsewhere = [e for e in dictionary({"host"}) if e.file != "annotations" and e.description.startswith("Off")]
    assert elsewhere == []


def test_every_facet_has_its_columns():
    assert set(FACET_COLUMNS) == {one.name for one in FACETS}
    assert {name for names in FACET_COLUMNS.values() for name in names} <= {column.name for column in COLUMNS}
