"""A family as a picture and as a table."""

from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.lineage import family as families
from tests.factories.articles import DerivationFactory, make_article

pytestmark = pytest.mark.django_db
OPEN = {"status": "proposed", "settled_at": None, "settled_by": None}


def address(article):
    return reverse("article_family", args=[article.pk])


@pytest.fixture
def reader(signed_in):
    return signed_in("articles.view_article")


def said(response):
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def drawn(page):
    """The picture, as XML: what is not well formed would not be drawn."""
    return ElementTree.fromstring(page[page.index("<svg") : page.rindex("</svg>") + 6])  # noqa: S314 - our own page


def test_who_may_not_read_the_library_does_not_learn_of_it(signed_in, client):
    article = make_article()
    assert client.get(address(article)).status_code == 302
    assert signed_in().get(address(article)).status_code == 404


@pytest.mark.parametrize("pk", ["0", "9" * 25, "-1", "x"])
def test_families_that_are_not_there(reader, pk):
    assert reader.get(f"/articles/{pk}/family/").status_code == 404


def test_it_only_shows(reader):
    assert reader.post(address(make_article())).status_code == 405


def test_an_article_without_family_says_what_to_do(reader, signed_in):
    article = make_article()
    assert "No other article is linked to this one yet." in said(reader.get(address(article)))
    client = signed_in("articles.view_article", "lineage.add_derivation")
    assert reverse("article_original", args=[article.pk]) in said(client.get(address(article)))


def test_every_article_is_a_link_in_the_picture_and_a_row_in_the_table(reader):
    a, b, c, d = (make_article(title=f"Text {letter}") for letter in "abcd")
    DerivationFactory(derived=b, upstream=a)
    DerivationFactory(derived=c, upstream=a, relation="excerpt", **OPEN)
    DerivationFactory(derived=d, upstream=b)
    DerivationFactory(derived=a, upstream=None, upstream_outlet="Saltmere Wire")
    page = said(reader.get(address(c)))
    picture = drawn(page)
    linked = [link.get("href") for link in picture.iter("a")]
    assert sorted(linked) == sorted(reverse("article", args=[one.pk]) for one in (a, b, c, d))
    assert len([line for line in picture.iter("path") if "open" in line.get("class")]) == 1
    assert len(list(picture.iter("path"))) == 4
    assert "Saltmere Wire" in page
    assert page.count("<tr") == 1 + 4
    assert "proposed by a machine, not confirmed" in page
    assert 'aria-current="page"' in page


def test_rejected_links_lead_nowhere(reader):
    a, b = make_article(), make_article(title="Not of the family")
    DerivationFactory(derived=b, upstream=a, status="rejected")
    assert "Not of the family" not in said(reader.get(address(a)))


def test_a_family_that_is_too_large_is_cut_and_says_so(reader, monkeypatch):
    monkeypatch.setattr(families.family, "__kwdefaults__", {"most": 5})
    a = make_article()
    for _ in range(9):
        DerivationFactory(derived=make_article(), upstream=a)
    page = said(reader.get(address(a)))
    assert "more than 5 articles" in page
    assert len(list(drawn(page).iter("a"))) == 5


def test_hostile_titles_are_words(reader):
    bad = '"><script>alert(1)</script>\u202e]]>&'
    a, b = make_article(title=bad), make_article(title=bad)
    DerivationFactory(derived=b, upstream=a, note=bad)
    page = said(reader.get(address(a)))
    assert "<script>alert" not in page
    drawn(page)


def test_the_number_of_queries_does_not_grow_with_the_family(reader):
    def queries(article):
        with CaptureQueriesContext(connection) as captured:
            said(reader.get(address(article)))
        return len(captured)

    small, large = make_article(), make_article()
    DerivationFactory(derived=make_article(), upstream=small)
    before = large
    for _ in range(8):
        after = make_article()
        DerivationFactory(derived=after, upstream=before)
        DerivationFactory(derived=make_article(), upstream=large)
        before = after
    queries(small)
    assert queries(small) == queries(large)
