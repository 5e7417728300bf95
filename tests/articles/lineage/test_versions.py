"""Which stored texts are older versions of which."""

from itertools import pairwise

import pytest

from articles.extend import Choice, extend
from articles.lineage.models import Derivation
from articles.lineage.versions import Older, older_versions
from articles.models import Article
from tests.factories.articles import DerivationFactory, make_article

pytestmark = pytest.mark.django_db


def older(article):
    return older_versions(Article.objects.filter(pk=article.pk)).get(article.pk, [])


def test_a_confirmed_update_has_an_older_version():
    first, second = make_article(), make_article()
    DerivationFactory(derived=second, upstream=first, relation="update")
    assert older(second) == [Older(first.pk, 1)]
    assert older(first) == []


@pytest.mark.parametrize("relation", ["republication", "excerpt", "translation", "rewrite", "quotes"])
def test_other_relations_are_no_versions(relation):
    second = make_article()
    DerivationFactory(derived=second, upstream=make_article(), relation=relation)
    assert older(second) == []


@pytest.mark.parametrize("status", ["proposed", "rejected"])
def test_what_nobody_confirmed_is_no_version(status):
    second = make_article()
    DerivationFactory(derived=second, upstream=make_article(), relation="update", status=status)
    assert older(second) == []


def test_a_version_whose_text_is_not_stored_is_none():
    second = make_article()
    DerivationFactory(derived=second, upstream=None, upstream_outlet="Ledger", relation="update")
    assert older(second) == []


def test_a_text_that_people_added_to_is_older():
    article = make_article("One.", "Two.", left_out=["Three."])
    fuller = extend(article, [Choice(piece=0, slot="body", after=2)], by=None).article
    assert older(fuller) == [Older(article.pk, 1)]


def test_a_chain_is_followed_nearest_first():
    chain = [make_article() for _ in range(4)]
    for before, after in pairwise(chain):
        DerivationFactory(derived=after, upstream=before, relation="update")
    assert older(chain[3]) == [Older(chain[2].pk, 1), Older(chain[1].pk, 2), Older(chain[0].pk, 3)]


def test_a_circle_ends():
    one, two = make_article(), make_article()
    DerivationFactory(derived=two, upstream=one, relation="update")
    DerivationFactory(derived=one, upstream=two, relation="update")
    assert older(two) == [Older(one.pk, 1)]


def test_it_is_one_question_for_many(django_assert_num_queries):
    for _ in range(3):
        DerivationFactory(derived=make_article(), upstream=make_article(), relation="update")
    with django_assert_num_queries(1):
        found = older_versions(Article.objects.filter(title__startswith="Article"))
    assert found == {d.derived_id: [Older(d.upstream_id, 1)] for d in Derivation.objects.all()}
