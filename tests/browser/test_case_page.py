"""The case page in the hands of a tired reviewer: everything a verdict needs is in view, and a wrong key is no harm."""

import csv
import io
import re
import zipfile

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import PASSWORD

# the bridge and the family before the words count for more in the browser than in the text: offsets are code points
ORIGINAL = "“The audit left none,” she said by the 🌉. The 👩‍👩‍👧‍👦 mayor spoke on Tuesday."
FLAGS = ["[of May]", "[one]", "[two]", "[three]", "[four]"]


def queue():
    """Five flagged passages, one of them with a long note, in an article whose original is stored and confirmed."""
    from tests.browser.scenes import bench
    from tests.factories.annotations import INSERTION, make_annotation, make_reading
    from tests.factories.articles import make_article
    from tests.factories.people import UserFactory
    from tests.factories.review import make_original
    from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study

    bench()
    reviewer = UserFactory(username="rolf", display_name="Rolf Reviewer", password=PASSWORD)
    made = {}
    for slug in ("view", "keys", "back", "found", "plain", "late", "axe"):
        study = StudyFactory(title=f"Cases to {slug}", slug=slug)
        MembershipFactory(study=study, user=reviewer, role="reviewer")
        article = make_article(
            "Rain fell all night.",
            "“The audit [of May] left none,” she said. The mayor led by nobody spoke [one] on [two] Tuesday.",
            "Two families [three] waited at the [four] pier.",
        )
        make_original(article, "Rain fell all night.", ORIGINAL)
        add_to_study(study, article)
        reading = make_reading(study=study, article=article)
        for quote in FLAGS:
            note = "A long thought. " * 60 + "The end." if quote == "[of May]" else ""
            make_annotation(reading, quote, note=note, **INSERTION)
        made[slug] = article.pk
    return made


def flag_again(slug):
    """Another coder flags the first words while somebody has the case open."""
    from annotator.studies.models import Study
    from tests.factories.annotations import INSERTION, make_annotation, make_reading

    study = Study.objects.get(slug=slug)
    make_annotation(make_reading(study=study, article=study.cases.first().paragraph.article), FLAGS[0], **INSERTION)


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.test_case_page:queue"


@pytest.fixture
def first_case(page, server, sign_in):
    """Sign in and open the first case of a study's queue, at the size of a small laptop."""

    def opened(slug, on=page, query=""):
        sign_in(on, "rolf", PASSWORD)
        on.set_viewport_size({"width": 1280, "height": 800})
        on.goto(f"{server.url}/studies/{slug}/cases/{query}")
        on.get_by_role("link", name=FLAGS[0], exact=True).click()
        expect(on.get_by_role("heading", level=1)).to_contain_text(FLAGS[0])
        return on

    return opened


def box(page, selector):
    return page.locator(selector).first.bounding_box()


def test_what_each_verdict_needs_is_in_view_without_scrolling(page, first_case):
    first_case("view")
    needed = ["mark.flagged", "#id_reason", "#id_function", "#id_inserter", "#id_effect", "#id_evidence_quote"]
    needed += [f"button[data-key='{digit}']" for digit in "12345"]
    panes = box(page, ".panes")
    for selector in needed:
        place = box(page, selector)
        assert place["y"] >= 0, selector
        assert place["y"] + place["height"] <= 800, selector
        if selector != "mark.flagged":
            assert place["x"] >= panes["x"] + panes["width"], f"{selector} covers the text"
    page.evaluate("scrollTo(0, 2000)")
    assert page.evaluate("scrollY") > 0
    for selector in needed[1:]:
        place = box(page, selector)
        assert place["y"] >= 0, f"{selector} after scrolling"
        assert place["y"] + place["height"] <= 800, f"{selector} after scrolling"


def test_on_a_phone_the_strip_covers_nothing_that_has_the_focus(page, first_case):
    first_case("view")
    page.set_viewport_size({"width": 320, "height": 700})
    strip = page.locator(".to-decide")
    expect(strip).to_be_visible()
    for link in page.locator(".panes a, .panes summary").all():
        link.focus()
        place, above = link.bounding_box(), strip.bounding_box()
        assert place["y"] + place["height"] <= above["y"] + 1, link.inner_text()
    strip.get_by_role("link").click()
    expect(page.locator("#decide-head")).to_be_in_viewport()
    page.locator("#id_reason").focus()
    assert box(page, ".to-decide")["y"] < box(page, "#id_reason")["y"], "at its own place above the form, not over it"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_a_decision_and_its_reason_by_keyboard(page, first_case):
    first_case("keys", query="?status=awaiting")
    keys = page.keyboard
    expect(page.get_by_role("link", name="Next awaiting (4 left)")).to_be_visible()
    keys.press("r")
    expect(page.locator("#id_reason")).to_be_focused()
    keys.type("5 words, r and n among them")
    expect(page.locator("#id_reason")).to_have_value("5 words, r and n among them")
    keys.press("Escape")
    expect(page.locator("#verdict")).to_be_focused()
    keys.press("5")
    expect(page.locator(".just-decided")).to_contain_text(f"Decided “{FLAGS[0]}”: Not an insertion.")
    expect(page.get_by_role("heading", level=1)).to_contain_text(FLAGS[1])
    expect(page.get_by_label("Item")).to_have_value("2")
    expect(page.locator(".walk")).to_contain_text("of 5")
    expect(page.get_by_role("link", name="Next awaiting (3 left)")).to_be_visible()
    keys.press("n")
    expect(page.get_by_role("heading", level=1)).to_contain_text(FLAGS[2])
    keys.press("u")
    expect(page.locator("[data-said]")).to_have_text("There is no decision you have just made.")


def test_a_wrong_key_is_taken_back_with_everything_that_was_typed(page, first_case):
    first_case("back")
    page.get_by_label("Reason").fill("Half a page of thought.")
    page.get_by_label("Function").select_option("comment")
    page.locator("h1").click()
    page.keyboard.press("4")
    expect(page.locator(".just-decided")).to_contain_text("Original not available")
    page.keyboard.press("u")
    expect(page.get_by_role("heading", level=1)).to_contain_text(FLAGS[0])
    expect(page.locator(".message.success")).to_contain_text("Taken back. The case awaits a decision again")
    expect(page.locator(".case-name .tag")).to_contain_text("Taken back, awaits a decision")
    expect(page.get_by_label("Reason")).to_have_value("Half a page of thought.")
    expect(page.get_by_label("Function")).to_have_value("comment")
    expect(page.locator(".history li")).to_have_count(2)
    expect(page.locator(".history")).to_contain_text("Took back “Original not available”")
    page.keyboard.press("5")
    expect(page.locator(".just-decided")).to_contain_text("Not an insertion")


def test_it_all_works_as_plain_forms(browser, server, first_case):
    context = browser.new_context(java_script_enabled=False)
    context.set_default_timeout(10_000)
    page = first_case("plain", on=context.new_page())
    note = page.locator(".long-note")
    expect(note.get_by_text("The end.")).to_be_hidden()
    note.locator("summary").click()
    expect(note.get_by_text("The end.")).to_be_visible()
    page.get_by_label("Reason").fill("Written without script.")
    page.get_by_role("button", name="Not an insertion").click()
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_label("Reason")).to_have_value("Written without script.")
    page.get_by_role("button", name="Confirmed absent in original").click()
    page.locator(".just-decided").get_by_role("link").click()
    page.get_by_label("Why you take it back").fill("Second thoughts.")
    page.get_by_role("button", name="Take this decision back").click()
    expect(page.locator(".history")).to_contain_text("Second thoughts.")
    page.get_by_role("link", name=re.compile("Next awaiting")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(FLAGS[1])
    context.close()


def sweep(page, words):
    """Draw the mouse over these words of the original, from their beginning to their end."""
    ends = page.locator("[data-original] p", has_text=words).first.evaluate(
        """(paragraph, words) => {
            const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words);
                if (at < 0) continue;
                const range = document.createRange();
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + words.length);
                const box = range.getBoundingClientRect();
                return [box.left, box.right, box.top + box.height / 2];
            }
        }""",
        words,
    )
    page.mouse.move(ends[0], ends[2])
    page.mouse.down()
    page.mouse.move(ends[1], ends[2], steps=3)
    page.mouse.up()


def of_package(page, name):
    with page.expect_download() as download:
        page.get_by_role("button", name="Make the package").click()
    with zipfile.ZipFile(io.BytesIO(download.value.path().read_bytes())) as archive:
        path = next(one for one in archive.namelist() if one.rpartition("/")[2] == f"{name}.csv")
        return list(csv.DictReader(io.StringIO(archive.read(path).decode("utf-8-sig"))))


def test_words_found_in_the_original_are_the_evidence_by_mouse_and_by_keyboard(page, server, first_case, axe, shot):
    first_case("found", query="?status=awaiting")
    sweep(page, "spoke on")
    expect(page.locator("#id_evidence_quote")).to_have_value("spoke on")
    page.get_by_role("button", name="Present in original").click()
    expect(page.locator(".just-decided")).to_contain_text("Present in original")

    expect(page.get_by_role("heading", level=1)).to_contain_text(FLAGS[1])
    page.keyboard.press("e")
    page.keyboard.type("Tuesday")
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+2")
    expect(page.locator(".history")).to_contain_text("Words there")

    found = {FLAGS[0]: "spoke on", FLAGS[1]: "Tuesday"}
    expect(page.locator(".history")).to_contain_text(f"“Tuesday” ¶2, {as_told('Tuesday')}")
    axe(page)
    shot(page, "case-evidence")
    page.goto(f"{server.url}/studies/found/export/")
    rows = {row["quote"]: row for row in of_package(page, "decisions")}
    for flag, words in found.items():
        row = rows[flag]
        start = len("Rain fell all night.\n\n") + ORIGINAL.index(words)
        assert (row["verdict"], row["evidence_quote"]) == ("present-in-original", words)
        assert (int(row["evidence_start"]), int(row["evidence_end"])) == (start, start + len(words))


def as_told(words):
    """As a person counts: from 1, the last one included."""
    start = ORIGINAL.index(words)
    return f"characters {start + 1} to {start + len(words)}"


def test_a_flag_that_comes_meanwhile_is_told_and_not_signed_for(page, server, first_case):
    first_case("late")
    server.seed("tests.browser.test_case_page:flag_again", "late")
    page.get_by_label("Reason").fill("Decided on what I saw.")
    page.get_by_role("button", name="Not an insertion").click()
    strip = page.locator(".just-decided")
    expect(strip).to_contain_text("A flag came in that you had not been shown, so that case awaits you again.")
    strip.get_by_role("link").click()
    expect(page.locator(".case-name .tag")).to_contain_text("Flagged again since: Not an insertion")
    expect(page.locator(".flags .tag.warn")).to_have_text(["new since the decision"])
    expect(page.locator(".history")).to_contain_text("Decided on what I saw.")


def test_each_flagged_passage_is_one_piece(page, server, first_case):
    first_case("view")
    for quote in FLAGS:
        expect(page.locator("mark.flagged")).to_have_text([quote])
        page.keyboard.press("j")


def test_axe_finds_nothing_on_a_case_in_any_of_its_states(page, server, first_case, axe_everywhere, shot):
    first_case("axe")
    page.locator(".long-note summary").click()
    axe_everywhere(page)
    page.get_by_role("button", name="Not an insertion").click()
    axe_everywhere(page)
    shot(page, "case-just-decided")
    page.get_by_role("button", name="Take it back").click()
    axe_everywhere(page)
    shot(page, "case-taken-back")
    page.get_by_role("button", name="Present in original").click()
    expect(page.locator("#problems")).to_be_visible()
    axe_everywhere(page)
    shot(page, "case-refused")
