"""The page about oneself."""

import pytest
from django.urls import reverse

from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    person = UserFactory(display_name="Mira Oduya")
    client.force_login(person)
    return person


def test_it_shows_who_one_is_and_the_ways_to_sign_in(client, person):
    page = client.get(reverse("profile")).content.decode()
    assert "Mira Oduya" in page
    for name in ("account_change_password", "mfa_index", "mfa_list_webauthn", "usersessions_list"):
        assert reverse(name) in page


def test_it_keeps_the_name_and_the_switch(client, person):
    answer = client.post(reverse("profile"), {"display_name": "Mira O.", "shortcuts_off": "on"})
    assert answer.status_code == 302
    person.refresh_from_db()
    assert (person.display_name, person.shortcuts_off) == ("Mira O.", True)


def test_a_name_that_is_too_long_comes_back_and_is_not_taken(client, person):
    answer = client.post(reverse("profile"), {"display_name": "M" * 121})
    assert answer.status_code == 422
    assert "M" * 121 in answer.content.decode()
    person.refresh_from_db()
    assert person.display_name == "Mira Oduya"


@pytest.mark.parametrize("name", ["a\x00b", "👩‍👩‍👧 مريم", "  "])
def test_no_name_is_a_fault_of_ours(client, person, name):
    assert client.post(reverse("profile"), {"display_name": name}).status_code in (302, 422)


def test_nothing_else_about_a_person_can_be_changed(client, person):
    client.post(reverse("profile"), {"display_name": "M", "is_staff": "on", "username": "root", "is_superuser": "1"})
    person.refresh_from_db()
    assert (person.is_staff, person.is_superuser) == (False, False)
    assert person.username != "root"


def test_other_methods_are_refused(client, person):
    assert client.delete(reverse("profile")).status_code == 405


@pytest.mark.parametrize(
    "name",
    ["mfa_index", "mfa_list_webauthn", "usersessions_list", "account_change_password", "account_logout"],
)
def test_the_pages_around_it_open(client, person, name):
    page = client.get(reverse(name), follow=True)
    assert page.status_code == 200
    assert '<header class="site">' in page.content.decode()
