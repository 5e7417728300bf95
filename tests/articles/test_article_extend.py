"""/articles/<pk>/extend/: placing page text that a reader left out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from tests.factories.articles import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return make_article("The bridge closed.", title="Bridge", left_out=["Menu", "Nobody <b>was</b> hurt.", "Advert"])


@pytest.fixture
def owner(signed_in):
    return signed_in("articles.view_article", "articles.add_article")


def address(article):
    return reverse("article_extend", args=[article.pk])


def placed(piece=1, slot="body", after=1):
    return {"piece": [piece], f"piece-{piece}-slot": slot, f"piece-{piece}-after": after}


def said(response):
    return " ".join(response.content.decode().split())


def test_it_sends_strangers_to_the_door(client, article):
    assert client.get(address(article)).status_code == 302
    assert client.post(address(article), placed()).status_code == 302


def test_who_may_not_read_the_library_does_not_learn_that_it_exists(signed_in, article):
    assert signed_in("articles.add_article").get(address(article), {"piece": 1}).status_code == 404


def test_reading_the_library_is_not_adding_to_it(signed_in, article):
    client = signed_in("articles.view_article")
    assert client.get(address(article), {"piece": 1}).status_code == 403
    assert client.post(address(article), placed()).status_code == 403
    assert Article.objects.count() == 1
    assert address(article) not in said(client.get(reverse("article", args=[article.pk])))


def test_other_methods_are_refused(owner, article):
    assert owner.put(address(article)).status_code == 405


def test_left_out_text_is_ticked_on_the_articles_page(owner, article):
    page = said(owner.get(reverse("article", args=[article.pk])))
    assert f'action="{address(article)}"' in page
    assert '<input type="checkbox" name="piece" id="piece-2" value="2">' in page


def test_it_asks_for_the_place_of_what_was_ticked_and_stores_nothing(owner, article):
    page = said(owner.get(address(article), {"piece": [2, 1]}))
    assert "Nobody &lt;b&gt;was&lt;/b&gt; hurt." in page
    assert page.index("Nobody") < page.index("Advert")
    assert "Menu" not in page
    assert "¶1 Body" in page
    assert Article.objects.count() == 1


def test_a_fuller_version_is_stored_and_both_name_each_other(owner, article):
    response = owner.post(address(article), placed(), follow=True)
    fuller = Article.objects.get(extends=article)
    assert response.redirect_chain == [(reverse("article", args=[fuller.pk]), 302)]
    assert fuller.created_by == owner.user
    page = said(response)
    assert "This fuller version is stored." in page
    assert f'fuller version of <a href="{reverse("article", args=[article.pk])}">article {article.pk}</a>' in page
    assert page.count("added by a person") == 1
    old = said(owner.get(reverse("article", args=[article.pk])))
    assert f'A <a href="{reverse("article", args=[fuller.pk])}">fuller version</a> of this article exists' in old
    assert owner.user.get_short_name() in old


def test_the_library_tells_the_two_apart(owner, article):
    owner.post(address(article), placed())
    assert said(owner.get(reverse("articles"))).count(f"fuller version of {article.pk}") == 1


def test_sent_twice_it_is_stored_once(owner, article):
    owner.post(address(article), placed())
    assert "was stored before" in said(owner.post(address(article), placed(), follow=True))
    assert Article.objects.count() == 2


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"slot": ""}, "This field is required."),
        ({"slot": "advert"}, "Select a valid choice."),
        ({"after": ""}, "This field is required."),
        ({"after": 2}, "The article has 1 paragraph."),
        ({"after": -1}, "greater than or equal to 0"),
        ({"after": "9" * 40}, "The article has 1 paragraph."),
        ({"after": "x\x00"}, "Enter a whole number."),
    ],
    ids=repr,
)
def test_a_place_that_is_not_there_is_asked_for_again(owner, article, fields, sentence):
    response = owner.post(address(article), placed(**fields))
    assert response.status_code == 422
    assert sentence in said(response)
    assert "Nobody &lt;b&gt;" in said(response)
    assert Article.objects.count() == 1


@pytest.mark.parametrize(
    "pieces", [[], [3], ["x"], ["-1"], ["9" * 5000], ["1\x00"], ["١"], [""]], ids=lambda pieces: repr(pieces)[:12]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_pieces_that_are_not_there_are_a_bad_request(owner, article, method, pieces):
    response = getattr(owner, method)(address(article), {"piece": pieces})
    assert response.status_code == 400
    assert Article.objects.count() == 1


def test_more_than_fits_on_a_page_is_refused(owner):
    article = make_article(left_out=[f"Piece {n}" for n in range(101)])
    response = owner.get(address(article), {"piece": range(101)})
    assert response.status_code == 400
    assert "at most 100 pieces" in said(response)


def test_an_article_with_nothing_left_out_has_nothing_to_add(owner):
    assert owner.get(address(make_article()), {"piece": 0}).status_code == 400


def test_the_number_of_queries_does_not_grow_with_the_pieces(owner):
    article = make_article(*["Many."] * 60, left_out=[f"Piece {n}" for n in range(50)])

    def queries(pieces):
        with CaptureQueriesContext(connection) as captured:
            assert owner.get(address(article), {"piece": pieces}).status_code == 200
        return len(captured)

    queries([0])
    assert queries([0]) == queries(range(50))
