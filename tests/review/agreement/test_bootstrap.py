import os
import subprocess
import sys
from random import Random
from statistics import stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.review.agreement import Asked, Plan, Question, Statistic, bootstrap, measure, nominal
from annotator.review.agreement.figures import STATISTICS
from annotator.review.agreement.layouts import NominalSums
from annotator.review.agreement.nominal import Layout
from tests.review.agreement.worlds import article, mark

REPEATED = """
from tests.review.agreement.test_bootstrap import found, study
print(repr(found(study(30))))
"""


def study(number, seed=3):
    random = Random(seed)
    return [
        article(
            mark("ana", 0, 14, random.choice(("event", "state"))),
            *([mark("ben", 0, random.choice((14, 19)), "event")] if random.random() < 0.8 else []),
            id_=at,
            days=at % 9,
        )
        for at in range(number)
    ]


def found(articles, question=Question.TOKENS, statistic=Statistic.ALPHA, plan=None):
    return measure(articles, plan).figure(Asked(question), statistic)


def test_an_interval_says_how_it_was_drawn():
    figure = found(study(40))
    drawn = figure.interval
    assert drawn.low < figure.value < drawn.high
    assert (drawn.confidence, drawn.resamples, drawn.undefined, drawn.seed) == (0.95, 1_000, 0, 1)
    assert (drawn.blocks, drawn.articles, drawn.caution) == (40, 40, "")


def test_the_same_seed_draws_the_same_and_another_draws_others():
    assert found(study(40)) == found(study(40))
    other = found(study(40), plan=Plan(seed=2))
    assert other.value == found(study(40)).value
    assert other.interval != found(study(40)).interval


def test_it_is_the_same_whatever_python_hashes_strings_to():
    told = {
        subprocess.run(
            [sys.executable, "-c", REPEATED],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "77")
    }
    assert told == {repr(found(study(30))) + "\n"}


def test_these_draws_are_the_same_on_every_machine():
    """If this fails, figures that were published with a seed can no longer be repeated: see docs/guide/agreement.md."""
    drawn = [draw(range(5)) for draw in bootstrap.draws(5, 3, 1)]
    assert drawn == [(0, 4, 4, 4, 2), (4, 4, 0, 2, 3), (3, 1, 0, 2, 3)]


def test_few_articles_have_no_interval_and_somewhat_more_a_caution():
    assert found(study(9)).interval is None
    assert found(study(9)).no_interval == (
        "no interval, because it is drawn over articles and there are fewer than 10 to draw"
    )
    assert found(study(23)).interval.caution.startswith("Drawn over fewer than 24 articles")
    assert found(study(24)).interval.caution == ""


def test_a_figure_that_is_mostly_undefined_when_redrawn_has_no_interval():
    # One of twelve articles has all the variation: a third of the resamples miss it.
    articles = [article(id_=at) for at in range(11)] + [article(mark("ana", 0, 4), mark("ben", 0, 4), id_=99)]
    figure = found(articles, Question.PARAGRAPHS)
    assert figure.value == 1
    assert figure.no_interval.startswith("no interval, because the figure is undefined in ")


def test_what_has_no_figure_has_no_interval():
    figure = found([article(id_=at) for at in range(30)], Question.PARAGRAPHS)
    assert (figure.interval, figure.no_interval) == (None, "no interval, because there is no figure")


def test_blocks_of_articles_tell_nearly_the_same_width():
    articles = study(400)
    whole = found(articles, plan=Plan(most_blocks=400)).interval
    dealt = found(articles, plan=Plan(most_blocks=100)).interval
    assert (whole.blocks, dealt.blocks) == (400, 100)
    assert dealt.high - dealt.low == pytest.approx(whole.high - whole.low, rel=0.25)


def test_articles_are_drawn_whole():
    """Forty words of one article that go together are one observation: drawn apart, the interval would be narrow."""
    articles = [article(mark("ana", 0, 49), *([mark("ben", 0, 49)] if at % 2 else []), id_=at) for at in range(40)]
    drawn = found(articles, statistic=Statistic.PERCENT).interval
    by_theory = 2 * 1.96 * (0.5 * 0.5 / 40) ** 0.5
    assert drawn.high - drawn.low == pytest.approx(by_theory, rel=0.15)


def test_its_spread_is_that_of_studies_drawn_anew():
    """The width from one study lies near the spread that many such studies really have."""
    values = [found(study(60, seed), plan=Plan(resamples=0)).value for seed in range(80)]
    drawn = found(study(60, 1_000)).interval
    assert (drawn.high - drawn.low) / (2 * 1.96) == pytest.approx(stdev(values), rel=0.4)


@given(
    st.integers(2, 3).flatmap(
        lambda coders: st.lists(
            st.lists(st.tuples(*[st.sampled_from(("a", "b", "c", None))] * coders), max_size=6), min_size=2, max_size=5
        )
    )
)
def test_column_by_column_gives_what_sum_by_sum_does(blocks):
    patterns = [{unit: block.count(unit) for unit in block} for block in blocks]
    coders = max((len(unit) for block in blocks for unit in block), default=2)
    sums = NominalSums(Layout.of((unit for block in patterns for unit in block), paired=coders == 2))
    vectors = [sums.vector(block) for block in patterns]
    if not any(map(any, vectors)):
        return
    drawn = list(bootstrap.resampled(vectors, Plan(resamples=7)))
    picks = bootstrap.draws(len(vectors), 7, 1)
    assert [list(one) for one in drawn] == [
        [sum(column) for column in zip(*pick(vectors), strict=True)] for pick in picks
    ]
    series = nominal.series(sums.layout, drawn)
    for statistic in STATISTICS[Question.LABEL]:
        assert series[statistic] == pytest.approx([sums.coefficient(statistic, one).value for one in drawn])


def test_ninety_five_of_a_hundred_lie_within():
    drawn, _ = bootstrap.interval([at / 1_000 for at in range(1_001)], articles=30, blocks=30, plan=Plan())
    assert (drawn.low, drawn.high) == (pytest.approx(0.025), pytest.approx(0.975))
    drawn, _ = bootstrap.interval(
        [at / 1_000 for at in range(1_001)], articles=30, blocks=30, plan=Plan(confidence=0.9)
    )
    assert (drawn.low, drawn.high) == (pytest.approx(0.05), pytest.approx(0.95))


def test_large_sums_do_not_run_over_into_each_other():
    vectors = [[2**70, 1, 2**64 - 1], [2**69, 0, 5]]
    for drawn, pick in zip(bootstrap.resampled(vectors, Plan(resamples=5)), bootstrap.draws(2, 5, 1), strict=True):
        assert list(drawn) == [sum(column) for column in zip(*pick(vectors), strict=True)]


def test_percentiles_lie_between_order_statistics():
    assert bootstrap.percentile([1, 2, 3, 4], 0.5) == 2.5
    assert bootstrap.percentile([1, 2, 3, 4], 0.025) == pytest.approx(1.075)
    assert bootstrap.percentile([7], 0.975) == 7
