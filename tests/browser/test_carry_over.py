"""A newer version of an article that was coded: its annotations are carried over, by keyboard and without script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import PASSWORD
from tests.browser.test_main_job import sign_in_by_keyboard, tab_to


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.scenes:new_version"


def address(server, who):
    return f"{server.url}/readings/{server.seeded['readings'][who]}/carry-over/{server.seeded['earlier'][who]}/"


def item(page, words):
    return page.locator("[data-item]", has_text=words)


def test_by_keyboard_alone(page, server, axe_everywhere, shot):
    keys = page.keyboard
    sign_in_by_keyboard(page, server, "keys")
    expect(page.get_by_role("heading", name="Newer versions of what you coded")).to_be_visible()
    axe_everywhere(page)
    tab_to(page, "Carry your 5 annotations over")
    keys.press("Enter")
    expect(page.locator(".sum")).to_have_text("5 = 2 carried + 2 to check + 1 lost")
    axe_everywhere(page)
    shot(page, "carry-over")
    page.set_viewport_size({"width": 320, "height": 900})
    page.emulate_media(color_scheme="dark")
    shot(page, "carry-over-320-dark")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")

    tab_to(page, "Carry all 2 unchanged over")
    keys.press("Enter")
    expect(page.locator(".message.success")).to_contain_text("Carried over: 2 annotations.")
    expect(page.locator(".progress label")).to_have_text("2 of 5 decided")

    keys.press("j")
    expect(item(page, "no choice")).to_be_focused()
    keys.press("ArrowRight")
    keys.press("ArrowRight")
    expect(page.locator("[data-item]:focus [data-said]")).to_have_text("““We had little choice,” the mayor”")
    shot(page, "carry-over-moved")
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    keys.press("ArrowLeft")
    expect(page.locator("[data-item]:focus [data-said]")).to_have_text("““We had little choice”")
    keys.press("]")
    expect(page.locator("[data-item]:focus [data-said]")).to_have_text("“We had little choice”")
    keys.press("Enter")
    expect(page.locator(".message.success")).to_contain_text("Carried over: “We had little choice”")

    expect(item(page, "naïvely")).to_be_focused()  # the next one that waits
    keys.press("Enter")
    expect(page.locator(".message.success")).to_contain_text("Carried over: “Two 👩‍👩‍👧‍👦 families waited”")

    expect(item(page, "Nobody was hurt")).to_be_focused()
    keys.press("x")
    expect(page.locator("[data-item] select:focus")).to_be_visible()
    axe_everywhere(page)
    tab_to(page, "Leave it out", within=4)
    keys.press("Enter")
    expect(page.locator("#done")).to_contain_text("All 5 are decided: 4 carried over, 1 left out.")
    expect(page.locator(".sum")).to_have_text("5 = 2 carried + 2 to check + 1 lost")
    axe_everywhere(page)
    shot(page, "carry-over-done")

    page.get_by_role("link", name="Go on with the new version").click()
    page.wait_for_selector("html[data-ready]")
    for words in ("closed on Monday", "We had little choice", "families waited"):
        expect(page.locator("mark", has_text=words)).to_be_visible()
    expect(page.locator("#list li[data-id]")).to_have_count(4)


def test_without_script(browser, server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{server.url}/accounts/login/")
    page.get_by_label("User name").fill("plain")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Carry your 5 annotations over").click()
    page.get_by_role("button", name="Carry all 2 unchanged over").click()
    item(page, "no choice").get_by_role("button", name=re.compile("^Carry over ?:")).click()
    expect(page.locator(".message.success")).to_contain_text("We had little choice")
    lost = item(page, "Nobody was hurt")
    lost.locator("summary", has_text="Other words").click()
    lost.get_by_label("Paragraph").fill("4")
    lost.get_by_label("The words, exactly").fill("nobody like this")
    lost.get_by_role("button", name="Carry over to these words").click()
    expect(page.locator("#refused")).to_contain_text("do not stand in the paragraph")
    expect(item(page, "Nobody was hurt").get_by_label("The words, exactly")).to_have_value("nobody like this")
    item(page, "Nobody was hurt").get_by_label("The words, exactly").fill("She spoke on Tuesday")
    item(page, "Nobody was hurt").get_by_role("button", name="Carry over to these words").click()
    expect(page.locator(".message.success")).to_contain_text("Carried over: “She spoke on Tuesday”")
    checked = item(page, "naïvely")
    checked.locator("summary", has_text="Not any more").click()
    checked.get_by_label("Why").select_option("changed")
    checked.get_by_role("button", name="Leave it out").click()
    expect(page.locator("#done")).to_contain_text("All 5 are decided: 4 carried over, 1 left out.")
    context.close()


def test_two_tabs(page, server, sign_in, context, axe):
    """What one tab decided, the other is told, and nothing is changed."""
    server.seeded.update(server.seed("tests.browser.test_carry_over:another"))
    sign_in(page, "tabs", PASSWORD)
    page.goto(address(server, "tabs"))
    second = context.new_page()
    second.goto(address(server, "tabs"))
    for tab in (page, second):
        item(tab, "no choice").get_by_role("button", name=re.compile("^Carry over ?:")).click()
    expect(second.locator("#refused")).to_contain_text("This was decided since, perhaps in another tab.")
    axe(second)


def another() -> dict[str, object]:
    """One more coder of the same two versions, for the test of two tabs."""
    from annotator.annotations.models import Reading
    from tests.factories.annotations import make_annotation, make_reading
    from tests.factories.people import UserFactory
    from tests.factories.studies import MembershipFactory

    known = list(Reading.objects.filter(coder__username="plain").order_by("pk"))
    coder = UserFactory(username="tabs", password=PASSWORD)
    MembershipFactory(study=known[0].study, user=coder)
    earlier, reading = (
        make_reading(study=one.study, article=one.article, coder=coder, started_at=None) for one in known
    )
    make_annotation(earlier, "“We had no choice,”")
    return {"readings": {"tabs": reading.pk}, "earlier": {"tabs": earlier.pk}}
