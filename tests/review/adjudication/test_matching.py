import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotator.annotations.models import Ending, Reading, RoleSpan
from annotator.review.adjudication.matching import match
from annotator.review.adjudication.models import Item, Matching
from annotator.review.adjudication.queries import State, counted, current, in_state
from annotator.review.cases import gather
from tests.factories.annotations import INSERTION, make_annotation, make_left_out, make_omission, make_reading
from tests.factories.articles import make_article
from tests.factories.review import make_decision
from tests.factories.studies import MembershipFactory
from tests.review.adjudication.conftest import differing, finished, item, items, kinds, make_world, rule

pytestmark = pytest.mark.django_db


def test_what_both_marked_alike_is_unanimous_without_anybody_deciding(world):
    for reading in (world.a, world.b):
        make_annotation(reading, "lost power", claim_type=world.event)
    one = item(world.study)
    assert (one.quote, kinds(one)) == ("lost power", set())
    assert counted(current(world.study)) == {
        State.UNANIMOUS: 1, State.ADJUDICATED: 0, State.AWAITING: 0, State.UNRESOLVED: 0,
    }  # fmt: skip


def test_an_item_covers_what_the_coders_cover_together(world):
    make_annotation(world.a, "The plant lost power", claim_type=world.event)
    make_annotation(world.b, "lost power on Monday", claim_type=world.event)
    one = item(world.study)
    assert (one.quote, kinds(one)) == ("The plant lost power on Monday", {"boundary"})
    assert one.paragraph.text[one.start : one.end] == one.quote


def test_who_finished_and_marked_nothing_has_a_version_without_an_annotation(world):
    mine = make_annotation(world.a, "lost power", claim_type=world.event)
    one = item(world.study)
    assert kinds(one) == {"alone"}
    assert set(one.versions.values_list("reading", "annotation")) == {(world.a.pk, mine.pk), (world.b.pk, None)}


def test_sources_are_compared_by_their_words(world):
    for reading, words in ((world.a, "the mayor"), (world.b, "talks")):
        row = make_annotation(reading, "lost power", attribution="attributed")
        RoleSpan.objects.create(
            annotation=row, role="source", paragraph=row.paragraph, start=row.paragraph.text.index(words), quote=words
        )
    assert kinds(item(world.study)) == {"attribution"}


def test_an_article_that_one_coder_still_reads_has_no_items(world):
    Reading.objects.filter(pk=world.b.pk).update(finished_at=None)
    make_annotation(world.a, "lost power", claim_type=world.event)
    assert items(world.study) == []


def test_a_reading_that_is_opened_again_takes_the_items_away_until_it_is_finished(world):
    one, _, _ = differing(world)
    rule(one, world.reviewer, "nothing-here")
    Reading.objects.filter(pk=world.b.pk).update(finished_at=None)
    assert items(world.study) == []
    Reading.objects.filter(pk=world.b.pk).update(finished_at=timezone.now())
    assert items(world.study) == [one], "the same annotations are the same item"
    assert list(in_state(current(world.study), State.ADJUDICATED)) == [one]


def test_what_a_coder_changed_meanwhile_awaits_a_decision_of_its_own(world):
    one, _, ben = differing(world)
    rule(one, world.reviewer, "nothing-here")
    Reading.objects.filter(pk=world.b.pk).update(finished_at=None)
    match(world.study)
    type(ben).objects.filter(pk=ben.pk).end(by=world.ben, how=Ending.WITHDRAWN)
    Reading.objects.filter(pk=world.b.pk).update(finished_at=timezone.now())
    now = item(world.study)
    assert now != one
    assert kinds(now) == {"alone"}
    assert list(in_state(current(world.study), State.AWAITING)) == [now]
    assert one.adjudications.count() == 1, "what was decided is kept"


def test_a_third_coder_makes_other_items(world):
    one, _, _ = differing(world)
    third = MembershipFactory(study=world.study).user
    assert one.versions.count() == 2
    finished(world.study, world.article, third)
    now = item(world.study)
    assert (now.versions.count(), kinds(now)) == (3, {"alone", "claim"})


def test_matching_twice_stores_nothing_twice_and_asks_two_questions(world):
    differing(world)
    before = (Item.objects.count(), Matching.objects.count())
    with CaptureQueriesContext(connection) as asked:
        assert match(world.study) == 0
    assert len(asked) == 2
    assert (Item.objects.count(), Matching.objects.count()) == before


def test_no_more_than_asked_for_is_matched_at_once(world):
    for _ in range(3):
        article = make_article("Rain fell on Sunday.")
        for coder in (world.ana, world.ben):
            make_annotation(finished(world.study, article, coder), "Rain fell", claim_type=world.event)
    assert match(world.study, most=1) == 3
    assert match(world.study, most=2) == 1
    assert match(world.study) == 0
    assert current(world.study).count() == 3


def test_the_questions_do_not_grow_with_the_articles(world):
    counts = []
    for n in (2, 9):
        for _ in range(n):
            article = make_article("Rain fell on Sunday.")
            for coder in (world.ana, world.ben):
                make_annotation(finished(world.study, article, coder), "Rain fell", claim_type=world.event)
        with CaptureQueriesContext(connection) as asked:
            match(world.study)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20


def test_an_insertion_flagged_by_one_coder_awaits_the_verdict_of_its_case(world):
    make_annotation(world.a, "[so they say]", **INSERTION)
    one = item(world.study)
    assert kinds(one) == {"flag"}
    assert list(in_state(current(world.study), State.AWAITING)) == [one]
    gather(world.study)
    make_decision(world.study.cases.get(), world.reviewer)
    assert list(in_state(current(world.study), State.ADJUDICATED)) == [one]


def test_facets_of_an_insertion_are_settled_by_the_verdict_of_its_case(world):
    make_annotation(world.a, "[so they say]", **INSERTION)
    make_annotation(world.b, "[so they say]", **INSERTION | {"function": "comment"})
    one = item(world.study)
    assert kinds(one) == {"insertion"}
    assert list(in_state(current(world.study), State.AWAITING)) == [one]
    gather(world.study)
    make_decision(world.study.cases.get(), world.reviewer)
    assert list(in_state(current(world.study), State.ADJUDICATED)) == [one]


def test_omissions_at_one_point_are_matched_by_what_they_leave_out(world):
    left, right = make_left_out()
    study, second = left.study, MembershipFactory(study=left.study).user
    other = make_reading(study=study, article=right.article, coder=second, finished_at=timezone.now())
    Reading.objects.filter(pk=right.pk).update(finished_at=timezone.now())
    for reading in (right, other):
        make_omission(reading, left.article)
    one = item(study)
    assert (one.quote, one.start, kinds(one)) == ("", one.end, set())


def test_studies_are_matched_apart(world):
    one, _, _ = differing(world)
    elsewhere = make_reading(article=world.article, finished_at=timezone.now())
    make_annotation(elsewhere, "lost power")
    assert items(elsewhere.study) == []
    assert items(world.study) == [one]


def test_a_training_round_is_not_adjudicated(world):
    differing(world)
    world.study.study_articles.update(is_training=True)
    match(world.study)
    assert not current(world.study).exists()


@pytest.mark.django_db(transaction=True)
def test_two_who_look_at_once_store_each_item_once(at_once):
    world = make_world()
    for reading in (world.a, world.b):
        make_annotation(reading, "lost power", claim_type=world.event)

    def look():
        return match(world.study), Item.objects.count(), Matching.objects.count()

    assert set(at_once(look, look, look)) == {(0, 1, 1)}
