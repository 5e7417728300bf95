import _socket
import os
import random
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from articles.readers import ParsedArticle, Reader, ReadError, child, reader_for
from articles.readers.sandbox import Limits, Sandbox, read

from .bombs import BOMBS
from .conftest import PAGES

STORY = b"# Quiet harbour\n\nThe harbour was quiet on Monday, and nobody came to see the boat.\n"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as shared:
        yield shared


def test_one_file_is_read_in_a_child_of_its_own() -> None:
    article = read(STORY, media_type="text/markdown", filename="a.md", url="https://a.example/x")
    assert (article.title, article.url) == ("Quiet harbour", "https://a.example/x")


def test_the_child_reads_as_the_reader_does(sandbox: Sandbox, seed: bytes) -> None:
    assert sandbox.read(seed, media_type="", filename="a.md") == reader_for("", "a.md", seed).read(seed)


@pytest.mark.parametrize("name", sorted(path.name for path in PAGES.glob("*.html")))
def test_every_page_reads_alike_in_the_child(sandbox: Sandbox, name: str) -> None:
    content = (PAGES / name).read_bytes()
    url = "https://a.example/b"
    inside = sandbox.read(content, media_type="text/html", filename=name, url=url)
    assert inside == reader_for("text/html", name, content).read(content, media_type="text/html", url=url)


def test_the_very_first_page_may_leave_its_language_to_be_guessed() -> None:
    page = b"<article><h1>Le pont</h1><p>" + b"Le ministre a dit que le pont serait ferm\xc3\xa9 demain. " * 5
    assert read(page, media_type="text/html", filename="page.html").language == "fr"


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_is_read_or_refused_within_its_limits(sandbox: Sandbox, name: str) -> None:
    filename, content = BOMBS[name]
    refusal = "Read."
    try:
        sandbox.read(content, media_type="", filename=filename)
    except ReadError as error:
        refusal = error.message
    assert refusal.endswith(".")
    assert not any(word in refusal for word in ("failed on this file", "crashed", "unexpectedly"))
    assert sandbox.usage.peak_bytes <= sandbox.limits.memory_bytes
    assert sandbox.usage.cpu_seconds <= sandbox.limits.cpu_seconds + 1


@pytest.mark.parametrize(
    ("name", "sentence", "line"),
    [
        ("divisions nested", "This page is too complex: nesting 50,000 deep, at most 256 are read.", 2),
        ("attributes on one tag", "This page is too complex: a tag with more than 64 attributes.", 1),
        ("many small tags", "This page is too complex: more than 50,000 elements.", 1),
        ("quotation marks nested", "This text is too complex: nesting 50,000 deep, at most 50 are read.", 3),
        ("brackets", "This text is too complex: 50,000 open brackets, at most 64 are read.", 2),
        ("stars", "This text is too complex: 50,000 marks in a row, at most 100 are read.", 1),
        ("too large", "The file is too large: 22.9 MB, at most 20.0 MB are read.", None),
    ],
)
def test_a_refusal_says_what_and_where(sandbox: Sandbox, name: str, sentence: str, line: int | None) -> None:
    filename, content = BOMBS[name]
    with pytest.raises(ReadError) as refused:
        sandbox.read(content, media_type="", filename=filename)
    assert (refused.value.message, refused.value.line) == (sentence, line)


def test_no_file_comes_in_through_an_entity(sandbox: Sandbox) -> None:
    filename, content = BOMBS["a file as an entity"]
    article = sandbox.read(content, media_type="", filename=filename)
    assert "root:" not in article.to_json()


def test_a_page_at_the_edge_of_the_limits_is_read_whole(sandbox: Sandbox) -> None:
    """The positive control of the bombs: what is nested as deep as is allowed loses nothing."""
    deep = b"<div>" * 250 + b"<p>The deepest words.</p>" + b"</div>" * 250
    article = sandbox.read(b"<html><body>" + deep, media_type="text/html", filename="")
    assert [part.text for part in article.paragraphs] == ["The deepest words."]
    nested = b"".join(b" " * (2 * n) + b"- word %d\n" % n for n in range(40))
    items = sandbox.read(nested, media_type="text/markdown", filename="").paragraphs
    assert [part.text for part in items] == [f"word {n}" for n in range(40)]


def test_a_child_over_its_memory_is_stopped_and_the_next_file_is_read() -> None:
    content = b"<p>" + "👩‍👩‍👧‍👦 ".encode() * 500_000
    with Sandbox(replace(Limits(), memory_bytes=230 * 1024 * 1024)) as strict:
        with pytest.raises(ReadError, match="memory"):
            strict.read(content, media_type="text/html", filename="")
        assert strict.read(STORY, media_type="", filename="a.md").title == "Quiet harbour"


def test_a_child_over_its_time_is_replaced() -> None:
    with Sandbox(Limits(wall_seconds=0.05)) as hasty:
        with pytest.raises(ReadError, match=r"longer than 0\.05 seconds"):
            hasty.read(STORY, media_type="", filename="a.md")
        hasty.limits = Limits()
        assert hasty.read(STORY, media_type="", filename="a.md").title == "Quiet harbour"


def test_a_dead_child_is_replaced() -> None:
    with Sandbox() as sandbox:
        sandbox.read(STORY, media_type="", filename="a.md")
        assert sandbox._child is not None
        sandbox._child.kill()
        sandbox._child.wait()
        assert sandbox.read(STORY, media_type="", filename="a.md").title == "Quiet harbour"


def test_threads_may_share_a_child(sandbox: Sandbox) -> None:
    titles: list[str] = []

    def work(number: int) -> None:
        content = b"# Title %d\n\nThe harbour was quiet." % number
        titles.append(sandbox.read(content, media_type="", filename="a.md").title)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(titles) == [f"Title {number}" for number in range(8)]


def test_it_leaves_no_process_and_no_folder_behind() -> None:
    with Sandbox() as sandbox:
        sandbox.read(STORY, media_type="", filename="a.md")
        process, folder = sandbox._child, sandbox._folder
        assert process is not None
        assert folder is not None
        assert Path(folder.name).is_dir()
    assert process.poll() is not None
    assert not Path(folder.name).exists()


FORBIDDEN: dict[str, Callable[[], object]] = {
    "open a socket": lambda: _socket.socket(),
    "look a name up": lambda: _socket.getaddrinfo("localhost", 80),
    "write a file": lambda: Path("x").write_text("x"),
    "start a program": lambda: subprocess.run(["/bin/true"], check=False),
    "fork": os.fork,
    "remove a file": lambda: Path("x").unlink(),
}


def in_the_child(deed: Callable[[], object], **limits: int) -> tuple[bytes, dict[str, float]]:
    """What the child's own function answers for a reader that does what none should."""

    class Rogue:
        name = "rogue"

        def read(self, content: bytes, **options: str) -> ParsedArticle:
            deed()
            return ParsedArticle(reader="rogue", reader_version="1", title="it was done")

    request = {"media_type": "", "url": "", "limits": {
        "memory_bytes": 1 << 40, "cpu_seconds": 10, "open_files": 64, "output_bytes": 1_000_000, **limits}}  # fmt: skip
    rogue: Reader = Rogue()  # type: ignore[assignment]
    return child._in_fork(rogue, b"", request)


# The test process may have threads; the child, which forks in earnest, has none.
@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
@pytest.mark.parametrize("deed", FORBIDDEN)
def test_a_reader_in_the_child_may_not(deed: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    answer, _ = in_the_child(FORBIDDEN[deed])
    assert b"PermissionError" in answer


def _for_ever() -> None:
    while True:
        pass


@pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
def test_a_reader_over_its_processor_time_is_stopped_and_the_next_one_reads() -> None:
    """A reader that never ends, so that no machine is too fast for the limit; others' load is not counted."""
    answer, spent = in_the_child(_for_ever, cpu_seconds=1)
    assert b"more than 1 seconds of processor time" in answer
    assert 0.5 <= spent["cpu_seconds"] < 5
    answer, _ = in_the_child(lambda: None, cpu_seconds=1)
    assert b"it was done" in answer


def test_the_child_knows_no_secret_of_the_parents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "planted")
    with Sandbox() as sandbox:
        sandbox.read(STORY, media_type="", filename="a.md")
        assert sandbox._child is not None
        if not sys.platform.startswith("linux"):
            pytest.skip("no /proc here")
        assert b"planted" not in Path(f"/proc/{sandbox._child.pid}/environ").read_bytes()


def test_two_hundred_spoilt_files_are_read_or_refused(sandbox: Sandbox) -> None:
    chance = random.Random(20260301)
    originals = [(path.name, path.read_bytes()) for path in sorted(PAGES.glob("*.html"))] + [("a.md", STORY * 9)]
    refusals = []
    for number in range(200):
        name, content = originals[number % len(originals)]
        try:
            article = sandbox.read(_spoilt(content, chance), media_type="", filename=name)
            assert article.paragraphs
        except ReadError as error:
            refusals.append(error.message)
    assert not [message for message in refusals if "failed on this file" in message]
    assert len(refusals) < 50


def _spoilt(content: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(content)
    for _ in range(chance.randint(1, 30)):
        at = chance.randrange(len(spoilt))
        match chance.randrange(5):
            case 0:
                spoilt[at] = chance.randrange(256)
            case 1:
                del spoilt[at : at + chance.randint(1, 200)]
            case 2:
                spoilt[at:at] = spoilt[: chance.randint(1, 300)]
            case 3:
                spoilt[at:at] = chance.choice(
                    [b"<", b"<div ", b"</p>", b"\x00", b"\xff\xfe", b"<!--", b'"', b"&#xD800;", b"]]>"]
                )
            case 4:
                spoilt[at:at] = bytes(chance.randrange(256) for _ in range(8))
        if not spoilt:
            return content
    return bytes(spoilt)
