"""One link with its evidence on screen: confirm, reject, turn round; two people at once."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.lineage.link import SettledMeanwhile, settle
from articles.lineage.models import Derivation, Ruling
from tests.articles.conftest import person_with
from tests.factories.articles import DerivationFactory, OutletFactory, make_article

pytestmark = pytest.mark.django_db
OPEN = {"status": "proposed", "settled_at": None, "settled_by": None}
MAY = ("articles.view_article", "lineage.add_derivation", "lineage.change_derivation")
STORY = "The harbour office said on Monday that the night ferry will not sail until the spring storms are over."


def address(derivation):
    return reverse("settle_original", args=[derivation.derived_id, derivation.pk])


def said(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def reviewer(signed_in):
    return signed_in(*MAY)


@pytest.fixture
def proposal():
    vantage, ledger = OutletFactory(name="Vantage"), OutletFactory(name="Ledger")
    original = make_article(
        STORY, "Nobody was hurt.", title="Ferry stays in port", outlet=vantage, url="https://vantage.example/ferry",
        published_on=date(2026, 3, 1), published_precision="day",
    )  # fmt: skip
    copy = make_article(
        "A new first paragraph.", f"“{STORY}” Our own words.", title="Night ferry stays in port", outlet=ledger,
        origin_outlet="Vantage", origin_url="https://vantage.example/ferry", published_on=date(2026, 3, 2),
        published_precision="day",
    )  # fmt: skip
    return DerivationFactory(derived=copy, upstream=original, **OPEN)


# -- what it shows -------------------------------------------------------------------


def test_the_longest_shared_passage_is_marked_in_both(reviewer, proposal):
    page = said(reviewer.get(address(proposal)))
    assert page.count(f"<mark>{STORY[:-1]}</mark>") == 2
    assert "Original, ¶1" in page
    assert "This article, ¶2" in page
    assert "19 words in a row" in page


def test_it_says_how_much_they_share_and_what_the_text_says(reviewer, proposal):
    evidence = reviewer.get(address(proposal)).context["evidence"]
    assert evidence.of_upstream > 75
    assert 40 < evidence.of_derived < evidence.of_upstream
    assert evidence.addresses == ["https://vantage.example/ferry"]
    assert "https://vantage.example/ferry</span> is the original’s and named by this article" in said(
        reviewer.get(address(proposal))
    )


def test_texts_with_nothing_in_common_say_so(reviewer):
    link = DerivationFactory(derived=make_article("Ein Schiff."), upstream=make_article("A ship."), **OPEN)
    assert "no six words in a row in common" in said(reviewer.get(address(link)))


def test_hostile_words_are_shown_as_words(reviewer):
    bad = "</mark><script>alert(1)</script> one two three four five six {{ 7|add:7 }}"
    link = DerivationFactory(
        derived=make_article(bad, title=bad, origin_url="javascript:alert(1)", origin_outlet=bad),
        upstream=make_article(bad, title=bad),
        note=bad,
        **OPEN,
    )
    page = said(reviewer.get(address(link)))
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "{{ 7|add:7 }}" in page


def test_a_missing_original_has_no_text_to_compare(reviewer):
    link = DerivationFactory(derived=make_article(), upstream=None, upstream_outlet="Saltmere Wire")
    page = said(reviewer.get(address(link)))
    assert "Saltmere Wire" in page
    assert "cannot be compared" in page
    assert "other way round" not in page


def test_a_reader_sees_the_evidence_and_no_buttons(signed_in, proposal):
    page = said(signed_in("articles.view_article").get(address(proposal)))
    assert "<mark>" in page
    assert '<button type="submit" name="status"' not in page
    assert signed_in().get(address(proposal)).status_code == 404


def test_queries_do_not_grow_with_the_texts(reviewer, proposal):
    long = DerivationFactory(
        derived=make_article(*[f"{STORY} Part {n}." for n in range(60)]),
        upstream=make_article(*[f"{STORY} Part {n}!" for n in range(60)]),
        **OPEN,
    )

    def queries(link):
        with CaptureQueriesContext(connection) as captured:
            assert reviewer.get(address(link)).status_code == 200
        return len(captured)

    queries(proposal)
    assert queries(proposal) == queries(long)


# -- answering ------------------------------------------------------------------------


def answer(client, derivation, status, **fields):
    return client.post(address(derivation), {"status": status, "seen": derivation.word, **fields})


def test_each_word_of_a_person_is_kept_with_who_and_when(reviewer, proposal):
    answer(reviewer, proposal, "rejected", note="Another ferry")
    proposal.refresh_from_db()
    answer(reviewer, proposal, "confirmed", note="The same after all", relation="excerpt")
    words = [(r.status, r.relation, r.note, r.by) for r in Ruling.objects.all()]
    assert words == [
        ("rejected", "republication", "Another ferry", reviewer.user),
        ("confirmed", "excerpt", "The same after all", reviewer.user),
    ]
    page = said(reviewer.get(address(proposal)))
    assert "Rejected as republication by" in page
    assert "Note: The same after all" in page


def test_the_second_of_two_people_is_told_and_nothing_is_overwritten(reviewer, proposal):
    colleague = person_with(*MAY)
    settle(proposal, status="rejected", by=colleague, note="Not the same ferry")
    response = answer(reviewer, proposal, "confirmed", note="My reasons")
    assert response.status_code == 409
    page = said(response)
    assert f"{colleague.get_short_name()} has rejected this link" in page
    assert "Not the same ferry" in page
    assert "My reasons" in page
    proposal.refresh_from_db()
    assert (proposal.status, proposal.settled_by) == ("rejected", colleague)
    again = reviewer.post(address(proposal), {"status": "confirmed", "seen": proposal.word})
    assert again.status_code == 302
    assert Ruling.objects.count() == 2


def test_two_people_who_agree_are_not_in_each_others_way(reviewer, proposal):
    colleague = person_with(*MAY)
    settle(proposal, status="confirmed", by=colleague)
    assert answer(reviewer, proposal, "confirmed").status_code == 302
    proposal.refresh_from_db()
    assert proposal.settled_by == colleague
    assert Ruling.objects.count() == 1


def test_a_page_that_does_not_say_what_it_showed_showed_a_proposal(proposal):
    one, two = person_with(*MAY), person_with(*MAY)
    settle(proposal, status="confirmed", by=one, seen="proposed")
    with pytest.raises(SettledMeanwhile):
        settle(proposal, status="rejected", by=two, seen="proposed")


def test_a_wrong_direction_is_turned_round(reviewer, proposal):
    response = answer(reviewer, proposal, "turned", note="The ledger was first; its page was redated.")
    assert response.status_code == 302
    proposal.refresh_from_db()
    assert proposal.status == "rejected"
    other = Derivation.objects.exclude(pk=proposal.pk).get()
    assert (other.derived, other.upstream, other.status) == (proposal.upstream, proposal.derived, "confirmed")
    assert Ruling.objects.count() == 2


def test_turning_round_against_the_dates_wants_a_note(reviewer, proposal):
    response = answer(reviewer, proposal, "turned")
    assert response.status_code == 422
    assert "say why in the note" in said(response)
    proposal.refresh_from_db()
    assert proposal.status == "proposed"


def test_turning_round_twice_leads_back(reviewer, proposal):
    answer(reviewer, proposal, "turned", note="first")
    other = Derivation.objects.confirmed().get()
    answer(reviewer, other, "turned", note="no")
    assert Derivation.objects.confirmed().get() == proposal
    assert Derivation.objects.count() == 2


def test_turning_round_makes_no_circle(reviewer, proposal):
    between = make_article(title="The bulletin")
    DerivationFactory(derived=proposal.derived, upstream=between)
    DerivationFactory(derived=between, upstream=proposal.upstream)
    response = answer(reviewer, proposal, "turned", note="sure")
    assert response.status_code == 422
    assert "“Ferry stays in port” ← “The bulletin” ← “Night ferry stays in port”" in said(response)


def test_a_missing_original_is_not_turned_round(reviewer):
    link = DerivationFactory(derived=make_article(), upstream=None, upstream_outlet="Wire")
    assert answer(reviewer, link, "turned").status_code == 422


@pytest.mark.parametrize("fields", [{"relation": "theft"}, {"note": "n" * 2001}, {"seen": "x" * 61}, {"note": "\x00"}])
def test_fields_that_cannot_be(reviewer, proposal, fields):
    assert answer(reviewer, proposal, "confirmed", **fields).status_code == 422
    proposal.refresh_from_db()
    assert proposal.status == "proposed"


# -- a missing original ----------------------------------------------------------------


def missing(client, article, **fields):
    named = {f"missing-{name}": value for name, value in {"relation": "republication", **fields}.items()}
    return client.post(reverse("missing_original", args=[article.pk]), named)


def test_a_person_names_an_original_that_is_not_stored(reviewer):
    article = make_article()
    response = missing(
        reviewer,
        article,
        outlet=" Saltmere Wire ",
        url="https://wire.example/7",
        published_on="2026-03-01",
        note="Seen",
    )
    assert response.url == reverse("article", args=[article.pk])
    link = Derivation.objects.get()
    assert (link.upstream, link.upstream_outlet, link.upstream_url) == (None, "Saltmere Wire", "https://wire.example/7")
    assert (link.upstream_published_on, link.status, link.settled_by) == (date(2026, 3, 1), "confirmed", reviewer.user)
    assert Ruling.objects.get().by == reviewer.user


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Name the outlet of the original, or its address."),
        ({"url": "nonsense"}, "Enter a valid URL."),
        ({"url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"outlet": "x" * 201}, "at most 200"),
        ({"outlet": "Wire", "published_on": "31.12."}, "Enter a valid date."),
        ({"outlet": "Wire", "published_on": "2027-01-01"}, "say why in the note"),
        ({"outlet": "Wire\x00"}, "Null characters"),
        ({"outlet": "Wire", "relation": "theft"}, "Select a valid choice"),
    ],
    ids=str,
)
def test_what_cannot_be_named(reviewer, fields, sentence):
    article = make_article(published_on=date(2026, 3, 1), published_precision="day")
    response = missing(reviewer, article, **fields)
    assert response.status_code == 422
    assert sentence in said(response)
    assert Derivation.objects.count() == 0


def test_the_same_missing_original_is_named_once(reviewer):
    article = make_article()
    assert missing(reviewer, article, outlet="Saltmere Wire").status_code == 302
    response = missing(reviewer, article, outlet="The Saltmere-Wire")
    assert response.status_code == 422
    assert "already named" in said(response)


def test_what_is_stored_is_not_missing(reviewer):
    from articles.lineage.candidates.addresses import note

    stored = make_article(title="The flood", url="https://wire.example/7")
    note(stored)
    response = missing(reviewer, make_article(), url="http://www.wire.example/7/")
    assert response.status_code == 422
    assert f"“The flood” (article {stored.pk})" in said(response)


@pytest.mark.parametrize(("permissions", "status"), [((), 404), (MAY[:1], 403)], ids=["nobody", "reader"])
def test_who_may_not_name_one(signed_in, permissions, status):
    assert missing(signed_in(*permissions), make_article(), outlet="Wire").status_code == status
