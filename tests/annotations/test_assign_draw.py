"""The draw by lot on its page: looked at, given out, logged."""

from collections import Counter

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.annotations.allotting import allot, plan
from annotator.annotations.handing import Draw
from annotator.studies.models import Role, Study
from tests.factories.annotations import make_reading
from tests.factories.articles import make_article
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study

pytestmark = pytest.mark.django_db
ADDRESS = "/studies/ferries/assign/draw/"


@pytest.fixture
def study():
    study = StudyFactory(slug="ferries", coders_per_article=1, overlap_percent=50, overlap_coders=2)
    for n in range(4):
        add_to_study(study, make_article("A.", title=f"Story {n}"))
    return study


@pytest.fixture
def owner(study):
    return MembershipFactory(study=study, role=Role.OWNER).user


@pytest.fixture
def coders(study):
    return [MembershipFactory(study=study).user for _ in range(3)]


@pytest.fixture
def as_(client):
    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


def words(page):
    return " ".join(page.text.split())


def expects(study):
    return {"expects": plan(study).digest}


@pytest.mark.parametrize(("role", "status"), [("reviewer", 403), ("coder", 403), ("reader", 403), (None, 404)])
def test_only_owners_draw(as_, study, coders, role, status):
    person = MembershipFactory(study=study, role=role).user if role else UserFactory()
    assert as_(person).get(ADDRESS).status_code == status
    assert as_(person).post(ADDRESS, expects(study)).status_code == status
    assert not study.readings.exists()


def test_strangers_sign_in(client, study):
    assert client.get(ADDRESS).status_code == 302
    assert reverse("assign_draw", args=["ferries"]) == ADDRESS


def test_it_shows_the_draw_before_it_is_given_out(as_, study, owner, coders):
    page = words(as_(owner).get(ADDRESS))
    assert "2 coders read each article of the overlap sample, 50 % of the articles; 1 coder reads each of the" in page
    assert f"study {study.pk}" in page
    assert "Give out 6 readings" in page
    for coder in coders:
        assert coder.display_name in page
    assert page.count('<td class="number">2</td> <td class="number">2</td>') == 3
    assert not study.readings.exists()


def test_what_was_shown_is_given_out_and_logged(as_, study, owner, coders):
    Study.objects.update(draw_seed="harbour 2026")
    study.refresh_from_db()
    shown = plan(study)
    page = as_(owner).post(ADDRESS, expects(study), follow=True)
    assert "6 readings given out by lot." in page.text
    assert set(study.readings.values_list("article_id", "coder_id")) == set(shown.lots.pairs)
    assert sorted(Counter(study.readings.values_list("coder_id", flat=True)).values()) == [2, 2, 2]
    assert not study.readings.filter(coder=owner).exists()
    draw = study.draws.get()
    assert (draw.number, draw.seed, draw.by) == (1, "harbour 2026", owner)
    assert draw.rule == {"coders_per_article": 1, "overlap_percent": 50, "overlap_coders": 2}
    assert draw.result == {
        "articles": 4, "overlap": 2, "readings": 6, "training": 0, "coders": {str(coder.pk): 2 for coder in coders},
    }  # fmt: skip
    assert "harbour 2026" in page.text
    assert "nothing to draw" in page.text


def test_articles_that_come_later_are_drawn_and_the_rest_stays(as_, study, owner, coders):
    allot(study, by=owner, **expects(study))
    before = set(study.readings.values_list("pk", flat=True))
    for _ in range(2):
        add_to_study(study, make_article())
    assert as_(owner).post(ADDRESS, expects(study)).status_code == 302
    assert before < set(study.readings.values_list("pk", flat=True))
    assert list(study.draws.values_list("number", flat=True)) == [2, 1]
    assert sorted(Counter(study.readings.values_list("coder_id", flat=True)).values()) == [3, 3, 3]


@pytest.mark.parametrize("change", ["an article", "a coder", "the seed", "the rule", "a reading"])
def test_when_something_changed_meanwhile_nothing_is_given_out_and_the_new_draw_is_shown(
    as_, study, owner, coders, change
):
    sent = expects(study)
    match change:
        case "an article":
            add_to_study(study, make_article())
        case "a coder":
            MembershipFactory(study=study)
        case "the seed":
            Study.objects.update(draw_seed="another")
        case "the rule":
            Study.objects.update(overlap_percent=100)
        case "a reading":
            article = study.study_articles.first().article
            taken = {coder for one, coder in plan(study).lots.pairs if one == article.pk}
            make_reading(
                study=study, article=article, coder=next(c for c in coders if c.pk not in taken), started_at=None
            )
    before = study.readings.count()
    answer = as_(owner).post(ADDRESS, sent)
    assert answer.status_code == 409
    assert "have changed since this page was opened" in answer.text
    study.refresh_from_db()
    assert plan(study).digest in answer.text
    assert study.readings.count() == before
    assert not Draw.objects.exists()


@pytest.mark.parametrize("sent", [{}, {"expects": ""}, {"expects": "x" * 5000}, {"expects": "a\0"}])
def test_a_draw_that_nobody_saw_is_not_given_out(as_, study, owner, coders, sent):
    assert as_(owner).post(ADDRESS, sent).status_code == 409
    assert not study.readings.exists()


def test_too_few_coders_are_told_in_a_sentence(as_, study, owner):
    MembershipFactory(study=study)
    assert "The rule needs 2 coders and the study has 1." in words(as_(owner).get(ADDRESS))
    answer = as_(owner).post(ADDRESS, expects(study))
    assert answer.status_code == 422
    assert "Add coders, or change the rule" in words(answer)
    assert not study.readings.exists()


def test_without_articles_there_is_nothing_to_draw(as_, owner, study):
    empty = MembershipFactory(user=owner, role=Role.OWNER).study
    assert "no articles to give out" in as_(owner).get(reverse("assign_draw", args=[empty.slug])).text


def test_an_unknown_parameter_is_400_and_any_page_number_is_answered(as_, study, owner):
    assert as_(owner).get(ADDRESS, {"seed": "x"}).status_code == 400
    for page in ("0", "9" * 30, "x", "a\0"):
        assert as_(owner).get(ADDRESS, {"page": page}).status_code == 200


def test_its_queries_do_not_grow(as_, study, owner, coders, django_assert_num_queries):
    allot(study, by=owner, **expects(study))
    client = as_(owner)
    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESS)
    for _ in range(3):
        MembershipFactory(study=study)
        add_to_study(study, make_article())
        allot(study, by=UserFactory(), **expects(study))
    with django_assert_num_queries(len(few)):
        client.get(ADDRESS)
