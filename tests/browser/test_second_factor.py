"""Guarding one's account: an authenticator app, recovery codes, a passkey. The policy lets allauth's scripts work."""

import base64
import hashlib
import hmac
import re
import struct
import time

import pytest
from playwright.sync_api import expect

PASSWORD = "a quiet harbour at dawn"


def people():
    from annotator.accounts.models import User

    for name in ("mira", "ivo", "sami"):
        User.objects.create_user(name, password=PASSWORD, email=f"{name}@people.example")


@pytest.fixture(scope="module")
def remembered():
    return None


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.test_second_factor:people"


def code(secret, at):
    """RFC 6238: six digits for 30 seconds."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.new(key, struct.pack(">Q", int(at) // 30), hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def fresh_code(secret):
    """A code that is good for a while yet, as a person would wait for one: an old one is refused, and rightly so."""
    if (left := 30 - time.time() % 30) < 12:
        time.sleep(left)
    return code(secret, time.time())


def confirm_who_one_is(page):
    """What guards the account asks for the password again."""
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def test_an_authenticator_app_is_asked_for_from_then_on(page, server, sign_in, axe_everywhere, shot):
    sign_in(page, "mira", PASSWORD)
    page.goto(f"{server.url}/accounts/2fa/")
    axe_everywhere(page)
    page.get_by_role("link", name="Activate").click()
    axe_everywhere(page)
    confirm_who_one_is(page)
    expect(page.locator("#authenticator_secret")).to_be_visible()
    axe_everywhere(page)
    shot(page, "authenticator-app")
    secret = page.locator("#authenticator_secret").input_value()
    page.get_by_label("Authenticator code").fill(fresh_code(secret))
    page.get_by_role("button", name="Activate").click()
    expect(page.get_by_label("Unused codes")).to_be_visible()
    axe_everywhere(page)
    recovery = page.get_by_label("Unused codes").input_value().split()[0]
    page.get_by_role("button", name="Sign out").click()

    page.get_by_label("User name").fill("mira")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{server.url}/accounts/2fa/authenticate/")
    axe_everywhere(page)
    shot(page, "second-factor")
    page.locator("#id_code").fill(recovery)
    page.get_by_role("button", name=re.compile("Sign in", re.I)).click()
    expect(page).to_have_url(f"{server.url}/")


def test_a_passkey_signs_in_without_a_password(page, server, axe_everywhere, shot):
    """A passkey needs a name: browsers allow localhost, not 127.0.0.1."""
    here = f"http://localhost:{server.port}"
    talk = page.context.new_cdp_session(page)
    talk.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    talk.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"{here}/accounts/login/")
    page.get_by_label("User name").fill("ivo")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{here}/")
    page.goto(f"{here}/accounts/2fa/webauthn/add/")
    confirm_who_one_is(page)
    expect(page.get_by_label("Name")).to_be_visible()
    axe_everywhere(page)
    page.get_by_label("Name").fill("Laptop")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.wait_for_url(lambda url: "/add/" not in url)
    page.goto(f"{here}/accounts/2fa/webauthn/")
    expect(page.get_by_role("heading", name="Laptop")).to_be_visible()
    axe_everywhere(page)
    shot(page, "passkeys")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page).to_have_url(f"{here}/")


def test_where_a_browser_refuses_passkeys_none_is_offered(page, server):
    page.goto(f"{server.url}/accounts/login/")
    expect(page.get_by_role("button", name="Sign in with a passkey")).to_be_hidden()


@pytest.mark.parametrize(
    "address", ["/accounts/password/change/", "/accounts/sessions/", "/accounts/logout/", "/no-such-page/"]
)
def test_the_pages_about_oneself_are_for_everyone(page, server, sign_in, axe_everywhere, shot, address):
    sign_in(page, "sami", PASSWORD)
    axe_everywhere(page, f"{server.url}{address}")
    shot(page, address.strip("/").replace("/", "-"))


@pytest.mark.parametrize(
    "address", ["/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/password/reset/key/1-x-y/"]
)
def test_the_pages_for_a_forgotten_password_are_for_everyone(page, server, axe_everywhere, address):
    axe_everywhere(page, f"{server.url}{address}")
