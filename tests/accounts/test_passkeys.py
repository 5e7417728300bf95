"""Passkeys need a site with a name: who came by a number is told so, and shown the way."""

import pytest
from django.urls import reverse

from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

PAGES = ["mfa_list_webauthn", "mfa_add_webauthn"]


@pytest.fixture
def shown(client):
    """The page as somebody sees it who has just given the password and came by this host."""

    def ask(name, host, **extra):
        person = UserFactory(username="mira", password="a quiet harbour at dawn")
        door = reverse("account_login")
        client.post(door, {"login": person.username, "password": "a quiet harbour at dawn"}, headers={"host": host})
        again = reverse("account_reauthenticate")
        client.post(again, {"password": "a quiet harbour at dawn"}, headers={"host": host})
        response = client.get(reverse(name), headers={"host": host}, **extra)
        assert response.status_code == 200
        return " ".join(response.content.decode().split())

    return ask


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(
    ("host", "link"),
    [
        ("127.0.0.1:8000", "http://localhost:8000"),
        ("127.0.0.1", "http://localhost"),
        ("[::1]:8001", "http://localhost:8001"),
    ],
)
def test_on_this_machine_the_way_leads_to_localhost(shown, name, host, link):
    said = shown(name, host)
    assert "a number. Browsers make and use passkeys only on a site with a name" in said
    assert f'<a href="{link}{reverse(name)}">Open this page at localhost</a>' in said
    assert "mfa_webauthn_add" not in said
    assert "Add a key" not in said


def test_a_name_that_the_site_does_not_answer_to_is_not_offered(shown, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    said = shown("mfa_list_webauthn", "127.0.0.1:8000")
    assert "localhost" not in said
    assert "Ask the person who runs this site for its name." in said


def test_another_machines_number_does_not_lead_to_ones_own(shown, settings):
    settings.ALLOWED_HOSTS = ["192.0.2.7", "localhost"]
    said = shown("mfa_list_webauthn", "192.0.2.7")
    assert "localhost" not in said
    assert "Ask the person who runs this site for its name." in said


@pytest.mark.parametrize("host", ["localhost:8000", "annotator.example"])
def test_where_passkeys_work_nothing_is_said(shown, settings, host):
    settings.ALLOWED_HOSTS = ["localhost", "annotator.example"]
    assert "a number" not in shown("mfa_list_webauthn", host)


def test_where_passkeys_work_one_can_be_added(shown):
    assert "mfa_webauthn_add" in shown("mfa_add_webauthn", "localhost:8000")


def test_the_address_is_given_back_as_words(shown):
    said = shown("mfa_list_webauthn", "127.0.0.1:8000", query_params={"x": '"><script>alert(1)</script>'})
    assert "<script>alert" not in said
