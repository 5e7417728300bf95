"""From a study to a downloaded release, as an owner does it with the demo study; the real worker makes it."""

import json
import re
from hashlib import sha256
from zipfile import ZipFile

import pytest
from playwright.sync_api import expect

from tests.browser.scenes import PASSWORD


@pytest.fixture(scope="module")
def seed():
    return "tests.browser.scenes:demo"


def test_an_owner_makes_a_release_and_downloads_it(page, server, sign_in, axe_everywhere, shot, tmp_path):
    sign_in(page, "demo-owner", PASSWORD)
    page.goto(f"{server.url}/studies/{server.seeded['slug']}/")
    page.get_by_role("link", name="Releases", exact=True).click()
    expect(page.get_by_text("Nothing has been released yet.")).to_be_visible()
    axe_everywhere(page)
    shot(page, "releases-empty")
    page.get_by_role("link", name="Make a release").click()
    page.get_by_label("Full texts", exact=True).check()
    page.get_by_label("Authors").fill("Adler, Nour\nInstitute of Ferries")
    page.get_by_label("Licence of the annotations").select_option("CC-BY-4.0")
    page.get_by_role("button", name="Make the release").click()
    expect(page.get_by_text("Say why the full texts may be given away, or choose quotes.")).to_be_visible()
    expect(page.get_by_label("Authors")).to_have_value("Adler, Nour\nInstitute of Ferries")
    axe_everywhere(page)
    shot(page, "release-new")
    page.get_by_label("Quotes, up to so many words each").check()
    page.get_by_role("button", name="Make the release").click()
    expect(page.get_by_role("heading", name="Being made")).to_be_visible()
    # Nobody reloads: the script asks until the worker is done.
    done = page.get_by_role("link", name="Show what came out")
    expect(done).to_be_visible(timeout=60_000)
    done.click()
    page.get_by_role("link", name=re.compile("release 1$")).click()
    expect(page.get_by_text("Adler, Nour; Institute of Ferries")).to_be_visible()
    axe_everywhere(page)
    shot(page, "release")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download").click()
    path = tmp_path / "release.zip"
    downloading.value.save_as(path)
    expect(page.get_by_text(sha256(path.read_bytes()).hexdigest())).to_be_visible()
    archive = ZipFile(path)
    for line in archive.read("manifest-sha256.txt").decode().splitlines():
        assert sha256(archive.read(line[66:])).hexdigest() == line[:64]
    about = json.loads(archive.read("release.json"))
    assert about["text"]["shown"] == "quotes"
    assert about["counts"]["annotations"] > 10
    for name in archive.namelist():
        for person in ("demo-owner", "demo-reviewer", "demo-coder", "Mette", "Holm", "Rautio", "Castellane"):
            assert person.encode() not in archive.read(name), (name, person)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Download")).to_be_hidden()
    expect(page.get_by_role("heading", name="How to cite")).to_be_visible()
    shot(page, "release-print")


def test_a_reader_without_scripts_sees_releases_and_cannot_make_one(browser, server, sign_in):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 320, "height": 700})
    plain = context.new_page()
    sign_in(plain, "demo-reviewer", PASSWORD)
    plain.goto(f"{server.url}/studies/{server.seeded['slug']}/releases/")
    expect(plain.get_by_role("heading", name="Releases")).to_be_visible()
    expect(plain.get_by_role("link", name="Make a release")).to_have_count(0)
    context.close()
