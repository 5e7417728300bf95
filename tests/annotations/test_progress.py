"""How far a reading has come: paragraphs tagged or read, notices left out."""

import pytest
from django.utils import timezone

from annotator.annotations.models import ParagraphRead, Reading
from annotator.annotations.progress import coverage, piles, with_progress
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.articles import make_article
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory, StudyFactory

pytestmark = pytest.mark.django_db

BLOCKS = [
    ("headline", "Bridge closed"),
    ("body", "The bridge is closed, the mayor said."),
    ("body", "Repairs start in May."),
    ("notice", "Please give."),
]


@pytest.fixture
def reading():
    return make_reading(article=make_article(blocks=BLOCKS))


def read(reading, position, **fields):
    paragraph = reading.article.paragraphs.get(position=position)
    return ParagraphRead.objects.create(reading=reading, paragraph=paragraph, **fields)


def progress(reading):
    """`done` and `total` as both doors tell them; they must agree."""
    one = with_progress(Reading.objects.filter(pk=reading.pk)).get()
    found = coverage(reading)
    assert (one.done, one.total) == (found.done, found.total)
    assert len(found.unread) == found.total - found.done
    return found.done, found.total


def test_nothing_is_done_at_first_and_notices_do_not_count(reading):
    assert progress(reading) == (0, 3)
    assert [paragraph.position for paragraph in coverage(reading).unread] == [0, 1, 2]


def test_a_tag_or_a_read_mark_makes_a_paragraph_done_once(reading):
    make_annotation(reading, "mayor")
    make_annotation(reading, "bridge is closed")
    read(reading, 1)
    read(reading, 2)
    assert progress(reading) == (2, 3)
    assert [paragraph.text for paragraph in coverage(reading).unread] == ["Bridge closed"]


def test_a_withdrawn_tag_and_a_read_mark_taken_back_count_no_more(reading):
    annotation = make_annotation(reading, "mayor")
    type(annotation).objects.filter(pk=annotation.pk).end(by=reading.coder, how="withdrawn")
    read(reading, 2, ended_at=timezone.now())
    assert progress(reading) == (0, 3)


def test_a_tagged_notice_does_not_count(reading):
    make_annotation(reading, "give")
    read(reading, 3)
    assert progress(reading) == (0, 3)


def test_another_coders_work_does_not_count(reading):
    other = make_reading(study=reading.study, article=reading.article)
    make_annotation(other, "mayor")
    read(other, 2)
    assert progress(reading) == (0, 3)
    assert progress(other) == (2, 3)


def test_an_article_of_notices_only_is_all_done():
    reading = make_reading(article=make_article(blocks=[("notice", "Gone.")]))
    assert progress(reading) == (0, 0)


def test_it_takes_one_query_each(reading, django_assert_num_queries):
    for _ in range(4):
        make_reading(study=reading.study, coder=reading.coder)
    with django_assert_num_queries(1):
        assert len(with_progress(Reading.objects.of(reading.coder))) == 5
    with django_assert_num_queries(1):
        coverage(reading)


# -- piles ---------------------------------------------------------------------


def test_a_pile_puts_begun_readings_first_then_the_samples_order():
    study = StudyFactory()
    coder = MembershipFactory(study=study).user
    first, second, early, late = (
        make_reading(study=study, coder=coder, started_at=at)
        for at in (None, None, "2026-03-01T00:00Z", "2026-03-02T00:00Z")
    )
    done = make_reading(study=study, coder=coder, finished_at="2026-03-03T00:00Z")
    (pile,) = piles(coder)
    assert pile.waiting == [late, early, first, second]
    assert (pile.next, pile.later, pile.done) == (late, [early, first, second], [done])
    assert (pile.number, pile.total, pile.finished, pile.more) == (2, 5, 1, 0)


def test_a_pile_is_cut_in_each_study_by_itself():
    coder = UserFactory()
    for title in ("A", "B"):
        study = MembershipFactory(user=coder, study=StudyFactory(title=title)).study
        for n in range(3):
            make_reading(study=study, coder=coder, started_at=None)
            make_reading(study=study, coder=coder, finished_at=f"2026-03-0{n + 1}T00:00Z")
    found = piles(coder, each=2)
    assert [pile.study.title for pile in found] == ["A", "B"]
    assert [(len(pile.waiting), pile.more, len(pile.done), pile.total) for pile in found] == [(2, 1, 2, 6)] * 2
    assert [reading.finished_at.day for reading in found[0].done] == [3, 2]


def test_somebody_who_left_the_study_has_no_pile():
    reading = make_reading()
    reading.study.memberships.all().delete()
    assert piles(reading.coder) == []


def test_piles_take_four_queries_however_many_there_are(django_assert_num_queries):
    coder = UserFactory()
    for _ in range(3):
        study = MembershipFactory(user=coder).study
        for _ in range(3):
            make_reading(study=study, coder=coder)
    with django_assert_num_queries(4):
        assert len([(pile.study.title, pile.next.article.outlet.name, pile.next.done) for pile in piles(coder)]) == 3
