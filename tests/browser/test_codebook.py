"""An owner changes the codebook while a coder has an article open: the coder loses nothing, and is told."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import PASSWORD
from tests.browser.test_workbench import cards, saved, select


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.scenes:bench"


@pytest.fixture
def coding(context, server, sign_in):
    page = context.new_page()
    sign_in(page, "cleo", PASSWORD)
    page.goto(f"{server.url}/readings/{server.seeded['readings']['cleo']}/")
    page.wait_for_selector("html[data-ready]")
    return page


@pytest.fixture
def owning(browser, server, sign_in, browser_context_args):
    context = browser.new_context(**browser_context_args)
    page = context.new_page()
    page.set_default_timeout(10_000)
    sign_in(page, "olga", PASSWORD)
    page.goto(f"{server.url}/studies/skerry/codebook/")
    yield page
    context.close()


def done(page, sentence):
    expect(page.locator(".message.success")).to_contain_text(sentence)


def test_a_codebook_is_changed_while_a_coder_has_an_article_open(owning, coding, axe, shot, tmp_path):
    # the codebook is one key away
    expect(coding.locator("#codebook dl")).to_be_hidden()
    coding.locator(".para").first.focus()
    coding.keyboard.press("c")
    expect(coding.locator("#codebook dl")).to_be_visible()
    coding.keyboard.press("c")
    expect(coding.locator("#codebook dl")).to_be_hidden()
    select(coding, "Nobody was hurt")
    coding.keyboard.press("1")
    expect(cards(coding)).to_have_count(1)
    saved(coding)

    # work that waits, with a type that is about to go
    coding.route("**/annotations/", lambda route: route.abort())
    select(coding, "She spoke")
    coding.keyboard.press("9")
    expect(coding.locator("#trouble")).to_contain_text("1 not saved")

    owning.get_by_role("link", name="Add a claim type").click()
    owning.get_by_label("Name", exact=True).fill("Border")
    owning.get_by_label("Definition").fill("A claim about a border.")
    owning.get_by_label("Why").fill("Coders asked for it.")
    shot(owning, "codebook-add")
    owning.get_by_role("button", name="Add it").click()
    done(owning, "“Border” is added. This is revision 2")

    owning.get_by_role("link", name="Merge").click()
    owning.get_by_label("State", exact=True).check()
    owning.get_by_label("Into").select_option(label="Event")
    owning.get_by_label("Why").fill("Nobody could tell them apart.")
    shot(owning, "codebook-merge")
    owning.get_by_role("button", name="Merge them").click()
    done(owning, "Merged “State”.")
    owning.get_by_role("link", name="Retire Evidence").click()
    owning.get_by_label("Why").fill("It belongs in the attribution.")
    owning.get_by_role("button", name="Retire it").click()
    done(owning, "“Evidence” is retired.")
    expect(owning.locator("#retired-state")).to_contain_text("goes on as Event")
    shot(owning, "codebook-owner")

    # what waited is stored as it was said, and the page tells of the news
    coding.unroute("**/annotations/")
    expect(cards(coding)).to_have_count(2)
    expect(cards(coding).filter(has_text="She spoke")).to_contain_text("Evidence")
    news = coding.locator("#codebook-news")
    expect(news).to_contain_text("This page goes on with revision 1")
    coding.set_viewport_size({"width": 320, "height": 700})
    axe(coding)
    assert coding.evaluate("document.documentElement.scrollWidth") <= 320
    shot(coding, "codebook-news-narrow")
    coding.set_viewport_size({"width": 1280, "height": 900})
    shot(coding, "codebook-news")
    select(coding, "Officials blamed")
    coding.get_by_label("Note", exact=True).fill("half a thought")
    news.get_by_role("link", name="Load the new one").click()
    coding.wait_for_selector("html[data-ready]")
    expect(news).to_be_hidden()
    coding.get_by_role("button", name=re.compile("bring them back")).click()
    expect(coding.get_by_label("Note", exact=True)).to_have_value("half a thought")
    expect(coding.locator("#editor .types")).not_to_contain_text("Evidence")
    coding.locator("#editor .types .label", has_text="Border").click()
    coding.keyboard.press("Control+Enter")
    expect(cards(coding)).to_have_count(3)
    expect(cards(coding).filter(has_text="Officials")).to_contain_text("Border")

    # a split leaves something to recode, and its coder recodes it
    owning.get_by_role("link", name="Split Event").click()
    for at, name in enumerate(("Incident", "Meeting"), 1):
        part = owning.get_by_role("group", name=f"New claim type {at}")
        part.get_by_label("Name", exact=True).fill(name)
        part.get_by_label("Definition").fill(f"A claim that there was one: {name}.")
    owning.get_by_label("Why").fill("Two things were in one.")
    shot(owning, "codebook-split")
    owning.get_by_role("button", name="Split it").click()
    done(owning, "“Event” is split.")
    owning.get_by_role("link", name="Show it").click()
    expect(owning.locator("main")).to_contain_text("Nobody was hurt")
    expect(owning.locator("main")).to_contain_text("“Incident” or “Meeting”")
    shot(owning, "codebook-recode")
    coding.goto(f"{coding.url.split('/readings/')[0]}/studies/skerry/codebook/")
    coding.get_by_role("link", name="Show it").click()
    coding.get_by_role("link", name=re.compile("Recode")).click()
    coding.wait_for_selector("html[data-ready]")
    coding.locator("#editor .types .label", has_text="Incident").click()
    coding.keyboard.press("Control+Enter")
    saved(coding)
    expect(cards(coding).filter(has_text="Nobody was hurt")).to_contain_text("Incident")

    # what the study does not need is gone from the workbench
    owning.goto(f"{owning.url.split('/studies/')[0]}/studies/skerry/codebook/facets/")
    owning.get_by_label("Attribution", exact=True).uncheck()
    owning.get_by_label("Effect", exact=True).uncheck()
    owning.get_by_label("Why").fill("We look at insertions only.")
    shot(owning, "codebook-facets")
    owning.get_by_role("button", name="Save what is coded").click()
    done(owning, "The facets are switched.")
    coding.reload()
    coding.wait_for_selector("html[data-ready]")
    expect(coding.locator("#attribution")).to_have_count(0)
    select(coding, "Two ")
    coding.keyboard.press("a")
    expect(coding.locator("#said")).to_contain_text("This study does not code attributions.")
    coding.keyboard.press("i")
    expect(coding.locator("#insertion select[name=host]")).to_be_visible()
    expect(coding.locator("select[name=effect]")).to_have_count(0)
    coding.keyboard.press("Control+Enter")
    expect(cards(coding)).to_have_count(4)

    # out as a file, changed there, looked at, brought in
    with owning.expect_download() as download:
        owning.get_by_role("link", name="Download as TOML").click()
    text = download.value.path().read_text(encoding="utf-8")
    file = tmp_path / "mine.toml"
    file.write_text(text.replace('label = "Border"', 'label = "Frontier"'), encoding="utf-8")
    owning.get_by_role("link", name="Bring in a file").click()
    owning.get_by_label("File", exact=True).set_input_files(file)
    owning.get_by_role("button", name="Look at what it would change").click()
    expect(owning.locator(".differences")).to_contain_text("Frontier")
    shot(owning, "codebook-plan")
    axe(owning)
    owning.get_by_label("Why").fill("Word of the guideline.")
    owning.get_by_role("button", name="Bring it in").click()
    done(owning, "mine.toml is brought in.")
    owning.get_by_role("link", name="History").click()
    expect(owning.locator(".revisions > li")).to_have_count(7)
    shot(owning, "codebook-history")
