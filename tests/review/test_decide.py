import uuid
from unicodedata import normalize

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from annotator.facets import Inserter, Verdict
from annotator.review import queries
from annotator.review.cases import gather
from annotator.review.decide import Judgement, OutOfDate, can_decide, decide
from annotator.review.models import Decision
from annotator.review.originals import linked_originals
from annotator.review.take_back import take_back
from articles.final import FinalRowError
from articles.lineage.models import Derivation
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.articles import make_article
from tests.factories.review import ORIGINAL, QUOTE, make_case, make_decision, make_original, make_reviewer, newest_flag
from tests.factories.studies import MembershipFactory, StudyFactory

pytestmark = pytest.mark.django_db

ABSENT = Verdict.CONFIRMED_ABSENT_IN_ORIGINAL
PRESENT = Verdict.PRESENT_IN_ORIGINAL
DIFFERS = Verdict.DIFFERS_IN_ORIGINAL
NOT_AVAILABLE = Verdict.ORIGINAL_NOT_AVAILABLE
NOT_ONE = Verdict.NOT_AN_INSERTION


@pytest.fixture
def case(queue):
    gather(queue.study)
    return queue.case


def say(case, reviewer, verdict=NOT_AVAILABLE, *, id=None, seen_number=0, seen_flag=None, **said):
    """As a reviewer does to whom the page showed the first original, if there is one, and every flag."""
    if shown := linked_originals(case.paragraph.article):
        said.setdefault("original_id", shown[0].upstream_id)
    said_of = {"seen_number": seen_number, "seen_flag": newest_flag(case) if seen_flag is None else seen_flag}
    return decide(
        case,
        id=id or uuid.uuid4(),
        reviewer=reviewer,
        **said_of,
        said=Judgement(verdict=verdict, **said),
    )


def refusal(case, reviewer, verdict, **said):
    with pytest.raises(ValidationError) as refused:
        say(case, reviewer, verdict, **said)
    assert not Decision.objects.exists()
    return refused.value.message_dict


def test_absence_is_stored_with_what_was_searched(queue, case):
    upstream = queue.with_original()
    decision = say(case, queue.reviewer, ABSENT, function="adds-claim", inserter="republisher", reason="New.")
    decision.refresh_from_db()
    assert decision.upstream == upstream
    assert decision.upstream_sha256 == upstream.capture.sha256
    assert decision.best_match == ORIGINAL
    assert decision.best_match_score == pytest.approx(100.0)
    assert (decision.number, decision.inserter, decision.reason) == (1, "republisher", "New.")
    assert decision.evidence_paragraph is None


@pytest.mark.parametrize("verdict", [ABSENT, PRESENT, DIFFERS])
def test_nothing_is_said_of_an_original_that_is_not_stored(queue, case, verdict):
    assert "No original is stored" in refusal(case, queue.reviewer, verdict, evidence_quote="x")["verdict"][0]


def test_a_rejected_original_is_none(queue, case):
    queue.with_original()
    Derivation.objects.update(status="rejected")
    assert "verdict" in refusal(case, queue.reviewer, ABSENT)


@pytest.mark.parametrize("verdict", [PRESENT, NOT_AVAILABLE])
def test_the_republisher_is_not_accused_without_evidence(queue, case, verdict):
    if verdict == PRESENT:
        queue.with_original()
    said = refusal(case, queue.reviewer, verdict, inserter="republisher", evidence_quote="two villages")
    assert "accusation" in said["inserter"][0]


def test_a_passage_that_is_no_insertion_keeps_no_function_inserter_or_effect(queue, case):
    decision = say(
        case, queue.reviewer, NOT_ONE, function="comment", inserter="republisher", effect="weakens", marking="dashes"
    )
    assert (decision.function, decision.inserter, decision.effect) == ("", Inserter.UNKNOWN, "")
    assert decision.marking == "dashes"


def test_words_that_stand_in_the_original_are_not_absent_unless_checked(queue, case):
    queue.with_original("Rain fell.", "They were “Supported  covertly by outsiders”, he said.")
    said = refusal(case, queue.reviewer, ABSENT)
    assert "¶2" in said["checked_elsewhere"][0]
    assert say(case, queue.reviewer, ABSENT, checked_elsewhere=True).verdict == ABSENT


def test_a_part_of_a_longer_word_is_not_the_word(queue):
    case = make_case(queue.study, queue.article, "army")
    queue.with_original("The armystrong people.")
    assert say(case, queue.reviewer, ABSENT).verdict == ABSENT


@pytest.mark.parametrize("verdict", [PRESENT, DIFFERS])
def test_presence_and_difference_need_the_originals_words(queue, case, verdict):
    queue.with_original()
    assert "evidence_quote" in refusal(case, queue.reviewer, verdict)
    assert "evidence_quote" in refusal(case, queue.reviewer, verdict, evidence_quote="   ")
    assert "do not stand" in refusal(case, queue.reviewer, verdict, evidence_quote="seven towns")["evidence_quote"][0]


def test_the_originals_words_are_stored_as_they_stand_there(queue, case):
    upstream = queue.with_original("Rain fell.", "He said “two — villages” fell 👩‍👩‍👧 yes.")
    decision = say(case, queue.reviewer, DIFFERS, evidence_quote='"two - villages"')
    second = upstream.paragraphs.get(position=1)
    assert decision.evidence_paragraph == second
    assert decision.evidence_quote == "“two — villages”"
    assert second.text[decision.evidence_start :].startswith(decision.evidence_quote)


def test_an_exact_place_is_kept_when_the_words_stand_twice(queue, case):
    upstream = queue.with_original("on and on and on")
    paragraph = upstream.paragraphs.get()
    decision = say(
        case, queue.reviewer, PRESENT, evidence_quote="on", evidence_start=7, evidence_paragraph_id=paragraph.pk
    )
    assert decision.evidence_start == 7


def test_a_wrong_place_is_looked_up_again(queue, case):
    upstream = queue.with_original("on and on")
    paragraph = upstream.paragraphs.get()
    decision = say(
        case, queue.reviewer, PRESENT, evidence_quote="on", evidence_start=3, evidence_paragraph_id=paragraph.pk
    )
    assert decision.evidence_start == 0


def test_words_must_stand_in_the_paragraph_that_was_chosen(queue, case):
    upstream = queue.with_original("Rain fell.", "Two villages.")
    first = upstream.paragraphs.get(position=0)
    said = {"evidence_quote": "Two villages", "evidence_paragraph_id": first.pk}
    assert "evidence_quote" in refusal(case, queue.reviewer, PRESENT, **said)
    other = queue.article.paragraphs.first()
    said = {"evidence_quote": "Two villages", "evidence_paragraph_id": other.pk}
    assert "evidence_paragraph" in refusal(case, queue.reviewer, PRESENT, **said)


def test_the_original_that_was_compared_is_the_one_stored(queue, case):
    queue.with_original()
    second = queue.with_original("Another text of the day.")
    assert say(case, queue.reviewer, ABSENT, original_id=second.pk).upstream == second


def test_an_original_unlinked_in_between_is_refused(queue, case):
    first = queue.with_original()
    queue.with_original("Another text of the day.")
    Derivation.objects.filter(upstream=first).update(status="rejected")
    assert "no longer linked" in refusal(case, queue.reviewer, ABSENT, original_id=first.pk)["original"][0]


def test_decisions_are_added_and_never_changed(queue, case):
    first = say(case, queue.reviewer, NOT_ONE)
    second = say(case, queue.reviewer, NOT_AVAILABLE, seen_number=1)
    assert [d.number for d in case.decisions.order_by("number")] == [1, 2]
    first.verdict = second.verdict
    with pytest.raises(FinalRowError):
        first.save()
    with pytest.raises(FinalRowError):
        case.decisions.all().delete()
    with pytest.raises(FinalRowError):
        case.decisions.all().update(verdict=NOT_ONE)


def test_the_same_decision_sent_twice_is_one(queue, case):
    id = uuid.uuid4()
    first = say(case, queue.reviewer, NOT_ONE, id=id, reason="Mistaken.")
    assert say(case, queue.reviewer, NOT_ONE, id=id, reason="Mistaken.") == first
    make_decision(case, make_reviewer(queue.study))
    assert say(case, queue.reviewer, NOT_ONE, id=id, reason="Mistaken.") == first
    assert case.decisions.count() == 2


def test_another_verdict_under_a_used_id_is_not_taken_for_a_repeat(queue, case):
    """As when somebody goes back in the browser and presses another button."""
    id = uuid.uuid4()
    say(case, queue.reviewer, NOT_ONE, id=id)
    with pytest.raises(OutOfDate):
        say(case, queue.reviewer, NOT_AVAILABLE, id=id)
    with pytest.raises(OutOfDate):
        say(case, queue.reviewer, NOT_AVAILABLE, id=id, seen_number=1)
    assert case.decisions.count() == 1


def test_an_id_used_on_another_case_is_refused(queue, case):
    id = uuid.uuid4()
    say(case, queue.reviewer, NOT_ONE, id=id)
    other = make_case(queue.study, queue.article, "two villages")
    with pytest.raises(ValidationError):
        say(other, queue.reviewer, NOT_ONE, id=id)
    assert not other.decisions.exists()


def test_a_decision_in_between_is_shown_first(queue, case):
    theirs = say(case, make_reviewer(queue.study), NOT_ONE)
    with pytest.raises(OutOfDate) as late:
        say(case, queue.reviewer, NOT_AVAILABLE)
    assert late.value.newest == theirs
    assert say(case, queue.reviewer, NOT_AVAILABLE, seen_number=1).number == 2


def test_nobody_decides_what_they_flagged(queue, case):
    queue.coder.memberships.update(role="owner")
    assert not can_decide(case, queue.coder)
    with pytest.raises(PermissionDenied, match="You flagged these words yourself"):
        say(case, queue.coder)


def test_nobody_decides_what_they_flagged_and_took_back(queue, case):
    queue.coder.memberships.update(role="reviewer")
    queue.annotation.__class__.objects.filter(pk=queue.annotation.pk).end(by=queue.coder, how="withdrawn")
    with pytest.raises(PermissionDenied):
        say(case, queue.coder)


@pytest.mark.parametrize("role", ["coder", "reader"])
def test_only_owners_and_reviewers_decide(queue, case, role):
    person = MembershipFactory(study=queue.study, role=role).user
    with pytest.raises(PermissionDenied, match="Only owners and reviewers"):
        say(case, person)


def test_a_reviewer_of_another_study_decides_nothing_here(queue, case):
    assert not can_decide(case, make_reviewer(StudyFactory()))


@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_at_once_one_wins_and_the_other_is_told(at_once):
    from tests.review.conftest import Queue

    queue = Queue()
    gather(queue.study)
    case, other = queue.case, make_reviewer(queue.study)
    results = at_once(lambda: say(case, queue.reviewer, NOT_ONE), lambda: say(case, other, NOT_AVAILABLE))
    assert sorted(type(result).__name__ for result in results) == ["Decision", "OutOfDate"]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_decision(at_once):
    from tests.review.conftest import Queue

    queue = Queue()
    gather(queue.study)
    case, id = queue.case, uuid.uuid4()

    def click():
        return say(case, queue.reviewer, NOT_ONE, id=id)

    results = at_once(click, click, click)
    assert {result.pk for result in results} == {id}


def test_a_second_reading_by_another_person_does_not_block_the_reviewer(queue, case):
    other = make_reading(study=queue.study, article=queue.article)
    make_annotation(other, QUOTE, **INSERTION)
    gather(queue.study)
    assert can_decide(case, queue.reviewer)


def test_an_original_of_another_article_does_not_count(queue, case):
    make_original(make_reading("Elsewhere.").article)
    assert "verdict" in refusal(case, queue.reviewer, ABSENT)


def test_a_decision_keeps_which_flags_it_saw(queue, case):
    first = say(case, queue.reviewer)
    make_annotation(make_reading(study=queue.study, article=queue.article), QUOTE, **INSERTION)
    gather(queue.study)
    second = say(case, queue.reviewer, seen_number=1)
    assert [first.flags_seen.count(), second.flags_seen.count()] == [1, 2]


def test_a_repeat_does_not_count_flags_that_came_since_as_seen(queue, case):
    id = uuid.uuid4()
    first = say(case, queue.reviewer, id=id)
    make_annotation(make_reading(study=queue.study, article=queue.article), QUOTE, **INSERTION)
    gather(queue.study)
    assert say(case, queue.reviewer, id=id).flags_seen.count() == first.flags_seen.count() == 1


def test_what_a_decision_saw_is_final(queue, case):
    decision = say(case, queue.reviewer)
    flags = decision.flags_seen
    for act in (flags.clear, lambda: flags.set([]), lambda: flags.remove(case.flags.get()), decision.seen.get().save):
        with pytest.raises(FinalRowError), transaction.atomic():
            act()
    assert flags.count() == 1


@pytest.mark.parametrize("verdict", [ABSENT, PRESENT, DIFFERS])
def test_nothing_is_said_of_an_original_that_the_reviewer_was_not_shown(queue, case, verdict):
    queue.with_original()
    said = refusal(case, queue.reviewer, verdict, original_id=None, evidence_quote="two villages")
    assert "linked to this article after you opened the case" in said["original"][0]
    assert say(case, queue.reviewer, NOT_AVAILABLE, original_id=None).upstream is None


def test_the_same_id_with_another_original_is_not_taken_for_a_repeat(queue, case):
    first, second = queue.with_original(), queue.with_original("Another text of the day.")
    id = uuid.uuid4()
    say(case, queue.reviewer, ABSENT, id=id, original_id=first.pk)
    with pytest.raises(OutOfDate):
        say(case, queue.reviewer, ABSENT, id=id, original_id=second.pk)
    assert case.decisions.get().upstream == first


def test_the_same_id_with_another_place_is_not_taken_for_a_repeat(queue, case):
    one, two = queue.with_original("on and on", "on").paragraphs.order_by("position")
    id = uuid.uuid4()

    def point(paragraph, start):
        place = {"evidence_paragraph_id": paragraph and paragraph.pk, "evidence_start": start}
        return say(case, queue.reviewer, PRESENT, id=id, evidence_quote="on", **place)

    stored = point(one, 7)
    assert point(one, 7) == stored
    for paragraph, start in ((one, 0), (two, 0)):
        with pytest.raises(OutOfDate):
            point(paragraph, start)
    assert case.decisions.count() == 1


def test_a_repeat_is_known_although_its_place_was_looked_up(queue, case):
    upstream = queue.with_original("on and on")
    id = uuid.uuid4()
    said = {"evidence_quote": "ON", "evidence_paragraph_id": upstream.paragraphs.get().pk, "evidence_start": 3}
    assert say(case, queue.reviewer, PRESENT, id=id, **said) == say(case, queue.reviewer, PRESENT, id=id, **said)


@pytest.mark.parametrize("hidden", ["\u00ad", "\u200b", "\u200f", "\u2060", "\ufeff"])
def test_invisible_characters_do_not_make_words_absent(queue, case, hidden):
    queue.with_original("Rain fell.", f"They were sup{hidden}ported covertly by out{hidden}siders, he said.")
    assert "¶2" in refusal(case, queue.reviewer, ABSENT)["checked_elsewhere"][0]


@pytest.mark.parametrize("forms", [("NFC", "NFD"), ("NFD", "NFC")])
def test_an_accent_made_of_two_code_points_does_not_make_words_absent(queue, forms):
    here, there = (normalize(form, "supported by Zoë") for form in forms)
    article = make_article(f"They, [{here}], fled.")
    make_original(article, f"They, {there}, fled.")
    assert "¶1" in refusal(make_case(queue.study, article, f"[{here}]"), queue.reviewer, ABSENT)["checked_elsewhere"][0]


def test_a_flag_that_came_after_the_case_was_opened_is_not_signed_for(queue, case):
    shown = newest_flag(case)
    make_annotation(make_reading(study=queue.study, article=queue.article), QUOTE, **INSERTION)
    gather(queue.study)
    decision = say(case, queue.reviewer, seen_flag=shown, reason="kept")
    assert [flag.pk for flag in decision.flags_seen.all()] == [shown]
    assert queries.awaiting(queue.study.cases.all()).exists()
    assert say(case, queue.reviewer, seen_number=1).flags_seen.count() == 2
    assert not queries.awaiting(queue.study.cases.all()).exists()


def test_a_verdict_that_saw_less_than_an_earlier_one_speaks_of_less(queue, case):
    shown = newest_flag(case)
    make_annotation(make_reading(study=queue.study, article=queue.article), QUOTE, **INSERTION)
    gather(queue.study)
    say(case, make_reviewer(queue.study))
    say(case, queue.reviewer, seen_number=1, seen_flag=shown)
    assert queries.awaiting(queue.study.cases.all()).exists()


def test_a_repeat_of_a_decision_that_was_taken_back_is_no_decision(queue, case):
    id = uuid.uuid4()
    back = take_back(say(case, queue.reviewer, id=id), by=queue.reviewer)
    with pytest.raises(OutOfDate) as late:
        say(case, queue.reviewer, id=id)
    assert late.value.newest == back
