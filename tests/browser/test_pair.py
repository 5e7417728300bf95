"""Both sides of a pair in a real browser: from the desk to the two texts, what drifted, and the study's list of it."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import PASSWORD


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.scenes:both_sides"


def test_a_coder_finds_both_sides_and_what_drifted(page, server, sign_in, axe_everywhere, shot):
    sign_in(page, "cleo", PASSWORD)
    axe_everywhere(page)
    page.get_by_role("link", name="Both sides of The copy").click()
    expect(page.get_by_role("heading", name="What drifted: 2 of 2 attributions")).to_be_visible()
    expect(page.locator(".rows mark", has_text="The old bridge is closed")).to_have_count(2)
    axe_everywhere(page)
    shot(page, "pair")
    page.set_viewport_size({"width": 320, "height": 900})
    page.emulate_media(color_scheme="dark")
    shot(page, "pair-320-dark")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_label("Change").select_option("named-to-unnamed")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".lines > li")).to_have_count(1)
    page.get_by_role("link", name=re.compile("Annotate ?: the original")).click()
    page.wait_for_selector("html[data-ready]")
    axe_everywhere(page)
    page.get_by_role("link", name="the other side of the pair").click()
    expect(page.get_by_role("heading", name="Both sides of a pair")).to_be_visible()


def test_the_study_lists_what_drifted(page, server, sign_in, axe_everywhere, shot):
    sign_in(page, "olga", PASSWORD)
    page.get_by_role("link", name="Attribution drift").click()
    expect(page.get_by_text("1 pair, each read by one coder")).to_be_visible()
    axe_everywhere(page)
    shot(page, "drift")
