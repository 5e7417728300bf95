"""An owner asks for figures, the real worker measures them, and the page shows them, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import PASSWORD


def finished():
    """Two studies that two coders have finished, and nothing measured yet: the journeys may come in any order."""
    from tests.factories.agreement import make_world
    from tests.factories.studies import MembershipFactory

    world = make_world(14, slug="agreed", title="Two coders agree")
    for number, person in enumerate((world.owner, world.coders["ada"])):
        person.username = ("olga", "ada")[number]
        person.set_password(PASSWORD)
        person.save()
    MembershipFactory(study=make_world(2, slug="agreed-too").study, user=world.owner, role="owner")
    return {"article": world.articles[1].pk, "readings": [reading.pk for reading in world.readings[2:4]]}


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.test_agreement:finished"


def test_an_owner_asks_for_figures_and_reads_them(page, server, sign_in, axe_everywhere, shot):
    sign_in(page, "olga", PASSWORD)
    page.goto(f"{server.url}/studies/agreed/")
    page.get_by_role("link", name="Agreement", exact=True).click()
    axe_everywhere(page)
    page.get_by_text("How to measure").click()
    page.get_by_label("Seed").fill("7")
    page.get_by_role("button", name="Measure agreement").click()
    expect(page.get_by_role("heading", name="Being measured")).to_be_visible()
    # Nobody reloads: the script asks until the worker is done.
    done = page.get_by_role("link", name="Show what came out")
    expect(done).to_be_visible(timeout=60_000)
    expect(page.get_by_role("button", name="Stop it")).to_be_hidden()
    done.click()
    expect(page.get_by_text("14 articles that two coders or more have finished")).to_be_visible()
    expect(page.get_by_text("1,000 draws of articles, seed 7")).to_be_visible()
    shot(page, "agreement-figures")
    page.get_by_role("link", name="By code").click()
    page.get_by_label("Question").select_option("label")
    page.get_by_role("button", name="Show").click()
    expect(page.locator("svg.codes .dot")).to_have_count(2)
    page.get_by_role("link", name="matched spans").first.click()
    page.get_by_role("link", name="Where they differ").click()
    expect(page.get_by_text("✕ differ").first).to_be_visible()
    axe_everywhere(page)
    first, second = server.seeded["readings"]  # in the order of the coders' pseudonyms
    page.locator(".said a").first.click()
    expect(page).to_have_url(re.compile(f"^{server.url}/readings/({first}|{second})/#.+"))


def test_figures_come_without_scripts_too(browser, server, sign_in):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "olga", PASSWORD)
    page.goto(f"{server.url}/studies/agreed-too/agreement/")
    page.get_by_role("button", name="Measure").click()
    again, figures = page.get_by_role("link", name="Look again"), page.get_by_role("heading", name="Figures no.")
    for _ in range(60):
        expect(again.or_(figures)).to_be_visible()
        if figures.count():
            break
        page.wait_for_timeout(500)
        again.click()
    expect(figures).to_be_visible()
    context.close()


def test_a_coder_is_told_that_this_is_not_for_them(page, server, sign_in):
    sign_in(page, "ada", PASSWORD)
    page.goto(f"{server.url}/studies/agreed/")
    expect(page.get_by_role("link", name="Agreement", exact=True)).to_have_count(0)
    answer = page.goto(f"{server.url}/studies/agreed/agreement/")
    assert answer.status == 403
