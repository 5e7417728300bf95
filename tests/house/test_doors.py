"""Every page asks who is there, but for the few that must not."""

import pytest
from django.urls import URLPattern, get_resolver

OPEN = {
    "healthz",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "invitation",  # the link itself,
    "invitation_accept",  # the page it leads to, which shows nothing without it,
    "invitation_sign_up",  # and the new account it is good for
    "mfa_authenticate",  # the second step of signing in
    "mfa_trust",  # the third, where it is asked
    "mfa_login_webauthn",
    "admin:login",  # leads to our own sign-in page
}
SAMPLES = {"slug": "a-study", "str": "x", "path": "x", "uuid": "0b9a0b1e-6f0e-4a53-9c6a-2f2a4f6c1d11"}


def patterns(resolver=None, prefix="", namespace=""):
    """(route, name, view) of every pattern of the site."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, namespace + (pattern.name or ""), pattern.callback
        else:
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from patterns(pattern, route, inner)


def open_views():
    return {name for _, name, view in patterns() if not getattr(view, "login_required", True)}


def sample(route):
    """An address that the route matches."""
    import re

    def value(match):
        return SAMPLES.get(match.group(1) or "str", "1")

    address = re.sub(r"<(?:(\w+):)?\w+>", value, route)
    return "/" + re.sub(r"\^?\(\?P<\w+>.*$", "x", address).replace("^", "").replace("$", "").replace("\\Z", "")


def test_the_walk_finds_the_site():
    names = {name for _, name, _ in patterns()}
    assert {"desk", "study", "article", "profile", "admin:index", "account_login"} <= names


def test_the_open_pages_are_those_named_here_and_no_others():
    assert open_views() <= OPEN


@pytest.mark.django_db
def test_a_stranger_is_sent_to_the_sign_in_page_by_every_other(client):
    unguarded = {}
    for route, name, _ in patterns():
        if name in OPEN:
            continue
        answer = client.get(sample(route))
        # The admin sends its strangers to its own address first, and that one to ours.
        sent_away = answer.status_code == 302 and "/login/" in answer.headers["Location"]
        if not sent_away and answer.status_code not in (404, 405):
            unguarded[route] = answer.status_code
    assert unguarded == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/accounts/signup/", "/accounts/2fa/webauthn/signup/", "/invitations/sign-up/", "/invitations/"]
)
def test_nobody_signs_up_by_themselves(client, address):
    assert client.get(address).status_code == 404
    assert client.post(address, {"username": "x"}).status_code == 404
