"""Choosing a study's articles from the library."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.studies.sample import add_articles
from tests.factories.articles import OutletFactory, make_article
from tests.factories.studies import StudyFactory, add_to_study

pytestmark = pytest.mark.django_db


def address(study):
    return reverse("study_articles", args=[study.slug])


def titles(page):
    return [article.title for article in page.context["page"]]


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("reviewer", 403), ("coder", 403), ("reader", 403), ("outsider", 404)]
)
def test_only_owners_choose(as_, study, people, role, status):
    article = make_article()
    assert as_(people[role]).get(address(study)).status_code == status
    answer = as_(people[role]).post(address(study), {"article": article.pk})
    assert answer.status_code == (302 if role == "owner" else status)
    assert study.study_articles.count() == (role == "owner")


def test_an_owner_who_may_not_read_the_library_sees_none_of_it(as_, study, owner):
    article = make_article(title="Unseen")
    owner.user_permissions.clear()
    assert "Unseen" not in as_(owner).get(address(study)).text
    assert as_(owner).post(address(study), {"article": article.pk}).status_code == 422


def test_it_adds_what_is_ticked_at_the_end_and_once(as_, study, owner):
    held, one, two = make_article(), make_article(), make_article()
    add_to_study(study, held, position=4)
    page = as_(owner).post(address(study), {"article": [two.pk, one.pk, held.pk, two.pk]}, follow=True)
    assert "2 articles added" in page.text
    placed = list(study.study_articles.values_list("article_id", "position"))
    assert placed == [(held.pk, 4), (two.pk, 5), (one.pk, 6)]
    assert study.study_articles.get(article=one).added_by == owner
    again = as_(owner).post(address(study), {"article": [one.pk]}, follow=True)
    assert "were in the study already" in again.text
    assert study.study_articles.count() == 3


def test_it_shows_which_are_in_this_study_already(as_, study, owner):
    mine, theirs = make_article(title="Mine"), make_article(title="Theirs")
    add_to_study(study, mine)
    add_to_study(StudyFactory(), theirs)
    page = as_(owner).get(address(study)).text
    assert page.count("in the study</span>") == 1
    assert f'name="article" value="{theirs.pk}"' in page
    assert f'name="article" value="{mine.pk}"' not in page


def test_it_adds_all_that_the_filter_finds(as_, study, owner):
    for title in ("Ferry one", "Ferry two", "Bridge"):
        make_article(title=title)
    answer = as_(owner).post(address(study) + "?q=ferry", {"all": "1"})
    assert answer.url == address(study) + "?q=ferry"
    assert sorted(study.study_articles.values_list("article__title", flat=True)) == ["Ferry one", "Ferry two"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["C", "B", "A"]),
        ({"q": "herring"}, ["B"]),
        ({"q": "Mira"}, ["A"]),
        ({"q": "Gazette"}, ["C"]),
        ({"since": "2026-03-02"}, ["C", "B"]),
        ({"since": "2026-03-02", "until": "2026-03-02"}, ["B"]),
        ({"sample": "no"}, ["C", "B"]),
        ({"sample": "yes"}, ["A"]),
        ({"q": "'; drop table"}, []),
    ],
    ids=str,
)
def test_it_filters(as_, study, owner, query, found):
    add_to_study(study, make_article(title="A", byline="Mira Oduya", published_on="2026-03-01"))
    make_article(title="B", url="https://a.example/herring", published_on="2026-03-02")
    make_article(title="C", outlet=OutletFactory(name="The Gazette"), published_on="2026-03-03")
    assert titles(as_(owner).get(address(study), query)) == found


def test_it_filters_by_outlet(as_, study, owner):
    wanted = make_article(title="Wanted")
    make_article(title="Other")
    assert titles(as_(owner).get(address(study), {"outlet": wanted.outlet_id})) == ["Wanted"]


@pytest.mark.parametrize(
    "query",
    [
        {"outlet": "9" * 20},
        {"outlet": "x"},
        {"since": "yesterday"},
        {"sample": "maybe"},
        {"q": "a\0b"},
        {"q": "x" * 201},
    ],
    ids=lambda query: str(query)[:30],
)
def test_a_wrong_filter_value_is_422_with_a_sentence(as_, study, owner, query):
    make_article()
    answer = as_(owner).get(address(study), query)
    assert answer.status_code == 422
    assert "errorlist" in answer.text
    assert titles(answer) == []


@pytest.mark.parametrize("name", ["title__regex", "created_by__password", "sort"])
def test_an_unknown_filter_name_is_400(as_, study, owner, name):
    assert as_(owner).get(address(study), {name: "x"}).status_code == 400


@pytest.mark.parametrize("ids", [[], ["x"], ["9" * 30], ["99999"], ["a\0"], ["-1"], ["²"]], ids=str)
def test_nothing_or_nonsense_ticked_is_422(as_, study, owner, ids):
    make_article(title="Still listed")
    answer = as_(owner).post(address(study), {"article": ids})
    assert answer.status_code == 422
    assert "Still listed" in answer.text
    assert not study.study_articles.exists()


def test_one_bad_id_adds_none(as_, study, owner):
    article = make_article()
    assert as_(owner).post(address(study), {"article": [article.pk, "99999"]}).status_code == 422
    assert not study.study_articles.exists()


def test_an_empty_library_says_where_to_begin(as_, study, owner):
    assert reverse("study_articles_upload", args=[study.slug]) in as_(owner).get(address(study)).text
    assert "No article fits" in as_(owner).get(address(study), {"q": "x"}).text


def test_adding_counts_only_new_ones(study, owner):
    articles = [make_article(), make_article()]
    assert add_articles(study, articles, by=owner) == 2
    assert add_articles(study, [*articles, make_article()], by=owner) == 1
    assert list(study.study_articles.values_list("position", flat=True)) == [0, 1, 2]


def test_its_queries_do_not_grow(as_, study, owner, django_assert_num_queries):
    make_article()
    client = as_(owner)
    with CaptureQueriesContext(connection) as few:
        client.get(address(study))
    for _ in range(6):
        make_article()
    with django_assert_num_queries(len(few)):
        client.get(address(study))
