"""Bringing texts in and taking data out, as an owner does it with the demo study; some of it without scripts."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import PASSWORD

ORIGINAL = "Bridge closed\n\nThe mayor said the bridge would stay closed until the end of the month."
COPY = (
    "Bridge closed at last\n\nThe mayor said little.\n\n"
    "The original source of this article is https://vantage.example/bridge-closed\n"
)


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.scenes:demo"


@pytest.fixture
def plain(browser, server):
    """A page of a browser without JavaScript."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def test_a_download_shows_in_the_list_without_a_reload(page, server, sign_in, axe_everywhere, shot):
    sign_in(page, "demo-owner", PASSWORD)
    page.goto(f"{server.url}/studies/{server.seeded['slug']}/export/")
    rows = page.locator("#earlier-exports tbody tr")
    before = rows.count()
    with page.expect_download():
        page.get_by_role("button", name="Make Exact CSV").click()
    expect(rows).to_have_count(before + 1)
    with page.expect_download():
        page.get_by_role("button", name="Make JSON Lines").click()
    expect(rows).to_have_count(before + 2)
    expect(rows.first).to_contain_text("jsonl")
    expect(page.get_by_text("Your export is in the list")).to_be_attached()
    axe_everywhere(page)
    shot(page, "export")
    page.goto(f"{server.url}/studies/{server.seeded['slug']}/export/earlier/")
    axe_everywhere(page)


def test_without_scripts_a_link_shows_the_newest(plain, server, sign_in):
    sign_in(plain, "demo-reviewer", PASSWORD)
    plain.goto(f"{server.url}/studies/{server.seeded['slug']}/export/")
    with plain.expect_download():
        plain.get_by_role("button", name="Make Spreadsheet CSV").click()
    plain.get_by_role("link", name="Show the newest and all earlier ones").click()
    expect(plain.get_by_role("row").nth(1)).to_contain_text("spreadsheet")


def test_left_out_text_becomes_a_fuller_version_without_scripts(plain, server, sign_in):
    sign_in(plain, "demo-owner", PASSWORD)
    old = f"{server.url}/articles/{server.seeded['left_out']}/"
    plain.goto(old)
    plain.get_by_text("Page text left out").click()
    plain.locator("#piece-0").check()
    piece = plain.locator("label[for=piece-0]").inner_text()
    plain.get_by_role("button", name="Add what is ticked to the article").click()
    expect(plain.locator("blockquote")).to_have_text(piece)
    plain.get_by_label("It is a").select_option("Notice")
    plain.get_by_label("It stands after paragraph").fill("2")
    plain.get_by_role("button", name="Store the fuller version").click()
    expect(plain.get_by_text("This fuller version is stored.")).to_be_visible()
    expect(plain.locator("#p3")).to_contain_text("added by a person")
    expect(plain.locator("#p3")).to_contain_text(piece)
    fuller = plain.url
    plain.goto(old)
    plain.locator(f'a[href="{urlsplit(fuller).path}"]').click()
    expect(plain).to_have_url(fuller)


def test_the_pages_of_a_fuller_version_are_for_everyone(page, server, sign_in, axe_everywhere, shot):
    sign_in(page, "demo-owner", PASSWORD)
    pk = server.seeded["left_out"]
    page.goto(f"{server.url}/articles/{pk}/")
    page.get_by_text("Page text left out").click()
    axe_everywhere(page)
    shot(page, "article-left-out")
    page.locator("#piece-1").check()
    page.get_by_role("button", name="Add what is ticked to the article").click()
    shot(page, "extend")
    page.get_by_label("It is a").select_option("Caption")
    page.get_by_label("It stands after paragraph").fill("1")
    page.get_by_role("button", name="Store the fuller version").click()
    axe_everywhere(page)
    shot(page, "fuller-version")


def test_what_was_read_in_says_where_it_probably_came_from(page, server, sign_in, axe_everywhere, shot, tmp_path):
    sign_in(page, "demo-owner", PASSWORD)
    page.goto(f"{server.url}/articles/add/")
    page.get_by_label("Or paste a text").fill(ORIGINAL)
    page.get_by_label("Address of the page").fill("https://vantage.example/bridge-closed")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".outcomes")).to_contain_text("Pasted text: Bridge closed")
    axe_everywhere(page)
    file = tmp_path / "copy.txt"
    file.write_text(COPY)
    page.goto(f"{server.url}/articles/add/")
    page.get_by_label("Files").set_input_files(file)
    page.get_by_role("button", name="Add", exact=True).click()
    hint = page.get_by_role("link", name="Probably came from “Bridge closed” – look at it and confirm")
    expect(hint).to_be_visible()
    axe_everywhere(page)
    shot(page, "read-in")
    hint.click()
    expect(page).to_have_url(re.compile(r"/articles/\d+/#origin$"))
    lineage = page.get_by_role("region", name="Where it comes from")
    expect(lineage.get_by_role("link", name="Bridge closed", exact=True)).to_be_visible()
    expect(lineage).to_contain_text("proposed")
