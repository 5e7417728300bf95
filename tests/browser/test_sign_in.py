"""Coming in through the front door, in a real browser."""

import re

import pytest
from playwright.sync_api import expect

PASSWORD = "a quiet harbour at dawn"


def people():
    from annotator.accounts.models import User

    User.objects.create_user("mira", password=PASSWORD, display_name="Mira Oduya")
    User.objects.create_user("tomas", password=PASSWORD)


@pytest.fixture(scope="module")
def remembered():
    return None


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.test_sign_in:people"


def test_the_sign_in_page_is_for_everyone(page, server, axe_everywhere, shot):
    axe_everywhere(page, f"{server.url}/accounts/login/")
    shot(page, "sign-in")


def test_the_right_password_opens_the_desk(page, server, sign_in):
    sign_in(page, "mira", PASSWORD)
    expect(page).to_have_url(f"{server.url}/")
    expect(page.get_by_role("link", name="Mira Oduya")).to_be_visible()


def test_a_wrong_password_is_answered_with_a_sentence(page, server, axe):
    page.goto(f"{server.url}/accounts/login/")
    page.get_by_label("User name").fill("mira")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("The user name and the password do not match.")).to_be_visible()
    axe(page)


def test_a_script_or_style_written_into_a_page_does_not_run(page, server):
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{server.url}/accounts/login/")
    page.evaluate("const s = document.createElement('script'); s.text = 'window.ran = 1'; document.body.append(s)")
    assert page.evaluate("window.ran") is None
    assert any(re.search("Content Security Policy", text) for text in said)


def test_the_profile_is_for_everyone_and_keeps_what_is_saved(page, server, sign_in, axe_everywhere, shot):
    sign_in(page, "tomas", PASSWORD)
    axe_everywhere(page, f"{server.url}/accounts/profile/")
    page.get_by_label("Display name").fill("Tomás Ribeiro")
    page.get_by_label("Turn single-key shortcuts off").check()
    page.get_by_role("button", name="Save profile").click()
    expect(page.get_by_text("Your profile is saved.")).to_be_visible()
    expect(page.get_by_label("Turn single-key shortcuts off")).to_be_checked()
    shot(page, "profile")
