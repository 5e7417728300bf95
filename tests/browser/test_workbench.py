"""Annotating in a real browser: mouse, keyboard, offline, two tabs."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import PASSWORD


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.scenes:bench"


@pytest.fixture
def bench(page, server, sign_in):
    """The workbench of coder cleo with a reading that nobody has touched, ready."""
    server.seeded["readings"]["cleo"] = server.seeded["fresh"].pop()
    sign_in(page, "cleo", PASSWORD)
    page.goto(f"{server.url}/readings/{server.seeded['readings']['cleo']}/")
    page.wait_for_selector("html[data-ready]")
    return page


def select(page, quote):
    """Select the first place of `quote` as a mouse would, and wait until the editor holds it."""
    select_only(page, quote)
    expect(page.locator("#editor .selected")).to_contain_text(quote)


def select_only(page, quote):
    page.evaluate(
        """quote => {
            for (const root of document.querySelectorAll('[data-text]')) {
                const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                    const at = walker.currentNode.data.indexOf(quote);
                    if (at < 0 || walker.currentNode.parentElement.closest('[data-chrome]')) continue;
                    getSelection().setBaseAndExtent(walker.currentNode, at, walker.currentNode, at + quote.length);
                    return;
                }
            }
            throw new Error('not on the page: ' + quote);
        }""",
        quote,
    )


def test_one_key_tags_the_selected_words(bench, shot, axe_everywhere):
    before = cards(bench).count()
    select(bench, "closed on Monday")
    bench.keyboard.press("1")
    expect(bench.locator("#saved")).to_contain_text("Saved")
    expect(cards(bench)).to_have_count(before + 1)
    expect(bench.locator("mark", has_text="closed on Monday")).to_be_visible()
    bench.reload()
    expect(bench.locator("mark", has_text="closed on Monday")).to_be_visible()
    shot(bench, "workbench")
    axe_everywhere(bench)


def saved(page):
    expect(page.locator("#saved")).to_contain_text("✓")


def cards(page):
    return page.locator("#list li[data-id]")


def test_an_insertion_is_flagged_with_marking_and_host_from_the_text(bench, shot, axe):
    select(bench, "[secretly run by the harbour company]")
    bench.keyboard.press("i")
    bench.get_by_label("Function").select_option("adds-claim")
    shot(bench, "workbench-insertion")
    axe(bench)
    bench.keyboard.press("Control+Enter")
    expect(bench.locator("#list")).to_contain_text("Insertion: Square brackets, Standfirst, Adds a claim")
    expect(bench.locator(".para[data-number='3'] .ref").first).to_contain_text("Insertion")


def leave_one_unread(page):
    """The journeys share a reading, and another may have marked the last paragraph."""
    if not page.locator(".para.is-unread").count():
        page.locator(".para.is-read [data-nothing]").first.click()
        expect(page.locator(".para.is-unread")).to_have_count(1)


def test_the_whole_job_by_keyboard_alone(bench):
    """Choose words word by word and sentence by sentence, tag, attribute, edit, undo, redo, mark read."""
    before = cards(bench).count()
    keys = bench.keyboard
    bench.locator("#article").focus()
    for _ in range(4):
        keys.press("j")
    expect(bench.locator(".para:focus")).to_contain_text("We had no choice")
    keys.press("v")
    keys.press("s")
    expect(bench.locator("#editor .selected")).to_contain_text("We had no choice")
    keys.press("Escape")
    keys.press("v")
    for _ in range(4):
        keys.press("ArrowRight")
    keys.press("Shift+ArrowRight")
    keys.press("ArrowLeft")
    keys.press("]")
    chosen = bench.locator("#editor .selected").inner_text()
    assert chosen.strip("“").startswith("had no")
    keys.press("a")
    expect(bench.locator("#attribution")).to_have_attribute("open", "")
    keys.press("Control+Enter")
    expect(cards(bench)).to_have_count(before + 1)
    keys.press("Control+z")
    expect(cards(bench)).to_have_count(before)
    keys.press("Control+Shift+Z")
    expect(cards(bench)).to_have_count(before + 1)
    keys.press("F6")
    keys.press("F6")
    expect(bench.locator("#annotations")).to_be_focused()
    keys.press("n")
    expect(cards(bench).first).to_be_focused()
    keys.press("e")
    expect(bench.locator("#editor-title")).to_have_text("Edit annotation")
    keys.press("Escape")
    leave_one_unread(bench)
    keys.press("u")
    expect(bench.locator(".para:focus")).to_have_class(re.compile("is-unread"))
    number = bench.locator(".para:focus").get_attribute("data-number")
    keys.press("0")
    expect(bench.locator(f".para[data-number='{number}']")).to_have_class(re.compile("is-read"))
    keys.press("Control+z")
    expect(bench.locator(f".para[data-number='{number}']")).to_have_class(re.compile("is-unread"))


def test_letters_typed_into_a_field_are_letters(bench):
    note = bench.get_by_label("Note", exact=True)
    note.focus()
    bench.keyboard.type("a0ijkunpvst.?e[]123")
    expect(note).to_have_value("a0ijkunpvst.?e[]123")


def test_offline_saves_are_counted_kept_over_a_reload_and_sent(bench, context):
    before = cards(bench).count()
    context.set_offline(True)
    select(bench, "Nobody was hurt")
    bench.keyboard.press("2")
    expect(bench.locator("#trouble")).to_contain_text("1 not saved")
    select(bench, "She spoke on Tuesday")
    bench.keyboard.press("1")
    expect(bench.locator("#trouble")).to_contain_text("2 not saved")
    expect(bench.locator("#unsaved")).to_contain_text("Nobody was hurt")
    context.set_offline(False)
    bench.on("dialog", lambda dialog: dialog.accept())
    bench.reload()
    expect(cards(bench)).to_have_count(before + 2, timeout=20_000)
    expect(bench.locator("#unsaved")).to_have_count(0)


def test_a_server_that_was_killed_gets_the_save_when_it_is_back(bench, server):
    before = cards(bench).count()
    server.kill()
    select(bench, "blamed the ferry company")
    bench.keyboard.press("4")
    expect(bench.locator("#trouble")).to_contain_text("1 not saved")
    server.start()
    expect(cards(bench)).to_have_count(before + 1, timeout=30_000)
    expect(bench.locator("#trouble")).to_have_text("")


def test_two_tabs_never_overwrite_each_other(bench, context, shot, axe):
    select(bench, "Officials")
    bench.keyboard.press("2")
    saved(bench)
    card = cards(bench).filter(has_text="Officials")
    other = context.new_page()
    other.goto(bench.url)
    other.wait_for_selector("html[data-ready]")
    for page in (bench, other):
        cards(page).filter(has_text="Officials").get_by_role("link", name=re.compile("Edit")).click()
        expect(page.locator("#editor-title")).to_have_text("Edit annotation")
    bench.get_by_label("Note", exact=True).fill("from the first tab")
    bench.get_by_role("button", name="Save", exact=True).click()
    expect(card).to_contain_text("from the first tab")
    other.get_by_label("Note", exact=True).fill("from the second tab")
    other.get_by_role("button", name="Save", exact=True).click()
    dialog = other.locator("#conflict")
    expect(dialog).to_contain_text("from the first tab")
    expect(dialog).to_contain_text("from the second tab")
    shot(other, "workbench-conflict")
    axe(other)
    dialog.get_by_role("button", name="Save mine in its place").click()
    expect(cards(other).filter(has_text="from the second tab")).to_have_count(1)
    expect(cards(other).filter(has_text="Officials")).to_have_count(1)


def test_source_and_cue_are_picked_in_the_text(bench):
    select(bench, "The audit [of May] left none.")
    bench.keyboard.press("a")
    bench.locator("[data-pick=source]").click()
    select_only(bench, "Ines Roth")
    expect(bench.locator("#spans")).to_contain_text("Ines Roth")
    bench.locator("[data-pick=cue]").click()
    select_only(bench, "said")
    bench.locator("#editor-title").click()
    bench.keyboard.press("Control+Enter")
    card = cards(bench).filter(has_text="left none")
    expect(card).to_contain_text("source: Ines Roth")
    expect(card).to_contain_text("cue: said")


def test_a_finger_gets_the_editor_as_a_sheet(browser, server, sign_in, browser_context_args, shot):
    context = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page = context.new_page()
    sign_in(page, "cleo", PASSWORD)
    page.goto(f"{server.url}/readings/{server.seeded['readings']['cleo']}/")
    page.wait_for_selector("html[data-ready]")
    before = cards(page).count()
    select(page, "Nobody was hurt")
    expect(page.locator("#editor")).to_be_in_viewport()
    shot(page, "workbench-touch")
    page.locator("#editor label.type", has_text="Event").tap()
    page.get_by_role("button", name="Save", exact=True).tap()
    expect(cards(page)).to_have_count(before + 1)
    context.close()


def test_everything_works_without_script(browser, server, sign_in, axe_everywhere, shot):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "carl", PASSWORD)
    page.goto(f"{server.url}/readings/{server.seeded['readings']['carl']}/")
    page.get_by_role("link", name="Select text… in paragraph 3").click()
    page.get_by_label("Exact words").first.check()
    page.get_by_role("textbox", name="Exact words").fill("[secretly run by the harbour company]")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("mark.chosen")).to_have_text("[secretly run by the harbour company]")
    page.get_by_text("Relation", exact=True).first.click()
    page.locator("#insertion summary").click()
    page.get_by_label("Somebody put these words in").check()
    page.get_by_label("Function").select_option("adds-claim")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    card = cards(page).filter(has_text="secretly run")
    expect(card).to_contain_text("Square brackets")
    card.get_by_role("link", name=re.compile("Edit")).click()
    page.get_by_label("Note", exact=True).fill("an accusation")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(cards(page).filter(has_text="an accusation")).to_have_count(1)
    cards(page).filter(has_text="an accusation").get_by_role("link", name=re.compile("Edit")).click()
    page.get_by_role("button", name="Withdraw").first.click()
    expect(cards(page).filter(has_text="secretly run")).to_have_count(0)
    page.locator("#recent summary").click()
    page.locator("#recent").get_by_role("button", name="Restore").first.click()
    expect(cards(page).filter(has_text="an accusation")).to_have_count(1)
    shot(page, "workbench-no-script")
    unread = page.get_by_role("button", name=re.compile("^Read, nothing to tag"))
    for left in reversed(range(unread.count())):
        unread.first.click()
        expect(unread).to_have_count(left)
    page.get_by_role("button", name="Finish this article").click()
    page.get_by_role("button", name="Yes, finish this article").click()
    expect(page.get_by_text("Finished. Thank you")).to_be_visible()
    context.close()


def drag(page, quote, *, steps=12):
    """Select `quote` with a mouse that moves as slowly as a hand does."""
    box = page.evaluate(
        """quote => {
            for (const root of document.querySelectorAll('[data-text]')) {
                const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
                while (walker.nextNode()) {
                    const at = walker.currentNode.data.indexOf(quote);
                    if (at < 0 || walker.currentNode.parentElement.closest('[data-chrome]')) continue;
                    root.closest('.para').scrollIntoView({ block: 'center' });
                    const range = document.createRange();
                    range.setStart(walker.currentNode, at);
                    range.setEnd(walker.currentNode, at + quote.length);
                    const rects = [...range.getClientRects()];
                    const [first, last] = [rects[0], rects.at(-1)];
                    return [first.left + 1, first.top + first.height / 2, last.right - 1, last.top + last.height / 2];
                }
            }
        }""",
        quote,
    )
    page.mouse.move(box[0], box[1])
    page.mouse.down()
    for step in range(1, steps + 1):
        page.mouse.move(box[0] + (box[2] - box[0]) * step / steps, box[1] + (box[3] - box[1]) * step / steps)
        page.wait_for_timeout(90)
    page.mouse.up()


def test_a_source_is_picked_with_a_slow_hand_and_the_words_stay(bench):
    select(bench, "The only clinic")
    bench.keyboard.press("a")
    bench.locator("[data-pick=source]").click()
    drag(bench, "the mayor, Ines Roth")
    expect(bench.locator("#spans q")).to_have_text("the mayor, Ines Roth")
    expect(bench.locator("#editor .selected")).to_contain_text("The only clinic")
    bench.keyboard.press("Control+Enter")
    card = cards(bench).filter(has_text="The only clinic")
    expect(card).to_contain_text("source: the mayor, Ines Roth")


def test_a_source_is_picked_by_keyboard_when_enter_says_so(bench):
    select(bench, "was shut")
    bench.keyboard.press("a")
    bench.locator("[data-pick=source]").focus()
    bench.keyboard.press("Enter")
    bench.locator(".para", has_text="Officials").focus()
    bench.keyboard.press("v")
    expect(bench.locator("#spans li")).to_have_count(0)
    bench.keyboard.press("ArrowRight")
    bench.keyboard.press("Enter")
    expect(bench.locator("#spans q")).to_have_text("Officials blamed")
    expect(bench.locator("#editor .selected")).to_contain_text("was shut")


def test_words_selected_during_an_edit_begin_a_new_annotation(bench):
    select(bench, "families naïvely waited")
    bench.keyboard.press("3")
    expect(cards(bench).filter(has_text="families naïvely waited")).to_have_count(1)
    before = cards(bench).count()
    bench.keyboard.press("e")
    expect(bench.locator("#editor-title")).to_have_text("Edit annotation")
    bench.get_by_label("Note", exact=True).fill("kept while other words were chosen")
    select(bench, "Two")
    bench.keyboard.press("1")
    expect(cards(bench)).to_have_count(before + 1)
    expect(cards(bench).filter(has_text="families naïvely waited")).to_have_count(1)
    bench.locator("#aside").click()
    expect(bench.get_by_label("Note", exact=True)).to_have_value("kept while other words were chosen")
    if bench.locator("[data-reword]").is_visible():
        bench.get_by_role("button", name="Change the words").click()
    select(bench, "naïvely waited")
    bench.keyboard.press("Control+Enter")
    expect(cards(bench).filter(has_text="kept while other words were chosen")).to_contain_text("naïvely waited")
    expect(cards(bench)).to_have_count(before + 1)


def narrow(page, height=700):
    page.set_viewport_size({"width": 320, "height": height})


def test_the_sheet_leaves_the_text_more_than_half_of_a_small_screen(bench, shot, axe):
    narrow(bench)
    select(bench, "Nobody was hurt")
    sheet = bench.locator("#editor")
    expect(sheet).to_have_css("position", "fixed")
    box = sheet.bounding_box()
    assert box["height"] <= 0.45 * 700 + 1
    assert box["y"] + box["height"] == pytest.approx(700, abs=1)
    tops = [bench.locator(f"#editor {part}").bounding_box()["y"] for part in (".selected", ".types", ".stretch")]
    assert tops == sorted(tops)
    buttons = bench.locator(".stretch button")
    assert len({round(buttons.nth(at).bounding_box()["y"]) for at in range(buttons.count())}) == 1, "one line"
    expect(bench.locator("#editor .type").first).to_be_in_viewport()
    axe(bench)
    shot(bench, "workbench-sheet")
    words = "CSS.highlights.get('chosen').values().next().value.getBoundingClientRect().bottom"
    assert bench.evaluate(words) < box["y"]
    bench.keyboard.press("a")
    expect(bench.locator("#i-attribution")).to_be_in_viewport()
    expect(bench.locator("#editor .selected")).to_be_in_viewport(ratio=1)
    expect(bench.get_by_role("button", name="Save", exact=True)).to_be_in_viewport(ratio=1)
    assert bench.evaluate(words) < sheet.bounding_box()["y"]
    assert bench.evaluate("document.documentElement.scrollWidth") <= 320
    bench.locator("[data-cancel]").click()
    expect(sheet).to_have_css("position", "static")


def test_the_sheet_stays_while_a_source_is_picked(bench):
    narrow(bench)
    select(bench, "Two")
    bench.keyboard.press("a")
    bench.locator("[data-pick=source]").click()
    expect(bench.locator("#editor")).to_have_css("position", "fixed")
    select_only(bench, "Officials")
    expect(bench.locator("#spans q")).to_have_text("Officials")
    expect(bench.locator("#editor")).to_have_css("position", "fixed")
    bench.locator("[data-cancel]").click()


@pytest.mark.parametrize("opened", ["?", "button"])
def test_the_keys_open_at_their_top_and_give_the_focus_back(bench, opened):
    narrow(bench)
    for _ in range(2):
        opener = bench.locator("#help") if opened == "button" else bench.locator(".para").nth(2)
        opener.focus()
        bench.keyboard.press("Enter" if opened == "button" else "?")
        expect(bench.get_by_role("heading", name="Keys")).to_be_focused()
        expect(bench.get_by_role("heading", name="Keys")).to_be_in_viewport()
        assert bench.evaluate("document.getElementById('help-dialog').scrollTop") == 0
        bench.get_by_role("dialog").hover()
        bench.mouse.wheel(0, 600)
        bench.keyboard.press("Escape")
        expect(opener).to_be_focused()


def test_single_keys_can_be_switched_off(bench, server):
    def switch(on):
        bench.goto(f"{server.url}/accounts/profile/")
        bench.get_by_label("Turn single-key shortcuts off").set_checked(on)
        bench.get_by_role("button", name="Save profile").click()
        bench.goto(f"{server.url}/readings/{server.seeded['readings']['cleo']}/")
        bench.wait_for_selector("html[data-ready]")

    switch(True)
    before = cards(bench).count()
    select(bench, "shut")
    for key in "1ai0jv?":
        bench.keyboard.press(key)
    expect(bench.locator("dialog[open]")).to_have_count(0)
    expect(bench.locator("#attribution")).not_to_have_attribute("open", "")
    bench.keyboard.press("Escape")
    expect(bench.locator("#editor .selected")).not_to_contain_text("shut")
    switch(False)
    expect(cards(bench)).to_have_count(before)
    bench.keyboard.press("?")
    expect(bench.locator("#help-dialog")).to_be_visible()


CHIPS_AND_WORDS = """() => [...document.querySelectorAll('.words a.ref')].map((ref) => {
    const words = document.createTreeWalker(ref.parentElement, NodeFilter.SHOW_TEXT);
    words.currentNode = ref;
    let node = words.previousNode();
    while (node.parentElement.closest('[data-chrome]')) node = words.previousNode();
    const last = document.createRange();
    last.setStart(node, node.length - 1);
    last.setEnd(node, node.length);
    const word = last.getBoundingClientRect(), chip = ref.getClientRects()[0];
    return chip.top < word.bottom && chip.bottom > word.top && chip.left >= word.right - 1;
})"""


def test_a_chip_stays_in_the_line_of_the_last_marked_word(bench):
    for words in ("Clinic closed after", "audit"):
        select(bench, words)
        bench.keyboard.press("2")
        expect(bench.locator("mark[data-a]", has_text=words).first).to_be_visible()
    for width in range(320, 480, 8):
        bench.set_viewport_size({"width": width, "height": 700})
        stays = bench.evaluate(CHIPS_AND_WORDS)
        assert stays
        assert all(stays), width


def test_a_long_note_is_shown_whole_when_it_is_asked_for(bench):
    note = "A thought that goes on. " * 40 + "The end."
    select(bench, "The audit")
    bench.get_by_label("Note", exact=True).fill(note)
    bench.locator("#editor label.type", has_text="Event").click()
    bench.get_by_role("button", name="Save", exact=True).click()
    card = cards(bench).filter(has_text="A thought that goes on.")
    expect(card.get_by_text("The end.")).to_be_hidden()
    card.get_by_text("Show all").click()
    expect(card.get_by_text("The end.")).to_be_visible()
