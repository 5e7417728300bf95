"""The methods section says what the rows say, and what is not done yet."""

import pytest
from django.urls import reverse
from django.utils import timezone

from annotator import __version__
from annotator.annotations.handing import ReadingEvent
from annotator.annotations.models import ParagraphRead
from annotator.review.agreement import Asked, Question, Statistic
from annotator.review.methods.facts import facts
from annotator.review.methods.sentences import as_text, open_ends, sections
from annotator.suggestions.models import Batch
from tests.factories.agreement import add_article, make_world, measured, reopen
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.people import UserFactory
from tests.factories.review import make_batch, make_reviewer
from tests.factories.studies import MembershipFactory, StudyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world(4)


def told(study, user=None):
    """What somebody is told who oversees the study and codes nothing."""
    return facts(study, user or make_reviewer(study), now=timezone.now())


def said(study, user=None):
    return {one.heading: one.text for one in sections(told(study, user))}


def left(study, user=None):
    return open_ends(told(study, user))


def page(client, study, name="methods"):
    return client.get(reverse(name, args=[study.slug]))


def test_an_empty_study_says_so_in_each_paragraph():
    text = said(StudyFactory())
    assert text["Sample"] == "The sample is empty."
    assert text["Coders and coding"] == "No reading has been finished yet."
    assert text["Coverage"] == "Nothing has been covered yet."
    assert text["Agreement"] == "Agreement between coders has not been measured."
    assert text["Adjudication"] == "There was nothing to adjudicate."
    assert __version__ in text["Software"]


def test_the_coders_and_what_both_finished_are_counted(world):
    text = said(world.study)["Coders and coding"]
    assert text.startswith(
        "2 coders finished 8 readings (one coder, one article); 4 articles were finished by two coders or more."
    )
    assert "Coders worked blind" in text
    assert "Suggestions by machines were hidden while coding." in text
    assert "brought in" not in text


def test_files_that_were_brought_in_as_suggestions_are_told_and_those_taken_back(world):
    article = world.study.study_articles.first().article
    words = article.paragraphs.first().text[:5].strip()
    one, _ = (make_batch(world.study, article, words, by=world.owner) for _ in range(2))
    told = "Annotations from other tools were brought in as suggestions, in 2 files"
    assert f"{told}." in said(world.study)["Coders and coding"]
    Batch.objects.filter(pk=one.run.batch_id).take_back(by=world.owner)
    assert f"{told}; 1 of them was taken back." in said(world.study)["Coders and coding"]


def test_coverage_adds_up_to_the_paragraphs_that_had_to_be_read(world):
    before = told(world.study).covered
    # the second coder has tagged nothing in the second paragraph of the body
    first, second = world.readings[1].article.paragraphs.filter(slot="body").order_by("position")
    # a paragraph that is tagged as well counts once
    for paragraph in (first, second):
        ParagraphRead.objects.create(reading=world.readings[1], paragraph=paragraph)
    after = told(world.study).covered
    assert (after.paragraphs, after.tagged, after.nothing) == (before.paragraphs, before.tagged, before.nothing + 1)
    assert before.tagged + before.nothing <= before.paragraphs


def test_each_figure_stands_with_its_n_as_the_figures_page_has_it(world):
    kept = measured(world)
    text = said(world.study)["Agreement"]
    figure = kept.report.figure(Asked(Question.LABEL, facet="claim_type"), Statistic.PERCENT)
    assert f"was {100 * figure.value:.1f} %" in text
    assert f"(n = {figure.n} {figure.units})" in text
    assert "over the 4 articles that two or more of 2 coders had finished" in text
    assert "(a byline)" in text


def test_an_interval_stands_in_brackets_with_its_seed():
    kept = measured(make_world(12), resamples=100)
    figure = kept.report.figure(Asked(Question.LABEL, facet="claim_type"), Statistic.ALPHA)
    low, high = (f"{end:.3f}".replace("-", "−") for end in (figure.interval.low, figure.interval.high))
    text = said(kept.study)["Agreement"]
    assert f"[{low}, {high}]" in text
    assert "95% percentile bootstrap intervals from 100 resamples of articles (seed 1)" in text


def test_a_figure_that_is_undefined_says_why(world):
    kept = measured(world)
    figure = kept.report.figure(Asked(Question.LABEL, facet="marking"), Statistic.ALPHA)
    assert figure.value is None
    assert (
        "Krippendorff’s α on the marking given to words that both marked is undefined, because there is no variation"
        in said(world.study)["Agreement"]
    )


def test_who_may_have_seen_others_work_is_told(world):
    one = world.readings[0]
    ReadingEvent.objects.create(
        study=world.study, article=one.article, coder=one.coder, kind="reopened", after_others=True, by=one.coder
    )
    text = said(world.study)["Coders and coding"]
    assert "1 reading was finished or opened again when others’ work could be seen" in text
    assert "3 articles were finished by two coders or more" in text


def test_training_is_told_and_not_counted(world):
    world.study.study_articles.filter(article=world.readings[0].article).update(is_training=True)
    text = said(world.study)
    assert "The sample holds 3 articles" in text["Sample"]
    assert "1 further article served for training" in text["Sample"]
    assert "6 readings" in text["Coders and coding"]


def test_items_add_up(world):
    found = told(world.study).adjudicated
    assert found.total == found.unanimous + found.awaiting > 0
    assert f"Of {found.total} items" in said(world.study)["Adjudication"]


def test_what_is_left_to_do_is_listed(world):
    assert "Agreement has not been measured." in left(world.study)
    measured(world)
    assert "Agreement has not been measured." not in left(world.study)
    reopen(world.readings[3])
    assert "1 reading of 8 is not finished." in left(world.study)
    assert any("coders differ" in one for one in left(world.study))


def test_figures_older_than_the_work_are_said_to_be(world):
    measured(world)
    one = world.readings[0]
    ReadingEvent.objects.create(
        study=world.study, article=one.article, coder=one.coder, kind="reopened", after_others=True, by=one.coder
    )
    assert (
        "Agreement was measured over 4 articles, and 3 are finished by two coders or more now: measure it again."
        in left(world.study)
    )


def test_the_page_and_the_file_say_the_same(client, world):
    client.force_login(make_reviewer(world.study))
    html, file = page(client, world.study), page(client, world.study, "methods_file")
    assert html.status_code == file.status_code == 200
    assert file.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert f"{world.study.slug}-methods.txt" in file.headers["Content-Disposition"]
    text = file.content.decode()
    assert text == as_text(told(world.study))
    for one in html.context["sections"]:
        assert f"{one.heading}. {one.text}" in text


def test_whoever_still_codes_an_article_learns_nothing_of_it(world):
    """The numbers that an owner who codes is told are the same whatever others mark in what they still read."""
    make_reading(study=world.study, article=world.articles[0], coder=world.owner)
    before, everything = said(world.study, world.owner), said(world.study)
    assert before != everything
    assert "2 readings by others of articles that you still code yourself are not told of here." in left(
        world.study, world.owner
    )
    make_annotation(world.readings[0], "Repairs start")
    make_annotation(world.readings[1], "families", claim_type=world.study.claim_types.first())
    assert said(world.study, world.owner) == before
    assert said(world.study) != everything


@pytest.mark.parametrize("name", ["methods", "methods_file"])
@pytest.mark.parametrize(("role", "status"), [("owner", 200), ("reviewer", 200), ("coder", 403), ("reader", 403)])
def test_it_is_for_those_who_oversee(client, world, name, role, status):
    client.force_login(MembershipFactory(study=world.study, role=role).user)
    assert page(client, world.study, name).status_code == status


def test_nobody_else_learns_that_there_is_such_a_study(client, world):
    client.force_login(UserFactory())
    assert page(client, world.study).status_code == 404


def test_an_unknown_parameter_is_refused(client, world):
    client.force_login(make_reviewer(world.study))
    assert client.get(reverse("methods", args=[world.study.slug]), {"x": 1}).status_code == 400


def test_the_queries_do_not_grow_with_the_work(client, world):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(make_reviewer(world.study))

    def asked():
        page(client, world.study)
        with CaptureQueriesContext(connection) as captured:
            page(client, world.study)
        return len(captured)

    measured(world)
    few = asked()
    for reading in world.readings[:4]:
        make_annotation(reading, "Repairs start")
    add_article(world)
    assert asked() == few
