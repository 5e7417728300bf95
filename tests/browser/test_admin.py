"""The admin under the site's policy: Django's own scripts and styles load, nothing is refused."""

import re

import pytest
from playwright.sync_api import expect

PASSWORD = "a quiet harbour at dawn"


def people():
    from annotator.accounts.models import User
    from tests.admin.everything import make_everything

    User.objects.create_superuser("root", password=PASSWORD)
    make_everything()


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.test_admin:people"


def test_it_works_through_the_one_front_door_and_the_policy_refuses_nothing(page, server, shot):
    refused = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security Policy" in said.text else None)
    page.goto(f"{server.url}/admin/")
    expect(page).to_have_url(re.compile(r"/accounts/login/\?next="))
    page.get_by_label("User name").fill("root")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="What is stored")).to_be_visible()
    shot(page, "admin")
    for address in (
        "annotations/annotation/",
        "review/decision/",
        "studies/membership/add/",
        "accounts/user/add/",
        "accounts/user/1/change/",
        "articles/article/?q=bridge",
    ):
        page.goto(f"{server.url}/admin/{address}")
    page.goto(f"{server.url}/admin/studies/membership/add/")
    page.locator(".field-user .select2-selection").click()
    expect(page.locator(".select2-results__option").first).to_be_visible()
    assert refused == []
