"""Comparisons as rows: made once for rules and corrections, corrected by people, never overwritten."""

import pytest
from django.core.exceptions import ValidationError

from articles.lineage.compare import CorrectedMeanwhile, compare, correct, look, stored_for
from articles.lineage.comparison import ALGORITHM
from articles.lineage.records import Change, Comparison, Correction, Pair
from articles.lineage.signals import compared
from tests.factories.articles import ArticleFactory, DerivationFactory, make_article
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

ORIGINAL = (
    "The harbour council met on Tuesday evening and talked about the new ferry for three hours.",
    "The mayor said the ferry would sail from the old pier before the summer holidays begin.",
    "Nobody from the shipyard was in the room when the vote was taken late at night.",
)


@pytest.fixture
def pair():
    """An original and a copy with words put in silently and the last paragraph dropped."""
    upstream = make_article(*ORIGINAL)
    derived = make_article(
        ORIGINAL[0],
        ORIGINAL[1].replace("the ferry would", "the ferry, paid for by foreign donors, would"),
    )
    return DerivationFactory(derived=derived, upstream=upstream)


def test_it_stores_each_change_with_its_words_on_both_sides(pair):
    comparison = compare(pair)
    added, dropped = Change.objects.filter(comparison=comparison)
    assert (added.operation, added.marking, added.trivial) == ("addition", "unmarked", "")
    assert added.right_quote.strip(", ") == "paid for by foreign donors"
    text = added.right_paragraph.text
    assert text[added.right_start : added.right_start + len(added.right_quote)] == added.right_quote
    assert (added.left_quote, added.left_paragraph.position) == ("", 1)
    assert (dropped.operation, dropped.whole) == ("omission", True)
    assert (dropped.left_quote, dropped.right_quote) == (ORIGINAL[2], "")
    assert dropped.right_paragraph.position == 1


def test_every_paragraph_of_both_texts_is_in_one_pair(pair):
    comparison = compare(pair)
    members = [m for one in Pair.objects.filter(comparison=comparison) for m in one.members.all()]
    assert sorted(m.paragraph_id for m in members if m.side == "left") == sorted(
        pair.upstream.paragraphs.values_list("pk", flat=True)
    )
    assert sorted(m.paragraph_id for m in members if m.side == "right") == sorted(
        pair.derived.paragraphs.values_list("pk", flat=True)
    )
    assert list(comparison.pairs.values_list("status", flat=True)) == ["same", "edited", "omitted"]


def test_comparing_again_returns_what_is_stored(pair):
    first = compare(pair)
    assert compare(pair) == first
    assert Comparison.objects.get().algorithm == ALGORITHM
    assert stored_for(look(pair)) == first


def test_looking_stores_nothing(pair):
    look(pair)
    assert not Comparison.objects.exists()
    assert stored_for(look(pair)) is None


def test_later_stages_are_told_once(pair):
    told = []

    def hear(comparison, **kwargs):
        told.append(comparison)

    compared.connect(hear)
    try:
        comparison = compare(pair)
        compare(pair)
    finally:
        compared.disconnect(hear)
    assert told == [comparison]


def test_a_missing_original_cannot_be_compared():
    gap = DerivationFactory(derived=make_article(), upstream=None, upstream_outlet="Vantage")
    with pytest.raises(ValidationError, match="not stored"):
        compare(gap)


def test_an_article_without_paragraphs_is_compared():
    empty = DerivationFactory(derived=ArticleFactory(), upstream=make_article("Only there."))
    assert list(compare(empty).pairs.values_list("status", flat=True)) == ["omitted"]
    assert Change.objects.get().right_paragraph is None


def test_a_correction_makes_a_new_comparison_and_keeps_the_machines(pair):
    machine = compare(pair)
    left, right = pair.upstream.paragraphs.get(position=1), pair.derived.paragraphs.get(position=1)
    by = UserFactory()
    corrected = correct(pair, kind="unlink", left=left, right=right, by=by, seen=0)
    assert corrected != machine
    assert (machine.corrections, corrected.corrections) == (0, 1)
    assert "edited" in machine.pairs.values_list("status", flat=True)
    assert "edited" not in corrected.pairs.values_list("status", flat=True)
    said = Correction.objects.get()
    assert (said.by, said.left, said.right, said.number) == (by, left, right, 1)


def test_a_link_is_told_as_a_persons(pair):
    left, right = pair.upstream.paragraphs.get(position=2), pair.derived.paragraphs.get(position=0)
    comparison = correct(pair, kind="moved", left=left, right=right, by=UserFactory(), seen=0)
    linked = comparison.pairs.exclude(correction=None).get()
    assert linked.status == "moved"
    assert {m.paragraph for m in linked.members.all()} == {left, right}


def test_a_word_taken_back_brings_the_machines_pairs_back(pair):
    machine = compare(pair)
    left, right = pair.upstream.paragraphs.get(position=1), pair.derived.paragraphs.get(position=1)
    by = UserFactory()
    correct(pair, kind="unlink", left=left, right=right, by=by, seen=0)
    back = correct(pair, kind="machine", left=left, right=right, by=by, seen=1)

    def statuses(comparison):
        return list(comparison.pairs.values_list("status", flat=True))

    assert statuses(back) == statuses(machine)
    assert Correction.objects.count() == 2


def test_the_same_correction_sent_twice_is_stored_once(pair):
    left, right = pair.upstream.paragraphs.get(position=1), pair.derived.paragraphs.get(position=1)
    by = UserFactory()
    first = correct(pair, kind="unlink", left=left, right=right, by=by, seen=0)
    assert correct(pair, kind="unlink", left=left, right=right, by=by, seen=0) == first
    assert Correction.objects.count() == 1


def test_a_correction_from_an_older_page_is_refused(pair):
    left, right = pair.upstream.paragraphs.get(position=1), pair.derived.paragraphs.get(position=1)
    correct(pair, kind="unlink", left=left, right=right, by=UserFactory(), seen=0)
    other = pair.upstream.paragraphs.get(position=0)
    with pytest.raises(CorrectedMeanwhile):
        correct(pair, kind="unlink", left=other, right=right, by=UserFactory(), seen=0)
    assert Correction.objects.count() == 1


@pytest.mark.parametrize("kind", ["link", "machine"])
def test_what_holds_already_is_not_said_again(pair, kind):
    left, right = pair.upstream.paragraphs.get(position=1), pair.derived.paragraphs.get(position=1)
    if kind == "link":
        correct(pair, kind=kind, left=left, right=right, by=UserFactory(), seen=0)
    with pytest.raises(ValidationError, match="already"):
        correct(pair, kind=kind, left=left, right=right, by=UserFactory(), seen=1)


def test_paragraphs_of_other_texts_are_refused(pair):
    stranger = make_article("Somewhere else.").paragraphs.get()
    with pytest.raises(ValidationError, match="not one of the original"):
        correct(pair, kind="link", left=stranger, right=pair.derived.paragraphs.first(), by=UserFactory(), seen=0)
    assert not Correction.objects.exists()
