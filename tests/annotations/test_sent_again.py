"""Answers get lost and tabs are left open: what is sent again or late never stores twice, nor overwrites unseen."""

import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from annotator.annotations.models import Annotation, Reading
from annotator.studies.models import ClaimType
from annotator.studies.revise import retire_type

JSON = {"Accept": "application/json"}


@pytest.mark.parametrize(
    "changed",
    [
        {"certainty": "unsure"},
        {"note": "another"},
        {"attribution": "attributed", "stance": "endorsing"},
        {"attribution": "attributed", "source_kind": "collective"},
        {"attribution": "attributed", "anonymity": "yes"},
        {"attribution": "attributed", "denied": "1"},
        {"attribution": "attributed", "source_words": "the mayor"},
        {"insertion": "1"},
        {"insertion": "1", "function": "sic"},
        {"claim_type": ""},
        {"how": "sentence", "sentence": "1"},
    ],
    ids=str,
)
def test_an_id_sent_again_with_anything_changed_is_a_conflict_that_shows_what_stands(save, sent, changed):
    form = sent("closed", attribution="attributed", note="first")
    assert save(form).status_code == 201
    again = save(form | changed)
    assert again.status_code == 409
    assert again.json()["theirs"]["note"] == "first"
    assert Annotation.objects.count() == 1
    assert save(form).status_code == 200


@pytest.mark.parametrize("how", [{"how": "sentence", "sentence": "1"}, {"how": "words", "first": "1", "last": "3"}])
def test_a_chosen_sentence_or_words_sent_again_are_stored_once(save, sent, how):
    form = sent("closed") | how
    assert [save(form).status_code for _ in range(2)] == [201, 200]
    assert save(form | {"sentence": "99", "first": "2"}).status_code in (409, 422)


def test_spans_sent_again_are_the_same_and_a_span_given_twice_is_kept_once(save, sent, reading):
    text = reading.article.paragraphs.first().text
    form = sent("closed", attribution="attributed", source_words="the mayor")
    form |= {"span_role": "source", "span_quote": "the mayor", "span_start": text.index("the mayor")}
    form |= {"span_paragraph": form["paragraph"]}
    assert [save(form).status_code for _ in range(2)] == [201, 200]
    assert Annotation.objects.get().role_spans.count() == 1


def test_a_stored_save_sent_again_is_answered_after_the_reading_was_finished(save, sent, reading):
    form = sent("closed")
    save(form)
    Reading.objects.filter(pk=reading.pk).update(finished_at=timezone.now())
    assert save(form).status_code == 200
    assert save(sent("Monday")).status_code == 409


def test_a_stored_save_sent_again_is_answered_after_its_code_was_retired(save, sent, reading):
    form = sent("closed")
    save(form)
    ClaimType.objects.filter(pk=form["claim_type"]).update(retired_at=timezone.now())
    assert save(form).status_code == 200


def test_an_edit_sent_again_is_answered_and_ends_nothing_more(save, sent):
    first = save(sent("closed")).json()["id"]
    edit = sent("closed on Monday", replaces=first)
    assert [save(edit).status_code for _ in range(2)] == [201, 200]
    assert Annotation.objects.standing().count() == 1


def test_finishing_twice_is_finishing_once(coder, reading):
    for paragraph in reading.article.paragraphs.all():
        coder.post(reverse("paragraph_read", args=[reading.pk, paragraph.pk]))
    assert [coder.post(reverse("finish", args=[reading.pk]), {"confirm": "1"}).status_code for _ in range(2)] == [
        302,
        302,
    ]


def test_undoing_in_one_tab_does_not_end_what_another_tab_saved(save, sent, coder, reading):
    first = save(sent("closed")).json()["id"]
    second = save(sent("closed on Monday", replaces=first)).json()["id"]
    third = save(sent("on Monday", replaces=second, note="long work")).json()["id"]
    url = reverse("annotation_restore", args=[reading.pk, first])
    late = coder.post(url, {"id": str(uuid.uuid4()), "expects": second}, headers=JSON)
    assert late.status_code == 409
    assert late.json()["theirs"]["note"] == "long work"
    assert str(Annotation.objects.standing().get().pk) == third
    assert coder.post(url, {"id": str(uuid.uuid4()), "expects": third}, headers=JSON).status_code == 201


def test_an_edit_of_words_withdrawn_elsewhere_stands_as_their_next_version(save, sent, coder, reading):
    first = save(sent("closed")).json()["id"]
    coder.post(reverse("annotation_withdraw", args=[reading.pk, first]), headers=JSON)
    assert save(sent("closed on Monday", replaces=first, note="still wanted")).status_code == 201
    assert Annotation.objects.standing().get().note == "still wanted"


def test_the_same_flag_on_the_same_words_is_made_once(save, sent):
    flag = {"claim_type": "", "insertion": "1"}
    assert save(sent("closed", **flag)).status_code == 201
    twin = save(sent("closed", **flag))
    assert twin.status_code == 409
    assert twin.json()["theirs"]["quote"] == "closed"


def test_a_code_that_was_retired_since_comes_back_under_the_revision_it_was_chosen_from(save, sent, coder, reading):
    form = sent("closed")
    pk = save(form).json()["id"]
    coder.post(reverse("annotation_withdraw", args=[reading.pk, pk]), headers=JSON)
    code = ClaimType.objects.get(pk=form["claim_type"])
    retire_type(reading.study, code.code, seen=1, note="Never used.", by=None)
    assert coder.post(reverse("annotation_restore", args=[reading.pk, pk]), headers=JSON).status_code == 201
    stored = Annotation.objects.standing().get()
    assert (stored.claim_type, stored.codebook_revision.number) == (code, 1)


def test_editing_keeps_what_the_text_showed_open_and_what_a_person_corrected(save, sent, coder, reading):
    pk = save(sent("[secretly run by the harbour company]", insertion="1", host="caption")).json()["id"]
    page = coder.get(reverse("annotation", args=[reading.pk, pk]), headers={"X-Partial": "editor"}).content.decode()
    assert '<option value="caption" title="in a caption" selected>' in page
    assert '<option value="" title="" selected>from the text</option>' in page
    edit = sent("closed", replaces=pk, insertion="1", host="caption")
    assert Annotation.objects.get(pk=save(edit).json()["id"]).marking == "unmarked"


def test_editing_offers_a_retired_code_that_the_annotation_still_has(save, sent, coder, reading):
    form = sent("closed", attribution="attributed")
    pk = save(form).json()["id"]
    ClaimType.objects.filter(pk=form["claim_type"]).update(retired_at=timezone.now())
    page = coder.get(reverse("annotation", args=[reading.pk, pk]), headers={"X-Partial": "editor"}).content.decode()
    assert f'value="{form["claim_type"]}" data-key="1"  checked' in page


def test_the_editor_costs_the_same_queries_however_long_its_history(
    save, sent, coder, reading, django_assert_max_num_queries
):
    pk, counts = save(sent("closed")).json()["id"], []
    for version in range(12):
        with django_assert_max_num_queries(12) as asked:
            coder.get(reverse("annotation", args=[reading.pk, pk]), headers={"X-Partial": "editor"})
        counts.append(len(asked))
        pk = save(sent("closed", replaces=pk, note=str(version))).json()["id"]
    assert len(set(counts)) == 1
