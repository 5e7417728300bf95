from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article

pytestmark = pytest.mark.django_db

TEXT = "The bridge is closed\n\nThe mayor said it {} would stay closed until the end of the month.\n"


def run(*paths, **options):
    """Return the lines on stdout and the error, if one was raised."""
    out, error = StringIO(), None
    try:
        call_command("ingest", *map(str, paths), stdout=out, **options)
    except CommandError as raised:
        error = raised
    return out.getvalue().splitlines(), error


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "pages"
    (folder / "deep").mkdir(parents=True)
    (folder / ".git").mkdir()
    (folder / "a.txt").write_text(TEXT.format("a"))
    (folder / "b.md").write_text("# A headline\n\nA paragraph of some length stands here.\n")
    (folder / "deep" / "c.txt").write_text(TEXT.format("c"))
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / ".git" / "d.txt").write_text(TEXT.format("d"))
    return folder


def test_a_folder_is_read_through_one_line_a_file(folder):
    lines, error = run(folder)
    assert error is None
    assert lines == [
        "added  a.txt  → The bridge is closed (2 paragraphs)",
        "added  b.md  → A headline (2 paragraphs)",
        "added  c.txt  → The bridge is closed (2 paragraphs)",
    ]


def test_a_second_run_adds_nothing_and_says_so(folder):
    run(folder)
    before = list(Article.objects.values_list("pk", flat=True).order_by("pk"))
    lines, error = run(folder)
    assert error is None
    assert lines == [
        f"known  {name} (already stored as article {pk})"
        for name, pk in zip(["a.txt", "b.md", "c.txt"], before, strict=True)
    ]
    assert Article.objects.count() == 3


def test_a_hostile_file_is_refused_by_name_and_stops_nobody(folder):
    (folder / "aa.html").write_text("<div>" * 50_000)
    (folder / "empty.txt").write_text("")
    lines, error = run(folder)
    refused = [line for line in lines if line.startswith("refused ")]
    assert [line.split(":")[0] for line in refused] == ["refused aa.html", "refused empty.txt"]
    assert all(line.endswith(".") for line in refused)
    assert sum(line.startswith("added") for line in lines) == 3
    assert (str(error), error.returncode) == ("2 of 5 files refused.", 1)
    assert Article.objects.count() == 3


def test_a_line_number_stands_at_the_end(folder):
    deep = folder / "deep.html"
    deep.write_text("<p>one</p>\n" * 3 + "<div>" * 400)
    lines, _ = run(deep)
    assert lines[0].startswith("refused deep.html: ")
    assert lines[0].endswith(", line 4.")


def test_files_that_are_not_there_or_too_large_are_refused(tmp_path):
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    lines, error = run(tmp_path / "none.txt", huge)
    assert lines == [
        "refused none.txt: There is no such file.",
        "refused huge.txt: The file has 21.0 MB; at most 20 MB are read.",
    ]
    assert error.returncode == 1


def test_the_address_belongs_to_one_file(folder):
    lines, error = run(folder, url="https://a.example/x")
    assert (lines, str(error)) == ([], "--url belongs to one file: name that file alone.")
    lines, error = run(folder / "a.txt", url="https://a.example/x")
    assert error is None
    assert Article.objects.get().capture.url == "https://a.example/x"


def test_the_media_type_can_be_said(tmp_path):
    odd = tmp_path / "saved.page"
    story = "<p>The mayor said the bridge would stay closed until the end of the month, and longer if it rains.</p>"
    odd.write_text(f"<html lang=en><title>T</title><article><h1>The bridge is closed</h1>{story * 4}</article>")
    run(odd, media_type="text/html")
    assert Article.objects.get().reader == "html"


def test_an_empty_folder_is_said(tmp_path):
    lines, error = run(tmp_path)
    assert lines == []
    assert "no file to read in" in str(error)


def test_nothing_that_drives_the_terminal_is_printed(tmp_path):
    bad = tmp_path / "a\x1b[31m\nb.txt"
    bad.write_text("Head\x1b[2Jline\n\nA paragraph that says a little something.\n")
    lines, _ = run(bad)
    assert len(lines) == 1
    assert "\x1b" not in lines[0]
