from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from annotator.annotations.models import Reading
from annotator.review.adjudication.decide import CODED_IT, ITS_CASE, NOT_A_REVIEWER, Edit, OutOfDate, can_adjudicate
from annotator.review.adjudication.matching import match
from annotator.review.adjudication.models import Adjudication
from annotator.review.adjudication.queries import State, current, in_state
from annotator.review.adjudication.take_back import take_back
from annotator.studies.models import Role
from tests.factories.annotations import INSERTION, make_annotation
from tests.factories.people import UserFactory
from tests.factories.review import make_reviewer
from tests.factories.studies import MembershipFactory, StudyFactory
from tests.review.adjudication.conftest import TEXT, differing, finished, item, make_world, rule

pytestmark = pytest.mark.django_db


def state_of(one):
    return next(state for state in State if in_state(current(one.study).filter(pk=one.pk), state).exists())


def test_one_coders_version_is_taken(world):
    one, ana, _ = differing(world)
    made = rule(one, world.reviewer, annotation=ana.pk, error_type="annotator-error", reason="It broke down.")
    assert (made.number, made.annotation, made.error_type, made.reason) == (1, ana, "annotator-error", "It broke down.")
    assert state_of(one) is State.ADJUDICATED


def test_nothing_here_is_a_decision(world):
    one, _, _ = differing(world)
    assert rule(one, world.reviewer, "nothing-here").resolution == "nothing-here"
    assert state_of(one) is State.ADJUDICATED


def test_what_cannot_be_resolved_says_why(world):
    one, _, _ = differing(world)
    with pytest.raises(ValidationError, match="why it cannot be resolved"):
        rule(one, world.reviewer, "unresolved", reason="  ")
    rule(one, world.reviewer, "unresolved", reason="The sentence is broken.")
    assert state_of(one) is State.UNRESOLVED


def edit(**said):
    return Edit(**{"start": TEXT.index("plant"), "quote": "plant lost power", **said})


def test_an_edit_sets_boundaries_and_facets(world):
    one, ana, _ = differing(world)
    said = edit(claim_type=world.other.pk, attribution="attributed", mode="indirect")
    made = rule(one, world.reviewer, "edited", annotation=ana.pk, edit=said)
    assert (made.quote, made.claim_type, made.mode, made.marking) == ("plant lost power", world.other, "indirect", "")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"claim_type": None}, "claim_type"),
        ({"claim_type": 999_999}, "claim_type"),
        ({"quote": "another plant"}, "quote"),
        ({"quote": ""}, "quote"),
        ({"mode": "direct"}, "attribution"),
        ({"function": "context"}, "marking"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_at_its_field(world, said, field):
    one, ana, _ = differing(world)
    with pytest.raises(ValidationError) as refused:
        rule(one, world.reviewer, "edited", annotation=ana.pk, edit=edit(**{"claim_type": world.event.pk, **said}))
    assert set(refused.value.message_dict) == {field}
    assert not one.adjudications.exists()


def test_a_version_of_another_item_is_refused(world):
    one, _, _ = differing(world)
    stranger = make_annotation(world.a, "led to", claim_type=world.event)
    for wrong in (stranger.pk, uuid4(), None):
        with pytest.raises(ValidationError, match="not one of this item"):
            rule(one, world.reviewer, annotation=wrong)


def test_an_insertion_that_only_some_flagged_is_left_to_its_case(world):
    make_annotation(world.a, "[so they say]", **INSERTION)
    with pytest.raises(ValidationError) as refused:
        rule(item(world.study), world.reviewer, "nothing-here")
    assert refused.value.messages == [ITS_CASE]


@pytest.mark.parametrize("role", [Role.CODER, Role.READER])
def test_only_owners_and_reviewers_adjudicate(world, role):
    one, _, _ = differing(world)
    for person in (make_reviewer(world.study, role), UserFactory()):
        with pytest.raises(PermissionDenied, match=NOT_A_REVIEWER):
            rule(one, person, "nothing-here")


def test_who_coded_the_article_leaves_it_to_those_who_did_not(world):
    one, _, _ = differing(world)
    world.study.memberships.filter(user=world.ben).update(role=Role.REVIEWER)
    with pytest.raises(PermissionDenied) as refused:
        rule(one, world.ben, "nothing-here")
    assert str(refused.value) == CODED_IT
    assert can_adjudicate(one, world.reviewer)


def test_who_coded_the_article_decides_when_nobody_else_could(world):
    one, _, _ = differing(world)
    world.study.memberships.filter(user=world.reviewer).update(role=Role.CODER)
    world.study.memberships.filter(user__in=[world.ana, world.ben]).update(role=Role.OWNER)
    assert rule(one, world.ben, "nothing-here").number == 1


def test_somebody_who_cannot_sign_in_any_more_is_nobody_else(world):
    one, _, _ = differing(world)
    world.study.memberships.filter(user=world.ben).update(role=Role.REVIEWER)
    type(world.reviewer).objects.filter(pk=world.reviewer.pk).update(is_active=False)
    assert can_adjudicate(one, world.ben)


def test_the_newest_stands_and_all_are_kept(world):
    one, ana, ben = differing(world)
    rule(one, world.reviewer, annotation=ana.pk)
    second = rule(one, make_reviewer(world.study), annotation=ben.pk)
    assert second.number == 2
    assert list(one.adjudications.values_list("annotation", flat=True)) == [ana.pk, ben.pk]


def test_who_decides_on_an_old_page_is_told_what_was_decided_meanwhile(world):
    one, ana, ben = differing(world)
    theirs = rule(one, make_reviewer(world.study), annotation=ana.pk)
    with pytest.raises(OutOfDate) as late:
        rule(one, world.reviewer, annotation=ben.pk, seen=0)
    assert late.value.newest == theirs


def test_the_same_form_sent_twice_decides_once(world):
    one, ana, _ = differing(world)
    again = {"id": uuid4(), "annotation": ana.pk, "seen": 0}
    assert rule(one, world.reviewer, **again) == rule(one, world.reviewer, **again)
    assert Adjudication.objects.count() == 1
    with pytest.raises(OutOfDate):
        rule(one, world.reviewer, "nothing-here", id=again["id"], seen=0)


def test_a_forms_number_used_elsewhere_is_refused(world):
    one, ana, _ = differing(world)
    used = rule(one, world.reviewer, annotation=ana.pk)
    make_annotation(world.a, "led to", claim_type=world.event)
    Reading.objects.filter(pk=world.a.pk).update(finished_at=None)
    match(world.study)
    finished_again(world)
    match(world.study)
    another = current(world.study).get(quote="led to")
    with pytest.raises(ValidationError, match="used before"):
        rule(another, world.reviewer, "nothing-here", id=used.pk)


def finished_again(world):
    Reading.objects.filter(pk=world.a.pk).update(finished_at=timezone.now())


def test_an_item_that_is_no_more_cannot_be_decided(world):
    one, _, _ = differing(world)
    Reading.objects.filter(pk=world.a.pk).update(finished_at=None)
    match(world.study)
    with pytest.raises(OutOfDate) as late:
        rule(one, world.reviewer, "nothing-here")
    assert late.value.newest is None


def test_taken_back_nothing_stands_and_all_is_kept(world):
    one, ana, _ = differing(world)
    made = rule(one, world.reviewer, annotation=ana.pk)
    back = take_back(made, by=world.reviewer, reason="Too quick.")
    assert (back.number, back.takes_back, back.resolution) == (2, made, "")
    assert take_back(made, by=world.reviewer) == back, "done twice, it is done once"
    assert state_of(one) is State.AWAITING
    rule(one, world.reviewer, "nothing-here")
    assert one.adjudications.count() == 3


def test_only_ones_own_newest_is_taken_back(world):
    one, ana, _ = differing(world)
    made = rule(one, world.reviewer, annotation=ana.pk)
    with pytest.raises(PermissionDenied):
        take_back(made, by=make_reviewer(world.study))
    with pytest.raises(PermissionDenied):
        take_back(made, by=UserFactory())
    rule(one, make_reviewer(world.study), "nothing-here")
    with pytest.raises(OutOfDate):
        take_back(made, by=world.reviewer)


def test_an_own_reading_of_another_study_is_nothing_against_deciding(world):
    one, _, _ = differing(world)
    other = StudyFactory()
    finished(other, world.article, MembershipFactory(study=other, user=world.reviewer).user)
    assert can_adjudicate(one, world.reviewer)


@pytest.mark.django_db(transaction=True)
def test_of_two_reviewers_at_once_one_wins_and_the_other_is_told(at_once):
    world = make_world()
    one, ana, ben = differing(world)
    other = make_reviewer(world.study)
    results = at_once(
        lambda: rule(one, world.reviewer, annotation=ana.pk, seen=0),
        lambda: rule(one, other, annotation=ben.pk, seen=0),
    )
    assert sorted(type(result).__name__ for result in results) == ["Adjudication", "OutOfDate"]


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_decision(at_once):
    world = make_world()
    one, ana, _ = differing(world)
    id = uuid4()

    def click():
        return rule(one, world.reviewer, annotation=ana.pk, seen=0, id=id)

    assert {result.pk for result in at_once(click, click, click)} == {id}
