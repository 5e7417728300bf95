import pytest

from articles.lineage.queries import comes_from, upstream_of
from tests.factories.articles import DerivationFactory, make_article

pytestmark = pytest.mark.django_db
OPEN = {"status": "proposed", "settled_at": None, "settled_by": None}


def test_an_article_without_derivations_has_no_original():
    assert upstream_of(make_article()) is None


def test_a_confirmed_original_goes_before_an_earlier_proposed_one():
    article, proposed, confirmed = make_article(), make_article(), make_article()
    DerivationFactory(derived=article, upstream=proposed, **OPEN)
    assert upstream_of(article) == proposed
    DerivationFactory(derived=article, upstream=confirmed)
    assert upstream_of(article) == confirmed


def test_a_rejected_original_and_one_that_is_not_stored_are_none():
    article = make_article()
    DerivationFactory(derived=article, upstream=make_article(), status="rejected")
    DerivationFactory(derived=article, upstream=None, upstream_outlet="Vantage")
    assert upstream_of(article) is None


def test_it_asks_once(django_assert_num_queries):
    article = make_article()
    DerivationFactory(derived=article, upstream=make_article())
    with django_assert_num_queries(1):
        assert upstream_of(article).outlet.name


def test_descent_is_followed_over_several_steps_and_never_for_ever():
    a, b, c = make_article(), make_article(), make_article()
    DerivationFactory(derived=c, upstream=b)
    DerivationFactory(derived=b, upstream=a, **OPEN)
    assert comes_from(c.pk, a.pk)
    assert not comes_from(a.pk, c.pk)
    DerivationFactory(derived=a, upstream=c)  # a circle, as no verb would store it
    assert not comes_from(a.pk, make_article().pk)
