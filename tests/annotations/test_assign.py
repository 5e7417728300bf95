"""Giving out articles by tick, and taking back what nobody has begun. By lot: test_assign_draw."""

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.annotations.giving import give_out, take_back
from annotator.annotations.handing import ReadingEvent
from annotator.annotations.models import ParagraphRead, Reading
from annotator.studies.models import Role
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.articles import make_article
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study

# -- the verbs ---------------------------------------------------------------------


@pytest.fixture
def study(db):
    study = StudyFactory(slug="ferries", coders_per_article=2)
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
def articles(study):
    return list(study.study_articles.values_list("article_id", flat=True))


@pytest.fixture
def as_(client):
    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


ADDRESS = "/studies/ferries/assign/"


def box(pair):
    return f"{pair[0]}:{pair[1]}"


def test_giving_out_twice_makes_no_second_reading(study, owner, coders, articles):
    pairs = [(articles[0], coders[0].pk), (articles[0], coders[1].pk)]
    assert give_out(study, pairs, by=owner) == 2
    assert give_out(study, [*pairs, (articles[1], coders[0].pk)], by=owner) == 1
    assert study.readings.count() == 3
    reading = study.readings.first()
    assert (reading.assigned_by, reading.started_at, reading.finished_at) == (owner, None, None)


def test_an_article_outside_the_sample_is_refused(study, owner, coders):
    with pytest.raises(ValidationError, match="not in the study"):
        give_out(study, [(make_article().pk, coders[0].pk)], by=owner)
    assert not study.readings.exists()


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.READER, None])
def test_who_does_not_code_here_is_refused(study, owner, articles, role):
    person = MembershipFactory(study=study, role=role).user if role else UserFactory()
    with pytest.raises(ValidationError, match="does not code"):
        give_out(study, [(articles[0], person.pk)], by=owner)


def test_an_owner_may_code(study, owner, articles):
    assert give_out(study, [(articles[0], owner.pk)], by=owner) == 1


def test_somebody_who_cannot_sign_in_gets_nothing(study, owner, articles):
    gone = MembershipFactory(study=study, user=UserFactory(is_active=False)).user
    with pytest.raises(ValidationError):
        give_out(study, [(articles[0], gone.pk)], by=owner)


def test_only_untouched_readings_are_taken_back(study, owner, coders, articles):
    untouched = make_reading(study=study, article=make_article(), coder=coders[0], started_at=None)
    started = make_reading(study=study, article=make_article(), coder=coders[0])
    tagged = make_reading(study=study, article=make_article(), coder=coders[0], started_at=None)
    make_annotation(tagged, "bridge")
    read = make_reading(study=study, article=make_article(), coder=coders[0], started_at=None)
    ParagraphRead.objects.create(reading=read, paragraph=read.article.paragraphs.first())
    every = [(r.article_id, r.coder_id) for r in (untouched, started, tagged, read)]
    assert take_back(study, every, by=owner) == 1
    assert set(study.readings.all()) == {started, tagged, read}
    event = ReadingEvent.objects.get()
    assert (event.kind, event.article, event.coder, event.by) == ("taken-back", untouched.article, coders[0], owner)


def test_taking_back_stays_within_the_study(study, owner, coders):
    elsewhere = make_reading(coder=coders[0], started_at=None)
    assert take_back(study, [(elsewhere.article_id, elsewhere.coder_id)], by=owner) == 0
    assert Reading.objects.filter(pk=elsewhere.pk).exists()


# -- the page ----------------------------------------------------------------------


@pytest.mark.parametrize(("role", "status"), [("reviewer", 403), ("coder", 403), ("reader", 403), (None, 404)])
def test_only_owners_give_out(as_, study, coders, articles, role, status):
    person = MembershipFactory(study=study, role=role).user if role else UserFactory()
    assert as_(person).get(ADDRESS).status_code == status
    assert as_(person).post(ADDRESS, {"pair": f"{articles[0]}:{coders[0].pk}"}).status_code == status
    assert not study.readings.exists()


def test_strangers_sign_in(client, study):
    assert client.get(ADDRESS).status_code == 302
    assert reverse("assign", args=["ferries"]) == ADDRESS


def test_the_studys_rule_leads_to_the_draw(as_, study, owner, coders):
    page = " ".join(as_(owner).get(ADDRESS).text.split())
    assert "2 coders read each article." in page
    assert reverse("assign_draw", args=["ferries"]) in page


def test_ticks_give_out_and_take_back(as_, study, owner, coders, articles):
    kept, gone, new = ((articles[n], coders[0].pk) for n in range(3))
    give_out(study, [kept, gone], by=owner)
    form = {"pair": [box(kept), box(new)], "was": [box(kept), box(gone)]}
    page = as_(owner).post(ADDRESS, form, follow=True)
    assert "1 reading given out. 1 reading taken back." in page.text
    assert set(study.readings.values_list("article_id", "coder_id")) == {kept, new}


def test_what_another_page_gave_out_meanwhile_is_not_taken_back(as_, study, owner, coders, articles):
    give_out(study, [(articles[0], coders[0].pk)], by=owner)
    page = as_(owner).post(ADDRESS, {}, follow=True)
    assert "Nothing was changed." in page.text
    assert study.readings.count() == 1


def test_a_begun_reading_has_no_box_and_survives_a_forged_form(as_, study, owner, coders):
    reading = make_reading(study=study, coder=coders[0])
    box = f"{reading.article_id}:{reading.coder_id}"
    page = as_(owner).get(ADDRESS).text
    assert "◐ reading" in page
    assert f'value="{box}"' not in page
    as_(owner).post(ADDRESS, {"was": box})
    assert study.readings.get() == reading


@pytest.mark.parametrize(
    "pair", ["x", "1", "1:", ":1", "1:x", "9" * 30 + ":1", "1:2:3", "a\0:1", "²:1", "-1:1", "99999:99999"]
)
def test_a_form_of_nonsense_is_422(as_, study, owner, coders, pair):
    for name in ("pair", "was"):
        answer = as_(owner).post(ADDRESS, {name: pair})
        assert answer.status_code == (422 if name == "pair" or pair != "99999:99999" else 302)
    assert not study.readings.exists()


def test_a_refused_form_keeps_its_ticks(as_, study, owner, coders, articles):
    box = f"{articles[1]}:{coders[1].pk}"
    answer = as_(owner).post(ADDRESS, {"pair": [box, "99999:1"]})
    assert answer.status_code == 422
    assert f'value="{box}" checked' in answer.text
    assert answer.text.count(" checked") == 1


@pytest.mark.django_db
def test_empty_states_say_what_comes_first(as_):
    membership = MembershipFactory(role=Role.OWNER)
    address = reverse("assign", args=[membership.study.slug])
    assert "no articles to give out" in as_(membership.user).get(address).text
    add_to_study(membership.study, make_article())
    assert "The study has no coders yet" in as_(membership.user).get(address).text


@pytest.mark.parametrize("query", [{"q": "x"}, {"coder__password": "x"}])
def test_an_unknown_parameter_is_400(as_, study, owner, query):
    assert as_(owner).get(ADDRESS, query).status_code == 400


@pytest.mark.parametrize("page", ["0", "9" * 30, "x", "a\0"])
def test_any_page_number_is_answered(as_, study, owner, page):
    assert as_(owner).get(ADDRESS, {"page": page}).status_code == 200


def test_its_queries_do_not_grow(as_, study, owner, django_assert_num_queries):
    make_reading(study=study)
    client = as_(owner)
    with CaptureQueriesContext(connection) as few:
        client.get(ADDRESS)
    for _ in range(5):
        make_reading(study=study)
    with django_assert_num_queries(len(few)):
        client.get(ADDRESS)
