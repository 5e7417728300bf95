"""Time spent is told from stamps: gaps of up to five minutes count, longer ones are pauses."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from annotator.annotations.models import Annotation, ParagraphRead, Reading
from annotator.annotations.templatetags.spent import spent
from annotator.annotations.time_spent import time_spent, worked
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.review import make_reviewer

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def at(minutes, seconds=0):
    return NOON + timedelta(minutes=minutes, seconds=seconds)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [([], 0), ([3], 0), ([0, 2], 2), ([2, 0], 2), ([0, 5], 5), ([0, 2, 60, 63], 5), ([0, 0, 0], 0), ([0, 10, 20], 0)],
)
def test_gaps_count_until_they_are_pauses(minutes, expected):
    assert worked(at(one) for one in minutes) == timedelta(minutes=expected)


def test_five_minutes_and_a_second_is_a_pause():
    assert worked([at(0), at(5, 1)]) == timedelta(0)


def test_stamps_of_two_time_zones_are_the_same_moments():
    elsewhere = at(2).astimezone(datetime(2026, 1, 1).astimezone().tzinfo)
    assert worked([at(0), elsewhere]) == timedelta(minutes=2)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "less than a minute"), (0.4, "less than a minute"), (1, "1 min"), (60, "1 h"), (125, "2 h 5 min")],
)
def test_it_is_told_in_hours_and_minutes(minutes, words):
    assert spent(timedelta(minutes=minutes)) == words


def test_what_cannot_be_told_says_so():
    assert spent(None) == "not known"


@pytest.mark.django_db
class TestOfReadings:
    def test_saves_reads_and_the_end_are_stamps(self):
        reading = make_reading("The clinic closed on Monday.", "Nobody was hurt.", finished_at=at(9))
        _, second = reading.article.paragraphs.all()
        make_annotation(reading, "closed", created_at=at(0))
        make_annotation(reading, "Monday", created_at=at(3))
        ParagraphRead.objects.create(reading=reading, paragraph=second, at=at(7))
        assert time_spent(Reading.objects.all()) == {reading.pk: timedelta(minutes=9)}

    def test_one_stamp_tells_nothing(self):
        make_annotation(make_reading("One."), "One", created_at=at(0))
        assert time_spent(Reading.objects.all()) == {}

    def test_anothers_hand_is_not_the_coders_time(self):
        reading = make_reading("The clinic closed on Monday.")
        make_annotation(reading, "closed", created_at=at(0))
        make_annotation(reading, "Monday", created_at=at(1))
        ended = {"ended_at": at(4), "ended_how": "withdrawn"}
        row = {**ended, "ended_by": make_reviewer(reading.study)}
        make_annotation(reading, "clinic", id=uuid.uuid4(), created_at=at(2), **row)
        assert time_spent(Reading.objects.all()) == {reading.pk: timedelta(minutes=2)}
        make_annotation(reading, "The", created_at=at(2), **ended, ended_by=reading.coder)
        assert time_spent(Reading.objects.all()) == {reading.pk: timedelta(minutes=4)}

    def test_the_queries_do_not_grow_with_the_readings(self, django_assert_num_queries):
        for count in (1, 3):
            for _ in range(count):
                reading = make_reading("The clinic closed on Monday.")
                make_annotation(reading, "closed")
            with django_assert_num_queries(5):
                time_spent(Reading.objects.all())
        assert Annotation.objects.count() == 4
