"""The desk: what is mine to read, what is next, and what I look after."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.annotations.models import ParagraphRead
from annotator.studies.models import Role, Study
from tests.factories.annotations import INSERTION, ReadingFactory, make_annotation, make_reading
from tests.factories.articles import make_article
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk_of(client):
    def get(person):
        client.force_login(person)
        return client.get("/")

    return get


def words(page):
    return " ".join(page.text.split())


def without_tokens(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.text)


def researcher(*codenames):
    person = UserFactory()
    person.user_permissions.set(Permission.objects.filter(codename__in=codenames))
    return person


def test_it_asks_strangers_to_sign_in(client):
    assert client.get("/").status_code == 302


def test_it_only_shows(client):
    client.force_login(UserFactory())
    assert client.post("/").status_code == 405
    assert client.get("/", {"coder": "1"}).status_code == 400


def test_it_shows_the_next_article_with_its_progress(desk_of):
    reading = make_reading("One.", "Two.", "Three.", started_at=None, article=None)
    make_reading(study=reading.study, coder=reading.coder, finished_at="2026-03-05T00:00Z")
    page = words(desk_of(reading.coder))
    assert "1 of 2 articles finished" in page
    assert "Next: article 2 of 2" in page
    assert "0 of 3 paragraphs done" in page
    assert "Start reading" in page
    assert reverse("reading", args=[reading.pk]) in page
    assert "Finished (1)" in page
    assert "✓ 5 March 2026" in page


def test_what_is_begun_is_next_and_counts_its_paragraphs(desk_of):
    waiting = make_reading(started_at=None, article=make_article(title="Waiting"))
    begun = make_reading("A.", "B.", "C.", study=waiting.study, coder=waiting.coder)
    make_annotation(begun, "A")
    ParagraphRead.objects.create(reading=begun, paragraph=begun.article.paragraphs.get(position=2))
    page = words(desk_of(begun.coder))
    assert "2 of 3 paragraphs done" in page
    assert "Go on reading" in page
    assert page.index("2 of 3 paragraphs") < page.index("After that") < page.index("Waiting")


def test_one_button_goes_on_where_the_work_is(desk_of):
    coder = UserFactory()
    for title in ("Bridges", "Harbour"):
        study = MembershipFactory(user=coder, study=StudyFactory(title=title)).study
        make_reading(study=study, coder=coder, started_at=None)
    page = desk_of(coder)
    assert page.text.count(">Continue<") == 1
    assert page.context["first"].study.title == "Bridges"
    begun = make_reading(study=study, coder=coder)
    assert desk_of(coder).context["first"] == begun
    type(begun).objects.filter(coder=coder).update(started_at="2026-03-01T00:00Z", finished_at="2026-03-05T00:00Z")
    assert ">Continue<" not in desk_of(coder).text


def test_when_all_is_finished_it_says_so(desk_of):
    reading = make_reading(finished_at="2026-03-05T00:00Z")
    assert "You have finished every article" in desk_of(reading.coder).text


def test_readings_are_grouped_by_study(desk_of):
    coder = UserFactory()
    for title in ("Harbour", "Bridges"):
        make_reading(study=MembershipFactory(user=coder, study=StudyFactory(title=title)).study, coder=coder)
    page = desk_of(coder).text
    assert page.index("Bridges") < page.index("Harbour")
    assert page.count("Next: article 1 of 1") == 2


def test_a_long_pile_shows_its_beginning_and_says_how_many_more(desk_of):
    study = StudyFactory()
    coder = MembershipFactory(study=study).user
    for _ in range(13):
        make_reading("A.", study=study, coder=coder, started_at=None)
    page = words(desk_of(coder))
    assert "And 3 more." in page
    assert page.count("paragraph done") == 10


# -- what a coder must not see ---------------------------------------------------


def test_a_coders_desk_is_the_same_bytes_whatever_another_coder_did(desk_of):
    mine = make_reading("The bridge is closed, the mayor said.", "Repairs start in May.")
    pages = [without_tokens(desk_of(mine.coder))]
    other = ReadingFactory(study=mine.study, article=mine.article, coder=MembershipFactory(study=mine.study).user)
    pages.append(without_tokens(desk_of(mine.coder)))
    for quote in ("bridge", "closed", "mayor", "Repairs", "May"):
        make_annotation(other, quote, **INSERTION)
    pages.append(without_tokens(desk_of(mine.coder)))
    type(other).objects.filter(pk=other.pk).update(finished_at="2026-03-05T10:00Z")
    pages.append(without_tokens(desk_of(mine.coder)))
    assert len(set(pages)) == 1


@pytest.mark.parametrize("masked", [True, False])
def test_the_outlet_is_hidden_where_the_study_says_so(desk_of, masked):
    reading = make_reading()
    Study.objects.update(mask_outlet=masked)
    assert (reading.article.outlet.name in desk_of(reading.coder).text) is not masked


def test_it_ends_with_membership(desk_of):
    reading = make_reading(article=make_article(title="Once mine"))
    reading.study.memberships.all().delete()
    assert "Once mine" not in desk_of(reading.coder).text


# -- what others find --------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "doors"), [("owner", {"cases", "export", "assign", "study_people"}), ("reviewer", {"cases", "export"})]
)
def test_overseers_find_the_doors_of_their_studies(desk_of, role, doors):
    membership = MembershipFactory(role=role)
    make_reading(study=membership.study)
    page = desk_of(membership.user).text
    every = {"cases", "export", "assign", "study_people"}
    assert {name for name in every if reverse(name, args=[membership.study.slug]) in page} == doors
    assert "0 of 1 readings finished" in page


def test_an_owner_is_told_the_next_step(desk_of):
    membership = MembershipFactory(role=Role.OWNER)
    assert "No articles yet" in desk_of(membership.user).text
    add_to_study(membership.study, make_article())
    assert "1 article, none given out." in words(desk_of(membership.user))


def test_an_owner_who_codes_has_both(desk_of):
    membership = MembershipFactory(role=Role.OWNER)
    make_reading(study=membership.study, coder=membership.user)
    page = desk_of(membership.user).text
    assert "Next: article 1 of 1" in page
    assert "Studies you look after" in page


def test_a_new_coder_is_told_to_wait(desk_of):
    page = desk_of(MembershipFactory(role=Role.CODER).user).text
    assert "Nothing is assigned to you yet" in page
    assert "codebook" in page


def test_a_reader_finds_the_study(desk_of):
    membership = MembershipFactory(role=Role.READER)
    assert reverse("study", args=[membership.study.slug]) in desk_of(membership.user).text


def test_somebody_nobody_has_added_is_told_their_user_name(desk_of):
    assert "they need your user name, noor" in desk_of(UserFactory(username="noor")).text


def test_a_researcher_without_a_study_starts_one(desk_of):
    assert "Start a study" in desk_of(researcher("add_study")).text


def test_a_researcher_with_an_empty_library_fills_it(desk_of):
    person = researcher("add_article")
    assert "The library has no articles yet" in desk_of(person).text
    make_article()
    assert "The library has no articles yet" not in desk_of(person).text


def test_its_queries_do_not_grow(client, django_assert_num_queries):
    person = UserFactory()

    def another():
        study = MembershipFactory(user=person, role=Role.OWNER).study
        for state in ({}, {"started_at": None}, {"finished_at": "2026-03-05T00:00Z"}):
            make_reading(study=study, coder=person, **state)

    another()
    client.force_login(person)
    with CaptureQueriesContext(connection) as few:
        client.get("/")
    for _ in range(4):
        another()
    with django_assert_num_queries(len(few)):
        client.get("/")
