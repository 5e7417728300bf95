"""Changing a codebook: each change is one revision, with who, when and why, from the one that its maker saw."""

from dataclasses import replace

import pytest
from django.db import IntegrityError, transaction

from annotator.studies.changes import CodebookChange
from annotator.studies.codebook_history import current_types, facets_off, fates, split_types
from annotator.studies.codebooks import Type
from annotator.studies.codebooks.looks import free_look
from annotator.studies.codebooks.rules import CodebookRefused, free_keys
from annotator.studies.revise import (
    add_type,
    bring_in,
    edit_type,
    merge_types,
    reorder_types,
    restore_type,
    retire_type,
    split_type,
    switch_facets,
)
from annotator.studies.revising import StaleCodebook, as_it_stands, type_of
from articles.final import FinalRowError
from tests.studies.codebook.types import BORDER, LAW, RIVER

pytestmark = pytest.mark.django_db


@pytest.fixture
def doing(study, owner):
    """The terms of the next change: from the newest revision, by the owner, with a reason."""

    def terms(**other):
        return {"seen": study.revision.number, "note": "After the pilot.", "by": owner, **other}

    return terms


def now(study):
    return as_it_stands(study, study.revision)


def row(study, code):
    return study.claim_types.get(code=code)


def said(study):
    return [change.sentence for change in study.revision.changes.all()]


def test_a_change_is_one_revision_with_who_when_and_why(study, doing, owner):
    revision = add_type(study, BORDER, **doing())
    assert (revision.number, revision.note, revision.created_by) == (2, "After the pilot.", owner)
    assert revision == study.revision
    assert said(study) == ["“Border” was added."]
    assert revision.content[-1]["guid"] == str(row(study, "border").guid)
    assert [one["code"] for one in study.revisions.get(number=1).content][-1] == "unclear"


def test_the_rows_say_what_the_revision_says(study, doing):
    add_type(study, BORDER, **doing())
    merge_types(study, ["state"], into="event", **doing())
    split_type(study, "rule", into=[replace(RIVER, key="8"), replace(LAW, key="2"),], **doing())  # fmt: skip
    content = {one["code"]: one for one in study.revision.content}
    for one in study.claim_types.all():
        assert content[one.code]["id"] == one.pk
        assert content[one.code]["retired"] is (one.retired_at is not None)
        assert all(content[one.code][name] == getattr(one, name) for name in ("label", "key", "pattern", "definition"))
    assert content["state"]["replaced_by"] == [row(study, "event").pk]
    assert content["rule"]["replaced_by"] == [row(study, "river").pk, row(study, "law").pk]


def test_an_edit_keeps_the_row_its_code_and_its_guid(study, doing):
    before = row(study, "event")
    one = replace(type_of(before), label="Happening", key="shift+9", definition="Something took place.")
    edit_type(study, one, **doing())
    after = row(study, "event")
    assert (after.pk, after.guid, after.label, after.key) == (before.pk, before.guid, "Happening", "shift+9")
    [change] = study.revision.changes.all()
    assert change.sentence == "“Event” was changed: name, key, definition."
    assert change.detail["fields"][0] == ["Name", "Event", "Happening"]


def test_a_merged_type_is_retired_and_points_to_its_successor(study, doing):
    merge_types(study, ["state", "quantity"], into="event", **doing())
    state, event = row(study, "state"), row(study, "event")
    assert state.retired_at is not None
    assert state.key == ""
    assert fates(study)[state.pk].successors == (event.pk,)
    assert current_types(study)[state.pk] == event.pk
    assert said(study) == ["“State” was merged into “Event”.", "“Quantity” was merged into “Event”."]
    assert "state" not in now(study).priority_on_doubt


def test_a_merge_of_a_merge_is_followed_to_its_end_and_back_again(study, doing):
    merge_types(study, ["state"], into="event", **doing())
    merge_types(study, ["event"], into="causal", **doing())
    state, event, causal = (row(study, code).pk for code in ("state", "event", "causal"))
    assert [current_types(study)[pk] for pk in (state, event, causal)] == [causal, causal, causal]
    restore_type(study, "event", key="1", **doing())
    assert [current_types(study)[pk] for pk in (state, event)] == [event, event]
    merge_types(study, ["causal"], into="event", **doing())
    assert current_types(study)[causal] == event


def test_a_split_type_has_several_successors_and_what_was_merged_into_it_too(study, doing):
    merge_types(study, ["state"], into="event", **doing())
    split_type(study, "event", into=[replace(BORDER, key="1"), RIVER], **doing())
    parts = (row(study, "border").pk, row(study, "river").pk)
    assert split_types(study) == {row(study, "event").pk: parts, row(study, "state").pk: parts}
    codes = [one.code for one in now(study).types]
    assert codes.index("border") == codes.index("event") + 1
    doubt = now(study).priority_on_doubt
    assert "event" not in doubt
    assert doubt.index("river") == doubt.index("border") + 1
    assert said(study)[-1] == "“Event” was split; “River” is one of its parts."
    restore_type(study, "event", key="shift+8", **doing())
    assert split_types(study) == {}


def test_a_retired_type_comes_back_under_a_free_key(study, doing):
    retire_type(study, "event", **doing())
    assert row(study, "event").retired_at is not None
    add_type(study, replace(BORDER, key="1"), **doing())
    with pytest.raises(CodebookRefused) as refused:
        restore_type(study, "event", key="1", **doing())
    assert refused.value.errors["key"] == "“Event”: The key 1 picks “Border”."
    restore_type(study, "event", key="shift+4", **doing())
    assert (row(study, "event").retired_at, row(study, "event").key) == (None, "shift+4")


def test_the_order_and_the_order_on_doubt_are_changed_together(study, doing):
    codes = [one.code for one in now(study).active]
    revision = reorder_types(study, [*codes[1:], codes[0]], doubt=["other", "event"], **doing())
    assert [one["code"] for one in revision.content][-1] == "event"
    assert now(study).priority_on_doubt == ("other", "event")
    assert said(study) == ["The claim types stand in another order.", "What is said around the claim types was "
                           "changed: order on doubt."]  # fmt: skip


def test_facets_are_switched_off_as_a_whole_or_in_part(study, doing):
    switch_facets(study, ["attribution", "effect"], **doing())
    assert facets_off(study.revision) == {
        "attribution", "source_kind", "mode", "stance", "anonymity", "denied", "outer", "effect",
    }  # fmt: skip
    assert facets_off(study.revisions.get(number=1)) == frozenset()
    assert said(study) == ["Attribution, Effect switched off."]
    switch_facets(study, ["effect"], **doing())
    assert said(study) == ["Attribution switched on."]


@pytest.mark.parametrize(
    ("off", "sentence"),
    [
        (["claim_type", "attribution", "insertion"], "or nothing could be coded"),
        (["note"], "“Other” asks for a note, so notes stay on"),
    ],
)
def test_facets_that_something_needs_stay_on(study, doing, off, sentence):
    with pytest.raises(CodebookRefused, match=sentence):
        switch_facets(study, off, **doing())
    assert study.revisions.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"key": "1"}, "key", "“Border”: The key 1 picks “Event”."),
        ({"key": "x"}, "key", "A key is a digit"),
        ({"label": "EVENT"}, "label", "Another claim type has this name."),
        ({"code": "event"}, "code", "“Event” has this code."),
        ({"colour_light": "#ffff00"}, "colour_light", "at least 4.5:1"),
        ({"pattern": "solid", "colour_light": "#0859ac"}, "pattern", "“Event” has the same underline"),
    ],
    ids=lambda value: str(value)[:30],
)
def test_a_type_that_nobody_could_pick_or_tell_apart_is_refused(study, doing, changes, field, sentence):
    with pytest.raises(CodebookRefused) as refused:
        add_type(study, replace(BORDER, **changes), **doing())
    assert sentence in refused.value.errors[field]
    assert study.revisions.count() == 1
    assert not study.claim_types.filter(code="border").exists()


def test_a_retired_types_code_is_not_used_again(study, doing):
    retire_type(study, "event", **doing())
    with pytest.raises(CodebookRefused, match="Bring it back instead"):
        add_type(study, replace(BORDER, code="event"), **doing())


@pytest.mark.parametrize(
    "change",
    [
        lambda study, terms: merge_types(study, ["event"], into="event", **terms),
        lambda study, terms: merge_types(study, [], into="event", **terms),
        lambda study, terms: merge_types(study, ["event"], into="nowhere", **terms),
        lambda study, terms: retire_type(study, "nowhere", **terms),
        lambda study, terms: restore_type(study, "event", key="shift+9", **terms),
        lambda study, terms: split_type(study, "event", into=[BORDER], **terms),
        lambda study, terms: split_type(study, "event", into=[BORDER, BORDER], **terms),
        lambda study, terms: reorder_types(study, ["event"], doubt=[], **terms),
        lambda study, terms: switch_facets(study, [], **terms),
        lambda study, terms: edit_type(study, type_of(row(study, "event")), **terms),
    ],
)
def test_what_makes_no_sense_or_no_change_is_refused_and_leaves_no_revision(study, doing, change):
    with pytest.raises(CodebookRefused):
        change(study, doing())
    assert study.revisions.count() == 1
    assert not CodebookChange.objects.exists()


def test_the_nineteenth_type_is_refused_in_a_sentence(study, doing):
    for number in range(6):
        active = now(study).active
        light, dark, pattern = free_look(active)
        one = Type(f"n{number}", f"N{number}", free_keys(active)[0], "D", "", "", False, light, dark, pattern)
        add_type(study, one, **doing())
    with pytest.raises(CodebookRefused, match="this makes 19"):
        add_type(study, BORDER, **doing())


def test_somebody_who_saw_an_older_revision_is_told_what_came_since(study, doing, owner):
    seen = doing()
    add_type(study, BORDER, **doing(note="A border was missing."))
    with pytest.raises(StaleCodebook) as stale:
        retire_type(study, "event", **seen)
    [revision] = stale.value.since
    assert (revision.number, revision.note, revision.created_by) == (2, "A border was missing.", owner)
    assert row(study, "event").retired_at is None


def test_keys_can_change_hands_in_one_file(study, doing):
    codebook = now(study)
    event, state, *rest = codebook.types
    swapped = replace(codebook, types=(replace(event, key="2"), replace(state, key="1"), *rest))
    bring_in(study, swapped, name="swap.toml", retire_missing=True, **doing())
    assert (row(study, "event").key, row(study, "state").key) == ("2", "1")


def test_a_file_adds_changes_retires_and_brings_back_in_one_revision(study, doing):
    retire_type(study, "unclear", **doing())
    codebook = now(study)
    event, _, *rest = codebook.active
    unclear = replace(codebook.get("unclear"), retired=False, key="shift+9")
    wanted = replace(codebook, types=(replace(event, label="Happening"), *rest, unclear, BORDER), unit="A clause.",
                     priority_on_doubt=(), facets_off=("mode",))  # fmt: skip
    revision = bring_in(study, wanted, name="mine.toml", retire_missing=True, **doing())
    assert said(study) == [
        "Brought in from the file “mine.toml”.",
        "“Border” was added.",
        "“Event” was changed: name.",
        "“State” was retired.",
        "“Unclear” was brought back.",
        "Mode switched off.",
        "What is said around the claim types was changed: unit, order on doubt.",
    ]
    assert revision.number == 3
    assert row(study, "state").retired_at is not None


def test_types_that_a_file_does_not_have_may_stay(study, doing):
    codebook = now(study)
    bring_in(study, replace(codebook, types=(BORDER,)), name="more.csv", retire_missing=False, **doing())
    assert len(now(study).active) == 13


def test_a_change_is_final_and_names_what_it_is_about(study, doing):
    add_type(study, BORDER, **doing())
    change = CodebookChange.objects.get()
    with pytest.raises(FinalRowError):
        change.save()
    for wrong in ({"kind": "merge", "successor": None}, {"kind": "reorder"}, {"kind": "add", "claim_type": None}):
        fields = {"claim_type": change.claim_type, "kind": "add", "successor": None, **wrong}
        with pytest.raises(IntegrityError), transaction.atomic():
            CodebookChange.objects.create(revision=change.revision, position=9, **fields)
