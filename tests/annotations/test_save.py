"""Saving one annotation: what is stored, what is refused, and what happens when it is sent again."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from annotator.annotations.models import Annotation
from annotator.studies.models import ClaimType
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.studies import MembershipFactory, StudyFactory

JSON = {"Accept": "application/json"}


def test_it_stores_the_words_where_they_stand(save, sent, reading):
    answer = save(sent("closed on Monday"))
    assert answer.status_code == 201
    stored = Annotation.objects.get(pk=answer.json()["id"])
    assert stored.paragraph.text[stored.start : stored.end] == stored.quote == "closed on Monday"
    assert stored.codebook_revision == reading.study.revision
    assert stored.reading.started_at is not None


def test_it_fills_marking_and_host_in_from_the_text(save, sent):
    answer = save(sent("[secretly run by the harbour company]", claim_type="", insertion="1"))
    stored = Annotation.objects.get(pk=answer.json()["id"])
    assert (stored.marking, stored.host, stored.operation) == ("square-brackets", "running-text", "addition")
    assert stored.inserter == "unknown"


def test_what_the_person_corrected_wins_over_the_text(save, sent):
    answer = save(sent("[secretly run by the harbour company]", insertion="1", marking="unmarked", host="caption"))
    stored = Annotation.objects.get(pk=answer.json()["id"])
    assert (stored.marking, stored.host) == ("unmarked", "caption")


def test_it_keeps_source_and_cue_as_spans(save, sent):
    form = sent("closed on Monday", attribution="attributed", source_kind="named-person", source_words="the mayor")
    form |= {"cue_words": "said"}
    answer = save(form)
    stored = Annotation.objects.get(pk=answer.json()["id"])
    assert {(s.role, s.quote, s.paragraph.text[s.start : s.end]) for s in stored.role_spans.all()} == {
        ("source", "the mayor", "the mayor"),
        ("cue", "said", "said"),
    }


def test_words_that_name_the_source_may_stand_in_a_neighbouring_paragraph(save, sent):
    answer = save(sent("Nobody was hurt", attribution="inherited", source_words="the mayor"))
    stored = Annotation.objects.get(pk=answer.json()["id"])
    assert stored.role_spans.get().paragraph_id != stored.paragraph_id


def test_the_same_save_sent_again_is_answered_and_stored_once(save, sent):
    form = sent("closed")
    first, second = save(form), save(form)
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["id"] == first.json()["id"]
    assert Annotation.objects.count() == 1


def test_an_id_used_for_other_words_is_a_conflict(save, sent):
    form = sent("closed")
    save(form)
    again = save(sent("Monday", id=form["id"]))
    assert again.status_code == 409
    assert Annotation.objects.get().quote == "closed"


def test_somebody_elses_id_is_a_conflict_and_tells_nothing(save, sent):
    theirs = make_annotation(make_reading("A canary sings."), "canary")
    answer = save(sent("closed", id=str(theirs.pk)))
    assert answer.status_code == 409
    assert b"canary" not in answer.content


def test_the_same_words_with_the_same_claim_type_are_stored_once(save, sent):
    save(sent("closed"))
    assert save(sent("closed")).status_code == 409
    assert Annotation.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"start": 1}, "quote"),
        ({"quote": "opened"}, "quote"),
        ({"start": "9" * 30}, "start"),
        ({"start": "-1"}, "start"),
        ({"quote": ""}, "quote"),
        ({"paragraph": "x"}, "paragraph"),
        ({"paragraph": "999999999"}, "paragraph"),
        ({"claim_type": ""}, "claim_type"),
        ({"claim_type": "999999999"}, "claim_type"),
        ({"claim_type": "1e3"}, "claim_type"),
        ({"attribution": "rumoured"}, "attribution"),
        ({"insertion": "1", "function": "joke"}, "function"),
        ({"id": "not-an-id"}, "id"),
        ({"replaces": str(uuid.uuid4())}, "replaces"),
        ({"outer": str(uuid.uuid4())}, "outer"),
        ({"suggestion": "77"}, "suggestion"),
        ({"note": "x" * 10_001}, "note"),
        ({"note": "bad\x00byte"}, "note"),
        ({"certainty": "very"}, "certainty"),
        ({"how": "guess"}, "how"),
        ({"how": "sentence", "sentence": "99"}, "sentence"),
        ({"how": "words", "first": "3", "last": "2"}, "first"),
        ({"how": "exact", "exact": "not there"}, "exact"),
        ({"attribution": "attributed", "source_words": "the admiral"}, "source_words"),
        ({"attribution": "attributed", "span_role": "source"}, "span_role"),
    ],
)
def test_bad_input_names_its_field_and_stores_nothing(save, sent, fields, named):
    answer = save(sent("closed") | fields)
    assert answer.status_code == 422
    assert named in answer.json()["errors"]
    assert answer.json()["error"]
    assert not Annotation.objects.exists()


def test_a_code_that_asks_for_a_note_gets_one_or_is_refused(save, sent, reading):
    other = ClaimType.objects.get(study=reading.study, code="other")
    assert save(sent("closed", claim_type=other.pk)).json()["errors"]["note"]
    assert save(sent("closed", claim_type=other.pk, note="an irony")).status_code == 201


def test_a_retired_code_and_another_studys_code_are_refused(save, sent, reading):
    code = reading.study.claim_types.first()
    ClaimType.objects.filter(pk=code.pk).update(retired_at=timezone.now())
    assert save(sent("closed", claim_type=code.pk)).status_code == 422
    assert save(sent("closed", claim_type=StudyFactory().claim_types.first().pk)).status_code == 422


def test_notices_are_not_coded_for_claims(client, db):
    from tests.factories.articles import make_article

    reading = make_reading(article=make_article(blocks=[("notice", "Please give us money.")]))
    client.force_login(reading.coder)
    paragraph = reading.article.paragraphs.get()
    form = {
        "paragraph": paragraph.pk,
        "start": 0,
        "quote": "Please",
        "claim_type": reading.study.claim_types.first().pk,
    }
    answer = client.post(reverse("annotations", args=[reading.pk]), form, headers=JSON)
    assert answer.status_code == 422
    assert "Notices" in answer.json()["error"]


def test_an_edit_is_a_new_row_that_ends_the_old_one(save, sent, reading):
    first = save(sent("closed")).json()["id"]
    second = save(sent("closed on Monday", replaces=first)).json()["id"]
    old, new = Annotation.objects.get(pk=first), Annotation.objects.get(pk=second)
    assert (old.ended_how, old.ended_by) == ("replaced", reading.coder)
    assert new.replaces_id == old.pk
    assert new.ended_at is None


def test_the_second_of_two_edits_is_refused_and_sees_what_stands(save, sent):
    first = save(sent("closed")).json()["id"]
    save(sent("closed on Monday", replaces=first, note="mine"))
    late = save(sent("on Monday", replaces=first, note="late"))
    assert late.status_code == 409
    assert late.json()["theirs"]["quote"] == "closed on Monday"
    assert late.json()["theirs"]["note"] == "mine"
    assert Annotation.objects.standing().count() == 1


def test_a_refused_form_keeps_what_was_typed(coder, reading, sent):
    answer = coder.post(reverse("annotations", args=[reading.pk]), sent("closed", start=1, note="my long thought"))
    assert answer.status_code == 422
    assert "my long thought" in answer.content.decode()


def test_a_late_form_shows_both_versions(coder, reading, save, sent):
    first = save(sent("closed")).json()["id"]
    save(sent("closed on Monday", replaces=first, note="the one that stands"))
    answer = coder.post(reverse("annotations", args=[reading.pk]), sent("on Monday", replaces=first, note="mine, late"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "the one that stands" in page
    assert "mine, late" in page


def test_a_form_without_script_can_choose_a_sentence_words_or_exact_words(coder, reading, sent):
    url = reverse("annotations", args=[reading.pk])
    base = {k: v for k, v in sent("closed").items() if k not in ("start", "quote", "id")}
    coder.post(url, base | {"how": "sentence", "sentence": "1"})
    coder.post(url, base | {"how": "words", "first": "1", "last": "2"})
    coder.post(url, base | {"how": "exact", "exact": "the", "occurrence": "2"})
    quotes = {(a.quote, a.start) for a in Annotation.objects.all()}
    text = reading.article.paragraphs.first().text
    assert quotes == {(text, 0), ("The clinic", 0), ("the", text.index("the mayor"))}


def test_a_finished_reading_takes_nothing_more(save, sent, reading):
    type(reading).objects.filter(pk=reading.pk).update(finished_at=timezone.now())
    assert save(sent("closed")).status_code == 409


@pytest.mark.parametrize("who", ["stranger", "other coder", "owner"])
def test_nobody_writes_into_somebody_elses_reading(client, reading, sent, who):
    from tests.factories.people import UserFactory

    user = {
        "stranger": UserFactory,
        "other coder": lambda: MembershipFactory(study=reading.study).user,
        "owner": lambda: MembershipFactory(study=reading.study, role="owner").user,
    }[who]()
    client.force_login(user)
    answer = client.post(reverse("annotations", args=[reading.pk]), sent("closed"), headers=JSON)
    assert answer.status_code == 404
    assert not Annotation.objects.exists()


def test_a_coder_who_left_the_study_writes_no_more(save, sent, reading):
    reading.study.memberships.all().delete()
    assert save(sent("closed")).status_code == 404


def test_signed_out_is_told_so_and_not_sent_to_another_page(client, reading, sent):
    answer = client.post(reverse("annotations", args=[reading.pk]), sent("closed"), headers=JSON)
    assert answer.status_code == 401


def test_withdrawing_ends_the_row_and_twice_is_once(save, sent, coder, reading):
    pk = save(sent("closed")).json()["id"]
    url = reverse("annotation_withdraw", args=[reading.pk, pk])
    assert [coder.post(url, headers=JSON).status_code for _ in range(2)] == [200, 200]
    assert Annotation.objects.get().ended_how == "withdrawn"


def test_restoring_brings_the_words_back_as_a_new_row_and_twice_is_once(save, sent, coder, reading):
    pk = save(sent("closed", attribution="attributed", cue_words="said", note="n")).json()["id"]
    coder.post(reverse("annotation_withdraw", args=[reading.pk, pk]), headers=JSON)
    url, form = reverse("annotation_restore", args=[reading.pk, pk]), {"id": str(uuid.uuid4())}
    assert [coder.post(url, form, headers=JSON).status_code for _ in range(2)] == [201, 200]
    back = Annotation.objects.standing().get()
    assert (back.quote, back.note, back.replaces_id) == ("closed", "n", uuid.UUID(pk))
    assert [s.quote for s in back.role_spans.all()] == ["said"]


def test_undoing_an_edit_restores_the_earlier_words(save, sent, coder, reading):
    first = save(sent("closed")).json()["id"]
    save(sent("closed on Monday", replaces=first))
    coder.post(reverse("annotation_restore", args=[reading.pk, first]), {"id": str(uuid.uuid4())}, headers=JSON)
    assert Annotation.objects.standing().get().quote == "closed"
    assert Annotation.objects.count() == 3


def test_nothing_of_this_deletes_or_changes_a_row(save, sent):
    from articles.final import FinalRowError

    save(sent("closed", **{k: v for k, v in INSERTION.items() if k != "effect"}, insertion="1"))
    stored = Annotation.objects.get()
    stored.note = "changed"
    for change in (stored.save, stored.delete, Annotation.objects.all().delete):
        with pytest.raises(FinalRowError):
            change()
    with pytest.raises(FinalRowError):
        Annotation.objects.all().update(note="changed")


@pytest.mark.django_db(transaction=True)
def test_of_two_edits_at_once_one_wins_and_the_other_sees_it():
    reading = make_reading("The clinic closed on Monday.")
    old = make_annotation(reading, "closed")
    paragraph = old.paragraph

    def edit(quote):
        client = Client()
        client.force_login(reading.coder)
        form = {"id": uuid.uuid4(), "replaces": old.pk, "paragraph": paragraph.pk, "quote": quote}
        form |= {"start": paragraph.text.index(quote), "claim_type": old.claim_type_id}
        answer = client.post(reverse("annotations", args=[reading.pk]), form, headers=JSON)
        connections.close_all()
        return answer.status_code

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(edit, ["closed on", "closed on Monday"]))
    assert answers == [201, 409]
    assert Annotation.objects.standing().count() == 1
    connection.close()
