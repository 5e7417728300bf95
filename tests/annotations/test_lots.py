"""Drawing by lot: reproducible, even, and steady when articles or coders come later."""

import subprocess
import sys
from collections import Counter, defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.annotations.lots import Rule, draw, shared_between

ONE, TWO = Rule(each=1), Rule(each=2)
SAMPLE = Rule(each=1, overlap_percent=20, overlap_coders=2)
RECORDED = ((2, 9), (2, 7), (1, 8), (3, 9), (4, 8), (5, 7))


def coders_of(pairs):
    found = defaultdict(set)
    for article, coder in pairs:
        found[article].add(coder)
    return found


def test_the_same_draw_comes_out_twice():
    drawn = draw(range(1, 30), [7, 8, 9, 10], {}, rule=TWO, seed="a")
    assert drawn == draw(range(1, 30), [7, 8, 9, 10], {}, rule=TWO, seed="a")
    assert drawn != draw(range(1, 30), [7, 8, 9, 10], {}, rule=TWO, seed="b")


def test_it_is_the_draw_it_was_when_this_was_written():
    """A draw in a paper can be repeated years later: these pairs must never change."""
    drawn = draw([1, 2, 3, 4, 5], [7, 8, 9], {}, rule=SAMPLE, seed="ferries")
    assert drawn.pairs == RECORDED
    assert drawn.overlap == {RECORDED[0][0]}


def test_the_order_in_which_things_are_named_does_not_matter():
    drawn = draw([5, 3, 1, 4, 2], {9, 8, 7}, {}, rule=SAMPLE, seed="ferries")
    assert drawn.pairs == RECORDED


@pytest.mark.parametrize("hash_seed", ["1", "77"])
def test_the_interpreters_hash_seed_does_not_matter(hash_seed):
    code = (
        "from annotator.annotations.lots import Rule, draw; "
        "print(draw([1, 2, 3, 4, 5], {7, 8, 9}, {}, rule=Rule(1, 20, 2), seed='ferries').pairs)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONHASHSEED": hash_seed}, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == repr(RECORDED)


@given(
    articles=st.integers(0, 40),
    coders=st.integers(1, 8),
    each=st.integers(1, 8),
    percent=st.integers(0, 100),
    more=st.integers(2, 8),
    seed=st.text(max_size=5),
)
def test_loads_differ_by_at_most_one_and_every_place_is_filled_once(articles, coders, each, percent, more, seed):
    rule = Rule(each, percent, more)
    lots = draw(range(articles), range(coders), {}, rule=rule, seed=seed)
    assert len(set(lots.pairs)) == len(lots.pairs)
    assert len(lots.overlap) == rule.overlap_size(articles)
    has = coders_of(lots.pairs)
    for article in range(articles):
        assert len(has[article]) == min(coders, more if article in lots.overlap else each)
    load = Counter(coder for _, coder in lots.pairs)
    counts = [load[coder] for coder in range(coders)]
    assert max(counts) - min(counts) <= 1


@pytest.mark.parametrize(
    ("articles", "percent", "size"), [(240, 10, 24), (5, 10, 1), (0, 10, 0), (7, 0, 0), (7, 100, 7)]
)
def test_the_overlap_sample_is_rounded_up(articles, percent, size):
    assert Rule(1, percent, 2).overlap_size(articles) == size


@pytest.mark.parametrize("seed", ["a", "b", "c"])
@pytest.mark.parametrize(("coders", "together"), [(3, 2), (4, 2), (5, 2), (6, 3)])
def test_pairs_of_coders_share_about_as_many_articles(coders, together, seed):
    lots = draw(range(120), range(coders), {}, rule=Rule(together), seed=seed)
    met = shared_between(lots.pairs)
    counts = [met[a, b] for b in range(coders) for a in range(b)]
    assert max(counts) - min(counts) <= 4


def test_the_overlap_sample_is_spread_over_all_coders():
    lots = draw(range(200), range(4), {}, rule=SAMPLE, seed="a")
    load = Counter(coder for article, coder in lots.pairs if article in lots.overlap)
    assert sorted(load.values()) == [20, 20, 20, 20]


def test_it_adds_only_what_is_missing_and_to_who_has_least():
    held = {1: {7}, 2: {7, 8}, 3: {7}}
    pairs = draw([1, 2, 3, 4], [7, 8, 9], held, rule=TWO, seed="a").pairs
    assert {article for article, _ in pairs} == {1, 3, 4}
    assert Counter(coder for _, coder in pairs)[7] == 0


def test_with_everything_given_nothing_is_drawn():
    first = draw(range(50), range(4), {}, rule=SAMPLE, seed="a")
    again = draw(range(50), range(4), coders_of(first.pairs), rule=SAMPLE, seed="a")
    assert again.pairs == ()
    assert again.overlap == first.overlap


@given(first=st.integers(1, 60), later=st.integers(0, 60), seed=st.text(max_size=3))
def test_articles_that_come_later_take_nothing_out_of_the_sample(first, later, seed):
    start = draw(range(first), range(4), {}, rule=SAMPLE, seed=seed)
    held = coders_of(start.pairs)
    grown = draw(range(first + later), range(4), held, rule=SAMPLE, seed=seed)
    assert start.overlap <= grown.overlap
    assert not set(grown.pairs) & set(start.pairs)
    assert len(grown.overlap) == SAMPLE.overlap_size(first + later)
    load = Counter(coder for _, coder in {*start.pairs, *grown.pairs})
    assert max(load.values()) - min(load[coder] for coder in range(4)) <= 1


def test_a_coder_who_comes_later_catches_up():
    held = coders_of(draw(range(20), [1, 2], {}, rule=ONE, seed="a").pairs)
    pairs = draw(range(40), [1, 2, 3], held, rule=ONE, seed="a").pairs
    assert sorted(Counter(coder for _, coder in pairs).values()) in ([3, 4, 13], [3, 3, 14])


def test_a_reading_of_somebody_who_left_fills_no_place():
    assert draw([1], [7], {1: {99}}, rule=ONE, seed="a").pairs == ((1, 7),)


def test_a_large_study_is_drawn_in_a_moment():
    lots = draw(range(5000), range(12), {}, rule=SAMPLE, seed="a")
    assert len(lots.pairs) == 6000
