"""Nothing a person has done or typed is lost: signing out, other tabs, refusals, a broken store, leaving the page."""

import re
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import PASSWORD
from tests.browser.test_workbench import cards, saved, select, select_only

STORED = """() => new Promise((resolve, reject) => {
    const asked = indexedDB.open('annotator-outbox', 1);
    asked.onerror = () => reject(asked.error);
    asked.onsuccess = () => {
        asked.result.transaction('changes').objectStore('changes').getAll().onsuccess = (event) =>
            resolve(event.target.result.map(({ key, body, held }) => ({ key, body, held })));
    };
})"""

# Another tab's change that takes its time: until `document.busy` is false, nobody else's is kept.
BUSY = """() => new Promise((resolve) => {
    document.busy = true;
    indexedDB.open('annotator-outbox', 1).onsuccess = ({ target }) => {
        const store = target.result.transaction('changes', 'readwrite').objectStore('changes');
        const ask = () => { store.count().onsuccess = () => { resolve(); if (document.busy) ask(); }; };
        ask();
    };
})"""


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.scenes:unsaved_work"


@pytest.fixture
def address(server, request):
    """A reading of this test's own, of coder cleo."""
    name = request.node.originalname
    return f"{server.url}/readings/{server.seeded['readings'][name]}/"


@pytest.fixture
def bench(page, address, sign_in):
    sign_in(page, "cleo", PASSWORD)
    return opened(page, address)


def opened(page, address):
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    return page


def note(page):
    return page.get_by_label("Note", exact=True)


def save(page):
    page.get_by_role("button", name="Save", exact=True).click()


def edit(page, words):
    cards(page).filter(has_text=words).get_by_role("link", name=re.compile("Edit")).click()
    expect(page.locator("#editor-title")).to_have_text("Edit annotation")


def test_what_was_saved_while_signed_out_goes_through_after_signing_in_elsewhere(bench, context, sign_in):
    other = context.new_page()
    other.goto(bench.url)
    other.get_by_role("button", name="Sign out").click()
    other.wait_for_url("**/accounts/login/**")
    select(bench, "Nobody was hurt")
    bench.keyboard.press("2")
    expect(bench.locator("#trouble")).to_contain_text("You are signed out")
    link = bench.locator("#trouble a")
    expect(link).to_have_attribute("target", "_blank")
    sign_in(other, "cleo", PASSWORD)
    expect(cards(bench)).to_have_count(1)
    saved(bench)
    expect(bench.locator("#trouble")).to_have_text("")
    select(bench, "She spoke")
    bench.keyboard.press("1")
    expect(cards(bench)).to_have_count(2)


def test_a_change_that_is_refused_for_good_is_held_and_not_sent_again(bench):
    asked = []

    def refuse(route):
        asked.append(route.request)
        route.fulfill(status=403, json={"error": "Your role does not allow it."})

    bench.route("**/annotations/", refuse)
    select(bench, "Nobody was hurt")
    bench.keyboard.press("2")
    expect(bench.locator("#unsaved")).to_contain_text("Your role does not allow it.")
    bench.wait_for_timeout(2500)
    assert len(asked) == 2


def test_unsaved_work_is_named_on_every_page_and_asked_about_at_the_sign_out(bench, context, address, sign_in, axe):
    bench.route("**/annotations/", lambda route: route.abort())
    bench.on("dialog", lambda dialog: dialog.accept())
    for words in ("Nobody was hurt", "She spoke"):
        select(bench, words)
        bench.keyboard.press("1")
    expect(bench.locator("#trouble")).to_contain_text("2 not saved")
    desk = address.split("/readings/")[0] + "/"
    bench.goto(desk)
    banner = bench.locator("#outbox-banner")
    expect(banner).to_contain_text("2 changes of yours are not saved yet. They are in this browser")
    axe(bench)
    bench.get_by_role("button", name="Sign out", exact=True).click()
    bench.get_by_role("button", name="Stay signed in").click()
    expect(bench).to_have_url(desk)
    bench.get_by_role("button", name="Sign out", exact=True).click()
    bench.get_by_role("button", name="Sign out all the same").click()
    bench.wait_for_url("**/accounts/login/**")
    sign_in(bench, "carl", PASSWORD)
    expect(bench.get_by_role("button", name="Sign out")).to_be_visible()
    bench.wait_for_timeout(500)
    expect(banner).to_have_count(0)
    bench.get_by_role("button", name="Sign out", exact=True).click()
    bench.wait_for_url("**/accounts/login/**")
    sign_in(bench, "cleo", PASSWORD)
    bench.unroute("**/annotations/")
    banner.get_by_role("link").click()
    expect(cards(bench)).to_have_count(2)
    expect(banner).to_have_count(0)


def test_a_finished_article_still_shows_what_was_not_saved(bench, context, server):
    select(bench, "Nobody was hurt")
    note(bench).fill("words worth keeping")
    bench.locator("#editor label.type", has_text="Event").click()
    bench.route("**/annotations/", lambda route: route.abort())
    bench.on("dialog", lambda dialog: dialog.accept())
    save(bench)
    expect(bench.locator("#trouble")).to_contain_text("1 not saved")
    server.seed("tests.browser.scenes:finish_reading", int(bench.url.rstrip("/").split("/")[-1]))
    bench.unroute("**/annotations/")
    bench.reload()
    expect(bench.locator("#unsaved")).to_contain_text("finished this article")
    bench.get_by_text("Your words").click()
    expect(bench.locator("#unsaved").get_by_text("words worth keeping")).to_be_visible()
    throw = bench.get_by_role("button", name="Throw away")
    throw.click()
    bench.get_by_role("button", name="Throw away for good?").click()
    expect(bench.locator("#unsaved")).to_have_count(0)
    assert bench.evaluate(STORED) == []


def test_each_conflict_gets_its_own_answer(bench, context):
    words = ("Nobody was hurt", "She spoke")
    for quote in words:
        select(bench, quote)
        bench.keyboard.press("1")
        expect(cards(bench).filter(has_text=quote)).to_have_count(1)
    other = opened(context.new_page(), bench.url)
    for quote in words:
        edit(bench, quote)
        note(bench).fill(f"first tab: {quote}")
        save(bench)
        expect(cards(bench).filter(has_text=f"first tab: {quote}")).to_have_count(1)
    other.route("**/annotations/", lambda route: route.abort())
    for quote in words:
        edit(other, quote)
        note(other).fill(f"second tab: {quote}")
        save(other)
    expect(other.locator("#trouble")).to_contain_text("2 not saved")
    other.unroute("**/annotations/")
    dialog = other.locator("#conflict")
    expect(dialog).to_contain_text(f"second tab: {words[0]}", timeout=20_000)
    dialog.get_by_role("button", name="Save mine in its place").click()
    expect(dialog).to_contain_text(f"second tab: {words[1]}")
    dialog.get_by_role("button", name="Keep the one that stands").click()
    expect(cards(other)).to_have_count(2)
    expect(cards(other).filter(has_text=f"second tab: {words[0]}")).to_have_count(1)
    expect(cards(other).filter(has_text=f"first tab: {words[1]}")).to_have_count(1)
    expect(other.locator("#unsaved")).to_have_count(0)


def test_an_undo_that_comes_too_late_says_so_and_changes_nothing(bench, context):
    select(bench, "Nobody was hurt")
    bench.keyboard.press("1")
    expect(cards(bench)).to_have_count(1)
    other = opened(context.new_page(), bench.url)
    edit(other, "Nobody")
    note(other).fill("changed elsewhere")
    save(other)
    expect(cards(other)).to_contain_text("changed elsewhere")
    bench.locator("#article").focus()
    bench.keyboard.press("Control+z")
    expect(bench.locator("#said")).to_contain_text("not done")
    expect(cards(bench)).to_contain_text("changed elsewhere")
    expect(bench.locator("#conflict")).to_be_hidden()
    expect(bench.locator("#unsaved")).to_have_count(0)
    edit(bench, "Nobody")
    note(bench).fill("and here again")
    save(bench)
    expect(cards(bench)).to_contain_text("and here again")


def test_an_unsaved_change_opens_with_all_its_parts_and_stays_kept_until_saved(bench):
    bench.route("**/annotations/", lambda route: route.fulfill(status=422, json={"error": "Not like this."}))
    select(bench, "The audit [of May] left none.")
    bench.keyboard.press("a")
    for role, words in (("source", "Ines Roth"), ("cue", "said")):
        bench.locator(f"[data-pick={role}]").click()
        select_only(bench, words)
        expect(bench.locator("#spans")).to_contain_text(words)
    note(bench).fill("with all parts")
    bench.locator("#spans [data-drop]").first.focus()
    bench.keyboard.press("Control+Enter")
    expect(bench.locator("#editor .errorlist")).to_contain_text("Not like this.")
    expect(bench.locator("#unsaved")).to_contain_text("Not like this.")
    assert len(bench.evaluate(STORED)) == 1
    bench.locator("[data-cancel]").click()
    bench.locator("#unsaved").get_by_role("button", name="Open").click()
    expect(bench.locator("#spans li")).to_have_count(2)
    expect(note(bench)).to_have_value("with all parts")
    assert len(bench.evaluate(STORED)) == 1
    bench.unroute("**/annotations/")
    save(bench)
    expect(cards(bench)).to_contain_text("source: Ines Roth")
    expect(cards(bench)).to_contain_text("cue: said")
    expect(bench.locator("#unsaved")).to_have_count(0)
    assert bench.evaluate(STORED) == []


def test_typed_words_are_put_aside_and_come_back(bench):
    select(bench, "Nobody was hurt")
    bench.keyboard.press("1")
    expect(cards(bench)).to_have_count(1)
    select(bench, "She spoke")
    note(bench).fill("half a thought")
    bench.locator("#editor label.type", has_text="Event").click()
    bench.keyboard.press("Escape")
    expect(note(bench)).to_have_value("")
    bring = bench.locator("#aside")
    bring.click()
    expect(note(bench)).to_have_value("half a thought")
    expect(bench.locator("#editor .selected")).to_contain_text("She spoke")
    expect(bring).to_be_hidden()
    edit(bench, "Nobody")
    expect(bring).to_be_visible()
    bench.on("dialog", lambda dialog: dialog.accept())
    bench.reload()
    bring.click()
    expect(note(bench)).to_have_value("half a thought")
    bench.locator(".para").nth(3).focus()
    bench.keyboard.press("t")
    expect(bench.locator("#choose")).to_be_visible()
    bring.click()
    expect(note(bench)).to_have_value("half a thought")
    save(bench)
    expect(cards(bench).filter(has_text="half a thought")).to_have_count(1)
    assert [parse_qs(job["body"]) for job in bench.evaluate(STORED)] == []


def test_leaving_with_words_in_the_editor_asks_first(bench):
    note(bench).fill("not saved")
    asked = []

    def stay(dialog):
        asked.append(dialog.type)
        dialog.dismiss()

    bench.on("dialog", stay)
    bench.close(run_before_unload=True)
    bench.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    expect(note(bench)).to_have_value("not saved")


def test_a_browser_that_keeps_nothing_says_so_and_still_saves(page, address, sign_in):
    page.add_init_script("IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); };")
    sign_in(page, "cleo", PASSWORD)
    opened(page, address)
    expect(page.locator("#keeps")).to_contain_text("cannot keep unsaved work over a reload")
    select(page, "Nobody was hurt")
    page.keyboard.press("1")
    expect(cards(page)).to_have_count(1)


def test_two_tabs_do_not_send_each_others_work_twice(bench, context):
    sent = []
    context.on(
        "request", lambda request: request.method == "POST" and sent.append(parse_qs(request.post_data)["id"][0])
    )
    block = lambda route: route.abort()  # noqa: E731
    context.route("**/annotations/", block)
    select(bench, "Nobody was hurt")
    bench.keyboard.press("1")
    expect(bench.locator("#trouble")).to_contain_text("1 not saved")
    other = opened(context.new_page(), bench.url)
    expect(other.locator("#trouble")).to_contain_text("1 not saved")
    sent.clear()
    context.unroute("**/annotations/", block)
    for page in (bench, other):
        expect(cards(page)).to_have_count(1, timeout=20_000)
        expect(page.locator("#unsaved")).to_have_count(0)


def test_finishing_waits_until_everything_is_saved(bench):
    bench.locator(".para").first.focus()
    for left in reversed(range(bench.locator(".para.is-unread").count())):
        bench.locator(".para.is-unread").first.focus()
        bench.keyboard.press("0")
        expect(bench.locator(".para.is-unread")).to_have_count(left)
    expect(bench.locator("#finish-word")).to_have_text("Every paragraph is read.")
    bench.route("**/read/", lambda route: route.abort())
    last = bench.locator(".para.is-read").last
    for number in (1, 2):
        last.focus()
        bench.keyboard.press("0")
        expect(bench.locator("#unsaved li")).to_have_text(
            re.compile("Unread again" if number == 1 else "Read, nothing")
        )
    bench.get_by_role("button", name="Finish this article").click()
    expect(bench.locator("#said")).to_contain_text("Waiting until everything is saved")
    bench.unroute("**/read/")
    expect(bench.get_by_role("button", name="Yes, finish this article")).to_be_visible(timeout=20_000)


def test_the_focus_stays_in_recent_actions_and_suggestions_can_be_stretched(bench, axe):
    bench.locator("[data-take]").first.click()
    bench.locator("#editor [data-move=shrink]").click()
    expect(bench.locator("#editor .selected q")).to_have_text("[of May")
    bench.locator("#editor label.type", has_text="Event").click()
    save(bench)
    expect(cards(bench)).to_have_count(1)
    bench.locator("#recent summary").click()
    for name, count in (("Withdraw", 0), ("Restore", 1)):
        bench.locator("#recent").get_by_role("button", name=name).first.click()
        expect(cards(bench)).to_have_count(count)
        expect(bench.locator("#steps button").first).to_be_focused()
    axe(bench)


def test_a_change_at_which_the_server_fails_does_not_block_the_others(bench):
    bench.route("**/annotations/", lambda route: route.fulfill(status=500, body="no"))
    select(bench, "Nobody was hurt")
    bench.keyboard.press("1")
    expect(bench.locator("#trouble")).to_contain_text("could not save")
    bench.locator(".para.is-unread").first.focus()
    bench.keyboard.press("0")
    expect(bench.locator("#unsaved")).to_contain_text("The server failed 5 times", timeout=40_000)
    expect(bench.locator(".para.is-read")).to_have_count(1)
    again = bench.get_by_role("button", name="Try again")
    again.focus()
    bench.unroute("**/annotations/")
    bench.keyboard.press("Enter")
    expect(cards(bench)).to_have_count(1)
    expect(bench.locator("#unsaved")).to_have_count(0)
    assert bench.evaluate("document.activeElement !== document.body")


def test_a_refused_save_is_told_at_its_field_and_nothing_typed_is_lost(bench, axe_everywhere):
    select(bench, "The audit [of May] left none.")
    bench.keyboard.press("a")
    bench.get_by_label("Words that name the source").fill("the mayer")
    bench.get_by_label("Mode").select_option("direct")
    note(bench).fill("typed with care")
    bench.keyboard.press("Control+Enter")
    source = bench.locator("#i-source_words")
    expect(source).to_be_focused()
    expect(source).to_have_value("the mayer")
    expect(source).to_have_attribute("aria-invalid", "true")
    expect(source).to_have_accessible_description("“the mayer” does not stand in this paragraph or the ones beside it.")
    expect(bench.locator("#attribution")).to_have_attribute("open", "")
    expect(bench.get_by_label("Mode")).to_have_value("direct")
    expect(note(bench)).to_have_value("typed with care")
    expect(bench.locator("#editor .selected")).to_contain_text("The audit [of May] left none.")
    axe_everywhere(bench)
    source.fill("the mayor")
    expect(bench.locator("#editor .problem")).to_have_count(0)
    save(bench)
    expect(cards(bench)).to_contain_text("source: the mayor")
    expect(cards(bench)).to_contain_text("typed with care")
    expect(bench.locator("#unsaved")).to_have_count(0)


def test_a_refused_insertion_is_told_at_its_field_also_when_it_is_opened_later(bench):
    refusal = {"error": "Not that function.", "errors": {"function": "Not that function."}}
    bench.route("**/annotations/", lambda route: route.fulfill(status=422, json=refusal))
    select(bench, "[of May]")
    bench.keyboard.press("i")
    bench.get_by_label("Function").select_option("comment")
    bench.keyboard.press("Control+Enter")
    for _ in range(2):
        expect(bench.get_by_label("Function")).to_be_focused()
        expect(bench.get_by_label("Function")).to_have_accessible_description("Not that function.")
        expect(bench.get_by_label("Function")).to_have_value("comment")
        expect(bench.locator("#insertion")).to_have_attribute("open", "")
        bench.locator("[data-cancel]").click()
        expect(bench.locator("#editor .problem")).to_have_count(0)
        bench.locator("#unsaved").get_by_role("button", name="Open").click()


def test_a_refused_form_without_script_is_told_at_its_field(browser, address, sign_in):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "cleo", PASSWORD)
    page.goto(address)
    page.get_by_role("link", name="Select text… in paragraph 4").click()
    page.locator("#attribution summary").click()
    page.get_by_label("Attribution", exact=True).select_option("attributed")
    page.get_by_label("Words that name the source").fill("the mayer")
    note(page).fill("typed with care")
    save(page)
    source = page.locator("#i-source_words")
    expect(source).to_be_focused()
    expect(source).to_have_value("the mayer")
    expect(source).to_have_accessible_description("“the mayer” does not stand in this paragraph or the ones beside it.")
    expect(note(page)).to_have_value("typed with care")
    source.fill("the mayor")
    save(page)
    expect(cards(page)).to_contain_text("source: the mayor")
    context.close()


def test_words_tagged_offline_show_at_once_and_after_a_reload_as_waiting(bench, shot, axe_everywhere):
    bench.route("**/annotations/", lambda route: route.abort())
    bench.on("dialog", lambda dialog: dialog.accept())
    select(bench, "naïvely waited; عيادة")
    note(bench).fill("an odd line")
    bench.locator("#editor label.type", has_text="Event").click()
    save(bench)
    for again in (False, True):
        if again:
            opened(bench, bench.url)
        expect(bench.locator("mark.waiting")).to_have_text("naïvely waited; عيادة")
        expect(bench.locator(".ref.waiting")).to_have_text("\u2060Event · waiting to be saved")
        card = bench.locator("#list li.waiting")
        expect(card).to_contain_text("Waiting to be saved")
        expect(card).to_contain_text("an odd line")
        expect(cards(bench)).to_have_count(0)
        expect(bench.locator("#no-annotations")).to_be_hidden()
    shot(bench, "workbench-waiting")
    axe_everywhere(bench)
    select(bench, "Officials")
    bench.unroute("**/annotations/")
    expect(cards(bench)).to_have_count(1, timeout=20_000)
    expect(bench.locator(".waiting")).to_have_count(0)
    expect(bench.locator("mark[data-a]")).to_have_text("naïvely waited; عيادة")
    assert bench.evaluate("String(getSelection())") == "Officials", "the words selected meanwhile stay selected"


def test_waiting_words_go_when_they_are_undone_or_thrown_away(bench):
    bench.route("**/annotations/**", lambda route: route.abort())
    select(bench, "Officials")
    bench.keyboard.press("1")
    select(bench, "blamed the ferry company")
    bench.keyboard.press("2")
    expect(bench.locator("mark.waiting")).to_have_count(2)
    bench.keyboard.press("Control+z")
    expect(bench.locator("mark.waiting")).to_have_text("Officials")
    row = bench.locator("#unsaved li", has_text="Officials")
    row.get_by_role("button", name="Throw away").click()
    row.get_by_role("button", name="Throw away for good?").click()
    expect(bench.locator(".waiting")).to_have_count(0)


def test_words_that_are_taken_back_go_before_a_slow_disk_has_kept_that(bench):
    bench.route("**/annotations/**", lambda route: route.abort())
    select(bench, "Officials")
    bench.keyboard.press("1")
    expect(bench.locator("mark.waiting")).to_have_count(1)
    bench.evaluate(BUSY)
    bench.keyboard.press("Control+z")
    expect(bench.locator("mark.waiting")).to_have_count(0)
    assert bench.evaluate("document.busy"), "the store is still held by somebody else"
    bench.evaluate("document.busy = false")
    expect(bench.locator("#trouble")).to_contain_text("2 not saved")
    assert len(bench.evaluate(STORED)) == 2, "both the words and that they were taken back are kept"


def test_a_double_click_on_save_makes_one_annotation_and_no_complaint(bench):
    select(bench, "Nobody was hurt")
    bench.locator("#editor label.type", has_text="Event").click()
    bench.get_by_role("button", name="Save", exact=True).dblclick()
    expect(cards(bench)).to_have_count(1)
    saved(bench)
    expect(bench.locator("#editor .errorlist")).to_have_count(0)
    bench.reload()
    expect(cards(bench)).to_have_count(1)


def test_leaving_with_nothing_typed_asks_nothing(bench):
    select(bench, "Nobody was hurt")
    asked = []
    bench.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    bench.goto(bench.url.split("/readings/")[0])
    expect(bench.get_by_role("heading", name="Your desk")).to_be_visible()
    assert asked == []


def test_a_page_whose_finish_is_sent_takes_nothing_more(bench):
    held, sent = [], []
    bench.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    bench.route("**/state/", lambda route: held.append(route))  # asked for right before the finish goes out
    select(bench, "Nobody was hurt")
    bench.get_by_role("button", name="Finish this article").click()
    expect(bench.locator("#bench")).to_have_js_property("inert", True)
    bench.keyboard.press("1")
    bench.locator("#finish button").dispatch_event("click")  # what is inert has no role
    bench.wait_for_timeout(500)
    assert bench.evaluate(STORED) == []
    assert len(held) == 1
    held[0].continue_()
    expect(bench.get_by_role("alert").filter(has_text="Not finished yet")).to_be_visible()
    assert [url.rsplit("/", 2)[1] for url in sent] == ["finish"]
    expect(bench.locator("#bench")).to_have_js_property("inert", False)
    expect(cards(bench)).to_have_count(0)


def test_a_finish_that_cannot_be_sent_gives_the_page_back(bench):
    bench.route("**/state/", lambda route: route.abort())
    finish = bench.get_by_role("button", name="Finish this article")
    finish.click()
    expect(bench.locator("#said")).to_contain_text("Not finished. The server does not answer")
    expect(bench.locator("#bench")).to_have_js_property("inert", False)
    expect(finish).to_be_focused()


def test_an_attribution_can_lie_inside_another(bench, axe):
    select(bench, "“We had no choice,” the mayor, Ines Roth, said.")
    bench.keyboard.press("a")
    bench.get_by_label("Words that name the source").fill("Ines Roth")
    bench.keyboard.press("Control+Enter")
    expect(cards(bench)).to_have_count(1)
    outer = cards(bench).first.get_attribute("data-id")
    select(bench, "We had no choice")
    bench.keyboard.press("a")
    inside = bench.get_by_label("Inside the attribution of")
    expect(inside.locator("option")).to_have_text(
        ["– not nested –", "¶4 ““We had no choice,” the mayor, Ines Roth, said.” · source: Ines Roth"]
    )
    inside.select_option(outer)
    axe(bench)
    bench.keyboard.press("Control+Enter")
    expect(cards(bench)).to_have_count(2)
    cards(bench).first.get_by_role("link", name=re.compile("Edit")).click()
    expect(bench.locator("#editor-title")).to_have_text("Edit annotation")
    expect(inside.locator("option")).to_have_count(1)
    bench.locator("[data-cancel]").click()
    cards(bench).nth(1).get_by_role("link", name=re.compile("Edit")).click()
    expect(bench.locator("#editor-title")).to_have_text("Edit annotation")
    expect(inside).to_have_value(outer)


def test_an_attribution_can_lie_inside_another_without_script(browser, address, sign_in):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "cleo", PASSWORD)
    page.goto(address)
    for words in ("the mayor, Ines Roth, said", "Ines Roth"):
        page.get_by_role("link", name="Select text… in paragraph 4").click()
        page.get_by_label("Exact words").first.check()
        page.get_by_role("textbox", name="Exact words").fill(words)
        page.locator("#attribution summary").click()
        page.get_by_label("Attribution", exact=True).select_option("attributed")
        inside = page.get_by_label("Inside the attribution of")
        if words == "Ines Roth":
            inside.select_option(label="¶4 “the mayor, Ines Roth, said”")
        save(page)
        expect(page.get_by_text("Saved.")).to_be_visible()
    cards(page).nth(1).get_by_role("link", name=re.compile("Edit")).click()
    expect(page.locator("#attribution")).to_have_attribute("open", "")
    expect(inside.locator("option:checked")).to_have_text("¶4 “the mayor, Ines Roth, said”")
    context.close()
