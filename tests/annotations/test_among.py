"""Among: thousands of ids in one question, as one parameter."""

from uuid import uuid4

import pytest

from annotator.annotations.among import Among
from annotator.annotations.models import Annotation, RoleSpan
from tests.factories.annotations import make_annotation, make_reading

pytestmark = pytest.mark.django_db


@pytest.fixture
def three():
    reading = make_reading("The mayor said the bridge is closed.")
    return [make_annotation(reading, words).pk for words in ("mayor", "said", "bridge")]


def test_it_finds_what_a_list_of_ids_finds(three):
    for ids in (three, three[1:], [three[0], uuid4()], [uuid4()], []):
        these = Among(ids)
        assert set(Annotation.objects.filter(pk__in=these)) == set(Annotation.objects.filter(pk__in=ids))
        assert not RoleSpan.objects.filter(annotation__in=these)


def test_thousands_are_one_parameter(three, django_assert_num_queries):
    these = Among([*three, *(uuid4() for _ in range(40_000))])
    with django_assert_num_queries(1):
        assert Annotation.objects.filter(pk__in=these).count() == 3
    assert len(Annotation.objects.filter(pk__in=these).query.sql_with_params()[1]) == 1
