"""Who oversees a study sees how far each coder and each article has come, and is blind where they read themselves."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from annotator.annotations.models import ParagraphRead, Reading
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.articles import make_article
from tests.factories.people import UserFactory
from tests.factories.review import make_reviewer
from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study

pytestmark = pytest.mark.django_db
TEXTS = ("The clinic closed on Monday.", "Nobody was hurt.", "Repairs start in May.")


def url(study, article=None):
    return (
        reverse("article_progress", args=[study.slug, article.pk])
        if article
        else reverse("progress", args=[study.slug])
    )


def words(answer):
    return " ".join(answer.content.decode().split())


@pytest.fixture
def begun():
    """A reading with one paragraph tagged twice, one read, one not yet."""
    reading = make_reading(*TEXTS)
    now = timezone.now()
    make_annotation(reading, "clinic", created_at=now - timedelta(minutes=4))
    make_annotation(reading, "Monday", created_at=now - timedelta(minutes=1))
    ParagraphRead.objects.create(reading=reading, paragraph=reading.article.paragraphs.all()[1], at=now)
    return reading


@pytest.fixture
def overseer(client, begun):
    person = make_reviewer(begun.study)
    client.force_login(person)
    return person


def test_a_coder_is_told_with_articles_paragraphs_annotations_and_time(client, begun, overseer):
    answer = client.get(url(begun.study))
    [line] = answer.context["coders"]
    assert (line.given, line.begun, line.finished, line.done, line.total, line.annotations) == (1, 1, 0, 2, 3, 2)
    assert line.spent == timedelta(minutes=4)
    assert line.typical is None
    assert "4 min" in words(answer)


def test_a_typical_article_is_the_median_of_the_finished(client, begun, overseer):
    now = timezone.now()
    for minutes in (1, 2, 5):
        reading = make_reading("One sentence.", study=begun.study, coder=begun.coder, finished_at=now)
        make_annotation(reading, "One", created_at=now - timedelta(minutes=minutes))
    [line] = client.get(url(begun.study)).context["coders"]
    assert (line.typical, line.finished) == (timedelta(minutes=2), 3)


def test_an_article_is_told_paragraph_by_paragraph(client, begun, overseer):
    answer = client.get(url(begun.study, begun.article))
    states = [line.cells[0].state for line in answer.context["lines"]]
    assert states == ["tagged", "read_nothing", "unseen"]
    assert "2 tagged" in words(answer)
    Reading.objects.filter(pk=begun.pk).update(finished_at=timezone.now())
    answer = client.get(url(begun.study, begun.article))
    assert [line.cells[0].state for line in answer.context["lines"]] == ["tagged", "read_nothing", "read"]


@pytest.mark.parametrize(
    ("stage", "shown"),
    [("", {0, 1, 2}), ("nobody", {2}), ("waiting", {0}), ("finished", {1})],
)
def test_articles_are_listed_by_how_far_they_have_come(client, begun, overseer, stage, shown):
    done = make_reading("Done.", study=begun.study, finished_at=timezone.now())
    free = make_article("Free.")
    add_to_study(begun.study, free)
    articles = [begun.article, done.article, free]
    listed = [line.article for line in client.get(url(begun.study), {"stage": stage}).context["lines"]]
    assert {articles.index(one) for one in listed} == shown


@pytest.mark.parametrize("stage", ["x", "\x00", "9" * 30])
def test_a_stage_that_does_not_exist_lists_nothing_and_is_said(client, begun, overseer, stage):
    answer = client.get(url(begun.study), {"stage": stage})
    assert answer.status_code == 422
    assert "Nothing is listed for that." in words(answer)


def test_an_unknown_filter_is_refused(client, begun, overseer):
    assert client.get(url(begun.study), {"coder": "1"}).status_code == 400


@pytest.mark.parametrize(("role", "status"), [("owner", 200), ("reviewer", 200), ("coder", 403), ("reader", 403)])
def test_it_is_for_those_who_oversee(client, begun, role, status):
    client.force_login(MembershipFactory(study=begun.study, role=role).user)
    assert client.get(url(begun.study)).status_code == status
    assert client.get(url(begun.study, begun.article)).status_code == status


def test_nobody_else_learns_that_there_is_such_a_study(client, begun):
    client.force_login(UserFactory())
    assert client.get(url(begun.study)).status_code == 404


def test_an_article_of_another_study_is_not_there(client, begun, overseer):
    assert client.get(url(begun.study, make_article("Elsewhere."))).status_code == 404


def test_who_still_reads_an_article_sees_nobody_elses_progress_on_it(client, begun, overseer):
    make_reading(study=begun.study, article=begun.article, coder=overseer)
    answer = client.get(url(begun.study))
    assert [line.coder for line in answer.context["coders"]] == [overseer]
    assert "1 reading of articles that you still read yourself is left out" in words(answer)
    of_article = client.get(url(begun.study, begun.article))
    assert begun.coder.get_full_name() not in words(of_article)
    assert "1 other reading of this article is left out" in words(of_article)


def test_an_empty_study_says_what_to_do(client):
    study = StudyFactory()
    client.force_login(MembershipFactory(study=study, role="owner").user)
    page = words(client.get(url(study)))
    assert "No article has been given to anybody yet." in page
    assert "The study has no articles yet." in page
    article = make_article("Free.")
    add_to_study(study, article)
    assert "Nobody has been given this article yet." in words(client.get(url(study, article)))


def test_the_queries_do_not_grow_with_articles_and_coders(client, begun, overseer):
    def asked():
        with CaptureQueriesContext(connection) as captured:
            client.get(url(begun.study))
            client.get(url(begun.study, begun.article))
        return len(captured)

    asked()
    few = asked()
    for _ in range(3):
        reading = make_reading(*TEXTS, study=begun.study)
        make_annotation(reading, "clinic")
        make_annotation(make_reading(study=begun.study, article=begun.article), "clinic")
    assert asked() == few
