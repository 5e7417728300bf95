"""Marks of another tool end to end: an owner brings a file in as suggestions, a coder takes them over by keyboard."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import PASSWORD
from tests.browser.test_main_job import tab_to

TEXTS = (
    "The clinic 🏥 closed on Monday, the mayor said. Nurses were told late.",
    "وقال الوزير إن الجسر أُغلق. Sixty people waited; nobody was hurt.",
)
MARKS = (
    ("closed on Monday", "event"),
    ("closed on Monday", "attribution/attributed"),
    ("الجسر أُغلق", "Weather"),
    ("Sixty people waited", "QUANTITY"),
    ("nobody was hurt", "event"),
)


def people():
    """An owner, and a coder with an article to read."""
    from tests.factories.annotations import make_reading
    from tests.factories.articles import make_article
    from tests.factories.people import UserFactory
    from tests.factories.studies import MembershipFactory, StudyFactory

    study = StudyFactory(title="Skerry papers", slug="skerry", suggestions_shown=True)
    owner = UserFactory(username="olga", display_name="Olga Owner", password=PASSWORD)
    MembershipFactory(study=study, user=owner, role="owner")
    coder = UserFactory(username="cleo", password=PASSWORD)
    MembershipFactory(study=study, user=coder)
    article = make_article(*TEXTS, title="Clinic closed")
    return {"reading": make_reading(study=study, article=article, coder=coder, started_at=None).pk}


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.test_bring_in:people"


def doccano():
    text = "\n\n".join(TEXTS)
    spans = [[text.index(words), text.index(words) + len(words), label] for words, label in MARKS]
    return json.dumps({"text": text, "label": [*spans, [0, len(text), "event"]]}).encode()


def test_a_file_becomes_suggestions_that_a_coder_takes_over_by_keyboard(page, server, sign_in, axe_everywhere, shot):
    sign_in(page, "olga", PASSWORD)
    page.goto(f"{server.url}/studies/skerry/")
    page.get_by_role("link", name="Bring annotations in").click()
    expect(page.get_by_label("Whose reading")).to_be_visible()
    page.get_by_label("File").set_input_files({"name": "marks.jsonl", "mimeType": "text/plain", "buffer": doccano()})
    page.get_by_label("As suggestions for the coders").check()
    expect(page.get_by_label("Whose reading")).to_be_hidden()
    shot(page, "bring-in")
    axe_everywhere(page)
    page.get_by_role("button", name="Look at what fits").click()
    expect(page.get_by_text("4 suggestions fit in 1 article, 1 does not.")).to_be_visible()
    expect(page.get_by_text("runs over the end of a paragraph")).to_be_visible()
    shot(page, "bring-in-plan")
    axe_everywhere(page)
    page.get_by_role("button", name="Bring 4 in").click()
    expect(page.get_by_role("button", name="Take these suggestions back")).to_be_visible()
    file = page.url
    shot(page, "bring-in-file")
    axe_everywhere(page)

    page.context.clear_cookies()
    sign_in(page, "cleo", PASSWORD)
    bench = f"{server.url}/readings/{server.seeded['reading']}/"
    page.goto(bench)
    page.wait_for_selector("html[data-ready]")
    cards, list_of = page.locator("#list li[data-id]"), page.locator("#suggestions li")
    expect(list_of).to_have_count(4)
    shot(page, "suggestions")
    axe_everywhere(page)
    tab_to(page, "Tag as Event.*closed on Monday")
    page.keyboard.press("Enter")
    expect(cards).to_have_count(1)
    expect(cards).to_contain_text(re.compile("Event.*Attributed", re.DOTALL))
    expect(page.locator("#suggestions h2")).to_contain_text("(3)")

    expect(page.locator(":focus")).to_have_text(re.compile("Take over"))
    page.keyboard.press("Enter")
    expect(page.locator("#editor .selected q")).to_have_text("الجسر أُغلق")
    page.keyboard.press("1")
    expect(cards).to_have_count(2)

    tab_to(page, "Change first.*Sixty")
    page.keyboard.press("Enter")
    expect(page.locator("#editor").get_by_role("radio", name=re.compile("Quantity"))).to_be_checked()
    page.keyboard.press("1")
    page.keyboard.press("Control+Enter")
    expect(cards.filter(has_text="Sixty people waited")).to_contain_text("Event")
    expect(page.locator("#unsaved")).to_have_count(0)

    page.goto(bench)
    page.wait_for_selector("html[data-ready]")
    expect(list_of).to_have_count(1)
    tab_to(page, "Dismiss.*nobody was hurt")
    page.keyboard.press("Enter")
    expect(page.locator("#suggestions")).to_have_count(0)
    expect(cards).to_have_count(3)
    page.reload()
    expect(cards).to_have_count(3)

    sign_in(page, "olga", PASSWORD)
    page.goto(file)
    page.get_by_role("button", name="Take these suggestions back").click()
    expect(page.get_by_text("by Olga Owner").last).to_be_visible()
    expect(page.get_by_role("button", name="Take these suggestions back")).to_have_count(0)
