"""Adding, changing and removing people: a study keeps an owner, and nobody's work is lost."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError

from annotator.accounts.groups import make_researcher
from annotator.annotations.models import Reading
from annotator.studies.members import add_member, change_role, remove_member
from annotator.studies.models import Membership, Role, Study
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory, StudyFactory

pytestmark = pytest.mark.django_db


def fresh(person):
    """Permissions are remembered on the object, so ask a new one."""
    return type(person).objects.get(pk=person.pk)


@pytest.mark.parametrize(
    ("role", "researches"), [("owner", True), ("reviewer", True), ("coder", False), ("reader", False)]
)
def test_overseers_may_read_the_library_and_others_may_not(study, owner, role, researches):
    person = UserFactory()
    membership = add_member(study, person, role, by=owner)
    assert membership.role == role
    assert fresh(person).has_perm("articles.view_article") is researches
    assert fresh(person).has_perm("studies.add_study") is researches


def test_a_person_has_one_role(study, owner):
    with pytest.raises(ValidationError, match="already has a role"):
        add_member(study, owner, Role.CODER, by=owner)
    assert study.role_of(owner) == Role.OWNER


def test_an_unknown_role_is_refused(study, owner):
    with pytest.raises(ValidationError):
        add_member(study, UserFactory(), "king", by=owner)
    with pytest.raises(ValidationError):
        change_role(MembershipFactory(study=study), "king", by=owner)


def test_the_last_owner_stays(study, owner):
    membership = study.memberships.get(user=owner)
    with pytest.raises(ValidationError, match="needs an owner"):
        remove_member(membership, by=owner)
    with pytest.raises(ValidationError, match="needs an owner"):
        change_role(membership, Role.READER, by=owner)
    assert study.role_of(owner) == Role.OWNER


def test_the_last_owner_may_be_made_owner_again(study, owner):
    change_role(study.memberships.get(user=owner), Role.OWNER, by=owner)
    assert study.role_of(owner) == Role.OWNER


def test_one_of_two_owners_may_go(study, owner):
    MembershipFactory(study=study, role=Role.OWNER)
    remove_member(study.memberships.get(user=owner), by=owner)
    assert study.role_of(owner) == ""


def test_an_owner_of_another_study_does_not_count(study, owner):
    MembershipFactory(role=Role.OWNER)
    with pytest.raises(ValidationError):
        remove_member(study.memberships.get(user=owner), by=owner)


def test_becoming_a_reviewer_makes_a_researcher(study, owner):
    membership = MembershipFactory(study=study)
    change_role(membership, Role.REVIEWER, by=owner)
    assert fresh(membership.user).has_perm("articles.view_article")


@pytest.mark.parametrize("role", ["owner", "reviewer"])
@pytest.mark.parametrize("way", ["made coder", "made reader", "removed"])
def test_who_oversees_no_study_any_more_is_no_researcher(study, owner, role, way):
    membership = add_member(study, UserFactory(), role, by=owner)
    _lower(membership, way, by=owner)
    person = fresh(membership.user)
    assert not person.has_perm("articles.view_article")
    assert not person.has_perm("articles.add_article")
    assert not person.has_perm("studies.add_study")


@pytest.mark.parametrize("way", ["made coder", "made reader", "removed"])
def test_who_still_oversees_another_study_stays_a_researcher(study, owner, way):
    membership = add_member(study, UserFactory(), Role.OWNER, by=owner)
    add_member(StudyFactory(), membership.user, Role.REVIEWER, by=owner)
    _lower(membership, way, by=owner)
    assert fresh(membership.user).has_perm("articles.view_article")


def test_from_owner_to_reviewer_is_still_a_researcher(study, owner):
    membership = add_member(study, UserFactory(), Role.OWNER, by=owner)
    change_role(membership, Role.REVIEWER, by=owner)
    assert fresh(membership.user).has_perm("articles.view_article")


def test_staff_stay_researchers(study, owner):
    membership = add_member(study, UserFactory(is_staff=True), Role.REVIEWER, by=owner)
    remove_member(membership, by=owner)
    assert fresh(membership.user).has_perm("articles.view_article")


def test_a_researcher_who_codes_stays_one_whatever_becomes_of_that(study, owner):
    """Invited as a researcher, not through a role in a study."""
    person = UserFactory()
    make_researcher(person)
    membership = add_member(study, person, Role.CODER, by=owner)
    change_role(membership, Role.READER, by=owner)
    remove_member(membership, by=owner)
    assert fresh(person).has_perm("articles.view_article")


def test_a_permission_given_by_hand_stays(study, owner):
    membership = add_member(study, UserFactory(), Role.OWNER, by=owner)
    membership.user.user_permissions.add(Permission.objects.get(codename="add_article"))
    remove_member(membership, by=owner)
    assert fresh(membership.user).has_perm("articles.add_article")
    assert not fresh(membership.user).has_perm("articles.view_article")


def test_who_comes_back_as_a_reviewer_is_a_researcher_again(study, owner):
    membership = add_member(study, UserFactory(), Role.REVIEWER, by=owner)
    remove_member(membership, by=owner)
    add_member(study, membership.user, Role.REVIEWER, by=owner)
    assert fresh(membership.user).has_perm("articles.view_article")


def _lower(membership, way, *, by):
    if way == "removed":
        remove_member(membership, by=by)
    else:
        change_role(membership, way.removeprefix("made "), by=by)


def test_removing_a_coder_keeps_every_word_of_theirs(study, owner):
    reading = make_reading(study=study)
    annotation = make_annotation(reading, "bridge")
    remove_member(study.memberships.get(user=reading.coder), by=owner)
    assert study.role_of(reading.coder) == ""
    assert study.readings.get() == reading
    assert reading.annotations.get() == annotation
    add_member(study, reading.coder, Role.CODER, by=owner)
    assert type(reading).objects.of(reading.coder).get() == reading


# -- what has ended --------------------------------------------------------------------


def test_an_ended_membership_is_kept_with_who_ended_it_and_opens_no_door(study, owner):
    reading = make_reading(study=study)
    remove_member(study.memberships.get(user=reading.coder), by=owner)
    ended = Membership.ever.ended().get()
    assert (ended.user, ended.role, ended.ended_by) == (reading.coder, "coder", owner)
    assert ended.ended_at is not None
    assert not Membership.objects.filter(user=reading.coder).exists()
    assert not Study.objects.visible_to(reading.coder).exists()
    assert not Reading.objects.of(reading.coder).exists()
    assert not Reading.objects.visible_to(reading.coder).exists()


def test_who_comes_back_has_a_second_membership_and_their_work_once(study, owner):
    reading = make_reading(study=study)
    for _ in range(2):
        remove_member(study.memberships.get(user=reading.coder), by=owner)
        add_member(study, reading.coder, Role.CODER, by=owner)
    assert Membership.ever.filter(user=reading.coder).count() == 3
    assert list(Reading.objects.of(reading.coder)) == [reading]
    assert list(Reading.objects.visible_to(reading.coder)) == [reading]


def test_no_join_over_memberships_forgets_those_that_ended():
    """The manager cannot help a join: whoever writes one says which memberships are meant."""
    root = Path(settings.BASE_DIR) / "annotator"
    joins = [
        (path.name, line)
        for path in root.rglob("*.py")
        for line in re.findall(r"[^\n]*\w*memberships__[^\n]*", path.read_text(encoding="utf-8"))
        if "ended_at__isnull" not in line
    ]
    assert joins == []
