"""From the rows of a study to kept figures: what counts, what is left out, and that it can be done again."""

from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotator.annotations.handing import ReadingEvent
from annotator.annotations.models import Annotation
from annotator.jobs.models import Job
from annotator.jobs.working import work_off
from annotator.review.agreement import Asked, Code, Question, Statistic, coefficients, units
from annotator.review.measured.counting import NOT_ALONE
from annotator.review.measured.keeping import report_as_json, report_from
from annotator.review.measured.models import Agreement
from annotator.review.measured.reading_in import Inputs
from annotator.review.measured.task import ask_for_figures
from annotator.studies.models import Membership, Role
from annotator.studies.revise import merge_types
from articles.final import FinalRowError
from tests.factories.agreement import add_article, finish, make_world, measured, reopen
from tests.factories.annotations import make_annotation, make_reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world(4)


def read_in(world, **options):
    return list(Inputs(world.study, at=timezone.now(), **options))


def test_it_measures_what_two_coders_finished(world):
    kept = measured(world)
    assert (kept.number, kept.articles, kept.readings, kept.seed) == (1, 4, 8, 1)
    labels = kept.report.figure(Asked(Question.LABEL, facet="claim_type"), Statistic.ALPHA)
    # two articles of four are labelled alike, two differently: the same table by hand
    same, other = ("event", "event"), ("event", "quantity")
    assert labels.value == pytest.approx(coefficients.alpha([same, other, same, other]).value)
    assert labels.n == 4
    found = kept.report.figure(Asked(Question.PARAGRAPHS), Statistic.PERCENT)
    assert (found.value, found.n) == (0.5, 8)
    left_out = {(one.reason, one.count) for one in found.exclusions if one.units == "paragraphs"}
    assert left_out == {("a byline", 4), ("a notice", 4)}


def test_what_is_kept_comes_back_as_it_was(world):
    kept = measured(world)
    assert report_from(report_as_json(kept.report), kept.report.plan) == kept.report
    assert kept.report.plan.seed == 1
    assert all(name.startswith("C-") for name in kept.report.coders)


def test_the_same_inputs_and_plan_give_the_same_figures(world):
    first, second, third = measured(world), measured(world), measured(world, seed=7)
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert first.sha256 == second.sha256 == third.sha256
    assert first.figures == second.figures
    assert (third.plan["seed"], third.seed) == (7, 7)


def test_the_sum_tells_other_inputs_apart(world):
    before = measured(world).sha256
    make_annotation(world.readings[0], "Repairs start")
    assert measured(world).sha256 != before


def test_training_does_not_count(world):
    world.study.study_articles.filter(article=world.readings[0].article).update(is_training=True)
    inputs = Inputs(world.study, at=timezone.now())
    assert world.readings[0].article_id not in inputs.articles
    assert (inputs.total, inputs.readings) == (3, 6)


def test_who_may_have_seen_the_others_work_is_left_out_and_told(world):
    told = world.readings[0]
    ReadingEvent.objects.create(
        study=world.study, article=told.article, coder=told.coder, kind="reopened", after_others=True, by=told.coder
    )
    [one] = [one for one in read_in(world) if one.article == told.article_id]
    assert one.unfinished == {world.study.pseudonym(told.coder_id): NOT_ALONE}
    assert len(one.finished) == 1


def test_claim_types_that_were_merged_since_are_one(world):
    labels = Asked(Question.LABEL, facet="claim_type")
    assert measured(world).report.figure(labels, Statistic.PERCENT).value == 0.5
    merge_types(world.study, ["quantity"], into="event", seen=1, note="One is enough.", by=world.readings[0].coder)
    assert measured(world).report.figure(labels, Statistic.PERCENT).value == 1


def test_what_was_finished_later_does_not_count(world):
    at = timezone.now()
    late = add_article(world)
    for reading in world.readings[-2:]:
        finish(reading)
    inputs = Inputs(world.study, at=at)
    assert late.pk in inputs.articles
    assert late.pk not in inputs.shared
    assert inputs.readings == 8


def test_marks_are_those_that_stood_at_the_moment(world):
    at, later = timezone.now(), timezone.now() + timedelta(milliseconds=1)
    reading = world.readings[0]
    marks = Annotation.objects.filter(reading=reading)
    QuerySet.update(marks, ended_at=later, ended_by=reading.coder, ended_how="withdrawn")
    make_annotation(reading, "Repairs start", created_at=later)
    [then] = [one for one in Inputs(world.study, at=at) if one.article == reading.article_id]
    [now] = [one for one in Inputs(world.study, at=later) if one.article == reading.article_id]
    mine = world.study.pseudonym(reading.coder_id)
    assert len([mark for mark in then.marks if mark.coder == mine]) == 3
    assert len([mark for mark in now.marks if mark.coder == mine]) == 1


def test_a_reading_that_is_not_finished_is_left_out_and_counted(world):
    reopen(world.readings[0])
    make_reading(study=world.study, article=world.articles[1])
    kept = measured(world)
    assert (kept.articles, kept.readings) == (3, 7)
    found = kept.report.figure(Asked(Question.PARAGRAPHS), Statistic.PERCENT)
    told = {(one.reason, one.units): one.count for one in found.exclusions}
    assert told["not finished", "readings"] == 2
    assert told["fewer than two coders have finished them", "articles"] == 1


def test_an_article_that_an_overseer_still_codes_is_left_out_of_a_blind_study(world):
    make_reading(study=world.study, article=world.articles[0], coder=world.reviewer)
    kept = measured(world)
    assert kept.articles == 3
    reasons = {one.reason for figure in kept.report.overall() for one in figure.exclusions}
    assert "an owner or reviewer is still coding the article" in reasons
    type(world.study).objects.filter(pk=world.study.pk).update(blind=False)
    world.study.refresh_from_db()
    assert measured(world).articles == 4


def test_a_mark_says_each_facet_it_has():
    world = make_world(1)
    [article] = read_in(world)
    said = [dict(mark.facets) for mark in article.marks]
    assert {"claim_type": "quantity", "attribution": "unattributed", "certainty": "sure"} in said
    assert any(one.get("marking") == "square-brackets" and "claim_type" not in one for one in said)
    assert [text.left_out for text in article.paragraphs] == ["a byline", "", "", "a notice"]
    assert article.paragraphs[1].sentences
    assert article.paragraphs[1].length >= article.paragraphs[1].tokens[-1][1]


def test_articles_come_in_the_order_of_the_sample(world):
    world.study.study_articles.filter(article=world.articles[3]).update(position=0)
    world.study.study_articles.filter(article=world.articles[0]).update(position=9)
    there = [world.articles[number].pk for number in (3, 1, 2, 0)]
    assert [one.article for one in read_in(world)] == there


def test_it_asks_as_often_for_many_articles_as_for_few(world):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read_in(world)
        return len(queries)

    few = asked()
    for number in range(5):
        add_article(world, number)
    assert asked() == few


def test_units_sum_up_to_what_each_figure_counts(world):
    kept = measured(world)
    for figure in kept.report.figures:
        inputs = Inputs(world.study, at=kept.as_of)
        found = sum(unit.count for unit in units(figure.asked, inputs, kept.report.plan) if not unit.left_out)
        assert found == figure.n, figure


def test_asking_twice_is_one_job(world):
    first, new = ask_for_figures(world.study, by=world.owner, seed=1, least_overlap=0)
    again, newer = ask_for_figures(world.study, by=world.reviewer, seed=2, least_overlap=0)
    assert (new, newer, first.pk) == (True, False, again.pk)


def test_a_study_without_overlap_fails_with_a_sentence():
    world = make_world(1, coders=("ada",))
    assert measured(world) is None
    assert "finished by two coders" in Job.objects.get().error


def test_somebody_who_lost_their_role_gets_nothing(world):
    ask_for_figures(world.study, by=world.reviewer, seed=1, least_overlap=0)
    Membership.objects.filter(user=world.reviewer).update(role=Role.CODER)
    work_off()
    assert Job.objects.get().state == "failed"
    assert not Agreement.objects.exists()


def test_a_code_has_a_figure_of_its_own(world):
    report = measured(world).report
    figure = report.figure(Asked(Question.PARAGRAPHS, Code("claim_type", "event")), Statistic.PERCENT)
    assert figure.value == 0.75
    assert Code("marking", "square-brackets") in report.codes


def test_kept_figures_are_final(world):
    kept = measured(world)
    with pytest.raises(FinalRowError):
        kept.save()
    with pytest.raises(FinalRowError):
        kept.delete()
    assert kept.job.result == {"agreement": 1}
    assert kept.job.state == "done"
