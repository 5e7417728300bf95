import pytest
from django.urls import reverse

from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def test_a_stranger_learns_only_that_it_works(client):
    answer = client.get(reverse("healthz"))
    assert answer.status_code == 200
    assert set(answer.json()) == {"status", "boot"}
    assert answer.json()["status"] == "ok"


def test_so_does_somebody_who_is_not_staff(client):
    client.force_login(UserFactory())
    assert set(client.get(reverse("healthz")).json()) == {"status", "boot"}


def test_staff_learn_how_what_is_saved_is_kept(client):
    client.force_login(UserFactory(is_staff=True))
    database = client.get(reverse("healthz")).json()["database"]
    assert "synchronous=FULL" in database or "synchronous_commit" in database


def test_it_is_only_read(client):
    assert client.post(reverse("healthz")).status_code == 405
