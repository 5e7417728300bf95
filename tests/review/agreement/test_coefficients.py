"""Worked by hand, so that they hold without any file: first the sums, then the coefficient."""

import pytest

from annotator.review.agreement import coefficients
from annotator.review.agreement.coefficients import Level

# 2 coders, 10 units: yes/yes 4, no/no 3, yes/no 2, no/yes 1. Ana says yes 6 times, Ben 5 times.
TEN = {("yes", "yes"): 4, ("no", "no"): 3, ("yes", "no"): 2, ("no", "yes"): 1}
# 3 coders, values missing. Comparable are the first three units, with 3, 2 and 3 values: a a a | a b | b b a
THREE = [("a", "a", "a"), ("a", None, "b"), ("b", "b", "a"), (None, "a", None), (None, None, None)]


def test_percent_is_how_many_units_agree():
    found = coefficients.percent(TEN)
    assert (found.value, found.n, found.undefined) == (0.7, 10, "")


def test_cohens_kappa_expects_by_each_coders_own_habits():
    # P_o = 7/10; P_e = (6·5 + 4·5)/100 = 1/2; (7/10 − 1/2) / (1/2) = 2/5
    found = coefficients.cohen(TEN)
    assert (found.value, found.observed, found.expected) == (pytest.approx(0.4), 0.7, 0.5)


def test_the_highest_kappa_is_what_the_habits_allow():
    # At most min(6,5) + min(4,5) = 9 units could agree: (9/10 − 1/2) / (1/2) = 4/5
    assert coefficients.highest_cohen(TEN).value == pytest.approx(0.8)


def test_fleiss_kappa_of_two_is_scotts_pi():
    # yes 11, no 9 of 20: P_e = (121 + 81)/400 = 101/200; (7/10 − 101/200) / (99/200) = 39/99
    assert coefficients.fleiss(TEN).value == pytest.approx(39 / 99)


def test_alpha_leaves_out_a_value_paired_with_itself():
    # D_o = 3/10; D_e = 2·11·9 / (20·19) = 198/380; 1 − (3/10) / (198/380) = 1 − 114/198
    found = coefficients.alpha(TEN)
    assert found.value == pytest.approx(1 - 114 / 198)
    assert (found.observed, found.expected) == (pytest.approx(0.3), pytest.approx(198 / 380))


def test_alpha_takes_missing_values():
    # 8 values: a 5, b 3. Agreeing: 3 in a a a, 0 in a b, and in b b a 2 ordered pairs / 2 = 1; 4 in all
    # D_o = 1 − 4/8; D_e = 2·5·3/(8·7) = 30/56; alpha = 1 − (1/2)(56/30) = 1/15
    found = coefficients.alpha(THREE)
    assert (found.value, found.n) == (pytest.approx(1 / 15), 3)
    assert coefficients.percent(THREE).value == 0.5


def test_pairwise_percent_weighs_pairs():
    # 3 + 1 + 3 pairs, of which 3 + 0 + 1 agree
    assert coefficients.pairwise_percent(THREE).value == pytest.approx(4 / 7)


def test_the_other_levels_by_hand():
    # Values 1, 1 | 1, 3 | 3, 3: n1 = 3, n3 = 3, n = 6. Nominal D_o = 1/3, D_e = 18/30.
    table = [(1, 1), (1, 3), (3, 3)]
    nominal = 1 - (1 / 3) / (18 / 30)
    assert coefficients.alpha(table).value == pytest.approx(nominal)
    for level in (Level.ORDINAL, Level.INTERVAL, Level.RATIO):
        # With two values, the distance between them cancels.
        assert coefficients.alpha(table, level).value == pytest.approx(nominal)
    # 1, 2 | 1, 1 | 4, 4 on an interval: D_o = 2·1/6; D_e = 2·(3·1·1 + 3·2·9 + 1·2·4)/30 = 130/30
    assert coefficients.alpha([(1, 2), (1, 1), (4, 4)], Level.INTERVAL).value == pytest.approx(1 - (2 / 6) / (130 / 30))


def test_fleiss_wants_equally_many_coders():
    assert coefficients.fleiss(THREE).undefined.startswith("undefined, because Fleiss' kappa wants equally many coders")


def test_cohen_wants_two_coders():
    found = coefficients.cohen([("a", "a", "a"), ("a", "b", "a")])
    assert found.value is None
    assert found.undefined == "undefined, because Cohen's kappa compares two coders: look at the pairs"


@pytest.mark.parametrize("kind", [coefficients.alpha, coefficients.cohen, coefficients.fleiss])
@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([("no", "no")] * 5, "undefined, because there is no variation: every value is “no”"),
        ([("no", None), (None, "yes")], "undefined, because no unit has values from two coders"),
        ([], "undefined, because no unit has values from two coders"),
    ],
    ids=["no variation", "nothing shared", "nothing at all"],
)
def test_what_has_no_figure_has_a_sentence_instead(kind, table, reason):
    found = kind(table)
    assert found.value is None
    assert found.undefined.startswith(reason)


def test_percent_has_a_figure_without_variation():
    assert coefficients.percent([("no", "no")] * 5).value == 1


def test_a_ratio_below_nothing_is_refused():
    with pytest.raises(ValueError, match="0 or more"):
        coefficients.alpha([(-1, 1), (1, 1)], Level.RATIO)


def test_nothing_and_nothing_are_the_same_on_a_ratio_scale():
    assert coefficients.alpha([(0, 0), (1, 1)], Level.RATIO).value == 1


def test_a_coincidence_matrix_holds_each_value_once():
    matrix = coefficients.coincidences(THREE)
    assert sum(matrix.values()) == 8
    assert matrix["a", "a"] == 3
    assert matrix["b", "b"] == 1
    assert matrix["a", "b"] == matrix["b", "a"] == 2
