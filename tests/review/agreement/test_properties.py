"""What must hold of every table, and the same numbers by other hands: the definitions in `naive`, and two libraries."""

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from annotator.review.agreement import coefficients
from annotator.review.agreement.coefficients import Level
from tests.review.agreement import naive

VALUES = ("a", "b", "c", None)
tables = st.integers(2, 4).flatmap(
    lambda coders: st.lists(st.tuples(*[st.sampled_from(VALUES)] * coders), min_size=1, max_size=25)
)
pairs = st.lists(st.tuples(*[st.sampled_from(VALUES)] * 2), min_size=1, max_size=25)
complete = st.integers(2, 5).flatmap(
    lambda coders: st.lists(st.tuples(*[st.sampled_from("abc")] * coders), min_size=2, max_size=25)
)
numbers = st.lists(st.tuples(*[st.sampled_from((1, 2, 3, 5, None))] * 3), min_size=2, max_size=15)
KINDS = (coefficients.percent, coefficients.alpha, coefficients.fleiss, coefficients.cohen)


def same(ours, theirs):
    return (ours is None) == (theirs is None) and (ours is None or math.isclose(ours, theirs, abs_tol=1e-12))


@given(tables)
def test_percent_and_alpha_are_those_of_the_definitions(table):
    assert same(coefficients.percent(table).value, naive.percent(table))
    assert same(coefficients.alpha(table).value, naive.alpha(table))
    assert same(coefficients.fleiss(table).value, naive.fleiss(table))


@given(pairs)
def test_cohen_is_that_of_the_definition(table):
    assert same(coefficients.cohen(table).value, naive.cohen(table))


@given(tables)
def test_nominal_alpha_is_the_same_from_sums_and_from_the_matrix(table):
    from_sums = coefficients.nominal.alpha(coefficients._totals(coefficients.counted(table)))
    assert same(from_sums.value, coefficients.alpha(table).value)


@given(tables, st.permutations(("a", "b", "c")), st.randoms(use_true_random=False))
def test_it_does_not_matter_what_codes_and_coders_are_called(table, others, random):
    names = {**dict(zip("abc", others, strict=True)), None: None}
    order = list(range(len(table[0])))
    random.shuffle(order)
    renamed = [tuple(names[unit[at]] for at in order) for unit in table]
    random.shuffle(renamed)
    for kind in KINDS:
        assert same(kind(table).value, kind(renamed).value)


@given(tables, st.integers(2, 5))
def test_seeing_everything_again_changes_only_alphas_small_sample_correction(table, times):
    """Percent and kappas stay; 1 − alpha grows by (n − 1)/n over (kn − 1)/kn, and is what it is for a large sample."""
    again = table * times
    for kind in (coefficients.percent, coefficients.fleiss, coefficients.cohen):
        assert same(kind(table).value, kind(again).value)
    once, more = coefficients.alpha(table), coefficients.alpha(again)
    assert (once.value is None) == (more.value is None)
    if once.value is not None:
        n = sum(len(naive.given(unit)) for unit in table if len(naive.given(unit)) > 1)
        assert math.isclose((1 - more.value) * (n - 1) * times, (1 - once.value) * (n * times - 1), abs_tol=1e-9)
        assert more.n == once.n * times


@given(tables)
def test_alpha_is_one_where_all_agree_and_something_varies_and_nowhere_else(table):
    found = coefficients.alpha(table)
    kept = [naive.given(unit) for unit in table if len(naive.given(unit)) > 1]
    perfect = all(len(set(unit)) == 1 for unit in kept) and len({value for unit in kept for value in unit}) > 1
    assert (found.value == 1) == perfect


@given(tables)
def test_no_figure_is_ever_anything_but_a_number_or_a_sentence(table):
    for kind in KINDS:
        found = kind(table)
        assert (found.value is None) != (found.undefined == "")
        assert found.value is None or (math.isfinite(found.value) and found.value <= 1)


@given(numbers, st.sampled_from(Level))
def test_alpha_is_that_of_the_library(table, level):
    krippendorff = pytest.importorskip("krippendorff")
    ours = coefficients.alpha(table, level).value
    assume(ours is not None)
    rows = [[math.nan if value is None else value for value in row] for row in zip(*table, strict=True)]
    theirs = krippendorff.alpha(reliability_data=rows, level_of_measurement=level.value)
    assert math.isclose(ours, theirs, abs_tol=1e-9)


@given(complete)
def test_fleiss_kappa_is_that_of_the_library(table):
    ours = coefficients.fleiss(table).value
    assume(ours is not None)
    assert math.isclose(ours, annotated(table).pi(), abs_tol=1e-9)


@given(st.lists(st.tuples(*[st.sampled_from("abc")] * 2), min_size=2, max_size=25))
def test_cohens_kappa_is_that_of_the_library(table):
    ours = coefficients.cohen(table).value
    assume(ours is not None)
    assert math.isclose(ours, annotated(table).kappa(), abs_tol=1e-9)


def annotated(table):
    """The library calls Fleiss' kappa multi-pi: it is Scott's pi of several coders (Artstein & Poesio 2008)."""
    agreement = pytest.importorskip("nltk.metrics.agreement")
    values = [(f"coder {coder}", unit, value) for unit, row in enumerate(table) for coder, value in enumerate(row)]
    return agreement.AnnotationTask(values)
