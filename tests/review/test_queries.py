from datetime import timedelta

import pytest
from django.db import models
from django.utils import timezone

from annotator.annotations.models import Annotation, Reading
from annotator.facets import Verdict
from annotator.review import queries
from annotator.review.cases import gather
from annotator.review.models import Case, Decision, Flag
from articles.lineage.models import Derivation
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
    make_annotation(queue.reading, "supported covertly by outsiders", **{**INSERTION, "function": "comment"})
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
    make_annotation(queue.reading, "supported covertly by outsiders", **INSERTION)
    make_suggestion(queue.article, QUOTE)
    make_suggestion(queue.article, QUOTE, version="2")
    gather(queue.study)
    case = queries.with_state(everything()).get()
    assert (case.coders, case.machines, case.has_original) == (2, 1, False)
    make_original(queue.article)
    make_decision(case, queue.reviewer)
    case = queries.with_state(everything()).get()
    assert (case.has_original, case.verdict, case.is_taken_back) == (True, "not-an-insertion", False)


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


def flag_again(queue, quote=QUOTE):
    annotation = make_annotation(make_reading(study=queue.study, article=queue.article), quote, **INSERTION)
    gather(queue.study)
    return annotation


def test_a_flag_after_the_decision_puts_the_case_back(queue):
    gather(queue.study)
    make_decision(queue.case, queue.reviewer)
    flag_again(queue)
    assert queries.awaiting(everything()).count() == 1
    assert queries.settled(everything()).count() == 0
    assert queries.queued(everything()).count() == 1
    make_decision(queue.case, queue.reviewer)
    assert queries.awaiting(everything()).count() == 0
    assert queries.settled(everything()).count() == 1


def test_a_flag_after_the_decision_that_was_taken_back_asks_for_nothing(queue):
    gather(queue.study)
    make_decision(queue.case, queue.reviewer)
    again = flag_again(queue)
    Annotation.objects.filter(pk=again.pk).end(by=again.reading.coder, how="withdrawn")
    assert queries.awaiting(everything()).count() == 0
    assert queries.settled(everything()).count() == 1


def test_which_flags_a_decision_saw_does_not_ask_the_clock(queue):
    gather(queue.study)
    decision = make_decision(queue.case, queue.reviewer)
    flag_again(queue)
    models.QuerySet.update(Decision.objects.all(), at=timezone.now() + timedelta(days=1))
    models.QuerySet.update(Flag.objects.all(), at=timezone.now() - timedelta(days=1))
    assert decision.flags_seen.count() == 1
    assert queries.awaiting(everything()).count() == 1


def absent(queue, upstream, **fields):
    return make_decision(
        queue.case,
        queue.reviewer,
        Verdict.CONFIRMED_ABSENT_IN_ORIGINAL,
        upstream=upstream,
        upstream_sha256="0" * 64,
        inserter="republisher",
        **fields,
    )


@pytest.mark.parametrize(("status", "lacks"), [("confirmed", False), ("proposed", True), ("rejected", True)])
def test_a_verdict_is_unsupported_while_its_original_is_not_confirmed(queue, status, lacks):
    gather(queue.study)
    absent(queue, make_original(queue.article))
    Derivation.objects.update(status=status)
    for cases in (queries.unsupported(everything()), queries.disputed(everything())):
        assert cases.exists() is lacks
    assert queries.with_state(everything()).get().is_unsupported is lacks


def test_an_original_that_was_never_linked_supports_nothing(queue):
    gather(queue.study)
    make_original(queue.article)
    elsewhere = make_article("Elsewhere.")
    make_original(elsewhere)
    absent(queue, elsewhere)
    assert queries.unsupported(everything()).exists()


def test_only_the_newest_decision_needs_support(queue):
    gather(queue.study)
    absent(queue, make_original(queue.article))
    Derivation.objects.update(status="rejected")
    make_decision(queue.case, queue.reviewer, Verdict.ORIGINAL_NOT_AVAILABLE)
    assert not queries.unsupported(everything()).exists()
    assert not queries.disputed(everything()).exists()


def test_coders_are_known_by_the_names_of_their_study(queue):
    assert queries.coders_by_pseudonym(queue.study) == {queue.study.pseudonym(queue.coder.pk): queue.coder.pk}
