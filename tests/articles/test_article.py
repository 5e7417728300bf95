from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.ingest import ingest
from articles.models import Slot
from articles.readers import Mark, ParsedParagraph
from tests.factories.articles import DerivationFactory, OutletFactory, make_article

pytestmark = pytest.mark.django_db


def address(article):
    return reverse("article", args=[article.pk])


@pytest.fixture
def reader(signed_in):
    return signed_in("articles.view_article")


def shown(client, article):
    response = client.get(address(article))
    assert response.status_code == 200
    return response.content.decode()


def test_it_sends_strangers_to_the_door(client):
    assert client.get(address(make_article())).status_code == 302


def test_who_may_not_read_the_library_does_not_learn_that_it_exists(signed_in):
    assert signed_in().get(address(make_article())).status_code == 404


@pytest.mark.parametrize("path", ["0/", "99999999999999999999/", "999999999999999999999999999999/bytes/", "-1/", "x/"])
def test_articles_that_are_not_there(reader, path):
    assert reader.get(reverse("articles") + path).status_code == 404


def test_it_shows_and_changes_nothing(reader):
    assert reader.post(address(make_article())).status_code == 405


def test_it_shows_every_paragraph_with_its_slot(reader):
    article = make_article(blocks=[(slot, f"Text of {slot}") for slot in Slot.values])
    page = shown(reader, article)
    for slot in Slot:
        assert f"Text of {slot}" in page
        assert f"slot-{slot}" in page
        assert slot.label in page


def test_it_shows_what_is_known_and_what_the_text_says(reader):
    article = make_article(
        title="Bridge closed",
        outlet=OutletFactory(name="The Ledger"),
        byline="Mira Oduya",
        published_on=date(2026, 3, 1),
        published_precision="month",
        origin_outlet="Vantage",
        origin_published_on=date(2026, 1, 1),
        origin_precision="year",
        region="North",
        tags=["ports"],
        rights="© The Ledger",
        url="https://ledger.example/bridge",
        warnings=["Two headlines were found."],
        left_out=["Subscribe today"],
        charset="utf-8",
    )
    page = shown(reader, article)
    for words in (
        "The Ledger", "Mira Oduya", ">2026-03<", "Vantage", ">2026<", "North", "ports", "© The Ledger",
        "Two headlines were found.", "Page text left out (1)", "Subscribe today", article.capture.sha256,
        article.text_sha256, "plain reader 1", "utf-8", "No original is stored for this article",
    ):  # fmt: skip
        assert words in page, words
    assert '<a href="https://ledger.example/bridge" rel="noreferrer noopener">' in page


def test_marks_are_drawn_and_nothing_else(reader, reading):
    text = "See <b>this</b> & that."
    marks = (Mark(0, 3, "strong"), Mark(4, 11, "emphasis"), Mark(4, 11, "link", "https://a.example/?a=1&b=2"))
    article = ingest(b"m", read=reading(paragraphs=(ParsedParagraph("body", text, marks),))).article
    assert (
        '<p dir="auto"><strong>See</strong> '
        '<a href="https://a.example/?a=1&amp;b=2" rel="noreferrer noopener"><em>&lt;b&gt;this</em></a>'
        "&lt;/b&gt; &amp; that.</p>"
    ) in shown(reader, article)


def test_hostile_words_are_shown_as_words(reader):
    bad = "</p><script>alert(1)</script>{{ 7|add:7 }}\u202e"
    article = make_article(
        bad, title=bad, byline=bad, left_out=[bad], warnings=[bad], rights=bad, tags=[bad], origin_outlet=bad,
        url='javascript:alert("1")', language='en" onload="x',
    )  # fmt: skip
    page = shown(reader, article)
    assert "<script>alert" not in page
    assert "{{ 7|add:7 }}" in page
    assert 'href="javascript' not in page
    assert 'onload="x' not in page


def test_it_shows_originals_and_copies_with_their_state(reader):
    original, article, copy = (make_article(title=t) for t in ("The original", "The middle", "The copy"))
    DerivationFactory(derived=article, upstream=original)
    DerivationFactory(derived=copy, upstream=article, status="proposed", settled_at=None, settled_by=None)
    page = shown(reader, article)
    assert address(original) in page
    assert "confirmed" in page
    assert address(copy) in page
    assert "proposed" in page


def test_buttons_are_there_for_those_who_may_use_them(signed_in):
    article = make_article()
    DerivationFactory(derived=article, upstream=make_article(), status="proposed", settled_at=None, settled_by=None)
    page = shown(signed_in("articles.view_article"), article)
    assert "Link an original" not in page
    assert "Confirm" not in page
    page = shown(signed_in("articles.view_article", "lineage.add_derivation", "lineage.change_derivation"), article)
    assert "Link an original" in page
    assert "Confirm" in page


def test_it_counts_what_machines_noticed(reader, reading):
    article = ingest(b"n", read=reading("They left [secretly paid by the port] early.", "As shown [1].")).article
    page = " ".join(shown(reader, article).split())
    assert "1 passage that somebody may have put in." in page
    assert "1 other, such as footnotes or credits." in page


def test_it_says_when_a_detector_has_not_read_it(reader):
    assert "has not read this text" in shown(reader, make_article())


def test_the_number_of_queries_does_not_grow_with_the_article(reader):
    def queries(article):
        with CaptureQueriesContext(connection) as captured:
            shown(reader, article)
        return len(captured)

    small = make_article("One.")
    DerivationFactory(derived=small, upstream=make_article())
    DerivationFactory(derived=make_article(), upstream=small)
    large = make_article(*["Many."] * 60)
    for _ in range(4):
        DerivationFactory(derived=large, upstream=make_article())
        DerivationFactory(derived=make_article(), upstream=large)
    queries(small)
    assert queries(small) == queries(large) <= 12
