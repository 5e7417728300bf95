"""Decisions that are sent twice, meet another tab's, or come after the reading was finished."""

import uuid
from datetime import UTC, datetime

import pytest

from annotator.annotations.carried import CarriedOver
from annotator.annotations.models import Annotation, Reading
from tests.annotations.carry_over.versions import drop, form_of, page, send, words
from tests.factories.annotations import make_annotation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("what", ["carry", "drop"])
def test_a_decision_sent_twice_is_one(client, versions, what):
    form, _ = (send if what == "carry" else drop)(client, versions, versions.cost)
    answer = client.post(versions.address("carry_one", versions.cost.pk), form)
    assert answer.status_code == 302
    assert CarriedOver.objects.count() == 1
    assert versions.reading.annotations.count() == (what == "carry")


def test_what_was_decided_in_another_tab_is_a_conflict(client, versions):
    form = form_of(client, versions, versions.cost)
    drop(client, versions, versions.cost, why="mistaken")
    answer = client.post(versions.address("carry_one", versions.cost.pk), form)
    assert answer.status_code == 409
    assert "This was decided since" in answer.text
    assert not versions.reading.annotations.exists()
    answer = client.post(versions.address("carry_one", versions.cost.pk), form, headers={"Accept": "application/json"})
    assert (answer.status_code, "error" in answer.json()) == (409, True)


def test_what_is_carried_over_is_not_carried_again(client, versions):
    send(client, versions, versions.cost)
    _, answer = send(client, versions, versions.cost)
    assert answer.status_code == 409
    assert versions.reading.annotations.count() == 1


def test_what_was_withdrawn_there_may_be_carried_again(client, versions):
    send(client, versions, versions.cost)
    Annotation.objects.filter(reading=versions.reading).end(by=versions.coder, how="withdrawn")
    _, answer = send(client, versions, versions.cost)
    assert answer.status_code == 302
    assert versions.reading.annotations.standing().count() == 1


def test_the_same_words_annotated_there_already_are_checked_and_refused(client, versions):
    make_annotation(versions.reading, "is closed", claim_type=None, attribution="attributed")
    assert "0 carried + 2 to check" in words(page(client, versions))
    _, answer = send(client, versions, versions.closed)
    assert answer.status_code == 409
    assert "annotated these words in the same way" in answer.text
    _, answer = drop(client, versions, versions.closed, why="there-already")
    assert answer.status_code == 302


def test_a_finished_reading_refuses(client, versions):
    form = form_of(client, versions, versions.cost)
    both = {"id": str(uuid.uuid4()), "seen": page(client, versions).context["seal"]}
    now = datetime(2026, 4, 1, tzinfo=UTC)
    Reading.objects.filter(pk=versions.reading.pk).update(started_at=now, finished_at=now)
    assert client.post(versions.address("carry_one", versions.cost.pk), form).status_code == 409
    assert client.post(versions.address("carry_all"), both).status_code == 409
    assert not CarriedOver.objects.exists()
    answer = page(client, versions)
    assert "nothing more can be carried over" in words(answer)
    assert "<button" not in answer.text.split("<main")[1]


def test_what_changed_in_the_earlier_version_since_is_told(client, versions):
    send(client, versions, versions.cost)
    Annotation.objects.filter(pk=versions.cost.pk).end(by=versions.coder, how="replaced")
    versions.annotate("Repairs will cost", replaces=versions.cost)
    said = words(page(client, versions))
    assert "4 = 1 carried + 2 to check + 1 lost" in said
    assert "You changed it after an earlier version of it was decided about." in said
    assert "It does not stand in the earlier version any more." in said
