from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.ingest import ingest
from articles.lineage.candidates.addresses import note
from articles.lineage.candidates.proposals import propose
from articles.lineage.link import settle
from articles.lineage.models import Derivation
from tests.factories.articles import DerivationFactory, OutletFactory, make_article
from tests.factories.people import UserFactory

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


# -- by the words they share -----------------------------------------------------------


def words(seed, number=200):
    return " ".join(f"{seed}{n}" for n in range(number))


@pytest.fixture
def publish(reading):
    """Ingest a text with these facts; return the article."""
    numbers = iter(range(1000))

    def published(*texts, on=None, **facts):
        if on:
            facts |= {"published_on": date.fromisoformat(on), "published_precision": "day"}
        return ingest(f"text {next(numbers)}".encode(), read=reading(*texts, **facts)).article

    return published


@pytest.mark.parametrize("order", ["original first", "copy first"])
def test_shared_words_are_proposed_from_the_earlier_to_the_later(publish, order):
    facts = {"original": ((words("a"),), "2026-03-01"), "copy": ((words("own", 60), words("a")), "2026-03-02")}
    names = ["original", "copy"] if order == "original first" else ["copy", "original"]
    stored = {name: publish(*facts[name][0], on=facts[name][1]) for name in names}
    assert proposed() == [(stored["copy"], stored["original"], "words", "proposed")]
    evidence = Derivation.objects.get().evidence
    assert evidence["direction"] == "date"
    assert evidence["score"] == evidence["of_upstream"] == 1
    assert evidence["shared"] > 10
    assert evidence["of_derived"] < 1
    assert Derivation.objects.get().settled_by is None


@pytest.mark.parametrize("on", [(None, None), ("2026-03-01", None), ("2026-03-01", "2026-03-01")], ids=str)
def test_without_dates_that_tell_the_direction_is_not_known(publish, on):
    first, second = publish(words("a"), on=on[0]), publish(words("a"), on=on[1])
    assert proposed() == [(second, first, "words", "proposed")]
    assert Derivation.objects.get().evidence["direction"] == "unknown"


def test_what_a_text_says_of_its_origin_goes_before_the_dates(publish):
    copy = publish(
        words("a"), words("b", 20), outlet="Ledger", origin_outlet="The Vantage", on="2026-03-01", title="Other"
    )
    original = publish(words("a"), outlet="Vantage", on="2026-03-05", title="Headline")
    assert proposed() == [(copy, original, "words", "proposed")]
    assert Derivation.objects.get().evidence["direction"] == "stated"


def test_shared_words_are_added_to_what_a_text_says(publish):
    publish(words("a"), url=ADDRESS)
    publish(words("a"), words("b"), origin_url=ADDRESS)
    evidence = Derivation.objects.get().evidence
    assert (evidence["rule"], evidence["direction"]) == ("address", "stated")
    assert evidence["of_upstream"] == 1


def test_a_few_shared_words_are_no_proposal(publish):
    publish(words("a"), words("quoted", 30))
    publish(words("b"), words("quoted", 30))
    assert proposed() == []


def test_each_step_of_a_chain_is_proposed_once(publish):
    first = publish(words("a"), on="2026-03-01")
    second = publish(words("a"), words("b", 150), on="2026-03-02")
    third = publish(words("a"), words("b", 150), words("c", 30), on="2026-03-03")
    assert {(d, u) for d, u, _, _ in proposed()} == {(second, first), (third, second)}


def test_an_original_that_comes_last_is_proposed_to_copies_whose_original_nobody_confirmed(publish):
    copies = [publish(words("a"), words(f"own{n}x", 40), on=f"2026-03-0{n + 2}") for n in range(3)]
    settled = Derivation.objects.filter(derived=copies[2]).first()
    assert settled is not None
    person = UserFactory()
    settle(settled, status="confirmed", by=person)
    original = publish(words("a"), on="2026-03-01")
    # The second came from the first, as far as is known, and so from this one already.
    assert list(Derivation.objects.filter(upstream=original).values_list("derived", flat=True)) == [copies[0].pk]


def test_words_a_person_rejected_are_not_proposed_again_in_either_direction(publish):
    first, second = publish(words("a")), publish(words("a"))
    settle(Derivation.objects.get(), status="rejected", by=UserFactory())
    assert propose(first) == propose(second) == []
    assert Derivation.objects.count() == 1


def test_the_same_outlets_later_text_is_called_an_update_and_a_piece_an_excerpt(publish):
    publish(words("a"), outlet="Vantage", on="2026-03-01")
    publish(words("a"), words("b", 20), outlet="Vantage", on="2026-03-02")
    publish(" ".join(words("a").split()[20:100]), outlet="Ledger", on="2026-03-03")
    assert sorted(Derivation.objects.values_list("relation", flat=True)) == ["excerpt", "update"]


def test_versions_of_the_same_bytes_are_not_proposed_to_each_other(publish):
    article = publish(words("a"))
    again = make_article(words("a"), capture=article.capture, reader_version="2", published_on=None)
    assert propose(again) == []


def test_proposing_by_words_asks_no_more_when_more_is_stored(publish, django_assert_num_queries):
    article = publish(words("a"))
    publish(words("a"), words("b", 30))
    with CaptureQueriesContext(connection) as few:
        propose(article)
    for n in range(5):
        publish(words(f"other{n}x"))
    with django_assert_num_queries(len(few)):
        propose(article)
