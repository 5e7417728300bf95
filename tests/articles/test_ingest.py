import os
import sqlite3
import stat
import threading
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, connections

from annotator.suggestions.models import Run, Suggestion
from articles.ingest import ingest, stored
from articles.lineage.models import Derivation
from articles.models import Article, Capture, Outlet, Paragraph
from articles.readers import Mark, ParsedParagraph, ReadError
from articles.signals import ingested
from tests.articles.conftest import parsed
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

PLAIN = b"The bridge\n\nThe bridge is closed [for good], the mayor said.\n"
ROWS = (Outlet, Capture, Article, Paragraph, Derivation, Run, Suggestion)


def rows():
    return {model.__name__: model.objects.count() for model in ROWS}


def files():
    return sorted(path for path in Path(settings.CAPTURES_DIR).rglob("*") if path.is_file())


def everything():
    return rows(), files()


def test_it_stores_capture_article_and_paragraphs(reading):
    by = UserFactory()
    read = reading("First.", "Second, twice as long.", title="News", outlet="The Ledger", language="en")
    done = ingest(b"bytes", media_type="text/plain", file_name="news.txt", by=by, read=read)
    article = done.article
    assert done.created
    assert (article.title, article.outlet.name, article.language) == ("News", "The Ledger", "en")
    assert article.capture.sha256 == sha256(b"bytes").hexdigest()
    assert (article.capture.size, article.capture.file_name) == (5, "news.txt")
    assert article.created_by == article.capture.received_by == by


def test_offsets_are_places_in_the_paragraphs_joined_by_a_blank_line(reading):
    texts = ["Zoë 👩‍👩‍👧 said.", "مرحبا", "Line one\nline two"]
    article = ingest(b"x", read=reading(*texts)).article
    whole = "\n\n".join(texts)
    for paragraph in article.paragraphs.all():
        assert whole[paragraph.offset : paragraph.offset + len(paragraph.text)] == paragraph.text
    assert article.text_sha256 == sha256(whole.encode()).hexdigest()


def test_the_bytes_are_kept_under_their_hash_for_the_owner_only(reading):
    capture = ingest(b"kept as is\r\n\x00", read=reading()).article.capture
    assert files() == [capture.path]
    assert capture.path.read_bytes() == b"kept as is\r\n\x00"
    assert stat.S_IMODE(os.stat(capture.path).st_mode) == 0o600


def test_the_same_bytes_are_the_same_article_and_add_nothing(reading):
    first = ingest(b"same", file_name="a.txt", read=reading("One."))
    before = everything()
    again = ingest(b"same", file_name="b.html", media_type="text/html", read=reading("Other."))
    assert (again.created, again.article) == (False, first.article)
    assert everything() == before


def test_bytes_missing_from_the_store_are_taken_when_they_come_again(reading):
    capture = ingest(b"lost", read=reading()).article.capture
    capture.path.unlink()
    before = rows()
    assert not ingest(b"lost", read=reading()).created
    assert capture.path.read_bytes() == b"lost"
    assert rows() == before


def test_other_bytes_at_the_same_address_are_another_article(reading):
    url = "https://ledger.example/bridge"
    one = ingest(b"one", url=url, read=reading("One.", url=url))
    two = ingest(b"two", url=url, read=reading("Two.", url=url))
    assert one.article != two.article
    assert Article.objects.filter(url=url).count() == 2


def test_outlets_are_shared(reading):
    for content in (b"1", b"2"):
        ingest(content, read=reading(outlet="The  Ledger", url="https://www.ledger.example/a"))
    outlet = Outlet.objects.get()
    assert (outlet.name, outlet.homepage_host) == ("The Ledger", "ledger.example")


def test_marks_are_stored_as_lists(reading):
    paragraph = ParsedParagraph("body", "see here", (Mark(4, 8, "link", "https://a.example/"),))
    article = ingest(b"m", read=reading(paragraphs=(paragraph,))).article
    assert article.paragraphs.get().marks == [[4, 8, "link", "https://a.example/"]]


# -- failing ---------------------------------------------------------------


def refusing(content, *, media_type, filename, url=""):
    raise ReadError("This is no text.", 3)


def test_a_file_that_cannot_be_read_leaves_everything_as_it_was(reading):
    ingest(b"before", read=reading())
    before = everything()
    with pytest.raises(ReadError):
        ingest(b"bad", read=refusing)
    assert everything() == before


def test_no_transaction_is_open_while_a_file_is_parsed(reading):
    depth = len(connection.savepoint_ids)
    seen = []

    def read(content, *, media_type, filename, url=""):
        seen.append(len(connection.savepoint_ids))
        return parsed()

    ingest(b"slow", read=read)
    assert seen == [depth]


@pytest.fixture
def receiver():
    connected = []

    def connect(function):
        ingested.connect(function, weak=False)
        connected.append(function)

    yield connect
    for function in connected:
        ingested.disconnect(function)


@pytest.mark.parametrize("error", [DatabaseError("no"), IntegrityError("no"), RuntimeError("no")])
def test_a_failure_after_the_rows_leaves_everything_as_it_was(reading, receiver, error):
    ingest(b"before", read=reading(outlet="Old"))
    before = everything()

    def fail(sender, article, **kwargs):
        assert article.paragraphs.count() == 1
        raise error

    receiver(fail)
    with pytest.raises(type(error)):
        ingest(b"after", read=reading(outlet="New"))
    assert everything() == before


def test_a_database_that_refuses_a_paragraph_leaves_everything_as_it_was(reading):
    bad = ParsedParagraph("body", "text")
    object.__setattr__(bad, "slot", "nowhere")
    before = everything()
    with pytest.raises(IntegrityError):
        ingest(b"bad slot", read=reading(paragraphs=(ParsedParagraph("body", "fine"), bad)))
    assert everything() == before


def test_a_store_that_cannot_be_written_leaves_the_database_as_it_was(reading, settings, tmp_path):
    settings.CAPTURES_DIR = tmp_path / "a-file"
    settings.CAPTURES_DIR.write_text("not a folder")
    before = rows()
    with pytest.raises(OSError):  # noqa: PT011 - which one depends on the system
        ingest(b"x", read=reading())
    assert rows() == before


def test_it_tells_whoever_listens_inside_the_transaction(reading, receiver):
    heard = []
    receiver(lambda sender, article, **kwargs: heard.append((sender, article.pk, stored(article.capture.sha256))))
    article = ingest(b"x", read=reading()).article
    assert heard == [(Article, article.pk, article)]


# -- words that do not fit ---------------------------------------------------


def test_metadata_that_is_too_long_is_shortened_and_said_so(reading):
    long = "x" * 5000
    article = ingest(
        b"long",
        media_type=long,
        file_name=f"{long}.html",
        url=f"https://a.example/{long}",
        read=reading(
            "Body.", title=long, byline=long, outlet=long, origin_outlet=long, region=long, theme=long,
            series=long, language=long, canonical_url=f"https://a.example/{long}", charset=long,
            upstream_urls=(f"https://a.example/{long}", "https://b.example/x"),
        ),
    ).article  # fmt: skip
    article.refresh_from_db()
    article.full_clean(exclude=["capture", "created_by"])
    assert (len(article.title), len(article.byline), len(article.outlet.name)) == (1000, 500, 200)
    assert (article.language, article.canonical_url, article.capture.url) == ("", "", "")
    assert article.upstream_urls == ["https://b.example/x"]
    assert len(article.capture.file_name) == 255
    assert article.capture.file_name.endswith(".html")
    assert "The title is longer than 1,000 characters and is stored shortened." in article.warnings
    assert "The canonical address is longer than 2,000 characters and was left out." in article.warnings


def test_paragraph_text_is_never_shortened(reading):
    text = "word " * 200_000 + "end"
    assert ingest(b"big", read=reading(text)).article.paragraphs.get().text == text


def test_nul_and_lone_surrogates_never_reach_the_database(reading):
    bad = "a\x00b\ud800c"
    paragraph = ParsedParagraph("body", "text")
    object.__setattr__(paragraph, "text", bad)
    article = ingest(
        b"surrogates",
        file_name="n\udcffame\x00.txt",
        media_type="text/plain\x00\ud800",
        read=reading(
            paragraphs=(paragraph,), title=bad, byline=bad, outlet=bad, standfirst=bad, rights=bad, tags=(bad,),
            left_out=(bad,), warnings=(bad,), origin_outlet=bad, charset=bad, url=bad, upstream_urls=(bad,),
        ),
    ).article  # fmt: skip
    article.refresh_from_db()
    assert article.paragraphs.get().text == "a\ufffdb\ufffdc"
    values = [
        str(getattr(row, field.attname))
        for row in (article, article.capture, article.outlet)
        for field in row._meta.concrete_fields
    ]
    "".join(values).encode()
    assert "\x00" not in "".join(values)
    assert "\\ud800" not in str(article.tags)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\page.html", "page.html"),
        ("/abs/olute.md", "olute.md"),
        ("evil\u202egnp.exe", "evil\ufffdgnp.exe"),
        ('a"\r\nSet-Cookie: x=1.html', 'a"\ufffd\ufffdSet-Cookie: x=1.html'),
        ("nul\x00byte.txt", "nul\ufffdbyte.txt"),
        ("\x1b[31mred.txt", "\ufffd[31mred.txt"),
        ("naïve 👩‍👩‍👧 مقال.html", "naïve 👩‍👩‍👧 مقال.html"),
        ("..", ".."),
        ("", ""),
    ],
    ids=["traversal", "windows", "absolute", "rtl-override", "header", "nul", "escape", "honest", "dots", "none"],
)
def test_a_file_name_is_only_a_label(reading, typed, kept):
    capture = ingest(b"named", file_name=typed, read=reading()).article.capture
    assert capture.file_name == kept
    assert files() == [capture.path]
    assert capture.path.parent.parent == Path(settings.CAPTURES_DIR)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "no address", "https://a b/"])
def test_an_address_that_is_none_is_not_kept(reading, url):
    assert ingest(b"x", url=url, read=reading()).article.capture.url == ""


# -- two at once --------------------------------------------------------------


@pytest.fixture
def own_connections(tmp_path, transactional_db):
    """Let threads open connections of their own: SQLite's test database lives in memory, so it is copied to a file."""
    if connection.vendor != "sqlite":
        yield
        return
    databases = connections.settings["default"]
    name = databases["NAME"]
    path = tmp_path / "threads.sqlite3"
    connection.ensure_connection()
    copy = sqlite3.connect(path)
    connection.connection.backup(copy)
    copy.close()
    databases["NAME"] = str(path)
    yield
    databases["NAME"] = name


def test_threads_that_bring_the_same_bytes_at_once_store_one_article(own_connections):
    together = threading.Barrier(8)
    answers, faults = [], []
    article = parsed("Same [words] for all.", outlet="The Ledger")

    def read(content, *, media_type, filename, url=""):
        together.wait(timeout=30)
        return article

    def bring():
        try:
            done = ingest(b"the same bytes", read=read)
            answers.append((done.created, done.article.pk, Article.objects.count(), Suggestion.objects.count()))
        except Exception as error:  # noqa: BLE001 - whatever a thread raises is a failure
            faults.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=bring) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert faults == []
    assert sorted(created for created, *_ in answers) == [False] * 7 + [True]
    assert len({pk for _, pk, *_ in answers}) == 1
    assert {(articles, suggestions) for *_, articles, suggestions in answers} == {(1, 1)}
    assert len(files()) == 1


# -- the real thing -----------------------------------------------------------


def test_a_pasted_text_is_read():
    article = ingest(PLAIN, media_type="text/plain").article
    assert article.reader == "plain"
    assert Suggestion.objects.filter(run__article=article).get().quote == "[for good]"


def test_the_seed_article_comes_out_complete(shared_file):
    content = shared_file("data/seed-article.md").read_bytes()
    article = ingest(content, media_type="text/markdown", file_name="seed-article.md").article
    article.refresh_from_db()
    assert article.title == "Syrian War Report: ISIS Defenses Collapsing in Aleppo Province"
    assert article.byline == "South Front"
    assert (article.outlet.name, article.published) == ("Global Research", "2017-03-09")
    assert (article.origin_outlet, article.origin_published) == ("South Front", "2017-03-08")
    assert (article.region, article.theme, article.series) == (
        "Middle East & North Africa",
        "Terrorism",
        "SYRIA",
    )
    slots = list(article.paragraphs.values_list("slot", flat=True))
    assert (slots.count("standfirst"), slots.count("body")) == (3, 7)
    notices = [p.text for p in article.paragraphs.filter(slot="notice")]
    for words in (
        "please support the project",
        "The original source of this article",
        "Copyright",
        "Disclaimer:",
        "media inquiries",
    ):
        assert any(words in notice for notice in notices), words
    suggestion = Suggestion.objects.editorial().get(run__article=article)
    third = list(article.paragraphs.filter(slot="standfirst"))[2]
    assert suggestion.paragraph == third
    assert suggestion.quote == "[supported covertly by US-NATO]" == third.text[suggestion.start : suggestion.end]
    assert (suggestion.marking, suggestion.host) == ("square-brackets", "standfirst")
    assert article.capture.path.read_bytes() == content
