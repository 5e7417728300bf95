"""Adjudication in the hands of a reviewer: every decision is one key, and wrong ones are taken back by another."""

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import PASSWORD

TEXT = "The plant lost power on Monday, the mayor said, and strikes led to the collapse of talks by the 🌉 bridge."
SECOND = "Repairs start in May. Nobody was hurt [so they say]. The bridge stays closed, and the bridge is old."


def two_coders():
    """Two coders who differ in every way a reviewer may meet, in a study of their own; some of it is decided."""
    from django.utils import timezone

    from annotator.annotations.models import RoleSpan
    from annotator.review.adjudication.matching import match
    from annotator.review.adjudication.queries import current
    from annotator.review.cases import gather
    from annotator.studies.codebook import start_codebook
    from tests.factories.annotations import INSERTION, make_annotation, make_reading
    from tests.factories.articles import make_article
    from tests.factories.people import UserFactory
    from tests.factories.studies import MembershipFactory, StudyFactory
    from tests.review.adjudication.conftest import rule

    study = StudyFactory(title="Two coders", slug="two-coders", codebook=False)
    reviewer = UserFactory(username="item-reviewer", display_name="Rae Reviewer", password=PASSWORD)
    start_codebook(study, by=reviewer)
    from annotator.accounts.models import User

    for person in (reviewer, *User.objects.filter(username="demo-reviewer")):
        MembershipFactory(study=study, user=person, role="reviewer")
    article = make_article(TEXT, SECOND, title="Plant without power")
    coders = [UserFactory(username=name, password=PASSWORD) for name in ("item-coder", "other-coder")]
    one, other = (
        make_reading(
            study=study,
            article=article,
            coder=MembershipFactory(study=study, user=coder).user,
            finished_at=timezone.now(),
        )
        for coder in coders
    )
    types = {row.code: row for row in study.claim_types.all()}
    make_annotation(one, "lost power", claim_type=types["event"])
    make_annotation(other, "lost power", claim_type=types["state"], note="It lasts, so it is a condition.")
    for reading, status in ((one, "attributed"), (other, "unattributed")):
        row = make_annotation(reading, "strikes led to the collapse", claim_type=types["causal"], attribution=status)
        if status == "attributed":
            at = row.paragraph.text.index("the mayor")
            RoleSpan.objects.create(annotation=row, role="source", paragraph=row.paragraph, start=at, quote="the mayor")
    for reading in (one, other):
        make_annotation(reading, "Repairs start in May", claim_type=types["prediction"])
    make_annotation(one, "Nobody was hurt", claim_type=types["event"])
    make_annotation(one, "[so they say]", **INSERTION)
    make_annotation(one, "bridge stays closed", claim_type=types["state"])
    make_annotation(other, "The bridge stays closed", claim_type=types["state"])
    gather(study)
    match(study)
    items = {item.quote: item for item in current(study)}
    rule(items["Nobody was hurt"], reviewer, "unresolved", error_type="ambiguous-text", reason="Who says it?")
    return {
        "items": {
            "differs": items["strikes led to the collapse"].pk,
            "decided": items["Nobody was hurt"].pk,
        },
        "other": study.pseudonym(coders[1].pk),
    }


def two_studies():
    """A study for each journey: they may come in any order."""
    from annotator.accounts.models import User
    from annotator.review.adjudication.matching import match
    from annotator.review.adjudication.queries import current
    from tests.factories.agreement import make_world
    from tests.factories.studies import MembershipFactory

    seeded = two_coders()
    study = make_world(2, slug="two-more").study
    MembershipFactory(study=study, user=User.objects.get(username="item-reviewer"), role="reviewer")
    match(study)
    return {**seeded, "plain": current(study).filter(quote="They cost four million")[0].pk}


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.test_adjudication:two_studies"


def arrive(page, words):
    """Wait for the page of this item, and for its scripts: a key pressed before them does nothing."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)
    page.wait_for_load_state("load")


def test_a_reviewer_works_through_the_queue_by_keys(page, server, sign_in, axe):
    sign_in(page, "item-reviewer", PASSWORD)
    page.goto(f"{server.url}/studies/two-coders/")
    page.get_by_role("link", name="Adjudication").click()
    expect(page.locator(".tally")).to_contain_text("4")
    page.get_by_role("link", name="Only those that await a decision").click()
    page.get_by_role("link", name="Open the first on this page").click()
    arrive(page, "lost power")
    axe(page)

    # help, and out of it
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Nothing here")
    page.keyboard.press("Escape")

    # a reason and an error type first, then the second coder's version; the next item opens
    page.keyboard.press("r")
    page.keyboard.type("2 is a key, but not in here")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    page.keyboard.press("g")
    page.keyboard.press("Escape")
    card = page.locator(".version", has_text=server.seeded["other"])
    page.keyboard.press(card.locator("kbd").inner_text())
    arrive(page, "strikes led to")
    expect(page.locator(".just-decided")).to_contain_text("One coder’s version")

    # taken back by one key, from the next page
    page.keyboard.press("u")
    arrive(page, "lost power")
    expect(page.locator(".history")).to_contain_text("taken back since")
    expect(page.locator(".history")).to_contain_text("2 is a key, but not in here")
    expect(page.locator(".history")).to_contain_text("Gap in the codebook")
    page.keyboard.press("n")
    arrive(page, "strikes led to")

    # walked over and back
    page.keyboard.press("j")
    arrive(page, "so they say")
    page.keyboard.press("1")
    arrive(page, "so they say")
    page.keyboard.press("k")
    arrive(page, "strikes led to")
    page.keyboard.press("1")
    arrive(page, "bridge stays closed")

    # an edit: the words are selected in the text, the second of two
    page.keyboard.press("e")
    expect(page.get_by_label("Words")).to_be_focused()
    page.keyboard.press("Escape")
    select(page, "bridge is old")
    expect(page.get_by_label("Words")).to_have_value("bridge is old")
    page.get_by_label("Claim type").select_option(label="Evaluation")
    axe(page)
    page.get_by_role("button", name="Save the edit").click()
    expect(page.locator(".just-decided")).to_contain_text("Edited by the reviewer")
    expect(page.locator(".just-decided")).to_contain_text("Nothing else in this list awaits your decision.")
    page.get_by_role("link", name="Show all on which coders differ").click()
    expect(page.locator(".tally")).to_contain_text("Adjudicated")

    # both coders read what became of their work
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "other-coder", PASSWORD)
    page.goto(f"{server.url}/studies/two-coders/")
    page.get_by_role("link", name="What was decided about your work").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("A reviewer set this themselves.")
    expect(main).to_contain_text("bridge is old")
    expect(main).to_contain_text("Who says it?")


def select(page, words):
    """Select these words in the text of the edit, as a mouse would."""
    page.locator("[data-text]").evaluate(
        """(root, words) => {
          const node = root.firstChild, at = node.data.indexOf(words), range = document.createRange();
          range.setStart(node, at);
          range.setEnd(node, at + words.length);
          document.getSelection().removeAllRanges();
          document.getSelection().addRange(range);
        }""",
        words,
    )


def test_a_decision_without_script(browser, server, sign_in):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "item-reviewer", PASSWORD)
    page.goto(f"{server.url}/studies/two-more/adjudication/{server.seeded['plain']}/")
    page.locator("details.edit summary").click()
    page.get_by_label("Words").fill("cost four")
    page.get_by_role("button", name="Save the edit").click()
    expect(page.locator(".just-decided")).to_contain_text("Edited by the reviewer")
    context.close()
