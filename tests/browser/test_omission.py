"""An omission end to end: tagged by keyboard on the pair page, seen in the workbench, kept while offline, placed by
hand with the mouse, decided as a case, found in the file with both its places."""

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import PASSWORD
from tests.browser.test_main_job import tab_to

DROPPED = "The council denied it."
BEFORE = (
    f"The clinic closed on Monday. {DROPPED} Nobody was hurt, the mayor said.",
    "Nurses were told late on Sunday evening. Nobody had asked any of them about it. Patients were told first.",
    "Repairs start in May, and they will take most of the summer.",
)
AFTER = (
    "The clinic closed on Monday. Nobody was hurt, the mayor said.",
    "Nurses were told late on Sunday evening. Patients were told first.",
    "Repairs start in May, and will take most of it.",
)


def people():
    """For each way of working a coder who reads an original and its copy; and an owner who reviews."""
    from articles.lineage.compare import compare
    from articles.lineage.models import Derivation
    from tests.factories.annotations import make_left_out, make_omission, make_reading
    from tests.factories.articles import DerivationFactory
    from tests.factories.people import UserFactory
    from tests.factories.studies import MembershipFactory, StudyFactory

    study = StudyFactory(title="Skerry papers", slug="skerry", suggestions_shown=True)
    owner = UserFactory(username="olga", password=PASSWORD)
    MembershipFactory(study=study, user=owner, role="owner")
    pairs = {}
    for name in ("keys", "plain", "carry"):
        coder = UserFactory(username=name, password=PASSWORD)
        MembershipFactory(study=study, user=coder)
        left, right = make_left_out(BEFORE, AFTER, study=study, coder=coder)
        compare(Derivation.objects.get(derived=right.article))
        pairs[name] = (left.pk, right.pk)
    newer = make_reading(AFTER[0].replace("Monday", "Tuesday"), study=study, coder=coder, started_at=None)
    DerivationFactory(derived=newer.article, upstream=right.article, relation="update")
    DerivationFactory(derived=newer.article, upstream=left.article)
    make_omission(right, left.article, words="Nobody was hurt")
    return pairs | {"newer": newer.pk}


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.test_omission:people"


def pair(server, name):
    left, right = server.seeded[name]
    return f"{server.url}/readings/{left}/pair/{right}/"


def test_an_omission_from_the_pair_page_to_the_file(page, server, sign_in, axe_everywhere, shot):
    keys, bench = page.keyboard, f"{server.url}/readings/{server.seeded['keys'][1]}/"
    sign_in(page, "keys", PASSWORD)
    page.goto(pair(server, "keys"))
    page.wait_for_selector("html[data-ready]")
    expect(page.get_by_role("heading", name="What was left out: 0 of")).to_be_visible()
    shot(page, "left-out")
    axe_everywhere(page)
    tab_to(page, f"Tag what was left out.*{DROPPED[:10]}")
    keys.press("Enter")
    expect(page.get_by_role("heading", name="What was left out: 1 of")).to_be_visible()
    expect(page.locator("[data-said]")).to_contain_text("Tagged")
    expect(page.locator(".rows .ref.caret")).to_have_count(1)
    axe_everywhere(page)
    shot(page, "left-out-tagged")

    # in the workbench: announced where it stands and in the list; edited by key
    page.goto(bench)
    page.wait_for_selector("html[data-ready]")
    sign = page.get_by_role("link", name=re.compile(f"Annotation 1, omission, left out here: ‘{DROPPED}’", re.I))
    expect(sign).to_be_visible()
    expect(page.locator("#list .left-out q")).to_have_text(DROPPED)
    shot(page, "bench-omission")
    axe_everywhere(page)
    sign.focus()
    keys.press("Enter")
    keys.press("n")
    keys.press("e")
    expect(page.locator("#editor-title")).to_have_text("Edit annotation")
    expect(page.locator("#f-quote")).to_contain_text(DROPPED)
    page.get_by_label("Effect").select_option("removes-claim")
    keys.press("Control+Enter")
    expect(page.locator("#list")).to_contain_text("Removes a claim")
    expect(page.locator("#list .left-out")).to_have_count(1)
    keys.press("Control+z")
    expect(page.locator("#list")).not_to_contain_text("Removes a claim")
    keys.press("Control+Shift+z")
    expect(page.locator("#list")).to_contain_text("Removes a claim")

    # what the comparison found is tagged there too; while it waits for the server it stands in the text and in the list
    page.context.set_offline(True)
    page.get_by_role("button", name=re.compile("Tag what was left out ?: Nobody had asked")).click()
    expect(page.locator("#article .ref.caret.waiting")).to_contain_text("‸ Omission · waiting to be saved")
    expect(page.locator("#list .waiting q")).to_contain_text("left out here: ‘Nobody had asked")
    assert (
        page.locator(".para")
        .nth(1)
        .locator("[data-text]")
        .evaluate(
            """(root) => {
          const copy = root.cloneNode(true);
          copy.querySelectorAll("[data-chrome]").forEach((one) => one.remove());
          return copy.textContent;
        }"""
        )
        == (AFTER[1])
    )
    shot(page, "bench-omission-waiting")
    page.context.set_offline(False)
    expect(page.locator("#article .ref.caret")).to_have_count(2)
    expect(page.locator("#list .waiting")).to_have_count(0)

    # by hand, while the server cannot be reached: kept in the browser, drawn as waiting, sent later
    page.goto(pair(server, "keys"))
    page.wait_for_selector("html[data-ready]")
    page.get_by_text("Tag words left out by hand").click()
    page.evaluate(
        """() => {
          const last = (side) => [...document.querySelectorAll(`[data-text=${side}]`)].at(-1);
          const of = (root, from, to) => {
            const node = document.createTreeWalker(root, NodeFilter.SHOW_TEXT).nextNode();
            document.getSelection().setBaseAndExtent(node, node.data.indexOf(from), node, node.data.indexOf(to));
          };
          of(last("original"), "they will", " will take");
          setTimeout(() => of(last("copy"), "will take", "will take"), 50);
        }"""
    )
    expect(page.get_by_label("The missing words, exactly")).to_have_value("they")
    expect(page.get_by_label("After these words")).to_have_value(re.compile("and ?$"))
    page.context.set_offline(True)
    page.get_by_role("button", name="Tag these words as left out").click()
    expect(page.locator("[data-said]")).to_contain_text("kept in this browser")
    shot(page, "left-out-offline")
    page.context.set_offline(False)
    expect(page.locator(".rows .ref.caret")).to_have_count(3)
    page.set_viewport_size({"width": 320, "height": 900})
    page.emulate_media(color_scheme="dark")
    shot(page, "left-out-320-dark")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
    page.goto(bench)
    expect(page.locator("#list .left-out")).to_have_count(3)

    # the case and the file
    page.context.clear_cookies()
    sign_in(page, "olga", PASSWORD)
    page.goto(f"{server.url}/studies/skerry/cases/?order=text")
    axe_everywhere(page)
    shot(page, "queue-omission")
    page.get_by_role("link", name=re.compile("left out here")).first.click()
    expect(page.locator(".exact-place del").first).to_have_text(DROPPED)
    expect(page.get_by_label("Words left out, in the original")).to_have_value(DROPPED)
    axe_everywhere(page)
    shot(page, "case-omission")
    page.set_viewport_size({"width": 320, "height": 900})
    page.emulate_media(color_scheme="dark")
    shot(page, "case-omission-320-dark")
    page.set_viewport_size({"width": 1280, "height": 900})
    keys.press("2")
    expect(page.locator(".message.success").first).to_contain_text("left out here")
    page.goto(f"{server.url}/studies/skerry/export/")
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("Exact CSV|exact CSV|CSV, exact")).first.click()
    rows = list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    [row] = [one for one in rows if one["omitted_quote"] == DROPPED and one["status"] == "standing"]
    texts = {"here": "\n\n".join(AFTER), "there": "\n\n".join(BEFORE)}
    assert row["start"] == row["end"]
    assert texts["here"][: int(row["start"])].rstrip().endswith("on Monday.")
    assert texts["there"][int(row["omitted_start"]) : int(row["omitted_end"])] == DROPPED
    assert (row["quote"], row["operation"], row["effect"]) == ("", "omission", "removes-claim")
    assert (row["verdict"], row["evidence_quote"]) == ("present-in-original", DROPPED)


def test_without_script(browser, server):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{server.url}/accounts/login/")
    page.get_by_label("User name").fill("plain")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.goto(pair(server, "plain"))
    page.get_by_text("Tag words left out by hand").click()
    page.get_by_label("The missing words, exactly").fill("most of the summer")
    page.get_by_label("Paragraph of the original").select_option(index=2)
    page.get_by_label("Paragraph of the republication").select_option(index=2)
    page.get_by_label("After these words").fill("nowhere at all")
    page.get_by_role("button", name="Tag these words as left out").click()
    expect(page.locator("#refused")).to_contain_text("Not tagged")
    expect(page.get_by_label("The missing words, exactly")).to_have_value("most of the summer")
    page.get_by_label("After these words").fill("will take")
    page.get_by_role("button", name="Tag these words as left out").click()
    expect(page.locator(".message.success")).to_contain_text("most of the summer")
    expect(page.locator(".rows .ref.caret", has_text="Omission").last).to_be_visible()
    context.close()


def test_it_is_carried_over_by_key(page, server, sign_in, axe_everywhere):
    sign_in(page, "carry", PASSWORD)
    page.goto(f"{server.url}/readings/{server.seeded['newer']}/carry-over/{server.seeded['carry'][1]}/")
    item = page.locator("[data-item]", has_text="left out here: Nobody was hurt")
    expect(item).to_contain_text("The words beside the point changed")
    axe_everywhere(page)
    page.keyboard.press("j")
    expect(item).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".message.success").first).to_contain_text("Carried over: left out here: ‘Nobody was hurt’")
