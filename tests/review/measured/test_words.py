import pytest

from annotator.review.agreement.figures import UNITS
from annotator.review.measured.words import units_of


@pytest.mark.parametrize(
    ("units", "one"),
    [("paragraphs", "paragraph"), ("matched spans", "matched span"), ("marked stretches", "marked stretch")],
)
def test_one_of_them_is_named_in_the_singular(units, one):
    assert units_of(1, units) == one


@pytest.mark.parametrize("units", sorted({*UNITS.values(), "articles", "readings", "marks"}))
def test_any_other_number_is_named_as_it_is(units):
    assert [units_of(count, units) for count in (0, 2, 1_000)] == [units] * 3
    assert units_of(1, units) not in (units, "")
