import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotator.annotations.models import Annotation
from annotator.review import queries
from annotator.review.cases import gather
from annotator.review.models import Case, Flag
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.review import QUOTE, REPUBLISHED, make_case, make_decision, make_reviewer, make_suggestion
from tests.factories.studies import StudyFactory, add_to_study

pytestmark = pytest.mark.django_db


def edit(annotation, quote, start):
    """What the workbench does: a new row that replaces the old one."""
    Annotation.objects.filter(pk=annotation.pk).end(by=annotation.reading.coder, how="replaced")
    return make_annotation(
        annotation.reading, quote, paragraph=annotation.paragraph, start=start, replaces=annotation, **INSERTION
    )


def test_a_coders_flag_opens_a_case_with_its_words(queue):
    assert gather(queue.study) == 1
    case = queue.case
    assert (case.paragraph, case.start, case.quote) == (queue.annotation.paragraph, 14, QUOTE)
    assert [flag.annotation for flag in case.flags.all()] == [queue.annotation]


def test_gathering_twice_adds_nothing(queue):
    gather(queue.study)
    assert gather(queue.study) == 0
    assert (Case.objects.count(), Flag.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("quote", "joins"),
    [
        pytest.param(QUOTE, True, id="the-same"),
        pytest.param("supported covertly by outsiders", True, id="without-the-brackets"),
        pytest.param("The militants " + QUOTE, True, id="a-little-more"),
        pytest.param("by outsiders] lost", False, id="less-than-half-of-the-case"),
        pytest.param("covertly", False, id="a-word-inside"),
        pytest.param("] lost two villages, the army said on Monday.", False, id="one-character"),
        pytest.param(" lost two", False, id="touching"),
        pytest.param(REPUBLISHED, False, id="the-whole-paragraph"),
    ],
)
def test_a_flag_joins_a_case_of_mostly_the_same_words_and_no_other(queue, quote, joins):
    gather(queue.study)
    other = make_reading(study=queue.study, article=queue.article)
    make_annotation(other, quote, **INSERTION)
    assert gather(queue.study) == 1
    assert [case.flags.count() for case in Case.objects.all()] == ([2] if joins else [1, 1])


@pytest.mark.parametrize(
    ("second", "joins"),
    [("bcdef", True), ("cdefghijkl", True), ("ab", False), ("abcd", True), ("ghijkl", False), ("fghijklmn", False)],
)
def test_half_of_both_is_enough_and_less_is_not(second, joins):
    """The case is "abcdefgh", of eight characters."""
    reading = make_reading("abcdefghijklmn")
    make_annotation(reading, "abcdefgh", **INSERTION)
    make_annotation(make_reading(study=reading.study, article=reading.article), second, **INSERTION)
    gather(reading.study)
    assert Case.objects.count() == (1 if joins else 2)


def test_one_long_flag_does_not_swallow_the_insertions_in_it():
    text = "He [the mayor] said [last week] no."
    reading = make_reading(text)
    make_annotation(reading, text, **INSERTION)
    other = make_reading(study=reading.study, article=reading.article)
    for quote in ("[the mayor]", "[last week]"):
        make_annotation(other, quote, **INSERTION)
    gather(reading.study)
    assert {case.quote for case in Case.objects.all()} == {text, "[the mayor]", "[last week]"}


def test_of_two_cases_a_flag_joins_the_one_most_alike():
    reading = make_reading("abcdefgh")
    make_annotation(reading, "abcdefgh", **INSERTION)
    other = make_reading(study=reading.study, article=reading.article)
    gather(reading.study)
    close = make_case(reading.study, reading.article, "abcde")
    make_annotation(other, "abcdef", **INSERTION)
    gather(reading.study)
    assert close.flags.count() == 1


def test_the_first_flag_opens_the_case_whenever_somebody_looks(queue):
    """Flags of one batch are joined in the order they were made."""
    other = make_reading(study=queue.study, article=queue.article)
    make_annotation(other, "militants " + QUOTE, **INSERTION)
    assert gather(queue.study) == 2
    assert queue.case.quote == QUOTE


def test_a_machines_editorial_suggestion_opens_a_case_in_each_study_that_holds_the_article(queue):
    make_suggestion(queue.article, QUOTE)
    make_suggestion(queue.article, "two villages", editorial=False)
    elsewhere = StudyFactory()
    add_to_study(elsewhere, queue.article)
    assert gather(queue.study) == 2
    assert gather(elsewhere) == 1
    assert queue.case.flags.count() == 2
    assert elsewhere.cases.get().flags.get().suggestion is not None


def test_an_article_outside_the_sample_brings_no_case(queue):
    assert gather(StudyFactory()) == 0


def test_a_claim_without_an_insertion_brings_no_case(queue):
    make_annotation(queue.reading, "two villages")
    gather(queue.study)
    assert Case.objects.count() == 1


def test_an_edited_flag_joins_the_same_case(queue):
    gather(queue.study)
    edit(queue.annotation, "[supported covertly", 14)
    assert gather(queue.study) == 1
    assert queue.case.flags.count() == 2
    assert queries.awaiting(Case.objects.all()).get() == queue.case


def test_an_edit_that_fits_two_cases_stays_with_its_own():
    reading = make_reading("abcdefgh")
    annotation = make_annotation(reading, "abcdefgh", **INSERTION)
    gather(reading.study)
    own = reading.study.cases.get()
    make_case(reading.study, reading.article, "abcde")
    edit(annotation, "abcdef", 0)
    gather(reading.study)
    assert own.flags.count() == 2


def test_an_edit_to_mostly_other_words_leaves_its_case(queue):
    gather(queue.study)
    rest = REPUBLISHED[REPUBLISHED.index("outsiders]") :]
    edit(queue.annotation, rest, REPUBLISHED.index(rest))
    gather(queue.study)
    assert {case.quote: case.flags.count() for case in Case.objects.all()} == {QUOTE: 1, rest: 1}


def test_an_edit_to_other_words_withdraws_the_first_case_and_opens_another(queue):
    gather(queue.study)
    first = queue.case
    edit(queue.annotation, "two villages", REPUBLISHED.index("two villages"))
    gather(queue.study)
    assert queries.withdrawn(Case.objects.all()).get() == first
    assert queries.awaiting(Case.objects.all()).get().quote == "two villages"


def test_a_flag_taken_back_before_anybody_looked_opens_nothing(queue):
    Annotation.objects.filter(pk=queue.annotation.pk).end(by=queue.coder, how="withdrawn")
    assert gather(queue.study) == 0
    assert not Case.objects.exists()


def test_nothing_new_costs_two_questions_and_no_write(queue):
    gather(queue.study)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        gather(queue.study)
    assert len(asked) == 2
    assert all(query["sql"].startswith("SELECT") for query in asked)


def test_the_number_of_queries_does_not_grow_with_the_flags():
    counts = []
    for n in (2, 30):
        study = StudyFactory()
        reading = make_reading(" ".join(f"w{i}" for i in range(n)), study=study)
        for i in range(n):
            make_annotation(reading, f"w{i}", **INSERTION)
        with CaptureQueriesContext(connection) as asked:
            assert gather(study) == n
        counts.append(len(asked))
        assert study.cases.count() == n
    assert counts[0] == counts[1]


def test_astral_and_combining_text_keeps_its_places():
    reading = make_reading("Zoë 👩‍👩‍👧 عربي said [so 🏳️‍🌈] e\u0301 again.")
    make_annotation(reading, "[so 🏳️‍🌈]", **INSERTION)
    gather(reading.study)
    case = reading.study.cases.get()
    assert case.paragraph.text[case.start : case.end] == case.quote == "[so 🏳️‍🌈]"


@pytest.mark.django_db(transaction=True)
def test_two_who_look_at_once_gather_each_flag_once(at_once):
    reading = make_reading(" ".join(f"w{i}" for i in range(40)))
    for i in range(40):
        make_annotation(reading, f"w{i}", id=uuid.uuid4(), **INSERTION)

    def look():
        joined = gather(reading.study)
        return joined, Case.objects.count(), Flag.objects.count()

    results = at_once(look, look, look)
    assert sorted(joined for joined, _, _ in results) == [0, 0, 40]
    assert {(cases, flags) for _, cases, flags in results} == {(40, 40)}


def resaid(annotation, **fields):
    """An edit that leaves the words where they are."""
    Annotation.objects.filter(pk=annotation.pk).end(by=annotation.reading.coder, how="replaced")
    return make_annotation(annotation.reading, QUOTE, replaces=annotation, **{**INSERTION, **fields})


def decided(queue):
    gather(queue.study)
    make_decision(queue.case, make_reviewer(queue.study))
    return queue.case


@pytest.mark.parametrize(
    "edit_of_it",
    [
        pytest.param({"note": "a word more"}, id="the-note"),
        pytest.param({"certainty": "unsure"}, id="the-certainty"),
        pytest.param({"attribution": "unattributed"}, id="the-attribution-beside-it"),
    ],
)
def test_an_edit_of_what_nobody_decides_leaves_a_decided_case_decided(queue, edit_of_it):
    case = decided(queue)
    resaid(queue.annotation, **edit_of_it)
    gather(queue.study)
    assert case.flags.count() == 2
    assert queries.settled(Case.objects.all()).get() == case
    assert not queries.awaiting(Case.objects.all()).exists()


@pytest.mark.parametrize("facet", [
    {"marking": "parentheses"}, {"operation": "substitution"}, {"host": "headline"}, {"function": "comment"},
    {"inserter": "translator"}, {"effect": "weakens"},
], ids=lambda facet: next(iter(facet)))  # fmt: skip
def test_an_edit_of_what_was_decided_puts_the_case_back(queue, facet):
    decided(queue)
    resaid(queue.annotation, **facet)
    gather(queue.study)
    assert queries.awaiting(Case.objects.all()).exists()


def test_edits_that_nobody_looked_at_in_between_are_compared_with_what_was_decided(queue):
    """A changed facet that was changed back leaves nothing to decide; neither does withdrawing and flagging again."""
    case = decided(queue)
    back = resaid(resaid(queue.annotation, function="comment"), note="as before")
    gather(queue.study)
    assert queries.settled(Case.objects.all()).exists()
    Annotation.objects.filter(pk=back.pk).end(by=queue.coder, how="withdrawn")
    make_annotation(queue.reading, QUOTE, **INSERTION)
    gather(queue.study)
    assert queries.settled(Case.objects.all()).exists()
    first = case.flags.order_by("pk")[0]
    assert {flag.repeats for flag in case.flags.exclude(pk=first.pk)} == {first}, "always the first that said so"


def test_another_coder_who_says_the_same_is_heard(queue):
    decided(queue)
    make_annotation(make_reading(study=queue.study, article=queue.article), QUOTE, **INSERTION)
    gather(queue.study)
    assert queries.awaiting(Case.objects.all()).exists()


def test_a_note_on_a_flag_that_awaits_leaves_it_awaiting(queue):
    decided(queue)
    changed = resaid(queue.annotation, function="comment")
    gather(queue.study)
    resaid(changed, function="comment", note="still")
    gather(queue.study)
    assert queries.awaiting(Case.objects.all()).exists()
