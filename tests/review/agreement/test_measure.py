"""From articles to figures, by hand. The text has ten words of four letters, in two sentences: 0–24 and 25–49."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from annotator.review.agreement import Asked, Code, Exclusion, Plan, Question, Statistic, by_article, measure, units
from tests.review.agreement.worlds import article, mark, text

EVENT, STATE = Code("claim_type", "event"), Code("claim_type", "state")


def figure(articles, question, statistic, plan=None, **asked):
    return measure(articles, plan).figure(Asked(question, **asked), statistic)


def two_paragraphs(*marks, **more):
    return article(*marks, texts=[text(1), text(2)], **more)


def test_detection_counts_paragraphs_that_both_marked():
    # Ana marks both paragraphs, Ben the first: 1 of 2 agrees
    found = figure(
        [two_paragraphs(mark("ana", 0, 4), mark("ana", 0, 4, paragraph=2), mark("ben", 30, 34))],
        Question.PARAGRAPHS,
        Statistic.PERCENT,
    )
    assert (found.value, found.n, found.units, found.coders, found.articles) == (
        0.5,
        2,
        "paragraphs",
        ("ana", "ben"),
        1,
    )


def test_detection_in_sentences_is_finer():
    # Ana in the first sentence of the first paragraph, Ben in its second: 2 of 4 sentences agree, both unmarked
    marks = mark("ana", 0, 4), mark("ben", 30, 34)
    found = figure([two_paragraphs(*marks)], Question.SENTENCES, Statistic.PERCENT)
    assert (found.value, found.n) == (0.5, 4)


def test_a_code_is_looked_for_on_its_own():
    marks = mark("ana", 0, 4, "event"), mark("ben", 0, 4, "state")
    assert figure([two_paragraphs(*marks)], Question.PARAGRAPHS, Statistic.PERCENT).value == 1
    assert figure([two_paragraphs(*marks)], Question.PARAGRAPHS, Statistic.PERCENT, code=EVENT).value == 0.5


def test_tokens_tell_how_far_boundaries_lie_apart():
    # Ana marks words 1–4, Ben words 3–6 of ten: 2 both, 2 + 2 one, 4 neither; 6 of 10 agree
    # marked 8, unmarked 12 of 20: D_e = 2·8·12/(20·19); alpha = 1 − (4/10)/(192/380)
    marks = mark("ana", 0, 19), mark("ben", 10, 29)
    assert figure([article(*marks)], Question.TOKENS, Statistic.PERCENT).value == 0.6
    found = figure([article(*marks)], Question.TOKENS, Statistic.ALPHA)
    assert found.value == pytest.approx(1 - 0.4 / (192 / 380))
    assert found.n == 10


def test_f1_is_of_pairs_among_spans():
    # identical, overlapping, and one of Ana's alone: 5 spans; exact 1 pair, overlapping 2
    marks = [mark("ana", 0, 4), mark("ben", 0, 4), mark("ana", 10, 19), mark("ben", 15, 24), mark("ana", 40, 44)]
    exact = figure([article(*marks)], Question.EXACT, Statistic.F1)
    overlap = figure([article(*marks)], Question.OVERLAP, Statistic.F1)
    assert (exact.value, overlap.value) == (pytest.approx(2 / 5), pytest.approx(4 / 5))
    assert (exact.n, exact.units) == (5, "marked spans")


def test_overlap_can_be_asked_to_be_large():
    marks = mark("ana", 10, 19), mark("ben", 15, 24)  # 4 of 14
    assert figure([article(*marks)], Question.OVERLAP, Statistic.F1).value == 1
    assert figure([article(*marks)], Question.OVERLAP, Statistic.F1, Plan(least_overlap=0.5)).value == 0


def test_labels_are_compared_where_spans_match():
    marks = [
        mark("ana", 0, 4, "event", stance="neutral"),
        mark("ben", 0, 4, "event", stance="endorsing"),
        mark("ana", 10, 14, "event"),
        mark("ben", 10, 19, "state", stance="neutral"),
        mark("ana", 40, 44, "state"),
    ]
    claims = figure([article(*marks)], Question.LABEL, Statistic.PERCENT, facet="claim_type")
    assert (claims.value, claims.n, claims.units) == (0.5, 2, "matched spans")
    assert claims.exclusions == (Exclusion("the other coder has no matching span", 1, "marks"),)
    stance = figure([article(*marks)], Question.LABEL, Statistic.PERCENT, facet="stance")
    assert (stance.value, stance.n) == (0, 1)
    assert stance.exclusions == (Exclusion("only one of the two coders gave it", 1, "marks"),)


def test_a_code_is_told_from_all_others_on_matched_spans():
    marks = [
        *(mark("ana", 0, 4, "event"), mark("ben", 0, 4, "event")),
        *(mark("ana", 10, 14, "state"), mark("ben", 10, 14, "causal")),
        *(mark("ana", 20, 24, "event"), mark("ben", 20, 24, "state")),
    ]
    found = figure([article(*marks)], Question.LABEL, Statistic.PERCENT, code=EVENT, facet="claim_type")
    assert (found.value, found.n) == (pytest.approx(2 / 3), 3)


def test_a_confusion_tells_which_code_was_taken_for_which():
    marks = [mark("ana", 0, 4, "event"), mark("ben", 0, 4, "state"), mark("ana", 20, 24, "event")]
    report = measure([article(*marks)])
    everybody, pair = (one for one in report.confusions if one.facet == "claim_type")
    assert (pair.coders, dict(pair.cells)) == (("ana", "ben"), {("event", None): 1, ("event", "state"): 1})
    assert pair.values == ("event", "state")
    assert everybody.cells["event", "state"] == everybody.cells["state", "event"] == 1


def test_a_point_at_the_end_of_a_paragraph_is_not_one_at_the_start_of_the_next():
    marks = mark("ana", 49, 49, paragraph=1), mark("ben", 0, 0, paragraph=2)
    assert figure([two_paragraphs(*marks)], Question.LABEL, Statistic.PERCENT, facet="claim_type").n == 0


def test_each_pair_of_coders_is_compared_on_what_both_finished():
    articles = [
        article(mark("ana", 0, 4), mark("ben", 0, 4)),
        article(mark("ana", 0, 4), id_=2, coders=("ana", "cy")),
        article(mark("ben", 0, 4), mark("cy", 0, 4), id_=3, coders=("ana", "ben", "cy")),
    ]
    report = measure(articles)
    agreed = {one.asked.coders: (one.value, one.n) for one in report.by_pair(Question.PARAGRAPHS, Statistic.PERCENT)}
    assert agreed == {("ana", "ben"): (0.5, 2), ("ana", "cy"): (0, 2), ("ben", "cy"): (1, 1)}
    (left_out,) = report.figure(Asked(Question.TOKENS, coders=("ben", "cy")), Statistic.PERCENT).exclusions
    assert left_out == Exclusion("only one of the two coders has finished them", 2, "articles")
    assert report.figure(Asked(Question.PARAGRAPHS), Statistic.COHEN).undefined.endswith("look at the pairs")
    whole = report.figure(Asked(Question.UNITIZING), Statistic.ALPHA_U)
    assert whole.undefined == "undefined, because not all coders read the same articles: look at the pairs"


def test_three_coders_on_the_same_articles_are_compared_together():
    three = ("ana", "ben", "cy")
    marks = [mark("ana", 0, 19), mark("ben", 0, 19), mark("cy", 0, 14)]
    report = measure([article(*marks, coders=three), article(id_=2, coders=three)])
    assert report.figure(Asked(Question.PARAGRAPHS), Statistic.FLEISS).value == 1
    whole = report.figure(Asked(Question.UNITIZING), Statistic.ALPHA_U)
    assert (whole.n, whole.coders) == (3, three)
    assert 0 < whole.value < 1
    # three pairs of coders, each of one pair of spans
    assert report.figure(Asked(Question.OVERLAP), Statistic.F1).n == 6


def test_weeks_are_those_in_utc_in_which_the_last_coder_finished():
    late = datetime(2026, 1, 4, 23, 30, tzinfo=timezone(timedelta(hours=-5)))  # Monday, 5 January, in UTC
    first = article(mark("ana", 0, 4), mark("ben", 0, 4), days=-3)
    second = article(mark("ana", 0, 4), id_=2)
    second = type(second)(2, second.paragraphs, {"ana": datetime(2026, 1, 2, tzinfo=UTC), "ben": late}, second.marks)
    report = measure([first, second])
    assert report.weeks == ("2026-W01", "2026-W02")
    found = {one.asked.week: one.value for one in report.by_week(Question.PARAGRAPHS, Statistic.PERCENT)}
    assert found == {"2026-W01": 1, "2026-W02": 0}


def test_a_moment_without_a_time_zone_is_refused():
    nowhere = article()
    nowhere = type(nowhere)(1, nowhere.paragraphs, {"ana": datetime(2026, 1, 2), "ben": datetime(2026, 1, 2)}, [])
    with pytest.raises(ValueError, match="time zone"):
        measure([nowhere])


@pytest.mark.parametrize(
    "wrong", [mark("ana", 45, 60), mark("ana", -1, 4), mark("ana", 4, 2), mark("ana", 0, 4, paragraph=9)]
)
def test_a_mark_outside_its_paragraph_is_refused(wrong):
    with pytest.raises(ValueError, match="does not lie within a paragraph"):
        measure([article(wrong)])


def test_no_articles_make_a_report_of_sentences():
    report = measure([])
    assert {one.value for one in report.figures} == {None}
    assert {one.undefined for one in report.figures} == {"undefined, because no article was finished by two coders"}
    assert (report.coders, report.weeks, report.articles) == ((), (), 0)


def test_a_blank_article_is_no_trouble():
    report = measure([article(texts=[text(1, words=0)])])
    assert report.figure(Asked(Question.TOKENS), Statistic.ALPHA).undefined == (
        "undefined, because no unit has values from two coders"
    )


def test_each_article_has_figures_of_its_own():
    articles = [article(mark("ana", 0, 4), mark("ben", 0, 4)), article(mark("ana", 0, 4), id_=2)]
    found = {
        id_: {(one.asked.question, one.statistic): one.value for one in figures}
        for id_, figures in by_article(articles)
    }
    assert found[1][Question.PARAGRAPHS, Statistic.PERCENT] == 1
    assert found[2][Question.PARAGRAPHS, Statistic.PERCENT] == 0
    (one,) = {figure.no_interval for _, some in by_article(articles) for figure in some if figure.value is not None} - {
        "no interval: every stretch is weighed against every gap, so there are no sums by article to draw from"
    }
    assert one == "no interval, because none was asked for"


def test_an_article_lists_its_own_units():
    articles = [article(mark("ana", 0, 4, id_="A")), article(mark("ben", 0, 4, id_="B"), id_=2)]
    ((_, figures), _) = by_article(articles)
    (unit,) = units(figures[0].asked, articles)
    assert (unit.article, unit.values, unit.marks, unit.agree) == (1, ("marked", "not marked"), (("A",), ()), False)


def test_progress_is_told_and_can_end_the_work():
    told = []
    measure([article(), article(id_=2)], told=told.append)
    assert told == [1, 2]


@pytest.mark.parametrize(
    "wrong",
    [{"least_overlap": 1}, {"confidence": 1}, {"resamples": -1}, {"fewest_articles": 1}, {"code_facets": ("shade",)}],
)
def test_a_plan_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(ValueError, match=r".+"):
        Plan(**wrong)
