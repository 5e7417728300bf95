from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.lineage.candidates.index import index
from articles.lineage.models import Derivation
from tests.factories.articles import DerivationFactory, OutletFactory, make_article

pytestmark = pytest.mark.django_db
OPEN = {"status": "proposed", "settled_at": None, "settled_by": None}
MAY = ("articles.view_article", "lineage.add_derivation", "lineage.change_derivation")


def address(article):
    return reverse("article_original", args=[article.pk])


def settling(derivation):
    return reverse("settle_original", args=[derivation.derived_id, derivation.pk])


def said(response):
    return " ".join(response.content.decode().split())


@pytest.fixture
def reviewer(signed_in):
    return signed_in(*MAY)


@pytest.fixture
def pair():
    original = make_article(title="The bridge", published_on=date(2026, 3, 1), published_precision="day")
    copy = make_article(title="A bridge", published_on=date(2026, 3, 2), published_precision="day")
    return copy, original


def link(client, copy, original, **fields):
    return client.post(address(copy), {"upstream": original.pk, "relation": "republication", **fields})


# -- who ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("permissions", "status"),
    [((), 404), (MAY[:1], 403), (MAY[1:], 404), (MAY[:2], 200)],
    ids=["nobody", "reader", "blind", "reviewer"],
)
def test_who_may_link(signed_in, pair, permissions, status):
    client = signed_in(*permissions)
    assert client.get(address(pair[0])).status_code == status
    assert link(client, *pair).status_code == (302 if status == 200 else status)
    assert Derivation.objects.count() == (status == 200)


@pytest.mark.parametrize(
    ("permissions", "status"),
    [((), 404), (MAY[:1], 403), (MAY[:2], 403), (MAY, 302)],
    ids=["nobody", "reader", "linker", "reviewer"],
)
def test_who_may_confirm(signed_in, pair, permissions, status):
    derivation = DerivationFactory(derived=pair[0], upstream=pair[1], **OPEN)
    response = signed_in(*permissions).post(settling(derivation), {"status": "confirmed"})
    assert response.status_code == status
    derivation.refresh_from_db()
    assert derivation.status == ("confirmed" if status == 302 else "proposed")


def test_strangers_are_sent_to_the_door(client, pair):
    assert client.get(address(pair[0])).status_code == 302


def test_looking_at_the_evidence_settles_nothing(reviewer, pair):
    derivation = DerivationFactory(derived=pair[0], upstream=pair[1], **OPEN)
    assert reviewer.get(settling(derivation), {"status": "confirmed"}).status_code == 200
    derivation.refresh_from_db()
    assert derivation.status == "proposed"


# -- linking -----------------------------------------------------------------------


def test_a_person_links_an_original_and_that_confirms_it(reviewer, pair):
    copy, original = pair
    response = link(reviewer, copy, original, note=" Seen by hand ", relation="excerpt")
    derivation = Derivation.objects.get()
    assert response.url == reverse("article", args=[copy.pk])
    assert (derivation.derived, derivation.upstream) == (copy, original)
    assert (derivation.status, derivation.relation, derivation.note) == ("confirmed", "excerpt", "Seen by hand")
    assert derivation.settled_by == derivation.created_by == reviewer.user
    assert derivation.settled_at is not None


def refused(response, sentence):
    assert response.status_code == 422
    assert sentence in said(response), said(response)
    return True


def test_an_article_is_not_its_own_original(reviewer, pair):
    assert refused(link(reviewer, pair[0], pair[0]), "An article cannot be its own original.")
    assert Derivation.objects.count() == 0


def test_an_original_is_linked_once(reviewer, pair):
    link(reviewer, *pair)
    assert refused(link(reviewer, *pair), "already linked to this article")
    assert Derivation.objects.count() == 1


def test_a_circle_is_refused_over_any_number_of_steps(reviewer, pair):
    copy, original = pair
    between = make_article()
    DerivationFactory(derived=copy, upstream=between, **OPEN)
    DerivationFactory(derived=between, upstream=original)
    answer = link(reviewer, original, copy, note="dates")
    assert refused(answer, f"“{copy}” is stored as coming from this article, by way of others")
    assert refused(answer, f"(“{original}” ← “{between}” ← “{copy}”)")
    assert refused(answer, f"With “{original}” coming from “{copy}” that would be a circle.")
    Derivation.objects.filter(derived=between).update(status="rejected")
    assert link(reviewer, original, copy, note="dates").status_code == 302


def test_a_younger_original_wants_a_note_and_keeps_what_was_typed(reviewer, pair):
    copy, original = pair
    response = link(reviewer, original, copy, relation="excerpt", note="  ")
    assert refused(response, "was published on 2026-03-02, after this article (2026-03-01)")
    assert f'value="{copy.pk}" checked' in said(response)
    assert '<option value="excerpt" selected>' in said(response)
    assert link(reviewer, original, copy, note="The page was redated.").status_code == 302


@pytest.mark.parametrize("upstream", ["", "x", "0", "-1", "9" * 25, "1.5", "\x00", "1 OR 1=1"])
def test_numbers_that_are_no_article(reviewer, pair, upstream):
    response = reviewer.post(address(pair[0]), {"upstream": upstream, "relation": "republication"})
    assert response.status_code == 422
    assert response.context["form"].errors["upstream"]


@pytest.mark.parametrize("fields", [{"relation": "theft"}, {"note": "n" * 2001}, {"note": "a\x00b"}], ids=str)
def test_other_fields_that_cannot_be(reviewer, pair, fields):
    assert link(reviewer, *pair, **fields).status_code == 422
    assert Derivation.objects.count() == 0


# -- finding it ----------------------------------------------------------------------


def candidates(response):
    return [candidate.article for candidate in response.context["candidates"]]


def test_it_offers_the_most_alike_first_and_never_the_younger_ones(reviewer):
    vantage = OutletFactory(name="Vantage")
    copy = make_article(
        title="Council approves flood budget",
        origin_outlet="The Vantage",
        published_on=date(2026, 3, 2),
        published_precision="day",
    )
    alike = make_article(title="Council approves the flood budget")
    named = make_article(title="Council approves flood budgets", outlet=vantage)
    make_article(title="Zebra")
    make_article(title="Council approves flood budget", published_on=date(2026, 4, 1), published_precision="day")
    assert candidates(reviewer.get(address(copy))) == [named, alike]


def test_it_finds_by_words(reviewer, pair):
    zebra = make_article(title="Zebra crossing")
    assert candidates(reviewer.get(address(pair[0]), {"q": "zebra"})) == [zebra]
    response = reviewer.get(address(pair[0]), {"q": "unicorn"})
    assert "No stored article has these words." in said(response)


def test_what_is_linked_is_not_offered_again(reviewer, pair):
    link(reviewer, *pair)
    assert pair[1] not in candidates(reviewer.get(address(pair[0]), {"q": "bridge"}))


@pytest.mark.parametrize("q", ["\x00", "%", "'", "x" * 5000, "<script>", "\u202e", "a " * 500])
def test_no_search_breaks_it(reviewer, pair, q):
    assert reviewer.get(address(pair[0]), {"q": q}).status_code == 200


# -- settling --------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["confirmed", "rejected"])
def test_a_proposal_is_settled_by_somebody_at_a_time(reviewer, pair, status):
    derivation = DerivationFactory(derived=pair[0], upstream=pair[1], **OPEN)
    response = reviewer.post(settling(derivation), {"status": status, "note": "seen"})
    derivation.refresh_from_db()
    assert response.url == reverse("article", args=[pair[0].pk])
    assert (derivation.status, derivation.settled_by, derivation.note) == (status, reviewer.user, "seen")
    assert derivation.settled_at is not None


def test_a_later_word_replaces_an_earlier_one(reviewer, pair):
    derivation = DerivationFactory(derived=pair[0], upstream=pair[1], status="rejected")
    reviewer.post(settling(derivation), {"status": "confirmed", "seen": derivation.word})
    derivation.refresh_from_db()
    assert (derivation.status, derivation.settled_by) == ("confirmed", reviewer.user)


@pytest.mark.parametrize("status", ["", "proposed", "deleted", "\x00"])
def test_only_the_two_words_settle(reviewer, pair, status):
    derivation = DerivationFactory(derived=pair[0], upstream=pair[1], **OPEN)
    response = reviewer.post(settling(derivation), {"status": status})
    assert refused(response, "Say whether you confirm or reject the original.")


def test_confirming_a_younger_original_wants_a_note_too(reviewer, pair):
    copy, original = pair
    derivation = DerivationFactory(derived=original, upstream=copy, **OPEN)
    assert refused(reviewer.post(settling(derivation), {"status": "confirmed"}), "say why in the note")
    assert reviewer.post(settling(derivation), {"status": "confirmed", "note": "redated"}).status_code == 302


def test_confirming_does_not_close_a_circle(reviewer, pair):
    copy, original = pair
    DerivationFactory(derived=original, upstream=copy)
    derivation = DerivationFactory(derived=copy, upstream=original, status="rejected")
    response = reviewer.post(settling(derivation), {"status": "confirmed", "note": "sure", "seen": derivation.word})
    assert refused(response, "is stored as coming from this article")


def test_a_derivation_of_another_article_is_not_found_here(reviewer, pair):
    derivation = DerivationFactory(derived=pair[0], upstream=pair[1], **OPEN)
    url = reverse("settle_original", args=[pair[1].pk, derivation.pk])
    assert reviewer.post(url, {"status": "confirmed"}).status_code == 404
    assert reviewer.post(address(pair[0]) + "9" * 25 + "/", {"status": "confirmed"}).status_code == 404


# -- by the words they share ----------------------------------------------------------


def shared_story(*more, **fields):
    article = make_article(" ".join(f"word{n}" for n in range(200)), *more, **fields)
    index(article)
    return article


def test_what_shares_words_is_offered_first_and_says_how_much(reviewer):
    original = shared_story(title="Quite another headline")
    alike = make_article(title="The copy of something")
    copy = shared_story("And words of its own.", title="The copy of something else")
    response = reviewer.get(address(copy))
    assert candidates(response) == [original, alike]
    assert "of 100 of this article’s words are in it" in said(response)


def test_somebody_may_look_before_linking(reviewer):
    original, copy = shared_story(), shared_story()
    response = reviewer.get(address(copy), {"upstream": original.pk})
    assert response.context["evidence"].of_derived == 100
    assert "<mark>word0 word1" in said(response)
    assert f'value="{original.pk}" checked' in said(response)
    assert Derivation.objects.count() == 0


@pytest.mark.parametrize("upstream", ["", "x", "0", "-1", "9" * 25, "1.5", "\x00", "٣"])
def test_looking_at_what_is_no_article_shows_the_page(reviewer, pair, upstream):
    response = reviewer.get(address(pair[0]), {"upstream": upstream})
    assert response.status_code == 200
    assert response.context["evidence"] is None


def test_the_page_asks_no_more_when_more_is_stored(reviewer):
    def queries(article):
        with CaptureQueriesContext(connection) as captured:
            assert reviewer.get(address(article)).status_code == 200
        return len(captured)

    copy = shared_story()
    shared_story()
    make_article(title=copy.title)
    queries(copy)
    few = queries(copy)
    for _ in range(8):
        shared_story()
        make_article(title=copy.title)
    assert queries(copy) == few
