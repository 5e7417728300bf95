import pytest

from tests.factories.annotations import INSERTION, make_annotation, make_reading

pytestmark = pytest.mark.django_db


def test_the_database_computes_where_a_passage_ends():
    annotation = make_annotation(make_reading("Zoë 👩‍👩‍👧 said [so] again."), "[so]", **INSERTION)
    annotation.refresh_from_db()
    assert (annotation.start, annotation.end) == (15, 19)
    assert annotation.paragraph.text[annotation.start : annotation.end] == "[so]"
