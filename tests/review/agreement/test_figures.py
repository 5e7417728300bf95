"""Every figure of made-up studies, once more from the definitions, and from the list of its units."""

import math
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.review.agreement import Asked, Plan, Question, Statistic, measure, units
from annotator.review.agreement.slices import NOT_THE_SAME
from tests.review.agreement import naive
from tests.review.agreement.worlds import articles

PLAN = Plan(resamples=0)
BY_NAME = {
    Statistic.PERCENT: naive.percent,
    Statistic.ALPHA: naive.alpha,
    Statistic.FLEISS: naive.fleiss,
    Statistic.COHEN: naive.cohen,
}
#: each is a whole study, and its figures are many
some = settings(max_examples=40)
studies = st.one_of(articles(), articles(coders=("ana", "ben", "cy")))


def same(ours, theirs):
    return (ours is None) == (theirs is None) and (ours is None or math.isclose(ours, theirs, abs_tol=1e-12))


def readers(readings, pair=()):
    chosen = sorted(pair or readings.finished)
    return chosen if len(readings.finished) > 1 and set(chosen) <= set(readings.finished) else []


def table(study, found, code=None, pair=()):
    """Units × coders: whether each coder marked each unit that `found` looks for."""
    result = []
    for readings in study:
        coders = readers(readings, pair)
        for text in readings.paragraphs:
            if coders and not text.left_out:
                marks = [
                    [
                        one
                        for one in readings.marks
                        if one.coder == coder and one.paragraph == text.id and carries(one, code)
                    ]
                    for coder in coders
                ]
                result += zip(*(found(text, some) for some in marks), strict=True)
    return result


def carries(mark, code):
    return code is None or mark.facets.get(code.facet) == code.value


LOOKED_FOR = {
    Question.PARAGRAPHS: lambda text, marks: [bool(marks)],
    Question.SENTENCES: naive.sentences_marked,
    Question.TOKENS: naive.tokens_marked,
}


@some
@given(studies)
def test_detection_and_tokens_are_those_of_the_definitions(study):
    for figure in measure(study, PLAN).figures:
        asked = figure.asked
        if asked.question not in LOOKED_FOR or asked.week:
            continue
        units_ = table(study, LOOKED_FOR[asked.question], asked.code, asked.coders)
        if figure.statistic is Statistic.COHEN and len(figure.coders) != 2:
            assert figure.value is None
            continue
        assert same(figure.value, BY_NAME[figure.statistic](units_)), (asked, figure.statistic)
        assert figure.n == len(units_)


@some
@given(articles())
def test_unitizing_is_that_of_the_definition_in_one_article(study):
    for readings in study:
        kept = [text for text in readings.paragraphs if not text.left_out]
        if len(readings.finished) < 2 or not kept:
            continue
        starts, reached = {}, 0
        for text in kept:
            starts[text.id] = reached
            reached += text.length + 1
        spans_of = [naive_joined(readings, coder, starts) for coder in sorted(readings.finished)]
        figure = measure([readings], PLAN).figure(Asked(Question.UNITIZING), Statistic.ALPHA_U)
        assert figure.n == sum(map(len, spans_of))
        if figure.n:
            assert same(figure.value, naive.alpha_u(spans_of, reached - 1))


def naive_joined(readings, coder, starts):
    """Spans of code points that follow each other and are bridged by one mark."""
    found = []
    for mark in sorted(
        (one for one in readings.marks if one.coder == coder), key=lambda one: (one.paragraph, one.start)
    ):
        if mark.paragraph in starts and mark.start < mark.end:
            start, end = (place + starts[mark.paragraph] for place in (mark.start, mark.end))
            if found and start < found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((start, end))
    return sorted(found)


@some
@given(studies)
def test_exact_f1_is_twice_the_shared_spans_among_all(study):
    for figure in measure(study, PLAN).figures:
        if figure.asked.question is Question.EXACT and not figure.asked.week:
            shared = spans = 0
            for readings in study:
                for pair in combinations(readers(readings, figure.asked.coders), 2):
                    one, other = (distinct(readings, coder, figure.asked.code) for coder in pair)
                    shared += len(one & other)
                    spans += len(one) + len(other)
            assert same(figure.value, 2 * shared / spans if spans else None)
            assert figure.n == spans


def distinct(readings, coder, code):
    coded = {text.id for text in readings.paragraphs if not text.left_out}
    return {
        (one.paragraph, one.start, one.end)
        for one in readings.marks
        if one.coder == coder and one.start < one.end and one.paragraph in coded and carries(one, code)
    }


@some
@given(studies)
def test_every_figure_is_what_its_list_of_units_says(study):
    for figure in measure(study, PLAN).figures:
        listed = list(units(figure.asked, iter(study), PLAN))
        counted = [unit for unit in listed if not unit.left_out]
        if figure.undefined == NOT_THE_SAME:
            continue
        assert sum(unit.count for unit in counted) == figure.n
        if figure.value is None:
            continue
        if figure.statistic is Statistic.F1:
            assert figure.value == sum(unit.count for unit in counted if unit.agree) / figure.n
        elif figure.asked.question is not Question.UNITIZING and figure.statistic is not Statistic.COHEN:
            values = [unit.values for unit in counted for _ in range(unit.count)]
            assert same(figure.value, BY_NAME[figure.statistic](values))


@settings(max_examples=25)
@given(articles(coders=("ana", "ben", "cy")))
def test_alpha_of_a_study_is_that_of_the_library_over_the_listed_units(study):
    krippendorff = pytest.importorskip("krippendorff")
    coders = ("ana", "ben", "cy")
    for figure in measure(study, PLAN).figures:
        if figure.statistic is Statistic.ALPHA and figure.value is not None:
            rows = []
            for unit in units(figure.asked, study, PLAN):
                if not unit.left_out:
                    said = dict(zip(unit.coders, unit.values, strict=True))
                    rows += [[said.get(coder) for coder in coders]] * unit.count
            numbers = {value: at for at, value in enumerate(sorted({one for row in rows for one in row if one}))}
            table = [[math.nan if one is None else numbers[one] for one in row] for row in zip(*rows, strict=True)]
            theirs = krippendorff.alpha(reliability_data=table, level_of_measurement="nominal")
            assert math.isclose(figure.value, theirs, abs_tol=1e-9), figure.asked


@some
@given(studies)
def test_a_figure_is_a_number_or_a_sentence(study):
    for figure in measure(study, Plan(resamples=20, fewest_articles=2)).figures:
        assert (figure.value is None) == figure.undefined.startswith("undefined, because ")
        assert (figure.interval is None) == figure.no_interval.startswith("no interval")
        assert all(left_out.count > 0 and left_out.reason for left_out in figure.exclusions)
        if figure.value is not None:
            assert math.isfinite(figure.value)
            assert figure.value <= 1
        if figure.interval:
            assert figure.interval.low <= figure.interval.high


@some
@given(articles(), st.permutations(("ana", "ben", "cy")))
def test_what_coders_and_codes_are_called_changes_no_figure(study, names):
    called = dict(zip(("ana", "ben", "cy"), names, strict=True))
    renamed = [
        replace(
            readings,
            finished={called[coder]: at for coder, at in readings.finished.items()},
            marks=[one._replace(coder=called[one.coder]) for one in readings.marks],
        )
        for readings in study
    ]
    before, after = (
        {(one.asked.question, one.asked.code, one.asked.facet, one.statistic): one.value for one in report.overall()}
        for report in (measure(study, PLAN), measure(renamed, PLAN))
    )
    assert before.keys() == after.keys()
    for key, value in before.items():
        assert value == pytest.approx(after[key]) if value is not None else after[key] is None


@some
@given(articles())
def test_a_study_of_two_that_saw_the_same_agrees_wholly(study):
    doubled = [
        replace(
            readings,
            finished={coder: at for at in readings.finished.values() for coder in ("ana", "ben")},
            marks=[
                one._replace(id=f"{one.id}{coder}", coder=coder)
                for one in readings.marks
                if one.coder == next(iter(readings.finished), "")
                for coder in ("ana", "ben")
            ],
        )
        for readings in study
        if readings.finished
    ]
    assert {figure.value for figure in measure(doubled, PLAN).figures} <= {1, None}
