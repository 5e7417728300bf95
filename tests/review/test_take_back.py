"""Taking a decision back is a row of its own: nothing is undone, and everybody can read it."""

import uuid

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from annotator.annotations.models import Annotation
from annotator.facets import Verdict
from annotator.releases.decisions import decisions
from annotator.releases.filters import undecided
from annotator.releases.rows import rows
from annotator.releases.snapshot import all_of, take
from annotator.review import queries
from annotator.review.cases import gather
from annotator.review.decide import OutOfDate
from annotator.review.models import Case, Decision
from annotator.review.take_back import take_back
from articles.final import FinalRowError
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.review import QUOTE, make_decision, make_reviewer
from tests.factories.studies import MembershipFactory

pytestmark = pytest.mark.django_db

NOT_AVAILABLE = Verdict.ORIGINAL_NOT_AVAILABLE


@pytest.fixture
def decision(queue):
    gather(queue.study)
    return make_decision(queue.case, queue.reviewer, function="comment", reason="Half a page.")


def state():
    """Which questions say yes to the one case."""
    asked = ("awaiting", "settled", "disputed", "unsupported", "withdrawn", "queued")
    return {name for name in asked if getattr(queries, name)(Case.objects.all()).exists()}


def test_it_is_added_and_the_decision_stays_as_it_was(queue, decision):
    back = take_back(decision, by=queue.reviewer, reason="Wrong key.")
    assert (back.number, back.takes_back, back.verdict, back.reason) == (2, decision, "", "Wrong key.")
    assert str(back) == "Taken back"
    stored = queue.case.decisions.get(number=1)
    assert (stored.verdict, stored.function, stored.reason) == (decision.verdict, "comment", "Half a page.")
    with pytest.raises(FinalRowError):
        back.delete()


def test_the_case_awaits_again_until_somebody_decides(queue, decision):
    assert state() == {"settled", "queued"}
    take_back(decision, by=queue.reviewer)
    assert state() == {"awaiting", "queued"}
    case = queries.with_state(Case.objects.all()).get()
    assert (case.verdict, case.is_taken_back, case.is_awaiting) == (None, True, True)
    make_decision(queue.case, make_reviewer(queue.study), NOT_AVAILABLE)
    assert state() == {"settled", "queued"}, "a verdict taken back is nobody's: the reviewers do not differ"


def test_an_older_verdict_does_not_come_to_stand_again(queue, decision):
    newer = make_decision(queue.case, make_reviewer(queue.study), NOT_AVAILABLE)
    take_back(newer, by=newer.reviewer)
    assert not queries.standing_decisions().exists()
    assert state() == {"awaiting", "queued"}


def test_a_case_whose_flags_were_withdrawn_too_leaves_the_queue(queue, decision):
    Annotation.objects.filter(pk=queue.annotation.pk).end(by=queue.coder, how="withdrawn")
    assert state() == {"settled", "queued"}
    take_back(decision, by=queue.reviewer)
    assert state() == {"withdrawn"}


def test_the_coders_dispute_is_open_again(queue, decision):
    other = make_reading(study=queue.study, article=queue.article)
    make_annotation(other, QUOTE, **{**INSERTION, "function": "context"})
    gather(queue.study)
    decision = make_decision(queue.case, queue.reviewer)
    assert state() == {"settled", "queued"}
    take_back(decision, by=queue.reviewer)
    assert state() == {"awaiting", "disputed", "queued"}


def test_done_twice_it_is_done_once(queue, decision):
    first = take_back(decision, by=queue.reviewer)
    assert take_back(decision, by=queue.reviewer) == first
    make_decision(queue.case, make_reviewer(queue.study))
    assert take_back(decision, by=queue.reviewer) == first
    assert queue.case.decisions.count() == 3


def test_only_who_decided_takes_it_back(queue, decision):
    for person in (make_reviewer(queue.study), MembershipFactory(study=queue.study, role="owner").user):
        with pytest.raises(PermissionDenied, match="Only the reviewer who decided"):
            take_back(decision, by=person)
    queue.study.memberships.filter(user=queue.reviewer).update(role="coder")
    with pytest.raises(PermissionDenied, match="Only owners and reviewers"):
        take_back(decision, by=queue.reviewer)
    assert queue.case.decisions.count() == 1


def test_taking_back_cannot_itself_be_taken_back(queue, decision):
    back = take_back(decision, by=queue.reviewer)
    with pytest.raises(PermissionDenied):
        take_back(back, by=queue.reviewer)


def test_a_decision_that_was_superseded_is_past_taking_back(queue, decision):
    newer = make_decision(queue.case, make_reviewer(queue.study))
    with pytest.raises(OutOfDate) as late:
        take_back(decision, by=queue.reviewer)
    assert late.value.newest == newer


@pytest.mark.parametrize(
    "said",
    [{"verdict": "not-an-insertion"}, {"verdict": "", "function": "comment"}, {"verdict": "", "takes_back": None}],
)
def test_a_row_gives_a_verdict_or_takes_one_back(queue, decision, said):
    fields = {"takes_back": decision, **said}
    with pytest.raises(IntegrityError, match="decision_gives_a_verdict_or_takes_one_back"), transaction.atomic():
        Decision.objects.create(id=uuid.uuid4(), case=queue.case, number=2, reviewer=queue.reviewer, **fields)


def test_an_export_gives_no_verdict_but_the_whole_history(queue, decision):
    before = take(queue.study, all_of(queue.study))
    take_back(decision, by=queue.reviewer, reason="Wrong key.")
    after = take(queue.study, all_of(queue.study))
    assert [row.verdict for row in rows(before)] == ["not-an-insertion"]
    assert [(row.verdict, row.adjudication, row.decided_at) for row in rows(after)] == [("", "", None)]
    assert [(one.number, one.stands, one.takes_back) for one in decisions(before)] == [(1, True, None)]
    told = [(one.number, one.stands, one.takes_back, one.verdict, one.verdict_reason) for one in decisions(after)]
    assert told == [(1, False, None, "not-an-insertion", "Half a page."), (2, False, 1, "", "Wrong key.")]
    assert undecided(all_of(queue.study)).get() == queue.annotation
    make_decision(queue.case, queue.reviewer, NOT_AVAILABLE)
    assert [row.verdict for row in rows(take(queue.study, all_of(queue.study)))] == [NOT_AVAILABLE]
    assert not undecided(all_of(queue.study)).exists()


def test_a_flag_that_only_repeats_a_judged_one_is_exported_with_its_verdict(queue, decision):
    Annotation.objects.filter(pk=queue.annotation.pk).end(by=queue.coder, how="replaced")
    noted = make_annotation(queue.reading, QUOTE, replaces=queue.annotation, note="more", **INSERTION)
    gather(queue.study)
    assert [row.verdict for row in rows(take(queue.study, all_of(queue.study).standing()))] == ["not-an-insertion"]
    assert not undecided(all_of(queue.study)).exists()
    other = make_annotation(make_reading(study=queue.study, article=queue.article), QUOTE, **INSERTION)
    gather(queue.study)
    verdicts = {row.annotation_id: row.verdict for row in rows(take(queue.study, all_of(queue.study).standing()))}
    assert verdicts == {str(noted.pk): "not-an-insertion", str(other.pk): ""}
