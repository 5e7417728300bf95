"""Who is in a study: an owner adds, changes and removes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.studies.models import Membership, Role
from tests.factories.annotations import make_reading
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory

pytestmark = pytest.mark.django_db


def address(study):
    return reverse("study_people", args=[study.slug])


def role_of(membership):
    return reverse("study_person_role", args=[membership.study.slug, membership.pk])


def removal_of(membership):
    return reverse("study_person_remove", args=[membership.study.slug, membership.pk])


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("reviewer", 403), ("coder", 403), ("reader", 403), ("outsider", 404)]
)
def test_only_owners_see_the_people(as_, study, people, role, status):
    assert as_(people[role]).get(address(study)).status_code == status


@pytest.mark.parametrize(("role", "status"), [("reviewer", 403), ("coder", 403), ("reader", 403), ("outsider", 404)])
def test_only_owners_change_anything(as_, study, people, role, status):
    coder = study.memberships.get(user=people["coder"])
    newcomer = UserFactory()
    client = as_(people[role])
    assert client.post(address(study), {"username": newcomer.username, "role": "owner"}).status_code == status
    assert client.post(role_of(coder), {"role": "owner"}).status_code == status
    assert client.post(removal_of(coder)).status_code == status
    assert study.memberships.count() == 4
    assert study.role_of(people["coder"]) == Role.CODER


def test_an_owner_adds_somebody_by_user_name(as_, study, owner):
    person = UserFactory(username="mira", display_name="Mira Oduya")
    page = as_(owner).post(address(study), {"username": "mira", "role": "coder"}, follow=True)
    assert study.role_of(person) == Role.CODER
    assert "Mira Oduya is now a coder of this study." in page.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"username": "nobody-here", "role": "coder"}, "Nobody with this user name can sign in here"),
        ({"username": "", "role": "coder"}, "This field is required"),
        ({"username": "a\0b", "role": "coder"}, "Null characters are not allowed"),
        ({"username": "x" * 151, "role": "coder"}, "at most 150 characters"),
        ({"username": "gone", "role": "coder"}, "Nobody with this user name can sign in here"),
        ({"username": "mira", "role": "king"}, "Select a valid choice"),
        ({"username": "mira"}, "This field is required"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_wrong_form_is_422_and_keeps_what_was_typed(as_, study, owner, typed, said):
    UserFactory(username="mira")
    UserFactory(username="gone", is_active=False)
    answer = as_(owner).post(address(study), typed)
    assert answer.status_code == 422
    assert said in answer.text
    if typed["username"] and "\0" not in typed["username"]:
        assert typed["username"] in answer.text
    assert study.memberships.count() == 1


def test_somebody_already_in_it_is_not_added_twice(as_, study, owner, people):
    typed = {"username": people["coder"].username, "role": "owner"}
    answer = as_(owner).post(address(study), typed)
    assert answer.status_code == 422
    assert "already has a role in this study" in answer.text
    assert study.role_of(people["coder"]) == Role.CODER


def test_an_owner_changes_a_role(as_, study, owner, people):
    coder = study.memberships.get(user=people["coder"])
    page = as_(owner).post(role_of(coder), {"role": "reviewer"}, follow=True)
    assert study.role_of(people["coder"]) == Role.REVIEWER
    assert "is now a reviewer" in page.text


@pytest.mark.parametrize("typed", [{"role": "king"}, {}, {"role": "a\0b"}])
def test_an_unknown_role_is_422(as_, study, owner, people, typed):
    coder = study.memberships.get(user=people["coder"])
    answer = as_(owner).post(role_of(coder), typed)
    assert answer.status_code == 422
    assert "Pick one from the list" in answer.text


def test_the_last_owner_is_kept_with_a_sentence(as_, study, owner):
    own = study.memberships.get(user=owner)
    for answer in (as_(owner).post(role_of(own), {"role": "reader"}), as_(owner).post(removal_of(own))):
        assert answer.status_code == 422
        assert "A study needs an owner" in answer.text
    assert study.role_of(owner) == Role.OWNER


def test_removing_takes_away_access_and_no_work(as_, study, owner):
    reading = make_reading(study=study)
    page = as_(owner).post(removal_of(study.memberships.get(user=reading.coder)), follow=True)
    assert "Their work is kept" in page.text
    assert study.readings.count() == 1
    assert as_(reading.coder).get(reverse("study", args=[study.slug])).status_code == 404


def test_an_owner_who_steps_down_comes_to_their_studies(as_, study, owner):
    MembershipFactory(study=study, role=Role.OWNER)
    answer = as_(owner).post(role_of(study.memberships.get(user=owner)), {"role": "coder"})
    assert answer.url == reverse("studies")


@pytest.mark.parametrize("pk", ["0", "9" * 20, "9" * 5000])
def test_a_person_who_is_not_there_is_404(as_, study, owner, pk):
    for verb in ("role", "remove"):
        assert as_(owner).post(f"/studies/{study.slug}/people/{pk}/{verb}/").status_code == 404


def test_a_member_of_another_study_cannot_be_reached_through_this_one(as_, study, owner):
    other = MembershipFactory()
    for verb in ("role", "remove"):
        assert as_(owner).post(f"/studies/{study.slug}/people/{other.pk}/{verb}/").status_code == 404
    assert Membership.objects.filter(pk=other.pk).exists()


def test_changes_are_posted(as_, study, owner, people):
    coder = study.memberships.get(user=people["coder"])
    assert as_(owner).get(role_of(coder)).status_code == 405
    assert as_(owner).get(removal_of(coder)).status_code == 405


def test_it_says_how_much_each_was_given_here(as_, study, owner):
    reading = make_reading(study=study, finished_at="2026-03-01T00:00Z")
    MembershipFactory(user=reading.coder)
    make_reading(coder=reading.coder)
    page = " ".join(as_(owner).get(address(study)).text.split())
    assert "1 of 1 article finished" in page


def test_its_queries_do_not_grow(as_, study, owner, django_assert_num_queries):
    client = as_(owner)
    make_reading(study=study)
    with CaptureQueriesContext(connection) as few:
        client.get(address(study))
    for _ in range(6):
        make_reading(study=study)
    with django_assert_num_queries(len(few)):
        client.get(address(study))
