"""The README's promises about the first minutes."""

import re
import tomllib

import pytest

from annotator import __version__
from annotator.review.demo import FOLDER
from annotator.studies.codebooks import load_codebook
from docs.tables import ROOT


@pytest.fixture
def readme(every_page):
    return every_page["README.md"]


@pytest.fixture
def manifest():
    return tomllib.loads((FOLDER / "manifest.toml").read_text(encoding="utf-8"))


def test_its_test_command_is_the_one_that_is_run_before_a_change_is_taken_in(readme):
    block = re.search(r"```\n(.*?)```", readme.under("## Test"), re.DOTALL)
    assert block
    assert block[1].strip() == "make test"
    assert "make test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_it_starts_with_the_command_that_the_makefile_has(readme):
    block = re.search(r"```\n(.*?)```", readme.under("## Run"), re.DOTALL)
    assert block
    assert block[1].strip() == "make run"


def test_the_demo_people_and_study_are_those_it_names(readme, manifest):
    assert set(re.findall(r"\bdemo-[a-z]+(?:-\d)?\b", readme.text)) == {one["username"] for one in manifest["person"]}
    assert f"“{manifest['study']['title']}”" in readme.text
    for one in manifest["person"]:
        assert f"{one['name']}, {one['role']}" in readme.text


def test_the_tour_finds_the_words_it_selects(readme):
    said = readme.under("## Five minutes with the demo study")
    dredging = (FOLDER / "dredging-vantage.txt").read_text(encoding="utf-8")
    ferry = (FOLDER / "ferry-vantage.html").read_text(encoding="utf-8")
    original = (FOLDER / "ferry-coastline.html").read_text(encoding="utf-8")
    for words in ("will begin on May 4", "[a company close to the deputy governor]"):
        assert words in said
        assert words in dredging
    assert "*as we had in the autumn*" in said
    assert "as we had in the autumn" in ferry
    assert "as we had in the autumn" not in original


def test_the_tour_leaves_the_first_coder_the_article_that_it_opens(manifest):
    read = {one["article"] for one in manifest["reading"] if one["coder"] == "demo-coder-1" and one["finished"]}
    sample = {one["article"] for one in manifest["reading"]}
    assert sample - read == {"dredging-vantage.txt"}


def test_the_keys_of_the_tour_are_the_codebooks(readme):
    keys = {one.label: one.key for one in load_codebook().types}
    for key, label in re.findall(r"`(\d)` \(([A-Z]\w+)\)", readme.under("## Five minutes with the demo study")):
        assert key == keys.get(label, "1"), f"{label} has another key"


def test_the_changelog_has_the_version_that_is_here(every_page):
    assert f"\n## [{__version__}]" in every_page["CHANGELOG.md"].text
