"""Krippendorff's alpha for unitizing: by hand, by the slow way, and what must hold of it."""

import math
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.review.agreement.spans import joined
from annotator.review.agreement.unitizing import Continuum, Stretches, alpha_u, apart
from tests.review.agreement import naive

spans = st.lists(st.tuples(st.integers(0, 29), st.integers(1, 8)), max_size=5).map(
    lambda drawn: list(joined(sorted((start, min(30, start + length)) for start, length in drawn)))
)


def category(*articles, length=30):
    """Each article is what each coder marked."""
    result = Stretches()
    for spans_of in articles:
        result.add(spans_of, length)
    return result


def continuum(articles=1, coders=2, length=30):
    return Continuum(coders, Counter({length: articles}))


@pytest.mark.parametrize(
    ("ones", "others", "expected"),
    [
        ([(0, 10)], [(0, 10)], 0),
        ([(0, 10)], [(2, 13)], 2**2 + 3**2),
        ([(0, 10)], [], 10**2),
        ([(0, 10)], [(10, 20)], 10**2 + 10**2),
        ([(0, 10)], [(0, 4), (6, 10)], 6**2 + 6**2),
        ([(0, 4), (20, 24)], [(1, 5), (10, 12)], 1 + 1 + 4**2 + 2**2),
    ],
    ids=["the same", "shifted", "in a gap", "side by side", "one and two", "mixed"],
)
def test_two_coders_are_apart_by_squares(ones, others, expected):
    assert apart(ones, others) == apart(others, ones) == naive.apart(ones, others) == expected


def test_a_small_example_by_hand():
    # Continuum of 10; Ana 2–4, Ben 3–5. δ² = 1 + 1, D_o = 2·2/(2·1·10²) = 1/50.
    # N = 2, both stretches of 2: (2−1)/3 · (2·8 − 3·4 + 2) = 2 each. Gaps: 2, 6 and 3, 5; places for a stretch of 2:
    # 1 + 5 + 2 + 4 = 12, times 2² = 48. Above: 2·(2 + 48) = 100. Below: 20·19 − 2·2·1 = 376. D_e = 2/10 · 100/376.
    found = alpha_u([category([[(2, 4)], [(3, 5)]], length=10)], continuum(length=10))
    assert (found.observed, found.expected) == (pytest.approx(1 / 50), pytest.approx(20 / 376))
    assert found.value == pytest.approx(1 - (1 / 50) / (20 / 376))
    assert found.n == 2


@given(st.integers(2, 4).flatmap(lambda coders: st.tuples(*[spans] * coders)))
def test_it_is_what_the_definition_says_place_by_place(spans_of):
    ours = alpha_u([category(spans_of)], continuum(coders=len(spans_of)))
    theirs = naive.alpha_u(spans_of, 30)
    assert (ours.value is None) == (theirs is None or not ours.n)
    assert ours.value is None or math.isclose(ours.value, theirs, abs_tol=1e-12)


@given(st.lists(st.tuples(spans, spans), min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_neither_order_nor_side_changes_it(articles, random):
    once = alpha_u([category(*articles)], continuum(len(articles)))
    random.shuffle(articles)
    turned = [spans_of[::-1] for spans_of in articles]
    assert alpha_u([category(*turned)], continuum(len(articles))) == once


@given(st.lists(spans, min_size=1, max_size=3))
def test_the_same_cuts_make_one(cuts):
    found = alpha_u([category(*[(spans, spans) for spans in cuts])], continuum(len(cuts)))
    assert found.value in (1, None)


def test_an_article_that_nobody_marked_is_gap():
    with_it = alpha_u([category(([(0, 5)], [(1, 6)]))], continuum(2))
    told = alpha_u([category(([(0, 5)], [(1, 6)]), ([], []))], continuum(2))
    assert with_it == told


def test_nothing_marked_and_nothing_but_marked_have_no_figure():
    nothing = alpha_u([category(([], []))], continuum())
    assert (nothing.value, nothing.undefined) == (None, "undefined, because nobody marked a stretch of text")
    all_of_it = alpha_u([category(([(0, 30)], [(0, 30)]))], continuum())
    assert all_of_it.value is None or all_of_it.value == 1


def test_one_coder_has_no_figure():
    found = alpha_u([category([[(0, 5)]])], continuum(coders=1))
    assert found.undefined == "undefined, because fewer than two coders read the same text"
