import pytest
from django.utils import timezone

from annotator.annotations.models import Annotation, Reading
from annotator.facets import Verdict
from annotator.review import queries
from annotator.review.cases import gather
from annotator.review.models import Case
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.articles import make_article
from tests.factories.review import QUOTE, make_case, make_decision, make_original, make_reviewer, make_suggestion
from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study

pytestmark = pytest.mark.django_db


def everything():
    return Case.objects.all()


def is_disputed(queue):
    gather(queue.study)
    return queries.disputed(everything()).exists()


def second_coder(queue, *, finished=True, flags=None):
    reading = make_reading(study=queue.study, article=queue.article, finished_at=timezone.now() if finished else None)
    if flags:
        make_annotation(reading, QUOTE, **{**INSERTION, **flags})
    return reading


def finish(reading):
    Reading.objects.filter(pk=reading.pk).update(finished_at=timezone.now())


def test_a_flagged_case_awaits_until_somebody_decides(queue):
    gather(queue.study)
    assert queries.awaiting(everything()).count() == 1
    assert queries.settled(everything()).count() == 0
    make_decision(queue.case, queue.reviewer)
    assert queries.awaiting(everything()).count() == 0
    assert queries.settled(everything()).count() == 1


def test_a_case_without_a_standing_flag_leaves_the_queue_unless_decided(queue):
    gather(queue.study)
    Annotation.objects.filter(pk=queue.annotation.pk).end(by=queue.coder, how="withdrawn")
    assert queries.withdrawn(everything()).count() == 1
    assert queries.queued(everything()).count() == 0
    make_decision(queue.case, queue.reviewer)
    assert queries.withdrawn(everything()).count() == 0
    assert queries.queued(everything()).count() == 1


def test_a_machines_flag_keeps_a_case_that_its_coder_took_back(queue):
    make_suggestion(queue.article, QUOTE)
    gather(queue.study)
    Annotation.objects.filter(pk=queue.annotation.pk).end(by=queue.coder, how="withdrawn")
    assert queries.awaiting(everything()).count() == 1


@pytest.mark.parametrize("facet", [{"function": "context"}, {"inserter": "translator"}])
def test_coders_who_name_different_facets_dispute(queue, facet):
    second_coder(queue, flags=facet)
    assert is_disputed(queue)


def test_coders_who_agree_do_not_dispute(queue):
    second_coder(queue, flags={"note": "same"})
    finish(queue.reading)
    assert not is_disputed(queue)


def test_a_facet_left_open_is_no_disagreement(queue):
    second_coder(queue, flags={"function": ""})
    assert not is_disputed(queue)


def test_one_coders_own_two_flags_are_no_disagreement(queue):
    make_annotation(queue.reading, "covertly", **{**INSERTION, "function": "comment"})
    assert not is_disputed(queue)


def test_a_coder_who_finished_without_flagging_disputes_one_who_finished_with(queue):
    second_coder(queue)
    assert not is_disputed(queue), "the first has not finished"
    finish(queue.reading)
    assert is_disputed(queue)


def test_a_coder_who_has_not_finished_disputes_nothing(queue):
    second_coder(queue, finished=False)
    finish(queue.reading)
    assert not is_disputed(queue)


def test_a_coder_who_flagged_other_words_passed_these_over(queue):
    other = second_coder(queue)
    make_annotation(other, "two villages", **INSERTION)
    finish(queue.reading)
    assert is_disputed(queue)


def test_machines_take_no_side(db):
    article = make_article("It was [so] said.")
    study = StudyFactory()
    add_to_study(study, article)
    make_reading(study=study, article=article, finished_at=timezone.now())
    make_suggestion(article, "[so]")
    gather(study)
    assert not queries.disputed(everything()).exists()


def test_a_decision_resolves_the_coders_dispute(queue):
    second_coder(queue, flags={"function": "context"})
    assert is_disputed(queue)
    make_decision(queue.case, queue.reviewer)
    assert not is_disputed(queue)


def test_reviewers_whose_newest_verdicts_differ_dispute(queue):
    gather(queue.study)
    other = make_reviewer(queue.study)
    make_decision(queue.case, queue.reviewer)
    make_decision(queue.case, other, Verdict.ORIGINAL_NOT_AVAILABLE)
    assert is_disputed(queue)
    make_decision(queue.case, queue.reviewer, Verdict.ORIGINAL_NOT_AVAILABLE)
    assert not is_disputed(queue)


def test_changing_ones_own_mind_is_no_dispute(queue):
    gather(queue.study)
    make_decision(queue.case, queue.reviewer)
    make_decision(queue.case, queue.reviewer, Verdict.ORIGINAL_NOT_AVAILABLE)
    assert not is_disputed(queue)


def test_who_flagged_counts_flags_taken_back_and_not_yet_gathered(queue):
    case = make_case(queue.study, queue.article)
    assert queries.flagged_by(everything(), queue.coder).get() == case
    Annotation.objects.filter(pk=queue.annotation.pk).end(by=queue.coder, how="withdrawn")
    assert queries.flagged_by(everything(), queue.coder).get() == case
    assert not queries.flagged_by(everything(), queue.reviewer).exists()
    assert queries.not_flagged_by(everything(), queue.reviewer).get() == case


def test_a_flag_in_another_study_is_no_flag_here(queue):
    case = make_case(queue.study, queue.article)
    elsewhere = StudyFactory()
    MembershipFactory(study=elsewhere, user=queue.reviewer)
    reading = make_reading(study=elsewhere, article=queue.article, coder=queue.reviewer)
    make_annotation(reading, QUOTE, **INSERTION)
    assert queries.not_flagged_by(everything(), queue.reviewer).get() == case


def test_state_counts_coders_and_machines_and_knows_the_original(queue):
    second_coder(queue, flags={"note": "too"})
    make_annotation(queue.reading, "covertly", **INSERTION)
    make_suggestion(queue.article, QUOTE)
    make_suggestion(queue.article, QUOTE, version="2")
    gather(queue.study)
    case = queries.with_state(everything()).get()
    assert (case.coders, case.machines, case.has_original) == (2, 1, False)
    make_original(queue.article)
    make_decision(case, queue.reviewer)
    case = queries.with_state(everything()).get()
    assert (case.has_original, case.verdict, case.newest_number) == (True, "not-an-insertion", 1)


def test_a_rejected_or_textless_derivation_is_no_stored_original(queue):
    gather(queue.study)
    make_original(queue.article, link={"status": "rejected"})
    assert not queries.with_original(everything()).exists()
    assert queries.without_original(everything()).count() == 1


def test_cases_come_in_reading_order_and_totally(queue):
    earlier = make_article("Say [a] and [b].", outlet=None)
    add_to_study(queue.study, earlier, position=0)
    queue.study.study_articles.filter(article=queue.article).update(position=1)
    outside = make_article("Not [c] here.")
    for article, quote in ((outside, "[c]"), (queue.article, QUOTE), (earlier, "[b]"), (earlier, "[a]")):
        make_case(queue.study, article, quote)
    ordered = queries.in_reading_order(everything())
    assert [case.quote for case in ordered] == ["[a]", "[b]", QUOTE, "[c]"]
    assert ordered.totally_ordered
