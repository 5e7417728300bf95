"""What is too large is refused before a byte of it is read, and nobody fills the disk without signing in."""

import pytest
from django.conf import settings
from django.contrib.auth.models import Permission
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
MB = 1_000_000


class Unread:
    """A body that fails the test when somebody reads it."""

    def read(self, *args):
        raise AssertionError("the body was read")

    readline = read


@pytest.fixture
def announce(client):
    """Announce a body of this size; return the answer, for which nobody may read it."""
    client.raise_request_exception = False

    def send(address, size, **environ):
        return client.generic(
            "POST",
            address,
            content_type="multipart/form-data; boundary=x",
            **{"wsgi.input": Unread(), "CONTENT_LENGTH": str(size), **environ},
        )

    return send


@pytest.fixture
def adding():
    return reverse("articles_add")


def addresses():
    return ["/", "/accounts/login/", "/accounts/profile/", "/articles/", "/admin/", "/admin/login/", "/no-such-page/"]


@pytest.mark.parametrize("address", addresses())
@pytest.mark.parametrize("signed_in", [True, False], ids=["signed in", "anonymous"])
def test_a_page_takes_6_mb_at_most(announce, client, address, signed_in):
    if signed_in:
        client.force_login(UserFactory(is_staff=True, is_superuser=True))
    answer = announce(address, 6 * MB + 1)
    assert answer.status_code == 413
    assert "at most 6 MB" in answer.content.decode()
    assert "Nothing of it was saved" in answer.content.decode()


def test_a_stranger_may_not_send_files_even_where_they_are_added(announce, adding):
    answer = announce(adding, 6 * MB + 1)
    assert answer.status_code == 401
    assert "Sign in again" in answer.content.decode()


@pytest.mark.parametrize("key", ["x", "a" * 32, "\xe9" * 32, "x" * 4000])
def test_a_made_up_session_is_no_session(announce, client, adding, key):
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert announce(adding, 6 * MB + 1).status_code == 401


def test_a_session_of_nobody_is_no_session(announce, client, adding):
    session = SessionStore()
    session["colour"] = "blue"
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    assert announce(adding, 6 * MB + 1).status_code == 401


def test_nobody_sends_more_than_twenty_files_take(announce, client, adding):
    client.force_login(UserFactory())
    answer = announce(adding, 420 * MB + 1)
    assert answer.status_code == 413
    assert "at most 420 MB" in answer.content.decode()


def test_twenty_files_of_20_mb_fit():
    assert settings.LARGEST_UPLOAD > 20 * 20 * 1024 * 1024 + 100_000
    assert settings.LARGEST_BODY > settings.DATA_UPLOAD_MAX_MEMORY_SIZE


def test_a_wrong_host_name_is_no_way_round(announce, adding):
    """The page that answers it gives back what was typed, and would read the body for that."""
    assert announce("/", 6 * MB + 1, HTTP_HOST="evil.example").status_code == 413
    assert announce(adding, 6 * MB + 1, HTTP_HOST="evil.example").status_code == 401


def test_a_body_that_does_not_say_its_size_is_refused(announce, client):
    client.force_login(UserFactory())
    answer = announce("/accounts/profile/", "", HTTP_TRANSFER_ENCODING="chunked")
    assert answer.status_code == 411
    assert "Content-Length" in answer.content.decode()


@pytest.mark.parametrize(
    ("address", "size", "environ", "status"),
    [
        ("/", 7 * MB, {}, 413),
        ("/articles/add/", 7 * MB, {}, 401),
        ("/", "", {"HTTP_TRANSFER_ENCODING": "chunked"}, 411),
    ],
    ids=["too large", "stranger", "no size"],
)
def test_a_script_is_told_in_json_and_every_header_is_there(announce, address, size, environ, status):
    for accept in ("application/json", "text/html"):
        answer = announce(address, size, HTTP_ACCEPT=accept, **environ)
        assert answer.status_code == status
        assert answer.headers["Content-Type"].startswith(accept)
        assert "Accept" in answer.headers["Vary"]
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer.headers["Cache-Control"]
    assert announce(address, size, HTTP_ACCEPT="application/json", **environ).json()["error"].endswith(".")


@pytest.mark.parametrize("size", ["", "-1", "many", "\u0669"])
def test_a_size_that_is_none_is_no_body(announce, size):
    assert announce("/no-such-page/", size).status_code in (302, 404)


def test_files_are_still_taken_where_they_belong(client, adding):
    """The positive control: more than a page takes, from somebody who may."""
    person = UserFactory()
    person.user_permissions.add(Permission.objects.get(codename="add_article"))
    client.force_login(person)
    large = SimpleUploadedFile("a.txt", b"The bridge is closed. " * 300_000, content_type="text/plain")
    assert large.size > settings.LARGEST_BODY
    answer = client.post(adding, {"uploads": large})
    assert answer.status_code == 200
