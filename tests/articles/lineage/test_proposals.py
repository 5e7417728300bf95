from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.ingest import ingest
from articles.lineage.addresses import note
from articles.lineage.models import Derivation
from articles.lineage.proposals import propose
from tests.factories.articles import DerivationFactory, OutletFactory, make_article

pytestmark = pytest.mark.django_db

TITLE = "Council approves the flood budget"
ADDRESS = "https://vantage.example/news/flood-budget"


@pytest.fixture
def arrive(reading):
    """Ingest an article with these facts; return it."""
    numbers = iter(range(1000))

    def arrives(**facts):
        if "published_on" in facts:
            facts.setdefault("published_precision", "day")
        if "origin_published_on" in facts:
            facts.setdefault("origin_published_precision", "day")
        return ingest(f"bytes {next(numbers)}".encode(), read=reading("Text.", **facts)).article

    return arrives


def proposed():
    return [(d.derived, d.upstream, d.evidence["rule"], d.status) for d in Derivation.objects.all()]


STATED = {
    "address": {"origin_url": ADDRESS},
    "address of another scheme": {"origin_url": "http://www.vantage.example/news/flood-budget/"},
    "isBasedOn": {"upstream_urls": ("https://else.example/x", ADDRESS)},
}


@pytest.mark.parametrize("facts", STATED.values(), ids=STATED)
@pytest.mark.parametrize("order", ["original first", "copy first"])
def test_an_address_named_as_the_original_is_proposed(arrive, facts, order):
    if order == "original first":
        original, copy = arrive(title="A", url=ADDRESS), arrive(title="B", **facts)
    else:
        copy, original = arrive(title="B", **facts), arrive(title="A", url=ADDRESS)
    assert proposed() == [(copy, original, "address", "proposed")]
    assert Derivation.objects.get().evidence["address"] == ADDRESS
    assert Derivation.objects.get().settled_by is None


FOREIGN = {
    "Cyrillic": "https://пример.рф/новости",
    "Arabic": "https://مثال.example/أخبار",
    "quotation mark": 'https://vantage.example/"a"',
    "backslash": "https://vantage.example/a\\b",
    "beyond the basic plane": "https://vantage.example/👩‍👩‍👧",
    "very long": "https://vantage.example/" + "н" * 1900,
}


@pytest.mark.parametrize("address", FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("field", ["origin_url", "upstream_urls"])
@pytest.mark.parametrize("order", ["original first", "copy first"])
def test_the_script_of_an_address_makes_no_difference(arrive, address, field, order):
    facts = {field: address if field == "origin_url" else (address,)}
    if order == "original first":
        original, copy = arrive(title="A", url=address), arrive(title="B", **facts)
    else:
        copy, original = arrive(title="B", **facts), arrive(title="A", url=address)
    assert proposed() == [(copy, original, "address", "proposed")]


def test_looking_addresses_up_asks_no_more_when_more_is_stored(arrive, django_assert_num_queries):
    article = arrive(url=ADDRESS, origin_url="https://else.example/a")
    with CaptureQueriesContext(connection) as few:
        propose(article)
    for number in range(5):
        arrive(url=f"https://v.example/{number}", upstream_urls=(f"https://w.example/{number}",))
    with django_assert_num_queries(len(few)):
        propose(article)


def test_the_canonical_address_counts_as_well(arrive):
    original = arrive(canonical_url=ADDRESS, url="https://m.vantage.example/1")
    copy = arrive(origin_url=ADDRESS)
    assert proposed() == [(copy, original, "address", "proposed")]


@pytest.mark.parametrize("order", ["original first", "copy first"])
def test_the_named_outlet_with_nearly_the_same_title_is_proposed(arrive, order):
    first = {"outlet": "The Vantage", "title": TITLE, "published_on": date(2026, 3, 1)}
    second = {
        "outlet": "Ledger",
        "origin_outlet": "Vantage",
        "title": f"{TITLE}!",
        "published_on": date(2026, 3, 2),
    }
    if order == "original first":
        original, copy = arrive(**first), arrive(**second)
    else:
        copy, original = arrive(**second), arrive(**first)
    assert proposed() == [(copy, original, "outlet-and-title", "proposed")]
    assert Derivation.objects.get().evidence["title_similarity"] == 100


@pytest.mark.parametrize(
    "facts",
    [
        {"title": "Another story altogether"},
        {"origin_outlet": "Herald"},
        {"origin_outlet": ""},
        {"published_on": date(2026, 2, 28)},
        {"outlet": "Vantage"},
        {"title": ""},
    ],
    ids=["title", "outlet", "none named", "original younger", "own outlet", "no title"],
)
def test_what_does_not_fit_is_not_proposed(arrive, facts):
    arrive(outlet="Vantage", title=TITLE, published_on=date(2026, 3, 1))
    copy = {"outlet": "Ledger", "origin_outlet": "Vantage", "title": TITLE, "published_on": date(2026, 3, 2)}
    arrive(**{**copy, **facts})
    assert proposed() == []


def test_a_date_known_only_by_its_month_is_not_called_younger(arrive):
    original = arrive(outlet="Vantage", title=TITLE, published_on=date(2026, 3, 9))
    copy = arrive(
        outlet="Ledger",
        origin_outlet="Vantage",
        title=TITLE,
        published_on=date(2026, 3, 1),
        published_precision="month",
    )
    assert proposed() == [(copy, original, "outlet-and-title", "proposed")]


def test_a_front_page_is_nobodys_original(arrive):
    arrive(url="https://vantage.example/")
    arrive(origin_url="https://vantage.example")
    assert proposed() == []


def test_a_text_that_names_its_own_address_is_not_its_own_original(arrive):
    arrive(url=ADDRESS, origin_url=ADDRESS)
    arrive(url=ADDRESS, origin_url=ADDRESS)
    assert proposed() == []


def test_two_texts_that_name_each_other_make_no_circle(arrive):
    other = "https://ledger.example/b"
    first = arrive(url=ADDRESS, origin_url=other)
    second = arrive(url=other, origin_url=ADDRESS)
    assert len(proposed()) == 1
    assert {first, second} == set(proposed()[0][:2])


def test_what_a_person_rejected_is_not_proposed_again(arrive):
    original = make_article(url=ADDRESS, outlet=OutletFactory())
    copy = make_article(origin_url=ADDRESS)
    note(original)
    note(copy)
    assert propose(make_article(origin_url=ADDRESS)) != []
    DerivationFactory(derived=copy, upstream=original, status="rejected")
    assert propose(copy) == propose(original) == []


def test_bytes_already_stored_propose_nothing_new(arrive, reading):
    arrive(url=ADDRESS)
    ingest(b"copy", read=reading(origin_url=ADDRESS))
    ingest(b"copy", read=reading(origin_url=ADDRESS))
    assert len(proposed()) == 1


def test_hostile_addresses_break_nothing(arrive):
    for url in (
        "http://[",
        "https://a.example/%_%\"\\'",
        "https://a.example/" + "x" * 1900,
        "https://a.example/?q=[]{}",
    ):
        arrive(origin_url=url, url=url + "#1", upstream_urls=(url, url), title=url)
