"""People who link at the same moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from articles.lineage.link import SettledMeanwhile, link, settle
from articles.lineage.models import Derivation, Ruling
from tests.factories.articles import DerivationFactory, make_article
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db(transaction=True)
OPEN = {"status": "proposed", "settled_at": None, "settled_by": None}


def at_once(*verbs):
    """What each verb returned or raised."""
    gate = Barrier(len(verbs))

    def work(verb):
        try:
            gate.wait(timeout=10)
            return verb()
        except (ValidationError, SettledMeanwhile) as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(verbs)) as pool:
        return list(pool.map(work, verbs))


def test_of_two_contrary_answers_one_stands_and_the_other_is_told():
    proposal = DerivationFactory(derived=make_article(), upstream=make_article(), **OPEN)
    one, two = UserFactory(), UserFactory()
    answers = at_once(
        lambda: settle(proposal, status="confirmed", by=one, seen="proposed"),
        lambda: settle(proposal, status="rejected", by=two, seen="proposed"),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Derivation", "SettledMeanwhile"]
    assert Ruling.objects.count() == 1


def test_an_original_linked_twice_at_once_is_linked_once():
    derived, upstream, by = make_article(), make_article(), UserFactory()
    answers = at_once(*[lambda: link(derived=derived, upstream=upstream, by=by)] * 2)
    assert sorted(type(answer).__name__ for answer in answers) == ["Derivation", "ValidationError"]
    assert Derivation.objects.count() == 1


def test_two_links_that_close_a_circle_together_are_not_both_stored():
    """A from B and C from D are one thing; B from C and D from A, stored before, make them a circle."""
    a, b, c, d = (make_article() for _ in range(4))
    by = UserFactory()
    DerivationFactory(derived=b, upstream=c)
    DerivationFactory(derived=d, upstream=a)
    answers = at_once(
        lambda: link(derived=a, upstream=b, by=by),
        lambda: link(derived=c, upstream=d, by=by),
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Derivation", "ValidationError"]
    assert Derivation.objects.count() == 3
