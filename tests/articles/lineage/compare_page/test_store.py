"""A comparison is stored when an original is confirmed, or when somebody asks for it."""

import pytest

from articles.lineage.link import link, settle
from articles.lineage.records import Comparison
from tests.articles.lineage.compare_page.pairs import COPY, OPEN, ORIGINAL, address, blocks, pair_of, said
from tests.factories.articles import make_article
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_looking_stores_nothing(reviewer, pair):
    reviewer.get(address(pair))
    assert not Comparison.objects.exists()


def test_what_was_confirmed_before_is_stored_on_request(reviewer, pair):
    assert "shown and not stored" in said(reviewer.get(address(pair)))
    assert reviewer.post(address(pair, "compare_store")).headers["Location"] == address(pair)
    assert Comparison.objects.get().derivation == pair
    assert "shown and not stored" not in said(reviewer.get(address(pair)))


def test_linking_and_confirming_store_the_comparison_at_once():
    by = UserFactory()
    linked = link(derived=make_article("One text."), upstream=make_article("One text, longer."), by=by)
    proposed = pair_of(blocks(ORIGINAL), blocks(COPY), **OPEN)
    rejected = pair_of(blocks(ORIGINAL), blocks(COPY), **OPEN)
    settle(proposed, status="confirmed", by=by)
    settle(rejected, status="rejected", by=by)
    assert set(Comparison.objects.values_list("derivation", flat=True)) == {linked.pk, proposed.pk}


def test_confirming_again_keeps_the_comparison():
    by = UserFactory()
    proposed = pair_of(blocks(ORIGINAL), blocks(COPY), **OPEN)
    for note in ("as stated", "and checked"):
        settle(proposed, status="confirmed", by=by, note=note)
    assert Comparison.objects.count() == 1
