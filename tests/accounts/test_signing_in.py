"""Coming in: the right password, the wrong one, too many wrong ones, and from where."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import reverse

from annotator.accounts.models import User
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "correct horse battery"
LOGIN = "/accounts/login/"


@pytest.fixture
def mira():
    return UserFactory(username="mira", email="mira@people.example")


def attempt(client, login, password, address="203.0.113.7"):
    return client.post(LOGIN, {"login": login, "password": password}, REMOTE_ADDR=address)


@pytest.mark.parametrize("login", ["mira", "MIRA", "mira@people.example"])
def test_name_or_address_and_the_password_lead_to_the_desk(client, mira, login):
    answer = attempt(client, login, PASSWORD)
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("desk")


def test_one_comes_back_to_where_one_wanted_to_go_but_never_to_another_site(client, mira):
    within = client.post(LOGIN, {"login": "mira", "password": PASSWORD, "next": "/accounts/profile/"})
    assert within.headers["Location"] == "/accounts/profile/"
    client.logout()
    away = client.post(LOGIN, {"login": "mira", "password": PASSWORD, "next": "https://evil.example/"})
    assert away.headers["Location"] == reverse("desk")


def test_nobody_learns_from_the_answer_whether_a_name_exists(client, mira):
    known = attempt(client, "mira", "wrong").content.decode()
    unknown = attempt(client, "nobody", "wrong").content.decode()
    assert "The user name and the password do not match." in known
    without = [re.sub(r"csrfmiddlewaretoken.*", "", page) for page in (known, unknown.replace("nobody", "mira"))]
    assert without[0] == without[1]


def test_a_closed_account_stays_out(client, mira):
    User.objects.update(is_active=False)
    attempt(client, "mira", PASSWORD)
    assert "_auth_user_id" not in client.session


def test_the_eleventh_wrong_password_for_a_name_is_not_even_looked_at(client, mira):
    for _ in range(10):
        attempt(client, "mira", "wrong")
    answer = attempt(client, "mira", PASSWORD)
    assert "Too many wrong passwords came from here." in answer.content.decode()
    assert "_auth_user_id" not in client.session


def test_nobody_is_locked_out_from_elsewhere(client, mira):
    for _ in range(12):
        attempt(client, "mira", "wrong", address="203.0.113.7")
    assert attempt(client, "mira", PASSWORD, address="198.51.100.4").status_code == 302


def test_one_address_cannot_go_through_many_names(client, mira):
    for number in range(41):
        answer = attempt(client, f"name-{number}", "wrong")
    assert "Too many wrong passwords came from here." in answer.content.decode()


def test_a_right_password_is_not_counted(client, mira):
    for _ in range(12):
        assert attempt(client, "mira", PASSWORD).status_code == 302
        client.logout()


def test_sending_the_form_all_the_time_gets_a_clear_page(client, mira):
    for _ in range(61):
        answer = attempt(client, "", "")
    assert answer.status_code == 429
    assert "Too many tries" in answer.content.decode()
    assert answer.headers["Content-Security-Policy"]


def test_behind_one_proxy_the_address_before_it_counts_and_no_forged_one(client, mira, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(12):
        client.post(
            LOGIN,
            {"login": "mira", "password": "wrong"},
            headers={"X-Forwarded-For": f"10.0.0.{number}, 203.0.113.9"},
        )
    blocked = client.post(
        LOGIN, {"login": "mira", "password": PASSWORD}, headers={"X-Forwarded-For": "10.9.9.9, 203.0.113.9"}
    )
    assert "Too many wrong passwords" in blocked.content.decode()
    other = client.post(LOGIN, {"login": "mira", "password": PASSWORD}, headers={"X-Forwarded-For": "203.0.113.10"})
    assert other.status_code == 302


def test_the_session_is_another_one_after_signing_in(client, mira):
    client.get(LOGIN)
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key
    attempt(client, "mira", PASSWORD)
    assert client.session.session_key != before


def test_signing_out_takes_a_click_and_ends_the_session(client, mira):
    client.force_login(mira)
    assert client.get(reverse("account_logout")).status_code == 200
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


def test_a_changed_password_signs_the_other_browsers_out(client, mira):
    elsewhere = Client()
    elsewhere.force_login(mira)
    client.force_login(mira)
    new = {"oldpassword": PASSWORD, "password1": "a quiet harbour", "password2": "a quiet harbour"}
    assert client.post(reverse("account_change_password"), new).status_code == 302
    assert client.get(reverse("profile")).status_code == 200
    assert elsewhere.get(reverse("profile")).status_code == 302


@pytest.mark.parametrize("password", ["short", "password123", "mira@people"])
def test_a_weak_password_is_refused_with_a_reason(client, mira, password):
    client.force_login(mira)
    answer = client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": password, "password2": password},
    )
    assert answer.status_code == 200
    assert "errorlist" in answer.content.decode()


def test_the_reset_link_leads_to_this_site_whatever_the_request_says(client, mira, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.SITE_URL = "https://annotator.example"
    client.post(reverse("account_reset_password"), {"email": "mira@people.example"}, headers={"Host": "evil.example"})
    [letter] = mail.outbox
    assert "https://annotator.example/accounts/password/reset/key/" in letter.body
    assert "https://evil.example/accounts" not in letter.body


def test_a_host_that_is_not_ours_is_refused(client):
    assert client.get(LOGIN, headers={"Host": "evil.example"}).status_code == 400


def test_an_unknown_address_gets_the_same_answer_and_no_letter(client, mira):
    answer = client.post(reverse("account_reset_password"), {"email": "nobody@people.example"})
    assert answer.headers["Location"] == reverse("account_reset_password_done")
    assert mail.outbox == []


def test_a_reset_link_sets_a_password_once(client, mira):
    client.post(reverse("account_reset_password"), {"email": "mira@people.example"})
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    path = link.removeprefix("http://127.0.0.1:8000")
    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "a quiet harbour", "password2": "a quiet harbour"})
    mira.refresh_from_db()
    assert mira.check_password("a quiet harbour")
    client.logout()
    assert "This link is spent" in client.get(path, follow=True).content.decode()


def test_the_page_offers_no_sign_up(client):
    assert "signup" not in client.get(LOGIN).content.decode().lower()


def test_a_second_factor_needs_no_verified_address_but_the_password_again(client, mira):
    EmailAddress.objects.create(user=mira, email=mira.email, verified=False, primary=True)
    attempt(client, "mira", PASSWORD)
    asked = client.get(reverse("mfa_activate_totp"))
    assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert "authenticator_secret" in client.get(reverse("mfa_activate_totp")).content.decode()
