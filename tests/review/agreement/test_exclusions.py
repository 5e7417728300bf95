"""What is left out is counted by reason. The text has ten words of four letters, in two sentences: 0–24 and 25–49."""

from annotator.review.agreement import Asked, Code, Exclusion, Question, Statistic, measure
from tests.review.agreement.worlds import article, mark, text

STATE = Code("claim_type", "state")
POINT = "a point: words left out have a place, but no boundaries"


def figure(articles, question, statistic, **asked):
    return measure(articles).figure(Asked(question, **asked), statistic)


def test_a_point_counts_for_detection_and_labels_and_not_for_boundaries():
    marks = mark("ana", 5, 5, "state"), mark("ben", 5, 5, "event")
    report = measure([article(*marks)])

    def found(question, statistic, **asked):
        return report.figure(Asked(question, **asked), statistic)

    assert found(Question.SENTENCES, Statistic.PERCENT).value == 1
    assert found(Question.LABEL, Statistic.PERCENT, facet="claim_type").n == 1
    for question, statistic in ((Question.EXACT, Statistic.F1), (Question.UNITIZING, Statistic.ALPHA_U)):
        assert found(question, statistic).value is None
        assert found(question, statistic).exclusions == (Exclusion(POINT, 2, "marks"),)
    assert found(Question.EXACT, Statistic.F1).undefined == (
        "undefined, because neither coder marked anything that has boundaries"
    )
    assert found(Question.TOKENS, Statistic.PERCENT).exclusions == (Exclusion(POINT, 2, "marks"),)


def test_the_same_words_marked_twice_are_one_span_and_are_counted():
    marks = mark("ana", 0, 4, "event"), mark("ana", 0, 4, "state"), mark("ben", 0, 4, "state")
    found = figure([article(*marks)], Question.EXACT, Statistic.F1)
    assert (found.value, found.n) == (1, 2)
    assert found.exclusions == (Exclusion("the same words marked again by the same coder", 1, "marks"),)
    # … and for labels, of Ana's two the one that Ben gave too goes with his
    assert figure([article(*marks)], Question.LABEL, Statistic.PERCENT, facet="claim_type").value == 1


def test_paragraphs_that_were_not_to_be_coded_are_counted_by_reason():
    texts = [text(1), text(2, left_out="a notice")]
    marks = mark("ana", 0, 4), mark("ben", 0, 4), mark("ben", 0, 4, paragraph=2)
    report = measure([article(*marks, texts=texts)])
    found = report.figure(Asked(Question.PARAGRAPHS), Statistic.PERCENT)
    assert (found.n, found.exclusions) == (1, (Exclusion("a notice", 1, "paragraphs"),))
    assert report.figure(Asked(Question.TOKENS), Statistic.PERCENT).exclusions == (Exclusion("a notice", 10, "tokens"),)
    assert report.figure(Asked(Question.EXACT), Statistic.F1).exclusions == (Exclusion("a notice", 1, "marks"),)
    of_code = Asked(Question.EXACT, code=STATE)
    assert all(one.asked != of_code for one in report.figures), "nobody gave it where it was to be coded"


def test_what_fewer_than_two_finished_is_counted_and_not_compared():
    articles = [
        article(mark("ana", 0, 4), mark("ben", 0, 4)),
        article(mark("ana", 0, 4), id_=2, coders=("ana",), unfinished={"ben": "not finished"}),
        article(mark("cy", 0, 4), id_=3),
    ]
    found = figure(articles, Question.PARAGRAPHS, Statistic.PERCENT)
    assert (found.n, found.articles) == (2, 2)
    assert found.exclusions == (
        Exclusion("fewer than two coders have finished them", 1, "articles"),
        Exclusion("not finished", 1, "readings"),
        Exclusion("their coder's reading does not count", 1, "marks"),
    )


def test_a_mark_without_any_facet_is_matched_and_one_sided():
    marks = mark("ana", 0, 4, "event"), mark("ben", 0, 4, claim="")
    found = figure([article(*marks)], Question.LABEL, Statistic.PERCENT, facet="claim_type")
    assert (found.value, found.n) == (None, 0)
    assert found.exclusions == (Exclusion("only one of the two coders gave it", 1, "marks"),)


def test_a_facet_that_is_not_in_the_plan_is_nobodys_business():
    marks = mark("ana", 0, 4, shade="red"), mark("ben", 0, 4, shade="blue")
    report = measure([article(*marks)])
    assert not any(one.asked.facet == "shade" for one in report.figures)
    assert report.figure(Asked(Question.LABEL, facet="claim_type"), Statistic.PERCENT).exclusions == ()
