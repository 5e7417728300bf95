"""The line of publications on an article's page."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.lineage.strip import strip
from tests.articles.conftest import person_with
from tests.factories.articles import DerivationFactory, OutletFactory, make_article

pytestmark = pytest.mark.django_db
OPEN = {"status": "proposed", "settled_at": None, "settled_by": None}


@pytest.fixture
def reader():
    return person_with("articles.view_article")


def line(article, reader):
    made = strip(article, user=reader)
    return [(step.role, str(step.article or step.outlet), step.status) for step in made.steps] if made else None


def dated(title, day):
    return make_article(title=title, published_on=date(2026, 3, day), published_precision="day")


def test_an_article_that_stands_alone_has_none(reader):
    assert strip(make_article(), user=reader) is None


def test_the_line_runs_from_the_original_through_this_article_to_the_last(reader):
    a, b, c = dated("A", 1), dated("B", 2), dated("C", 3)
    DerivationFactory(derived=b, upstream=a, relation="update")
    DerivationFactory(derived=c, upstream=b, **OPEN)
    expected = [
        ("Original", "A", ""),
        ("Update", "B", "confirmed"),
        ("Republication", "C", "proposed by a machine, not confirmed"),
    ]
    for article in (a, b, c):
        assert line(article, reader) == expected
        assert [step.here for step in strip(article, user=reader).steps] == [article == one for one in (a, b, c)]


def test_each_step_says_outlet_date_and_hash(reader):
    a = dated("A", 1)
    DerivationFactory(derived=dated("B", 2), upstream=a)
    first = strip(a, user=reader).steps[0]
    assert (first.outlet, first.date, first.sha256) == (a.outlet.name, "2026-03-01", a.capture.sha256)


def test_a_missing_original_is_a_named_gap(reader):
    b = dated("B", 2)
    DerivationFactory(
        derived=b, upstream=None, upstream_outlet="Saltmere Wire", upstream_url="https://wire.example/7",
        upstream_published_on=date(2026, 3, 1),
    )  # fmt: skip
    gap = strip(b, user=reader).steps[0]
    assert (gap.article, gap.outlet, gap.date, gap.url) == (
        None,
        "Saltmere Wire",
        "2026-03-01",
        "https://wire.example/7",
    )
    assert line(b, reader) == [("Original", "Saltmere Wire", "text not stored"), ("Republication", "B", "confirmed")]


def test_what_the_text_says_of_its_origin_is_a_gap_until_something_is_linked(reader):
    b = make_article(title="B", origin_outlet="Saltmere Wire")
    assert line(b, reader) == [
        ("Original", "Saltmere Wire", "text not stored"),
        ("Republication", "B", "as its own words say"),
    ]
    DerivationFactory(derived=b, upstream=dated("A", 1))
    assert line(b, reader)[0] == ("Original", "A", "")


def test_confirmed_goes_before_proposed_and_rejected_is_not_shown(reader):
    b, wrong, open_, right = dated("B", 4), dated("wrong", 1), dated("open", 1), dated("right", 2)
    DerivationFactory(derived=b, upstream=wrong, status="rejected")
    DerivationFactory(derived=b, upstream=open_, **OPEN)
    DerivationFactory(derived=b, upstream=right)
    assert line(b, reader) == [("Original", "right", ""), ("Republication", "B", "confirmed")]
    made = strip(b, user=reader)
    assert made.more == 1


def test_of_several_branches_this_articles_is_shown_and_the_others_are_counted(reader):
    a = dated("A", 1)
    copies = [dated(f"copy {day}", day) for day in (5, 3, 4)]
    for copy in copies:
        DerivationFactory(derived=copy, upstream=a)
    assert [step[1] for step in line(copies[0], reader)] == ["A", "copy 5"]
    assert [step[1] for step in line(a, reader)] == ["A", "copy 3"]
    assert strip(a, user=reader).more == 2


def test_a_circle_ends(reader):
    a, b = make_article(title="A"), make_article(title="B")
    DerivationFactory(derived=a, upstream=b)
    DerivationFactory(derived=b, upstream=a)
    assert {step[1] for step in line(a, reader)} == {"A", "B"}


def test_the_number_of_queries_does_not_grow_with_the_family(reader):
    def queries(article):
        with CaptureQueriesContext(connection) as captured:
            strip(article, user=reader)
        return len(captured)

    small = make_article()
    DerivationFactory(derived=small, upstream=make_article())
    large = before = make_article()
    for _ in range(6):
        after = make_article()
        DerivationFactory(derived=after, upstream=before)
        DerivationFactory(derived=make_article(), upstream=before)
        before = after
    queries(small)
    assert queries(small) == queries(large) == 2


# -- on the page --------------------------------------------------------------------------


@pytest.fixture
def page(signed_in):
    client = signed_in("articles.view_article")
    return lambda article: " ".join(client.get(reverse("article", args=[article.pk])).content.decode().split())


def test_the_page_shows_the_line_in_words(page):
    a, b = dated("The first", 1), dated("The second", 2)
    DerivationFactory(derived=b, upstream=a, **OPEN)
    shown = page(b)
    assert "How the text got here" in shown
    assert f'<a href="{reverse("article", args=[a.pk])}"><bdi>The first</bdi></a>' in shown
    assert '<strong aria-current="page"><bdi>The second</bdi></strong>' in shown
    assert f"{a.capture.sha256[:10]}…" in shown
    assert "proposed by a machine, not confirmed" in shown


def test_the_page_counts_the_others_and_leads_to_them(page):
    a = make_article()
    for _ in range(3):
        DerivationFactory(derived=make_article(outlet=OutletFactory()), upstream=a)
    assert "2 more in the family." in page(a)
    assert reverse("article_family", args=[a.pk]) in page(a)


def test_a_gap_links_only_to_the_web(page):
    article = make_article(origin_outlet="Wire", origin_url="javascript:alert(1)")
    assert 'href="javascript' not in page(article)
