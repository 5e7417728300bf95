"""Studies in the admin are looked at and put right; they are started on the site."""

import pytest
from django.urls import reverse

from annotator.studies.members import add_member
from annotator.studies.models import Membership, Role, Study
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory, StudyFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    return client


def test_a_study_without_a_codebook_cannot_be_added(administrator):
    address = reverse("admin:studies_study_add")
    for answer in (
        administrator.get(address),
        administrator.post(address, {"title": "Bare", "slug": "bare", "blind": "on"}),
    ):
        assert answer.status_code == 403
        assert "started on the site, under Studies" in answer.content.decode()
    assert not Study.objects.exists()


def test_the_list_says_where_a_study_is_started(administrator):
    page = administrator.get(reverse("admin:studies_study_changelist")).content.decode()
    assert "started on the site, under Studies" in page
    assert reverse("admin:studies_study_add") not in page


def test_a_study_that_is_there_is_still_put_right(administrator):
    study = StudyFactory(title="Brigdes")
    address = reverse("admin:studies_study_change", args=[study.pk])
    form = administrator.get(address).context["adminform"].form
    data = {name: value for name, value in form.initial.items() if value is not None and value is not False}
    assert administrator.post(address, {**data, "title": "Bridges"}).status_code == 302
    study.refresh_from_db()
    assert study.title == "Bridges"


# -- people and their roles ----------------------------------------------------------


def researches(person):
    """Permissions are remembered on the object, so ask a new one."""
    return type(person).objects.get(pk=person.pk).has_perm("articles.view_article")


def given(role, study=None, person=None):
    """A membership that was given as on the study's page, in a study that keeps another owner."""
    study = study or StudyFactory()
    if not study.memberships.filter(role="owner").exists():
        MembershipFactory(study=study, role="owner")
    return add_member(study, person or UserFactory(), role, by=None)


def change(client, membership, role):
    address = reverse("admin:studies_membership_change", args=[membership.pk])
    return client.post(address, {"role": role})


def end_ticked(client, *memberships):
    data = {"action": "end_ticked", "_selected_action": [one.pk for one in memberships]}
    return client.post(reverse("admin:studies_membership_changelist"), data)


@pytest.mark.parametrize(("role", "may"), [("owner", True), ("reviewer", True), ("coder", False), ("reader", False)])
def test_who_is_added_in_the_admin_gets_the_rights_of_the_role(administrator, role, may):
    person, study = UserFactory(), StudyFactory()
    data = {"study": study.pk, "user": person.pk, "role": role}
    assert administrator.post(reverse("admin:studies_membership_add"), data).status_code == 302
    assert study.role_of(person) == role
    assert researches(person) is may


@pytest.mark.parametrize(("before", "after"), [("coder", "reviewer"), ("reader", "owner")])
def test_who_is_raised_in_the_admin_gets_the_rights(administrator, before, after):
    membership = given(before)
    assert change(administrator, membership, after).status_code == 302
    assert researches(membership.user)


@pytest.mark.parametrize("way", [end_ticked, lambda client, one: change(client, one, "coder")])
@pytest.mark.parametrize("role", ["owner", "reviewer"])
def test_who_oversees_no_study_any_more_loses_the_rights(administrator, role, way):
    membership = given(role)
    assert researches(membership.user)
    assert way(administrator, membership).status_code == 302
    assert not researches(membership.user)
    assert membership.study.role_of(membership.user) in ("", "coder")


@pytest.mark.parametrize("way", [end_ticked, lambda client, one: change(client, one, "reader")])
def test_an_owner_of_two_studies_who_loses_one_keeps_the_rights(administrator, way):
    membership = given("owner")
    given("owner", person=membership.user)
    assert way(administrator, membership).status_code == 302
    assert membership.study.role_of(membership.user) in ("", "reader")
    assert researches(membership.user)


def test_a_studys_last_owner_is_kept_with_a_sentence(administrator):
    membership = MembershipFactory(role="owner")
    assert "needs an owner" in change(administrator, membership, "reader").content.decode()
    end_ticked(administrator, membership)
    assert "needs an owner" in administrator.get(reverse("admin:studies_membership_changelist")).content.decode()
    assert membership.study.role_of(membership.user) == Role.OWNER


def test_all_owners_of_a_study_cannot_be_ended_at_once(administrator):
    study = StudyFactory()
    owners = [MembershipFactory(study=study, role="owner") for _ in range(2)]
    end_ticked(administrator, *owners)
    assert study.memberships.count() == 2
    end_ticked(administrator, owners[0])
    assert list(study.memberships.all()) == [owners[1]]


def test_no_membership_is_removed(administrator):
    membership = given("coder")
    address = reverse("admin:studies_membership_delete", args=[membership.pk])
    assert administrator.post(address, {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [membership.pk], "post": "yes"}
    administrator.post(reverse("admin:studies_membership_changelist"), bulk)
    assert Membership.objects.filter(pk=membership.pk).exists()


def test_an_ended_membership_is_listed_and_no_longer_changed(administrator):
    membership = given("coder")
    end_ticked(administrator, membership)
    page = administrator.get(reverse("admin:studies_membership_changelist")).content.decode()
    assert reverse("admin:studies_membership_change", args=[membership.pk]) in page
    assert change(administrator, membership, "owner").status_code == 403
    end_ticked(administrator, membership)
    assert Membership.ever.get(pk=membership.pk).role == "coder"


def test_a_membership_stays_with_its_study_and_person(administrator):
    membership, other = given("coder"), StudyFactory()
    address = reverse("admin:studies_membership_change", args=[membership.pk])
    administrator.post(address, {"role": "reader", "study": other.pk, "user": UserFactory().pk})
    stored = Membership.objects.get(pk=membership.pk)
    assert (stored.study, stored.user, stored.role) == (membership.study, membership.user, "reader")


def test_a_second_role_in_one_study_is_refused(administrator):
    membership = given("coder")
    data = {"study": membership.study_id, "user": membership.user_id, "role": "owner"}
    answer = administrator.post(reverse("admin:studies_membership_add"), data)
    assert answer.status_code == 200
    assert "already has a role" in answer.content.decode()
    assert not researches(membership.user)
