"""`manage.py rehydrate` puts the texts back that the reader has, says which it did not, and writes whole files only."""

import csv
import json
import zipfile
from hashlib import sha256
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from annotator.releases.frozen.withholding import Shown, TextPolicy
from annotator.releases.verifying.check import Check
from annotator.releases.verifying.verify import COVERS, first_wrong
from articles.readers import sandbox
from tests.releases.verifying.building import (
    ARABIC,
    FERRY,
    MARKED,
    OUTSIDE_TEXT,
    TEXTS,
    changed,
    digest,
    release,
    table,
    with_manifest,
    written,
)

NONE = TextPolicy(Shown.NONE)
PAGE = b"# The dam\r\n\r\nThe rebels took \xf0\x9f\x8f\xb4 the dam, she said.\r\n\r\nNobody was hurt.\r\n"


@pytest.fixture
def texts(tmp_path):
    folder = tmp_path / "texts"
    (folder / "deep").mkdir(parents=True)
    return folder


def rehydrated(path, texts, *more):
    """What the command says, and the files it wrote or None."""
    out = StringIO()
    try:
        call_command("rehydrate", path, "--texts", texts, *more, stdout=out)
        said = out.getvalue()
    except CommandError as error:
        said = f"{out.getvalue()}{error} Exit status {error.returncode}."
    made = path.with_name("release-with-texts.zip")
    if not made.exists():
        return said, None
    with zipfile.ZipFile(made) as archive:
        assert archive.testzip() is None
        return said, {name: archive.read(name) for name in archive.namelist()}


def put(folder, version, *, crlf=False, mark=False, end=""):
    text = "\n\n".join(TEXTS[version]) + end
    text = text.replace("\n", "\r\n") if crlf else text
    (folder / f"{version}.txt").write_bytes((b"\xef\xbb\xbf" if mark else b"") + text.encode())


@pytest.mark.parametrize("policy", [NONE, TextPolicy(Shown.QUOTES, 1)], ids=["none", "quotes"])
def test_every_word_is_back_and_every_file_is_as_in_a_full_release(tmp_path, texts, policy):
    put(texts, 7, crlf=True, mark=True)
    put(texts / "deep", 9, end="\n")
    (texts / "outside.txt").write_text(OUTSIDE_TEXT, encoding="utf-8")
    path = written(tmp_path, release(policy, csv=True))
    said, files = rehydrated(path, texts)
    assert "matched  7  Article 7  ← 7.txt: it has its text" in said
    assert "matched  3  https://original.example/3  ← outside.txt" in said
    assert said.endswith("with the texts of 2 documents.\n")
    full = release(csv=True)
    for name, content in full.items():
        if name.startswith(("jsonl/", "csv/")):
            assert files[name] == content, name
    assert "REHYDRATED.txt" in files
    about = json.loads(files["release.json"])["rehydrated"]
    assert about == {"documents": 2, "of": 2, "from_release_sha256": sha256(path.read_bytes()).hexdigest()}
    made = path.with_name("release-with-texts.zip")
    assert list(Check(made)) == []
    assert first_wrong(made, {}) == ""


def test_what_is_not_found_stays_covered_and_the_exit_status_says_so(tmp_path, texts):
    put(texts, 7)
    (texts / "other.txt").write_text("Something else.", encoding="utf-8")
    (texts / "empty.html").write_bytes(b"")
    said, files = rehydrated(written(tmp_path, release(NONE)), texts)
    capture, text = digest("capture 9")[:12], digest("\n\n".join(ARABIC))[:12]
    assert f"missing  9  Article 9: no file has its bytes (SHA-256 {capture}…) or its text ({text}…)" in said
    assert "unused   other.txt: it is the text of no version in this release." in said
    assert "unused   empty.html: " in said
    assert "Words still withheld in: " in said
    assert "annotations.quote (1)" in said
    assert said.endswith("1 of 2 documents still without text. Exit status 1.")
    quotes = [one["quote"] for one in table(files, "annotations")]
    assert quotes[:3] == [words for version, _, words, _ in MARKED if version == 7]
    assert set(quotes[3]) <= COVERS | {" "}


def test_the_captured_page_itself_is_read_again(tmp_path, texts):
    parsed = sandbox.read(PAGE, media_type="", filename="page.md")
    paragraphs = [one.text for one in parsed.paragraphs]
    files = release(
        NONE, texts={7: paragraphs}, marked=[(7, 1, "the dam", "she")], captures={7: sha256(PAGE).hexdigest()}
    )
    (texts / "page.md").write_bytes(PAGE)
    said, files = rehydrated(written(tmp_path, files), texts)
    assert "← page.md: it has the bytes that were captured" in said
    assert table(files, "annotations")[0]["quote"] == "the dam"
    assert [one["text"] for one in table(files, "paragraphs")] == paragraphs


def test_a_fuller_version_of_the_same_bytes_is_put_together_by_the_hashes_of_its_paragraphs(tmp_path, texts):
    page = (
        b"<html><body><article><h1>The dam</h1><p>%s</p></article><footer>Corrected on Monday.</footer></body></html>"
    )
    page %= b"The rebels took the dam, she said, and nobody was hurt in the night of Sunday. " * 3
    parsed = sandbox.read(page, media_type="", filename="page.html")
    assert parsed.left_out
    fuller = [*(one.text for one in parsed.paragraphs), parsed.left_out[-1]]
    files = release(NONE, texts={7: fuller}, marked=[(7, 1, "the dam", "she")], captures={7: sha256(page).hexdigest()})
    (texts / "page.html").write_bytes(page)
    said, files = rehydrated(written(tmp_path, files), texts)
    assert "matched  7" in said
    assert table(files, "paragraphs")[-1]["text"] == fuller[-1]


def test_bytes_that_are_read_otherwise_now_are_told_and_not_used(tmp_path, texts):
    files = release(NONE, captures={7: sha256(PAGE).hexdigest()})
    (texts / "page.md").write_bytes(PAGE)
    put(texts, 9)
    said, files = rehydrated(written(tmp_path, files), texts)
    assert (
        "differs  7  Article 7: page.md has the bytes that were captured, but 2 of 2 paragraphs are read otherwise"
        in said
    )
    assert set(table(files, "annotations")[0]["quote"]) <= COVERS | {" "}


def test_nothing_is_written_when_nothing_is_found(tmp_path, texts):
    said, files = rehydrated(written(tmp_path, release(NONE)), texts)
    assert "No text was found, so nothing was written. Exit status 1." in said
    assert files is None


def test_a_hash_of_words_that_is_not_theirs_stops_it(tmp_path, texts):
    put(texts, 7)
    put(texts, 9)
    path = written(tmp_path, changed(release(NONE), "annotations", 2, quote_sha256="0" * 64))
    said, files = rehydrated(path, texts)
    assert "annotations, version 7: quote_sha256 is not that of the words at " in said
    assert "Nothing was written. Exit status 1." in said
    assert files is None
    assert [one.name for one in tmp_path.iterdir() if one.is_file()] == ["release.zip"]


def test_a_release_that_is_not_whole_is_refused(tmp_path, texts):
    files = {**release(NONE), "README.txt": b"Another."}
    said, made = rehydrated(written(tmp_path, files), texts)
    assert "The release itself is not whole. README.txt: Its SHA-256 is " in said
    assert made is None
    said, made = rehydrated(written(tmp_path, with_manifest({"annotations.jsonl": b""})), texts)
    assert "manifest" in said or "quick export" in said
    assert made is None


def test_it_overwrites_nothing_and_wants_a_folder(tmp_path, texts):
    path = written(tmp_path, release(NONE))
    out = tmp_path / "mine.zip"
    out.write_bytes(b"mine")
    put(texts, 7)
    said, _ = rehydrated(path, texts, "--out", out)
    assert "mine.zip is there already: nothing was written." in said
    assert out.read_bytes() == b"mine"
    assert "is no folder" in rehydrated(path, tmp_path / "absent")[0]
    said, _ = rehydrated(path, texts, "--out", tmp_path / "no" / "such.zip")
    assert "cannot be written: No such file or directory." in said


def test_cells_with_lists_come_back_in_csv_as_they_were(tmp_path, texts):
    put(texts, 7)
    put(texts, 9)
    _, files = rehydrated(written(tmp_path, release(NONE, csv=True)), texts)
    rows = list(csv.DictReader(StringIO(files["csv/annotations.csv"].decode(), newline="")))
    assert json.loads(rows[2]["role_spans"])[0]["quote"] == "she"
    assert rows[2]["source_name"] == "she"
    assert FERRY[1][rows[2]["paragraph_start"] and int(rows[2]["paragraph_start"]) :].startswith("“the dam”")
