"""An owner sets a study up in three steps and invites somebody by link, who signs up, trains and is given work; in the
end the somebody asks to be forgotten. The invited browser runs no scripts."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import PASSWORD


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.scenes:empty_handed"


@pytest.fixture
def invited(browser, server):
    """A browser of somebody else, without scripts."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def button(page, name):
    return page.get_by_role("button", name=re.compile(name))


def link(page, name):
    return page.get_by_role("link", name=re.compile(name))


def test_from_nothing_to_the_first_finished_article(page, invited, server, sign_in, axe_everywhere, shot):
    def look(name):
        axe_everywhere(page)
        shot(page, name)

    def set_up():
        sign_in(page, "olga", PASSWORD)
        page.goto(f"{server.url}/studies/new/")
        look("study-new")
        page.get_by_label("Title").fill("Ferry reports")
        page.get_by_label("Coders per article").fill("1")
        page.get_by_label("Overlap sample, in percent").fill("50")
        page.get_by_label("Seed of the draw").fill("harbour 2026")
        button(page, "Start the study").click()
        expect(page.locator(".steps [aria-current=step]")).to_contain_text("Choose the articles")
        look("step-articles")
        button(page, "Add all 4 found").click()
        expect(page.get_by_text("4 articles added")).to_be_visible()
        link(page, "upload files").click()
        look("step-upload")
        link(page, "Continue").click()
        look("step-codebook")
        page.get_by_label("the standard codebook").check()
        button(page, "Use this codebook").click()
        page.get_by_label("User name").fill("carl")
        button(page, "Add to the study").click()
        expect(page.get_by_text("Carl Coder is now a coder of this study.")).to_be_visible()
        look("step-people")
        link(page, "Invite by link").click()
        button(page, "Make a link").click()
        address = page.get_by_label("Link for one person").input_value()
        expect(button(page, "Copy the link")).to_be_visible()
        look("invitation-made")
        page.goto(f"{server.url}/studies/ferry-reports/")
        expect(page.locator(".steps")).to_contain_text("1 coder, 1 invited; the rule needs 2")
        look("study-being-set-up")
        return urlsplit(address).path

    def sign_up(path):
        invited.goto(f"{server.url}{path}")
        assert urlsplit(invited.url).path == "/invitations/"
        shot(invited, "invitation")
        link(invited, "Make an account").click()
        shot(invited, "sign-up")
        invited.get_by_label("User name").fill("mira")
        invited.get_by_label("Your name").fill("Mira Oduya")
        invited.get_by_label("Password", exact=True).fill(PASSWORD)
        invited.get_by_label("Password (again)").fill(PASSWORD)
        button(invited, "Make the account and join").click()
        expect(invited.get_by_text("Welcome to “Ferry reports”")).to_be_visible()
        expect(invited.get_by_text("Nothing is assigned to you yet")).to_be_visible()
        assert invited.request.get(f"{server.url}{path}").status == 200  # it leads to the study for whoever used it

    def give_out():
        link(page, "Training round").click()
        page.get_by_label("Article").select_option(index=1)
        button(page, "Put it in").click()
        look("training-without-gold")
        server.seed("tests.browser.scenes:gold_reading", "ferry-reports")
        page.goto(f"{server.url}/studies/ferry-reports/training/")
        look("training")
        page.goto(f"{server.url}/studies/ferry-reports/assign/")
        look("assign")
        link(page, "Look at the draw").click()
        expect(page.get_by_text("harbour 2026").first).to_be_visible()
        look("draw")
        button(page, "Give out 7 readings").click()  # 2 of training, 2 articles by two, 1 by one
        expect(page.get_by_text("7 readings given out by lot.")).to_be_visible()
        look("drawn")

    def train():
        invited.goto(f"{server.url}/")
        shot(invited, "desk-with-training")
        expect(invited.locator(".next")).to_contain_text("Training")
        link(invited, "^Continue").click()
        for _ in range(2):
            button(invited, "nothing to tag").first.click()
        button(invited, "Finish this article").click()
        button(invited, "Yes, finish").click()
        expect(invited.get_by_role("heading", name="beside the gold reading")).to_be_visible()
        expect(invited.get_by_text("− missed", exact=True)).to_be_visible()
        shot(invited, "feedback")
        return invited.url

    def look_back(feedback):
        page.goto(feedback)
        look("feedback-as-owner")
        page.goto(feedback.replace("feedback", "log"))
        page.get_by_label("Why").fill("Mira asked for another try.")
        button(page, "Open it again").click()
        expect(page.get_by_text("after another coder’s work was open")).to_be_visible()
        look("reading-log")
        waiting = page.goto(f"{server.url}/studies/ferry-reports/") and page.locator(".readings li", has_text="○")
        waiting.first.get_by_role("link", name=re.compile("^Log")).click()
        look("reading-log-waiting")

    sign_up(set_up())
    give_out()
    look_back(train())


def test_somebody_is_forgotten_and_their_work_is_not(page, server, sign_in, axe_everywhere, shot):
    sign_in(page, "root", PASSWORD)
    page.goto(f"{server.url}/admin/accounts/user/{server.seeded['leaver']}/change/")
    link(page, "Pseudonymise").click()
    axe_everywhere(page)
    shot(page, "pseudonymise")
    button(page, "Take the name out").click()
    page.get_by_label("Type the user name to confirm").fill("dora")
    button(page, "Take the name out").click()
    expect(page.get_by_role("heading", name=re.compile("^person-"))).to_be_visible()
    axe_everywhere(page)
    assert "Dora" not in page.content()
