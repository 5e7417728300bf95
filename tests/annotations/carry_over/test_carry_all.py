"""One press carries over all that stands unchanged."""

from datetime import UTC, datetime

import pytest

from annotator.annotations.carried import CarriedOver
from annotator.annotations.models import Reading
from tests.annotations.carry_over.versions import carry_all, drop, page, words

pytestmark = pytest.mark.django_db


def test_one_press_carries_all_that_stands_unchanged(client, versions):
    _, answer = carry_all(client, versions)
    assert answer.status_code == 302
    [row] = CarriedOver.objects.all()
    assert (row.from_annotation, row.status, row.score, row.decided) == (versions.closed, "carried", 1.0, "together")
    assert (row.confirmed_by, row.reading) == (versions.coder, versions.reading)
    new = row.to_annotation
    assert (new.reading, new.quote, new.paragraph.article) == (
        versions.reading,
        "is closed",
        versions.reading.article,
    )
    assert new.paragraph.text[new.start : new.end] == new.quote
    assert [(span.role, span.quote) for span in new.role_spans.all()] == [("source", "the mayor")]
    said = words(page(client, versions))
    assert "3 = 1 carried + 1 to check + 1 lost" in said
    assert "1 of 3 decided" in said


def test_sent_twice_it_makes_nothing_twice(client, versions):
    form, _ = carry_all(client, versions)
    answer = client.post(versions.address("carry_all"), form)
    assert answer.status_code == 302
    assert CarriedOver.objects.count() == versions.reading.annotations.count() == 1


def test_sent_twice_after_finishing_it_is_answered_as_before(client, versions):
    form, _ = carry_all(client, versions)
    Reading.objects.filter(pk=versions.reading.pk).update(finished_at=datetime(2026, 4, 1, tzinfo=UTC))
    answer = client.post(versions.address("carry_all"), form, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()) == (200, {"carried": 1})


@pytest.mark.parametrize("elsewhere", ["decided", "another"])
def test_what_the_page_did_not_show_is_not_carried(client, versions, elsewhere):
    """The press carries exactly what was shown, or nothing."""
    shown = page(client, versions).context
    form = {"id": str(shown["batch"]), "seen": shown["seal"]}
    if elsewhere == "decided":
        drop(client, versions, versions.closed, why="mistaken")
    else:
        versions.annotate("Nobody was hurt")
    answer = client.post(versions.address("carry_all"), form)
    assert answer.status_code == 409
    assert "This was decided since" in answer.text
    assert not versions.reading.annotations.exists()


def test_it_starts_the_reading(client, versions):
    carry_all(client, versions)
    versions.reading.refresh_from_db()
    assert versions.reading.started_at is not None


def test_what_is_nested_stays_nested(client, versions):
    inner = versions.annotate("closed", outer=versions.closed)
    carry_all(client, versions)
    outer = CarriedOver.objects.get(from_annotation=versions.closed).to_annotation
    assert CarriedOver.objects.get(from_annotation=inner).to_annotation.outer == outer
