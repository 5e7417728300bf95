"""What every answer carries, whichever part of the site gave it."""

import pytest
from django.urls import reverse

from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def answers(client, settings):
    """Answers of many kinds, by name."""
    (settings.STATIC_ROOT / "mark.css").write_text("p { color: red }", encoding="ascii")
    person = UserFactory(is_staff=True, is_superuser=True)
    given = {
        "sign-in page": client.get(reverse("account_login")),
        "static file": client.get("/static/mark.css"),
        "no such static file": client.get("/static/none.css"),
        "sent to sign in": client.get("/"),
        "unknown host": client.get("/", headers={"Host": "evil.example"}),
        "health": client.get(reverse("healthz")),
    }
    assert b"".join(given["static file"].streaming_content) == b"p { color: red }"
    client.force_login(person)
    given |= {
        "desk": client.get("/"),
        "admin": client.get(reverse("admin:index")),
        "not found": client.get("/no-such-page/"),
        "wrong method": client.post(reverse("healthz")),
    }
    client.handler.enforce_csrf_checks = True
    given["refused form"] = client.post(reverse("profile"), {})
    return given


EXPECTED = {
    "static file": 200,
    "no such static file": 404,
    "sent to sign in": 302,
    "unknown host": 400,
    "not found": 404,
    "wrong method": 405,
    "refused form": 403,
}


def test_the_answers_are_of_the_kinds_they_are_called(answers):
    assert {name: answer.status_code for name, answer in answers.items() if name in EXPECTED} == EXPECTED


def test_each_says_what_it_may_do_in_the_browser(answers):
    for name, answer in answers.items():
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, name
        assert "unsafe" not in policy, name
        assert "script-src 'self'" in policy, name
        assert "frame-ancestors 'none'" in policy, name
        assert answer.headers["X-Content-Type-Options"] == "nosniff", name


def test_no_page_is_kept_by_a_cache(answers):
    for name, answer in answers.items():
        if name != "static file":
            assert "no-store" in answer.headers["Cache-Control"], name


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_what_depends_on_who_reads_it_says_so(client, accept):
    """A cache between must not hand a script's answer to a person."""
    headers = {"Accept": accept}
    answers = [client.get("/", headers=headers)]
    client.force_login(UserFactory())
    answers += [client.get("/no-such-page/", headers=headers), client.get("/articles/", headers=headers)]
    client.handler.enforce_csrf_checks = True
    answers += [client.post(reverse("profile"), {}, headers=headers)]
    assert [answer.status_code for answer in answers[1:]] == [404, 403, 403]
    assert all("Accept" in answer.headers["Vary"] for answer in answers)


def test_a_refused_form_says_why_and_gives_back_what_was_typed(answers, client):
    answer = client.post(reverse("profile"), {"display_name": "Mira", "password": "hidden words"})
    assert answer.status_code == 403
    assert "Mira" in answer.content.decode()
    assert "hidden words" not in answer.content.decode()
