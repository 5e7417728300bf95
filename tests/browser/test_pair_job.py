"""The pair, end to end through the real pages: import an original and its altered republication, confirm that the one
comes from the other, see exactly what was changed, decide the silent insertion with evidence, find it in the file."""

import csv
import io
import re
import zipfile
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import PASSWORD
from tests.browser.test_main_job import INSERTED, sign_in_by_keyboard, tab_to
from tests.conftest import SHARED

DROPPED = "Nobody had asked the fishermen about it."
SILENT = "secretly paid for by foreign donors"
BEFORE = f"""Ferry to sail from the old pier

The harbour council met on Tuesday evening and talked about the new ferry for three hours. {DROPPED}

The mayor said the ferry would sail from the old pier before the summer holidays begin, and tickets will stay cheap.

Repairs at the pier start in May and end in June, when the island's only crane comes back from the mainland yard.
"""
AFTER = BEFORE.replace(f" {DROPPED}", "").replace("the ferry would sail", f"the ferry {SILENT} would sail")

KEYS_BEFORE = f"""Winter fair moves to the market hall

Stalls will open at noon on the first Saturday of December, and children enter free until the lamps are lit. {DROPPED}

Organisers said the big wheel would turn beside the town hall again this year, although its motor broke twice.

Whoever wants a stall writes to the office behind the library, where a list hangs on the green door until Friday.
"""
KEYS_AFTER = KEYS_BEFORE.replace(f" {DROPPED}", "").replace("the big wheel would", f"the big wheel {SILENT} would")


def people():
    """An owner who uses the library, with one study for each way of working."""
    from annotator.accounts.groups import make_researcher
    from tests.factories.people import UserFactory
    from tests.factories.studies import MembershipFactory, StudyFactory

    olga = UserFactory(username="olga", display_name="Olga Owner", password=PASSWORD)
    make_researcher(olga)
    for slug in ("mouse", "seed", "keys"):
        MembershipFactory(study=StudyFactory(title=f"Pairs by {slug}", slug=slug), user=olga, role="owner")


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.test_pair_job:people"


def add(page, server, path):
    page.goto(f"{server.url}/articles/add/")
    page.get_by_label("Files").set_input_files(path)
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".outcomes li")).to_have_count(1)


def import_pair(page, server, folder, before, after, suffix, axe=lambda page: None):
    for name, text in (("before", before), ("after", after)):
        path = folder / f"{name}.{suffix}"
        path.write_text(text, encoding="utf-8")
        add(page, server, path)
    axe(page)
    page.get_by_role("link", name=re.compile("Probably came from")).click()
    confirm = page.get_by_role("link", name=re.compile("^Confirm or reject")).first
    expect(confirm).to_be_visible()
    axe(page)
    confirm.click()
    expect(page.get_by_role("button", name="Confirm: it comes from that one")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Confirm: it comes from that one").click()
    page.get_by_role("link", name=re.compile("^Compare")).first.click()
    page.wait_for_url("**/compare/**")


def to_study(page, server, slug, axe=lambda page: None):
    """The republication whose Compare page is open joins the study's sample."""
    article = re.search(r"/articles/(\d+)/compare/", page.url)[1]
    page.goto(f"{server.url}/studies/{slug}/articles/")
    axe(page)
    page.locator(f"#article-{article}").check()
    page.get_by_role("button", name="Add those ticked").click()
    return int(article)


def package(download):
    with zipfile.ZipFile(io.BytesIO(download.path().read_bytes())) as archive:
        return {
            name.rpartition("/")[2]: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            for name in archive.namelist()
            if name.endswith(("insertions.csv", "changes.csv"))
        }


def check_package(tables):
    [row] = [row for row in tables["insertions.csv"] if SILENT in row["quote"]]
    [change] = [one for one in tables["changes.csv"] if one["change_id"] == row["insertion_id"]]
    assert row["quote"] == change["right_quote"] == SILENT
    assert (row["start"], row["end"]) == (change["right_start"], change["right_end"])
    assert int(row["end"]) - int(row["start"]) == len(SILENT)
    assert (row["marked"], row["operation"], row["rank_score"]) == ("none", "addition", "2")
    assert row["verdict"] == "confirmed-absent-in-original"
    assert len(row["evidence_sha256"]) == 64
    assert [one["operation"] for one in tables["changes.csv"] if one["left_quote"] == DROPPED] == ["omission"]


def test_a_silent_insertion_from_the_import_to_the_file(page, server, sign_in, axe, axe_everywhere, tmp_path, shot):
    sign_in(page, "olga", PASSWORD)
    import_pair(page, server, tmp_path, BEFORE, AFTER, "txt", axe)
    expect(page.locator(".entries > li")).to_have_count(2)
    expect(page.locator(".entries ins")).to_have_text([SILENT])
    expect(page.locator(".entries del")).to_have_text([DROPPED])
    axe_everywhere(page)
    to_study(page, server, "mouse", axe)
    axe_everywhere(page, f"{server.url}/studies/mouse/cases/")
    expect(page.locator(".queue-item")).to_have_count(1)
    expect(page.locator(".queue-item")).to_contain_text("unmarked")
    page.get_by_role("link", name=SILENT).click()
    expect(page.locator(".exact-place")).to_contain_text("the ferry ")
    expect(page.locator(".exact-place .caret")).to_be_visible()
    axe_everywhere(page)
    shot(page, "pair-case")
    page.get_by_role("button", name=re.compile("Confirmed absent in original")).click()
    expect(page.locator(".message.success").first).to_contain_text("Decided")
    axe(page)
    page.goto(f"{server.url}/studies/mouse/export/")
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="Make the package").click()
    check_package(package(download.value))


def test_the_seed_article_shows_its_bracketed_words_and_nothing_else(page, server, sign_in, tmp_path):
    path = SHARED / "data/seed-article.md"
    if not path.exists():
        pytest.skip("shared/data/seed-article.md is not here")
    after = path.read_text(encoding="utf-8")
    sign_in(page, "olga", PASSWORD)
    import_pair(page, server, tmp_path, after.replace(f"{INSERTED} ", ""), after, "md")
    expect(page.locator(".entries > li")).to_have_count(1)
    expect(page.locator(".entries ins")).to_have_text([INSERTED])
    to_study(page, server, "seed")
    page.goto(f"{server.url}/studies/seed/cases/")
    expect(page.locator(".queue-item")).to_have_count(1)


class Keyboard:
    """A person without a mouse, who types one address and goes on from there; axe looks at each screen they stop at."""

    def __init__(self, page, axe):
        self.page, self.press, self.axe = page, page.keyboard.press, axe
        self.seen = set()

    def look(self):
        """Each kind of page once."""
        kind = re.sub(r"\d+", "0", urlsplit(self.page.url).path)
        if kind not in self.seen:
            self.axe(self.page)
        self.seen.add(kind)

    def follow(self, *names, key="Enter", within=120):
        """To each of these links or buttons in turn, and through it."""
        for name in names:
            tab_to(self.page, name, within=within)
            with self.page.expect_navigation():
                self.press(key)
            self.look()

    def tick(self, box):
        for _ in range(120):
            self.press("Tab")
            if self.page.evaluate("document.activeElement.id") == box:
                return self.press("Space")
        raise AssertionError(f"{box} cannot be reached with Tab on {self.page.url}")


def test_by_keyboard_alone(page, server, axe):
    sign_in_by_keyboard(page, server, "olga")
    by_key = Keyboard(page, axe)
    by_key.follow("^ *Articles", "Add (articles|the first ones)")
    for text in (KEYS_BEFORE, KEYS_AFTER):
        tab_to(page, "Or paste a text")
        page.keyboard.insert_text(text)
        by_key.follow("^ *Add *$")
        expect(page.locator(".outcomes li")).to_have_count(1)
        if text == KEYS_BEFORE:
            by_key.follow("Add more")
    by_key.follow("Probably came from", "Confirm or reject", "Confirm: it comes from that one", "^ *Compare")
    expect(page.locator(".entries ins")).to_have_text([SILENT])
    expect(page.locator(".entries del")).to_have_text([DROPPED])
    article = re.search(r"/articles/(\d+)/compare/", page.url)[1]
    by_key.follow("^ *Studies", "Pairs by keys", "Add articles")
    by_key.tick(f"article-{article}")
    by_key.follow("Add those ticked", "Pairs by keys", "Flagged insertions", SILENT)
    expect(page.locator(".exact-place .caret")).to_be_visible()
    by_key.press("e")
    expect(page.locator("#id_evidence_quote")).to_be_focused()
    by_key.press("Escape")
    with page.expect_navigation():
        by_key.press("1")
    expect(page.locator(".message.success").first).to_contain_text("Decided")
    axe(page)
    by_key.follow("Pairs by keys", "Export")
    with page.expect_download() as download:
        tab_to(page, "Make the package", within=200)
        by_key.press("Enter")
    check_package(package(download.value))
