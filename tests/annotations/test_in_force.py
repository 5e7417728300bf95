"""What a save is stored under when the codebook changed while its page was open, and what a study does without."""

import pytest
from django.urls import reverse

from annotator.annotations.models import Annotation
from annotator.studies.choosing import choose_codebook
from annotator.studies.codebooks.facets import FACETS
from annotator.studies.models import ClaimType
from annotator.studies.revise import merge_types, retire_type, switch_facets
from tests.factories.annotations import INSERTION, make_annotation

JSON = {"Accept": "application/json"}


@pytest.fixture
def study(reading):
    """The reading's study, whose types look alike: nobody complains of what was so before."""
    ClaimType.objects.filter(study=reading.study, code="other").update(note_required=False)
    return reading.study


def retire(study, code):
    return retire_type(study, code, seen=study.revision.number, note="x", by=None)


def switch_off(study, *names):
    return switch_facets(study, names, seen=study.revision.number, note="x", by=None)


def stored():
    return Annotation.objects.standing().get()


# -- saves from a page that is older than the codebook -------------------------------


def test_a_code_that_was_on_offer_on_the_page_is_stored_under_the_pages_revision(study, save, sent):
    retire(study, "event")
    answer = save(sent("closed", revision="1"))
    assert answer.status_code == 201
    assert (stored().claim_type.code, stored().codebook_revision.number) == ("event", 1)


def test_so_is_a_code_that_is_still_there(study, save, sent):
    retire(study, "quantity")
    assert save(sent("closed", revision="1")).status_code == 201
    assert stored().codebook_revision.number == 1


@pytest.mark.parametrize("revision", ["", "2"])
def test_a_page_of_today_cannot_pick_a_retired_code(study, save, sent, revision):
    form = sent("closed", revision=revision)
    retire(study, "event")
    answer = save(form)
    assert answer.status_code == 422
    assert "no longer) in the study's codebook" in answer.json()["errors"]["claim_type"]


@pytest.mark.parametrize(("revision", "said"), [("3", "does not have"), ("0", "does not have"), ("x", "whole number")])
def test_a_revision_that_the_study_does_not_have_is_refused(study, save, sent, revision, said):
    answer = save(sent("closed", revision=revision))
    assert answer.status_code == 422
    assert said in answer.json()["error"]
    assert not Annotation.objects.exists()


def test_a_huge_revision_is_refused_and_breaks_nothing(study, save, sent):
    assert save(sent("closed", revision="9" * 15)).status_code == 422
    assert save(sent("closed", revision="9" * 30)).status_code == 422


def test_a_code_made_after_the_page_is_stored_under_the_newest(study, save, sent):
    """Words refused under an old page and sent again with a code that came since."""
    late = ClaimType.objects.create(study=study, position=9, code="late", label="Late", key="9", definition="D",
                                    colour_light="#101216", colour_dark="#f4f6f8", pattern="wavy")  # fmt: skip
    retire(study, "quantity")
    assert save(sent("closed", claim_type=late.pk, revision="1")).status_code == 201
    assert stored().codebook_revision.number == 2


def test_a_code_of_a_codebook_that_another_took_the_place_of_is_refused(study, save, sent, reading):
    form = sent("closed", revision="1")
    type(reading).objects.update(started_at=None)
    choose_codebook(study, None, by=study.revision.created_by)
    answer = save(form)
    assert answer.status_code == 422
    assert "no longer) in the study's codebook" in answer.json()["errors"]["claim_type"]


def test_a_save_sent_again_after_the_codebook_changed_stores_nothing_twice(study, save, sent):
    form = sent("closed", revision="1", insertion="1")
    assert save(form).status_code == 201
    retire(study, "event")
    switch_off(study, "host", "inserter")
    again = save(form)
    assert (again.status_code, again.json()["created"]) == (200, False)


def test_an_edit_keeps_a_code_that_was_retired_since_and_its_revision(study, save, sent):
    first = save(sent("closed")).json()["id"]
    retire(study, "event")
    assert save(sent("closed on Monday", replaces=first, revision="2", note="longer")).status_code == 201
    assert (stored().note, stored().claim_type.code, stored().codebook_revision.number) == ("longer", "event", 1)


def test_an_edit_cannot_take_up_a_retired_code(study, save, sent):
    first = save(sent("closed", claim_type=study.claim_types.get(code="quantity").pk)).json()["id"]
    retire(study, "event")
    assert save(sent("closed", replaces=first, revision="2")).status_code == 422


def test_without_script_words_from_an_old_page_are_stored_all_the_same(study, coder, reading, sent):
    retire(study, "event")
    answer = coder.post(reverse("annotations", args=[reading.pk]), sent("closed", revision="1"))
    assert answer.status_code == 302
    assert stored().codebook_revision.number == 1


def test_the_page_says_which_revision_it_was_drawn_for_and_hears_of_newer_ones(study, coder, reading):
    page = coder.get(reverse("reading", args=[reading.pk])).text
    assert '<input type="hidden" name="revision" value="1">' in page
    assert 'data-revision="1" hidden' in page
    merge_types(study, ["event"], into="quantity", seen=1, note="x", by=None)
    paragraph = reading.article.paragraphs.first()
    told = coder.get(reverse("paragraph", args=[reading.pk, paragraph.pk]), headers=JSON).json()
    assert told["codebook"] == 2
    page = coder.get(reverse("reading", args=[reading.pk])).text
    assert f'name="claim_type" value="{study.claim_types.get(code="event").pk}"' not in page
    assert f'name="claim_type" value="{study.claim_types.get(code="quantity").pk}"' in page


def test_the_editor_of_one_annotation_names_the_revision_too(study, coder, reading):
    one = make_annotation(reading, "closed")
    page = coder.get(reverse("annotation", args=[reading.pk, one.pk]), headers={"X-Partial": "editor"}).text
    assert '<input type="hidden" name="revision" value="1">' in page


# -- facets that are off -------------------------------------------------------------


CODED = {
    "claim_type": {},
    "attribution": {"attribution": "attributed"},
    "source_kind": {"attribution": "attributed", "source_kind": "collective"},
    "mode": {"attribution": "attributed", "mode": "direct"},
    "stance": {"attribution": "attributed", "stance": "neutral"},
    "anonymity": {"attribution": "attributed", "anonymity": "no"},
    "denied": {"attribution": "attributed", "denied": "1"},
    "insertion": {"insertion": "1"},
    "operation": {"insertion": "1", "operation": "omission"},
    "host": {"insertion": "1", "host": "caption"},
    "function": {"insertion": "1", "function": "sic"},
    "inserter": {"insertion": "1", "inserter": "translator"},
    "effect": {"insertion": "1", "effect": "none"},
    "note": {"note": "Why."},
    "certainty": {"certainty": "unsure"},
}


def test_every_facet_is_tried():
    assert {*CODED, "outer"} == {one.name for one in FACETS}


@pytest.mark.parametrize("name", CODED)
def test_what_is_off_is_refused_in_a_sentence_and_taken_from_a_page_that_still_had_it(study, save, sent, name):
    switch_off(study, name)
    refused = save(sent("closed", **CODED[name]))
    assert refused.status_code == 422
    assert "switched off in this study" in refused.json()["error"]
    assert save(sent("closed", **CODED[name], revision="1")).status_code == 201
    assert stored().codebook_revision.number == 1


def test_nesting_that_is_off_is_refused(study, save, sent):
    around = save(sent("the mayor said", attribution="attributed")).json()["id"]
    switch_off(study, "outer")
    answer = save(sent("closed", attribution="attributed", outer=around))
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["outer"])


def test_parts_of_a_whole_that_is_off_are_off(study, save, sent):
    switch_off(study, "attribution")
    assert save(sent("closed", attribution="attributed", stance="neutral")).status_code == 422


def test_what_the_text_shows_is_not_filled_in_for_a_facet_that_is_off(study, save, sent):
    switch_off(study, "host", "operation", "inserter")
    assert save(sent("[secretly run by the harbour company]", insertion="1")).status_code == 201
    one = stored()
    assert (one.marking, one.host, one.operation, one.inserter) == ("square-brackets", "", "", "")


def test_the_editor_leaves_out_what_is_off(study, coder, reading):
    address = reverse("reading", args=[reading.pk])
    names = {one.name for one in FACETS} - {"anonymity"}
    page = coder.get(address).text
    assert all(f'name="{name}"' in page for name in names | {"anonymity"})
    for off in (["attribution", "effect", "certainty"], ["insertion", "note", "mode"], ["claim_type", "stance"]):
        ClaimType.objects.filter(study=study).update(note_required=False)
        switch_off(study, *off)
        page = coder.get(address).text
        assert not [name for name in off if f'name="{name}"' in page]
    assert 'name="insertion"' in page
    one = make_annotation(reading, "closed", **INSERTION)
    page = coder.get(reverse("annotation", args=[reading.pk, one.pk]), headers={"X-Partial": "editor"}).text
    assert 'name="stance"' not in page


def test_an_edit_leaves_behind_what_is_off_now(study, save, sent, coder, reading):
    first = save(sent("closed", attribution="attributed", stance="neutral")).json()["id"]
    switch_off(study, "stance")
    assert save(sent("closed", attribution="attributed", replaces=first, revision="2")).status_code == 201
    assert stored().stance == ""
    assert Annotation.objects.get(pk=first).stance == "neutral"


def test_the_last_look_before_finishing_does_not_ask_for_what_is_off(study, coder, reading):
    make_annotation(reading, "closed", **{**INSERTION, "function": ""})
    for paragraph in reading.article.paragraphs.all():
        coder.post(reverse("paragraph_read", args=[reading.pk, paragraph.pk]))
    finish = reverse("finish", args=[reading.pk])
    assert "without a function" in coder.post(finish).text
    switch_off(study, "function", "attribution")
    page = coder.post(finish).text
    assert "without a function" not in page
    assert "With attribution" not in page
