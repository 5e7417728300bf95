"""The main job, end to end, on the real article the project grew from: annotate, decide, export, and find the same
words in the file. Once with the mouse, once by keyboard alone, once without script."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import PASSWORD
from tests.browser.test_workbench import select

INSERTED = "[supported covertly by US-NATO]"


@pytest.fixture(scope="module")
def server(new_server, tmp_path_factory):
    from tests.conftest import SHARED

    path = SHARED / "data/seed-article.md"
    if not path.exists():
        pytest.skip("shared/data/seed-article.md is not here")
    server = new_server()
    server.seeded = server.seed("tests.browser.scenes:main_job", str(path))
    server.start()
    yield server
    server.stop()


def check_file(text, server, slug):
    """The row of the file says what was selected, chosen and decided."""
    [row] = [row for row in csv.DictReader(io.StringIO(text)) if row["quote"] == INSERTED]
    seeded = server.seeded
    start = seeded["text"].index(INSERTED)
    assert int(row["paragraph_start"]) == start
    assert int(row["paragraph_end"]) == start + len(INSERTED)
    assert int(row["start"]) == seeded["offset"] + start
    assert int(row["end"]) == seeded["offset"] + start + len(INSERTED)
    assert int(row["paragraph_id"]) == seeded["paragraph"]
    assert row["slot"] == "standfirst"
    assert row["prefix"].endswith("ISIS terrorists ")
    assert row["suffix"].startswith(" damaged the station")
    assert (row["label"], row["code_path"]) == ("Relation", "claim-type/relation")
    assert (row["marking"], row["host"], row["operation"]) == ("square-brackets", "standfirst", "addition")
    assert row["function"] == "adds-claim"
    assert row["attribution_status"] == "unattributed"
    assert row["coder_pseudonym"] == seeded["pseudonyms"][slug]
    assert "cleo" not in text.lower()
    assert row["verdict"] == "original-not-available"
    assert (row["origin_outlet"], row["origin_published_on"]) == ("South Front", "2017-03-08")
    assert (row["outlet"], row["published_on"]) == ("Global Research", "2017-03-09")


def test_with_the_mouse(page, server, sign_in, axe_everywhere, shot):
    seeded = server.seeded
    sign_in(page, "cleo", PASSWORD)
    axe_everywhere(page, f"{server.url}/")
    shot(page, "desk")
    page.goto(f"{server.url}/readings/{seeded['readings']['mouse']}/")
    page.wait_for_selector("html[data-ready]")
    select(page, INSERTED)
    page.locator("#insertion summary").click()
    page.get_by_label("Function").select_option("adds-claim")
    page.locator("#attribution summary").click()
    page.locator("#i-attribution").select_option("unattributed")
    page.locator("#editor label.type", has_text="Relation").click()
    shot(page, "seed-editor")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#list")).to_contain_text("Insertion: Square brackets, Standfirst, Adds a claim")
    page.get_by_role("button", name="Sign out").click()

    sign_in(page, "rhea", PASSWORD)
    axe_everywhere(page, f"{server.url}/studies/mouse/cases/")
    shot(page, "cases")
    page.get_by_role("link", name=INSERTED).click()
    expect(page.get_by_text("No original of this article is stored")).to_be_visible()
    expect(page.get_by_role("button", name="Confirmed absent in original")).to_be_disabled()
    axe_everywhere(page)
    shot(page, "case")
    page.get_by_label("Reason").fill("No original is stored.")
    page.get_by_role("button", name=re.compile("Original not available")).click()
    expect(page.locator(".message.success").first).to_contain_text("Decided")
    axe_everywhere(page, f"{server.url}/studies/mouse/export/")
    shot(page, "export")
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("Exact CSV|exact CSV|CSV, exact")).first.click()
    check_file(download.value.path().read_text(encoding="utf-8"), server, "mouse")


def tab_to(page, name, *, within=120):
    """Press Tab until what has the focus carries `name`; fails when it cannot be reached."""
    for _ in range(within):
        page.keyboard.press("Tab")
        focused = page.evaluate(
            """() => {
                const e = document.activeElement;
                if (e === document.body) return '';
                const labels = e.labels ? [...e.labels].map((l) => l.textContent).join(' ') : '';
                return `${e.getAttribute('aria-label') ?? ''} ${labels} ${e.textContent}`.replace(/\\s+/g, ' ');
            }"""
        )
        if re.search(name, focused):
            return
    raise AssertionError(f"{name} cannot be reached with Tab on {page.url}")


def sign_in_by_keyboard(page, server, user):
    page.goto(f"{server.url}/accounts/login/")
    tab_to(page, "User name")
    page.keyboard.type(user)
    tab_to(page, "Password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


def test_by_keyboard_alone(page, server):
    keys = page.keyboard
    sign_in_by_keyboard(page, server, "cleo")
    tab_to(page, "Syrian War Report")
    page.goto(f"{server.url}/readings/{server.seeded['readings']['keys']}/")
    page.wait_for_selector("html[data-ready]")
    keys.press("F6")
    for _ in range(server.seeded["number"]):
        keys.press("j")
    expect(page.locator(".para:focus")).to_contain_text(INSERTED)
    keys.press("v")
    for _ in range(60):
        if page.locator("#editor .selected").inner_text().rstrip("”").endswith("NATO]"):
            break
        keys.press("ArrowRight")
        page.wait_for_timeout(15)
    for _ in range(60):
        if page.locator("#editor .selected").inner_text().lstrip("“").startswith("[supported"):
            break
        keys.press("]")
        page.wait_for_timeout(15)
    assert INSERTED in page.locator("#editor .selected").inner_text()
    keys.press("i")
    tab_to(page, "^ ?Function", within=10)
    keys.type("Adds a claim")
    keys.press("Escape") if page.locator("select:open").count() else None
    page.locator("#editor").focus()
    keys.press("5")
    keys.press("a")
    keys.press("ArrowDown")
    keys.press("Control+Enter")
    expect(page.locator("#list")).to_contain_text("Insertion: Square brackets, Standfirst, Adds a claim")
    tab_to(page, "Sign out", within=300)
    keys.press("Enter")
    page.wait_for_url("**/accounts/login/**")

    sign_in_by_keyboard(page, server, "rhea")
    page.goto(f"{server.url}/studies/keys/cases/")
    tab_to(page, "supported covertly")
    keys.press("Enter")
    page.wait_for_url("**/cases/*/**")
    keys.press("1")
    expect(page.locator("[data-said]")).to_contain_text("original")
    keys.press("4")
    expect(page.locator(".message.success").first).to_contain_text("Decided")
    page.goto(f"{server.url}/studies/keys/export/")
    with page.expect_download() as download:
        for _ in range(80):
            keys.press("Tab")
            if "/csv" in page.evaluate("document.activeElement.getAttribute('formaction') ?? ''"):
                break
        keys.press("Enter")
    check_file(download.value.path().read_text(encoding="utf-8"), server, "keys")


def test_without_script(browser, server, sign_in):
    context = browser.new_context(java_script_enabled=False, accept_downloads=True)
    context.set_default_timeout(15_000)
    page = context.new_page()
    sign_in(page, "cleo", PASSWORD)
    page.goto(f"{server.url}/readings/{server.seeded['readings']['plain']}/")
    page.get_by_role("link", name=f"Select text… in paragraph {server.seeded['number']}", exact=True).click()
    page.get_by_role("radio", name="Words", exact=True).check()
    for name, word in (("From word", r"\d+\. \["), ("To word", r"\d+\. \]")):
        choices = page.get_by_label(name).locator("option").all_inner_texts()
        page.get_by_label(name).select_option(next(c for c in choices if re.fullmatch(word, c)))
    page.locator("#editor label.type", has_text="Relation").click()
    page.locator("#attribution summary").click()
    page.locator("#i-attribution").select_option("unattributed")
    page.locator("#insertion summary").click()
    page.get_by_label("Somebody put these words in").check()
    page.get_by_label("Function").select_option("adds-claim")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#list")).to_contain_text("Insertion: Square brackets, Standfirst, Adds a claim")
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "rhea", PASSWORD)
    page.goto(f"{server.url}/studies/plain/cases/")
    page.get_by_role("link", name=INSERTED).click()
    page.get_by_role("button", name=re.compile("Original not available")).click()
    expect(page.locator(".message.success").first).to_contain_text("Decided")
    page.goto(f"{server.url}/studies/plain/export/")
    with page.expect_download() as download:
        page.locator("button[formaction*='/csv'], form[action*='/csv'] button").first.click()
    check_file(download.value.path().read_text(encoding="utf-8"), server, "plain")
    context.close()
