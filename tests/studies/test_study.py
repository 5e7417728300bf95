"""One study, as each role may see it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.studies.models import Role, Study
from tests.factories.annotations import INSERTION, ReadingFactory, make_annotation, make_reading
from tests.factories.articles import make_article
from tests.factories.studies import MembershipFactory, add_to_study

pytestmark = pytest.mark.django_db


def address(study):
    return reverse("study", args=[study.slug])


def without_tokens(page):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page.text)


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("reviewer", 200), ("coder", 200), ("reader", 200), ("outsider", 404)]
)
def test_members_see_it_and_outsiders_do_not(as_, study, people, role, status):
    assert as_(people[role]).get(address(study)).status_code == status


def test_it_asks_strangers_to_sign_in_and_changes_nothing(client, as_, study, owner):
    assert client.get(address(study)).status_code == 302
    assert as_(owner).post(address(study)).status_code == 405


@pytest.mark.parametrize(
    ("role", "doors"),
    [
        ("owner", {"cases", "export", "study_codebook", "study_people", "study_articles", "assign", "study_settings"}),
        ("reviewer", {"cases", "export", "study_codebook"}),
        ("coder", {"study_codebook"}),
        ("reader", {"study_codebook"}),
    ],
)
def test_each_role_finds_its_own_doors(as_, study, people, role, doors):
    add_to_study(study, make_article())
    page = as_(people[role]).get(address(study)).text
    every = {"cases", "export", "study_codebook", "study_people", "study_articles", "assign", "study_settings"}
    assert {name for name in every if f'href="{reverse(name, args=[study.slug])}"' in page} == doors


@pytest.mark.parametrize("role", ["owner", "reviewer"])
def test_overseers_see_each_article_with_who_reads_it(as_, study, people, role):
    article = make_article(title="Ferry stops")
    for state in ({"started_at": None}, {}, {"finished_at": "2026-03-05T10:00Z"}):
        make_reading(study=study, article=article, **state)
    add_to_study(study, make_article(title="Left alone"))
    page = as_(people[role]).get(address(study)).text
    for words in ("Ferry stops", "○ not started", "◐ reading", "✓ finished 5 Mar 2026", "Left alone", "nobody yet"):
        assert words in page
    for reading in study.readings.all():
        assert reading.coder.display_name in page


def test_a_coder_sees_their_own_articles_and_nothing_of_others(as_, study):
    mine = make_reading(study=study, article=make_article(title="Mine to read"))
    theirs = make_reading(study=study, article=make_article(title="Not given to me"), finished_at="2026-03-05T10:00Z")
    also = ReadingFactory(study=study, article=mine.article, coder=theirs.coder)
    page = as_(mine.coder).get(address(study)).text
    assert "Mine to read" in page
    assert reverse("reading", args=[mine.pk]) in page
    assert "Not given to me" not in page
    assert theirs.coder.display_name not in page
    assert reverse("reading", args=[also.pk]) not in page


def test_a_coders_page_is_the_same_bytes_whatever_another_coder_did(as_, study):
    mine = make_reading("The bridge is closed, the mayor said.", "Repairs start in May.", study=study)
    pages = [without_tokens(as_(mine.coder).get(address(study)))]
    other = ReadingFactory(study=study, article=mine.article, coder=MembershipFactory(study=study).user)
    pages.append(without_tokens(as_(mine.coder).get(address(study))))
    for quote in ("bridge", "closed", "mayor", "Repairs", "May"):
        make_annotation(other, quote, **INSERTION)
    pages.append(without_tokens(as_(mine.coder).get(address(study))))
    type(other).objects.filter(pk=other.pk).update(finished_at="2026-03-05T10:00Z")
    pages.append(without_tokens(as_(mine.coder).get(address(study))))
    assert len(set(pages)) == 1


@pytest.mark.parametrize("masked", [True, False])
def test_the_outlet_is_hidden_from_coders_where_the_study_says_so(as_, study, masked):
    mine = make_reading(study=study)
    Study.objects.update(mask_outlet=masked)
    assert (mine.article.outlet.name in as_(mine.coder).get(address(study)).text) is not masked


def test_a_coder_without_articles_is_told_so(as_, study, people):
    assert "Nothing is assigned to you in this study yet" in as_(people["coder"]).get(address(study)).text


def test_a_reader_sees_what_it_is_about_and_no_work(as_, study, people):
    reading = make_reading(study=study, article=make_article(title="Ferry stops"))
    page = as_(people["reader"]).get(address(study)).text
    assert "Who cancelled what." in page
    assert "Ferry stops" not in page
    assert reading.coder.display_name not in page


def test_an_empty_sample_says_what_to_do(as_, study, people):
    assert "Choose them from the library" in as_(people["owner"]).get(address(study)).text
    assert "Its owner chooses them" in as_(people["reviewer"]).get(address(study)).text


def test_the_description_is_text(as_, study, owner):
    Study.objects.update(description="<img src=x onerror=alert(1)>")
    assert "<img" not in as_(owner).get(address(study)).text


@pytest.mark.parametrize("page", ["0", "-1", "9" * 30, "x", "a\0b", "last"])
def test_any_page_number_is_answered(as_, study, people, page):
    add_to_study(study, make_article())
    for role in ("owner", "coder"):
        assert as_(people[role]).get(address(study), {"page": page}).status_code == 200


@pytest.mark.parametrize("name", ["q", "study__pseudonym_key", "page__in"])
def test_an_unknown_parameter_is_400(as_, study, owner, name):
    assert as_(owner).get(address(study), {name: "1"}).status_code == 400


@pytest.mark.parametrize("slug", ["nowhere", "x" * 500, "%00", "%F0%9F%8C%8A"])
def test_a_study_that_is_not_there_is_404(as_, owner, slug):
    assert as_(owner).get(f"/studies/{slug}/").status_code == 404


def test_the_sample_is_paged_in_its_own_order(as_, study, owner):
    for n in range(51):
        add_to_study(study, make_article("One.", title=f"Story {n:02}"), position=50 - n)
    first = as_(owner).get(address(study))
    assert [row.article.title for row in first.context["rows"]][:2] == ["Story 50", "Story 49"]
    assert "1–50 of 51" in first.text
    second = as_(owner).get(address(study), {"page": "2"})
    assert [(row.number, row.article.title) for row in second.context["rows"]] == [(51, "Story 00")]


@pytest.mark.parametrize("role", [Role.OWNER, Role.CODER])
def test_its_queries_do_not_grow(as_, study, django_assert_num_queries, role):
    person = MembershipFactory(study=study, role=role).user

    def another():
        reading = make_reading(study=study, coder=person)
        make_reading(study=study, article=reading.article)

    another()
    client = as_(person)
    with CaptureQueriesContext(connection) as few:
        client.get(address(study))
    for _ in range(4):
        another()
    with django_assert_num_queries(len(few)):
        client.get(address(study))
