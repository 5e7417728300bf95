import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotator.annotations.models import Annotation
from annotator.review import queries
from annotator.review.cases import gather
from annotator.review.models import Case, Flag
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.review import QUOTE, REPUBLISHED, make_suggestion
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


def test_an_overlapping_flag_joins_the_case_and_a_touching_one_does_not(queue):
    gather(queue.study)
    paragraph = queue.annotation.paragraph
    other = make_reading(study=queue.study, article=queue.article)
    make_annotation(other, "covertly", **INSERTION)
    after = REPUBLISHED.index(" lost two")
    make_annotation(other, " lost two", paragraph=paragraph, start=after, **INSERTION)
    assert gather(queue.study) == 2
    first, second = Case.objects.order_by("start")
    assert first.flags.count() == 2
    assert second.start == first.start + len(QUOTE)


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


def test_an_edit_that_touches_two_cases_stays_with_its_own(queue):
    gather(queue.study)
    other = make_reading(study=queue.study, article=queue.article)
    make_annotation(other, " lost two villages, the army said", **INSERTION)
    gather(queue.study)
    own = Case.objects.get(quote=QUOTE)
    whole = REPUBLISHED[REPUBLISHED.index("outsiders]") :]
    edit(queue.annotation, whole, REPUBLISHED.index(whole))
    gather(queue.study)
    assert own.flags.count() == 2


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
