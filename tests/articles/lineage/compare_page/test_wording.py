"""The words and keys of the compare page."""

import pytest

from annotator import facets
from articles.lineage.compare_page import wording as compare_words
from articles.lineage.compare_page.keys import KEYS

pytestmark = pytest.mark.django_db


def test_no_key_has_two_meanings():
    assert len({key.keys for key in KEYS}) == len(KEYS) == len({key.command for key in KEYS})


def test_the_words_are_those_of_the_facets():
    for words, facet in (
        (compare_words.OPERATIONS, facets.Operation),
        (compare_words.MARKINGS, facets.Marking),
        (compare_words.HOSTS, facets.Host),
    ):
        assert {one.value: label for one, label in words.items()} == {one.value: one.label for one in facet}
