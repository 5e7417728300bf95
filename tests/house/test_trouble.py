"""A database that is gone or full is said in a sentence, and clients are told to try again."""

import pytest
from django.db import OperationalError, connection
from django.urls import reverse

from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def broken():
    """Return a context in which every query fails as a database in this trouble would make it."""

    def fail(sentence):
        def wrapper(execute, sql, params, many, context):
            raise OperationalError(sentence)

        return connection.execute_wrapper(wrapper)

    return fail


@pytest.mark.parametrize("address", ["/", "/accounts/profile/", "/admin/"])
def test_a_page_says_so_before_and_after_it_knows_who_asks(client, broken, address):
    client.force_login(UserFactory(is_staff=True))
    client.raise_request_exception = False
    with broken("database is locked"):
        answer = client.get(address)
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "2"
    assert "The database did not answer in time" in answer.content.decode()


def test_a_script_gets_it_as_json(client, broken):
    client.force_login(UserFactory())
    client.raise_request_exception = False
    with broken("connection refused"):
        answer = client.get("/", headers={"Accept": "application/json"})
    assert answer.status_code == 503
    assert "did not answer" in answer.json()["error"]
    assert "Accept" in answer.headers["Vary"]


def test_a_full_disk_is_told_apart(client, broken):
    client.force_login(UserFactory())
    client.raise_request_exception = False
    with broken("database or disk is full"):
        answer = client.get("/")
    assert answer.status_code == 507
    assert "The disk is full" in answer.content.decode()


def test_the_health_page_says_trouble(client, broken):
    with broken("connection refused"):
        answer = client.get(reverse("healthz"))
    assert answer.status_code == 503
    assert answer.json()["status"] == "trouble"
