"""A reading held against the gold: what matches, what differs, what is missed and what is extra."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.annotations.feedback import Line, Mark, Outcome, compare, counts


def mark(start, end, paragraph=1, **facets):
    return Mark(paragraph, start, end, "x" * (end - start), tuple(facets.items()))


def point(at, left_out="words"):
    return Mark(1, at, at, left_out, ())


@pytest.mark.parametrize(
    ("own", "gold", "outcomes", "differing"),
    [
        ([], [], [], []),
        ([mark(0, 9, claim="event")], [mark(0, 9, claim="event")], ["matched"], [()]),
        ([mark(0, 9, claim="event")], [mark(0, 9, claim="state")], ["differs"], [("claim",)]),
        ([mark(0, 9, claim="event")], [mark(0, 12, claim="event")], ["differs"], [("Words",)]),
        ([mark(0, 9)], [mark(9, 12)], ["extra", "missed"], [(), ()]),
        ([mark(0, 9)], [mark(0, 9, paragraph=2)], ["extra", "missed"], [(), ()]),
        ([], [mark(0, 9)], ["missed"], [()]),
        ([mark(0, 9)], [], ["extra"], [()]),
        ([point(9)], [point(9)], ["matched"], [()]),
        ([point(9)], [point(9, "other words")], ["differs"], [("Words",)]),
        ([point(3)], [point(9)], ["extra", "missed"], [(), ()]),
        ([point(3)], [mark(0, 9)], ["missed", "extra"], [(), ()]),
    ],
    ids=[
        *("nothing", "same", "another code", "other words", "touching", "another paragraph", "missed", "extra"),
        *("same omission", "other words left out", "another point", "a point within words"),
    ],
)
def test_what_becomes_of_it(own, gold, outcomes, differing):
    lines = compare(own, gold)
    assert [line.outcome.value for line in lines] == outcomes
    assert [line.differing for line in lines] == differing


def test_the_nearest_belong_together():
    near, far = mark(0, 20, claim="event"), mark(15, 40, claim="event")
    lines = compare([far, near], [mark(0, 22, claim="event")])
    assert [(line.own, line.outcome) for line in lines] == [(near, Outcome.DIFFERS), (far, Outcome.EXTRA)]


def test_of_the_same_words_those_that_agree_belong_together():
    claim, flag = mark(0, 9, claim="event", marking=""), mark(0, 9, claim="", marking="brackets")
    lines = compare([flag, claim], [mark(0, 9, claim="state", marking=""), flag])
    assert {(line.own, line.outcome.value) for line in lines} == {(flag, "matched"), (claim, "differs")}


def test_they_stand_in_the_order_of_the_text():
    lines = compare([mark(5, 9, paragraph=2), mark(0, 3)], [mark(0, 3), mark(1, 2, paragraph=2)])
    assert [line.place for line in lines] == [(1, 0, 3), (2, 1, 2), (2, 5, 9)]


def test_each_outcome_is_counted():
    assert counts([Line(None, mark(0, 1))]) == {"matched": 0, "differs": 0, "missed": 1, "extra": 0}


marks = st.lists(
    st.builds(
        lambda paragraph, start, length, claim: mark(start, start + length, paragraph, claim=claim),
        st.integers(1, 2), st.integers(0, 20), st.integers(0, 10), st.sampled_from(["event", "state"]),
    ),
    max_size=8,
)  # fmt: skip


@given(own=marks, gold=marks)
def test_nothing_is_lost_and_nothing_told_twice(own, gold):
    lines = compare(own, gold)
    assert sorted(map(repr, own)) == sorted(repr(line.own) for line in lines if line.own)
    assert sorted(map(repr, gold)) == sorted(repr(line.gold) for line in lines if line.gold)
    assert counts(compare(own, own))["matched"] == len(own)
