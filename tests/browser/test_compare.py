"""Two texts side by side in a real browser: by keyboard alone, by mouse, without script, and 320 px wide."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import PASSWORD

ORIGINAL = (
    ("headline", "Ferry line cuts island sailings"),
    ("body", "The harbour council met on Tuesday evening and talked about the new ferry for three hours."),
    ("body", "“We lost 60 sailings this winter,” said Jeff Davis, who runs the line from the old pier."),
    ("body", "Nobody from the shipyard was in the room when the vote was taken late at night."),
    ("body", "The results of the inspection are due on April 10, the environment office said."),
    ("body", "Residents have asked for the lower path to be closed to children until the work is done."),
)
COPY = (
    ORIGINAL[0],
    ORIGINAL[5],
    ("body", ORIGINAL[1][1].replace("the new ferry", "the new ferry [paid for by foreign donors]")),
    ("body", ORIGINAL[2][1].replace("60 sailings", "600 sailings, as we had feared,")),
    ORIGINAL[4],
)


def texts() -> dict[str, list[int]]:
    """A reviewer, and a pair for each test that changes one; `open` is only proposed."""
    from annotator.accounts.groups import make_researcher
    from articles.lineage.link import link
    from tests.factories.articles import DerivationFactory, make_article
    from tests.factories.people import UserFactory

    rhea = UserFactory(username="rhea", display_name="Rhea Reviewer", password=PASSWORD)
    make_researcher(rhea)
    pairs = {}
    for name in ("keys", "mouse", "drag", "plain", "seen"):
        upstream = make_article(blocks=ORIGINAL, title=f"Ferry line cuts sailings {name}", language="en")
        derived = make_article(blocks=COPY, title=f"Ferry line slashes sailings {name}", language="en")
        pairs[name] = [derived.pk, link(derived=derived, upstream=upstream, by=rhea).pk]
    upstream, derived = make_article(blocks=ORIGINAL), make_article(blocks=COPY, title="Ferry line, proposed")
    proposed = DerivationFactory(
        derived=derived, upstream=upstream, status="proposed", settled_at=None, settled_by=None
    )
    pairs["open"] = [derived.pk, proposed.pk]
    gap = DerivationFactory(derived=derived, upstream=None, upstream_outlet="Vantage Wire")
    pairs["gap"] = [derived.pk, gap.pk]
    return pairs


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.test_compare:texts"


@pytest.fixture
def address(server):
    def of(name, query=""):
        derived, derivation = server.seeded[name]
        return f"{server.url}/articles/{derived}/compare/{derivation}/{query}"

    return of


@pytest.fixture
def reviewer(page, sign_in):
    sign_in(page, "rhea", PASSWORD)
    return page


def status(page):
    return page.locator("[data-status]")


def in_focus(page):
    return page.evaluate("document.activeElement.id")


def test_by_keyboard_alone(reviewer, server, address, axe, shot):
    page = reviewer
    page.goto(f"{server.url}/articles/{server.seeded['keys'][0]}/")
    page.get_by_role("link", name=re.compile("^Compare with")).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(address("keys"))
    shot(page, "compare-keys")

    # from change to change, in the order of the text
    page.keyboard.press("n")
    expect(status(page)).to_contain_text("Change 1 of 5")
    told = [in_focus(page)]
    for number in range(2, 6):
        page.keyboard.press("n")
        expect(status(page)).to_contain_text(f"Change {number} of 5")
        told.append(in_focus(page))
    assert len(set(told)) == 5
    page.keyboard.press("n")
    expect(status(page)).to_have_text("This is the last change in the list.")
    page.keyboard.press("p")
    expect(status(page)).to_contain_text("Change 4 of 5")
    assert in_focus(page) == told[3]

    # views keep the place
    page.keyboard.press("o")
    page.wait_for_url(lambda url: "only=1" in url)
    expect(page.get_by_text("row without a change").first).to_be_visible()
    page.keyboard.press("x")
    page.wait_for_url(lambda url: "swap=1" in url)
    left, right = (page.locator(f"#{side}-2").bounding_box() for side in ("left", "right"))
    page.keyboard.press("m")
    page.wait_for_url(lambda url: "view=inline" in url)
    expect(page.locator("del", has_text="60").last).to_be_visible()
    page.goto(address("keys"))
    assert left["x"] > right["x"]

    # two paragraphs that the machine has apart: the original's fourth and the copy's fifth
    page.keyboard.press("j")
    assert in_focus(page) == "right-1"
    for _ in range(4):
        page.keyboard.press("j")
    assert in_focus(page) == "right-5"
    page.keyboard.press("ArrowLeft")
    assert in_focus(page) == "left-5"
    page.keyboard.press("k")
    assert in_focus(page) == "left-4"
    expect(status(page)).to_have_text("Chosen: ¶4 of the original and ¶5 of the republication.")
    page.keyboard.press("l")
    page.wait_for_url(lambda url: url.endswith("#right-5"))
    expect(page.get_by_text("Noted: ¶4 of the original and ¶5 of the republication belong together.")).to_be_visible()
    row = page.locator(".pair.by-person")
    expect(row).to_contain_text("by a person")
    expect(row).to_contain_text("Machine had: ¶4 omitted; ¶5 → ¶5 same")
    axe(page)
    shot(page, "compare-corrected")

    # and take it back
    page.get_by_role("button", name="Take back what was said of ¶4 and ¶5").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".pair.by-person")).to_have_count(0)

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    axe(page)
    page.keyboard.press("n")
    expect(status(page)).to_have_text("")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_by_mouse(reviewer, address):
    page = reviewer
    page.goto(address("mouse"))
    page.get_by_role("button", name="Do not belong together").click()
    expect(status(page)).to_contain_text("Choose a paragraph of the original and one of the republication first")
    page.locator("#left-3").click()
    page.locator("#right-4").click()
    page.get_by_role("button", name="Do not belong together").click()
    expect(page.get_by_text("Noted: ¶3 of the original and ¶4 of the republication do not belong")).to_be_visible()
    expect(page.locator(".pair.omitted #left-3")).to_be_visible()
    page.get_by_role("link", name=re.compile("^moved to ¶2")).click()
    expect(page.locator("#right-2")).to_be_in_viewport()
    assert page.locator(".ribbons path").count() == 1


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def in_sight(page):
    """All paragraphs that the tests drag to and from are on the screen at once."""
    page.locator("#right-4").evaluate("one => one.scrollIntoView({ block: 'center' })")


def pull(page, paragraph, to):
    """Take hold of the end of a paragraph's ribbon and bring it to the middle of `to`; the button stays down."""
    in_sight(page)
    page.locator(paragraph).hover()
    page.mouse.move(*middle(page.locator(f"{paragraph} .end")))
    page.mouse.down()
    page.mouse.move(*middle(to), steps=4)


def test_the_end_of_a_ribbon_is_dragged_to_another_paragraph(reviewer, context, address, axe_everywhere, shot):
    page = reviewer
    page.goto(address("drag"))
    asked, original, copy = page.get_by_role("dialog"), page.locator("#left-4"), page.locator("#right-5")
    original.hover()
    box = page.locator("#left-4 .end").bounding_box()
    assert min(box["width"], box["height"]) >= 24

    # Esc on the way, nothing meant, and an answer that leaves it: all is as it was
    page.locator("#left-2").click()
    pull(page, "#left-4", copy)
    expect(status(page)).to_have_text(
        "¶4 of the original and ¶5 of the republication belong together: let go to be asked, Esc to leave it."
    )
    expect(page.locator(".words.target")).to_have_id("right-5")
    shot(page, "compare-dragged")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(status(page)).to_have_text("Nothing was changed.")
    expect(asked).to_be_hidden()
    expect(page.locator(".pulled, .words.target")).to_have_count(0)
    pull(page, "#left-4", page.locator("#left-3"))  # ¶4 has no partner to bring there
    page.mouse.up()
    expect(status(page)).to_have_text("Nothing was changed.")
    pull(page, "#left-4", copy)
    page.mouse.up()
    expect(asked).to_contain_text("¶4 “Nobody from the shipyard was in the room")
    expect(asked).to_contain_text("goes with nothing now")
    expect(asked).to_contain_text("goes with ¶5 now")
    axe_everywhere(page)
    shot(page, "compare-asked")
    page.keyboard.press("Escape")
    expect(asked).to_be_hidden()
    expect(page.locator(".words.chosen")).to_have_count(1)
    expect(page.locator("#left-2.chosen")).to_be_visible()

    # the end that ¶5 of the original is tied by, brought from ¶5 of the copy to its ¶4: ¶5 and ¶4
    pull(page, "#right-5", page.locator("#right-4"))
    page.mouse.up()
    expect(asked).to_contain_text("¶5 “The results of the inspection")
    page.get_by_role("button", name="Leave it as it is").click()

    # taken, by the same form and with its conflicts
    other = context.new_page()
    other.goto(address("drag"))
    pull(page, "#left-4", copy)
    page.mouse.up()
    page.get_by_role("button", name="They belong together", exact=True).click()
    expect(page.get_by_text("Noted: ¶4 of the original and ¶5 of the republication belong together.")).to_be_visible()
    pull(other, "#right-4", other.locator(".pair", has=other.locator("#right-4")).locator(".band"))
    expect(status(other)).to_contain_text("¶3 of the original and ¶4 of the republication do not belong together")
    other.mouse.up()
    other.get_by_role("button", name="They do not belong together").click()
    expect(other.get_by_role("alert")).to_contain_text("Somebody corrected this comparison")
    other.get_by_role("button", name="Say it all the same").click()
    expect(other.locator(".pair.omitted #left-3")).to_be_visible()


def test_a_finger_drags_it_too(reviewer, address):
    page = reviewer
    touch = page.context.new_cdp_session(page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": True})
    page.goto(address("seen"))

    def finger(kind, *at):
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in at]})

    in_sight(page)
    finger("touchStart", middle(page.locator("#left-4")))
    finger("touchEnd")
    expect(page.locator("#left-4.chosen .end")).to_be_visible()
    finger("touchStart", middle(page.locator("#left-4 .end")))
    x, y = middle(page.locator("#right-5"))
    finger("touchMove", (x - 40, y))
    finger("touchMove", (x, y))
    finger("touchEnd")
    expect(page.get_by_role("dialog")).to_contain_text("¶5 “The results of the inspection")
    page.get_by_role("button", name="Leave it as it is").click()
    expect(status(page)).to_have_text("Nothing was changed.")


def test_a_page_that_others_overtook_keeps_what_was_chosen(reviewer, context, address, axe):
    page = reviewer
    page.goto(address("mouse"))
    other = context.new_page()
    other.goto(address("mouse", "?correct=1"))
    page.locator("#left-5").click()
    page.locator("#right-5").click()
    page.get_by_role("button", name="Do not belong together").click()
    page.wait_for_url(lambda url: url.endswith("#right-5"))
    other.get_by_label("These two").select_option("unlink")
    other.get_by_label("Note").fill("not the same headline")
    other.get_by_role("button", name="Note this").click()
    expect(other.get_by_role("alert")).to_contain_text("Somebody corrected this comparison")
    expect(other.get_by_label("Note")).to_have_value("not the same headline")
    axe(other)
    other.get_by_role("button", name="Say it all the same").click()
    expect(other.get_by_text("Noted: ¶1")).to_be_visible()


def test_without_script(browser, server, address):
    context = browser.new_context(java_script_enabled=False, base_url=server.url)
    page = context.new_page()
    page.goto(f"{server.url}/accounts/login/")
    page.get_by_label("User name").fill("rhea")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(address("plain"))
    expect(page.get_by_role("button", name="Next change")).to_be_hidden()
    page.get_by_text("Choose which").click()
    page.get_by_label("Shown as put in by").select_option("square-brackets")
    page.get_by_role("button", name="Show these").click()
    expect(page.locator("[data-entry]")).to_have_count(1)
    page.locator("[data-entry] .what a").click()
    expect(page.locator("ins:target")).to_have_text("[paid for by foreign donors]")
    page.get_by_role("link", name=re.compile("^Correct this row, ¶2 → ¶3")).click()
    page.get_by_label("These two").select_option("unlink")
    page.get_by_role("button", name="Note this").click()
    expect(page.get_by_text("Noted: ¶2 of the original and ¶3 of the republication do not belong")).to_be_visible()
    context.close()


def test_320_px_reads_as_one_text_with_the_original_folded_above(reviewer, address, shot):
    page = reviewer
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(address("seen"))
    expect(page.locator("#left-2")).to_be_hidden()
    expect(page.locator("#right-3 ins")).to_be_visible()
    page.locator(".pair", has=page.locator("#left-2")).get_by_text("The original’s words").click()
    expect(page.locator("#left-2")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    shot(page, "compare-320")
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator("#left-3")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("seen", ""),
        ("seen", "?form=1&only=1"),
        ("seen", "?view=inline&announce=off"),
        ("seen", "?swap=1&correct=3"),
        ("seen", "?nonsense=1"),
        ("open", ""),
        ("gap", ""),
    ],
    ids=["whole", "only", "inline", "swapped", "refused", "proposed", "gap"],
)
def test_there_is_nothing_for_axe_to_find(reviewer, address, axe_everywhere, name, query):
    axe_everywhere(reviewer, address(name, query))
