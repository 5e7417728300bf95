import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.annotations.sentences import starts_of_words, words
from annotator.review.agreement import Pieces
from annotator.review.agreement.spans import covered, joined, likeness, matched, runs, sentences_touched

TOKENS = [(0, 4), (5, 9), (10, 14)]
spans = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 6)).map(lambda s: (s[0], s[0] + s[1])), max_size=6).map(
    sorted
)


@pytest.mark.parametrize(
    ("span", "tokens"),
    [((0, 14), (0, 3)), ((3, 6), (0, 2)), ((4, 5), (1, 1)), ((5, 5), (0, 0)), ((9, 11), (2, 3)), ((14, 20), (3, 3))],
    ids=["all", "parts of two", "the space between", "a point", "from a space", "behind them"],
)
def test_a_token_is_covered_when_one_letter_of_it_is(span, tokens):
    assert covered(TOKENS, span) == tokens


@pytest.mark.parametrize(
    ("span", "sentences"),
    [((0, 0), (0, 1)), ((4, 4), (0, 1)), ((4, 5), (0, 1)), ((5, 5), (1, 2)), ((14, 14), (2, 3)), ((3, 6), (0, 2))],
    ids=["first point", "point in the gap", "gap", "point at a start", "last point", "two"],
)
def test_every_mark_stands_in_a_sentence(span, sentences):
    assert sentences_touched(TOKENS, span) == sentences


def test_spans_that_touch_stay_two():
    assert joined([(5, 9), (0, 3), (2, 4), (4, 5)]) == [(0, 4), (4, 5), (5, 9)]


def test_runs_tell_who_covers_what():
    assert runs([[(0, 4), (8, 9)], [(2, 6)], []]) == [(0, 2, 1), (2, 4, 3), (4, 6, 2), (8, 9, 1)]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [((0, 10), (0, 10), 1), ((0, 10), (5, 15), 1 / 3), ((0, 5), (5, 9), 0), ((3, 3), (3, 3), 1), ((3, 3), (0, 9), 0)],
    ids=["identical", "a third", "side by side", "one point", "a point in a span"],
)
def test_likeness_is_intersection_over_union(one, other, alike):
    assert likeness(one, other) == likeness(other, one) == pytest.approx(alike)


def test_the_likest_are_paired_first():
    # 0–10 and 1–10 share nine of ten; so 0–12 is left for 9–20, with which it shares three of twenty
    assert matched([(0, 10), (9, 20)], [(0, 12), (1, 10)]) == [(0, 1), (1, 0)]


def test_no_span_is_paired_twice():
    assert matched([(0, 10)], [(0, 4), (5, 10)]) == [(0, 1)]


def test_a_higher_bar_pairs_fewer():
    assert matched([(0, 10)], [(5, 15)], least=0.3) == [(0, 0)]
    assert matched([(0, 10)], [(5, 15)], least=0.34) == []


def test_of_equal_ones_the_more_alike_go_together():
    same = [(0, 5), (0, 5)]
    assert matched(same, same, alike=lambda one, other: one != other) == [(0, 1), (1, 0)]


def test_points_pair_only_at_the_same_place():
    assert matched([(3, 3), (7, 7)], [(3, 9), (7, 7)]) == [(1, 1)]


@given(spans, spans)
def test_pairing_is_one_to_one_and_the_same_from_either_side(left, right):
    pairs = matched(left, right)
    assert len({one for one, _ in pairs}) == len({other for _, other in pairs}) == len(pairs)
    assert all(likeness(left[one], right[other]) > 0 for one, other in pairs)
    turned = matched(right, left)
    assert sorted((left[one], right[other]) for one, other in pairs) == sorted(
        (left[one], right[other]) for other, one in turned
    )


@given(spans, spans)
def test_no_two_that_overlap_are_both_left_alone(left, right):
    pairs = matched(left, right)
    free = [span for at, span in enumerate(left) if at not in {one for one, _ in pairs}]
    free_too = [span for at, span in enumerate(right) if at not in {other for _, other in pairs}]
    assert not any(likeness(one, other) for one in free for other in free_too)


@given(spans, spans)
def test_identical_spans_always_find_each_other(left, right):
    left, right = sorted(set(left)), sorted(set(right))
    found = {left[one] for one, other in matched(left, right) if left[one] == right[other]}
    assert found == set(left) & set(right)


@given(st.text(alphabet="ab’'-. \u00a0\u2028\n[é🇺🇦م", max_size=30))
def test_pieces_are_the_words_and_cover_what_they_would_cover(text):
    spans = words(text)
    pieces = Pieces(starts_of_words(text), text)
    assert [*pieces] == spans
    assert len(pieces) == len(spans)
    assert pieces[1:] == spans[1:]
    for start in range(len(text) + 1):
        for end in range(start, len(text) + 1):
            assert covered(pieces, (start, end)) == covered(spans, (start, end))
