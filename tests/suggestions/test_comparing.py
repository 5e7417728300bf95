"""Suggestions that a comparison with the original makes."""

import pytest

from annotator.suggestions.models import Run, Suggestion
from articles.lineage.compare import compare, correct
from articles.lineage.models import Derivation
from tests.factories.articles import DerivationFactory, make_article
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

FIRST = "The harbour council met on Tuesday evening and talked about the new ferry for three hours."
SECOND = "The mayor said the ferry would sail from the old pier before the summer holidays begin."


@pytest.fixture
def pair():
    upstream = make_article(FIRST, SECOND, "The meeting was closed with the usual words of thanks to everybody.")
    derived = make_article(
        FIRST.replace("evening", "evening [behind closed doors]"),
        SECOND.replace("the ferry would", "the ferry, paid for by foreign donors, would"),
    )
    return DerivationFactory(derived=derived, upstream=upstream)


def test_each_put_in_passage_waits_as_a_suggestion(pair):
    comparison = compare(pair)
    marked, silent = Suggestion.objects.editorial()
    assert (marked.quote, marked.marking) == ("[behind closed doors]", "square-brackets")
    assert (silent.quote.strip(", "), silent.marking) == ("paid for by foreign donors", "unmarked")
    assert silent.paragraph.text[silent.start : silent.end] == silent.quote
    assert silent.change.comparison == comparison
    assert (silent.run.engine, silent.run.article, silent.run.comparison) == ("comparison", pair.derived, comparison)


def test_words_left_out_make_no_suggestion_because_nothing_can_be_pointed_at(pair):
    compare(pair)
    assert not Suggestion.objects.filter(quote__contains="thanks").exists()


def test_changes_of_form_are_kept_apart():
    upstream = make_article('The mayor said "the ferry sails tomorrow" and left the room.')
    derived = make_article("The mayor said “the ferry sails tomorrow” and left the room.")
    compare(DerivationFactory(derived=derived, upstream=upstream))
    assert not Suggestion.objects.editorial().exists()
    assert set(Suggestion.objects.values_list("kind", flat=True)) == {"form"}


def test_comparing_again_suggests_nothing_twice(pair):
    compare(pair)
    compare(pair)
    assert (Run.objects.count(), Suggestion.objects.count()) == (1, 2)


def test_a_correction_adds_only_what_is_new_and_drops_what_no_longer_shows(pair):
    compare(pair)
    left, right = pair.upstream.paragraphs.get(position=1), pair.derived.paragraphs.get(position=1)
    correct(pair, kind="unlink", left=left, right=right, by=UserFactory(), seen=0)
    standing = {s.quote.strip(", ") for s in Suggestion.objects.editorial()}
    assert "[behind closed doors]" in standing
    assert "paid for by foreign donors" not in standing
    assert right.text in {s.quote for s in Suggestion.objects.editorial()}
    assert Suggestion.objects.filter(quote="[behind closed doors]").count() == 1


def test_a_suggestion_comes_back_with_the_pair_that_showed_it(pair):
    compare(pair)
    left, right = pair.upstream.paragraphs.get(position=1), pair.derived.paragraphs.get(position=1)
    by = UserFactory()
    correct(pair, kind="unlink", left=left, right=right, by=by, seen=0)
    correct(pair, kind="machine", left=left, right=right, by=by, seen=1)
    assert {s.quote.strip(", ") for s in Suggestion.objects.editorial()} == {
        "[behind closed doors]",
        "paid for by foreign donors",
    }


@pytest.mark.parametrize("status", [Derivation.Status.PROPOSED, Derivation.Status.REJECTED])
def test_nothing_is_suggested_from_an_original_that_nobody_confirmed(pair, status):
    compare(pair)
    Derivation.objects.filter(pk=pair.pk).update(
        status=status, **({"settled_at": None, "settled_by": None} if status == "proposed" else {})
    )
    assert not Suggestion.objects.editorial().exists()
