import pytest
from django.db import DataError, connection, transaction
from django.urls import reverse

from articles.ingest import ingest
from tests.factories.articles import CaptureFactory, make_article

pytestmark = pytest.mark.django_db
HTML = b"<script>alert(1)</script>\r\n\x00"


def address(article):
    return reverse("article_bytes", args=[article.pk])


@pytest.fixture
def reader(signed_in):
    return signed_in("articles.view_article")


@pytest.fixture
def stored(reading):
    return ingest(HTML, media_type="text/html", file_name="page.html", read=reading()).article


def test_it_gives_back_the_bytes_as_a_download_and_never_as_a_page(reader, stored):
    response = reader.get(address(stored))
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == HTML
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"] == 'attachment; filename="page.html"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["Content-Length"] == str(len(HTML))


def test_it_is_for_those_who_may_read_the_library(client, signed_in, stored):
    assert client.get(address(stored)).status_code == 302
    assert signed_in().get(address(stored)).status_code == 404


def test_it_shows_and_changes_nothing(reader, stored):
    assert reader.post(address(stored)).status_code == 405


@pytest.mark.parametrize(
    "name",
    [
        'a"; filename="b.html',
        "a\r\nSet-Cookie: stolen=1",
        "../../../etc/passwd",
        "rtl\u202elmth.exe",
        "مقال.html",
        "👩‍👩‍👧.html",
        "x" * 255,
        "",
        "   ",
        ";=,",
        "a\\b",
    ],
    ids=["quote", "newline", "traversal", "rtl", "arabic", "family", "long", "none", "blank", "signs", "back"],
)
def test_no_name_reaches_beyond_its_header(reader, name):
    check_header(reader, name)


def test_a_name_with_nul_is_not_stored_or_does_not_reach_beyond_its_header(reader):
    """SQLite would keep one that came past the import, which takes NUL out; PostgreSQL keeps none."""
    if connection.vendor == "postgresql":
        with pytest.raises(DataError, match="NUL"), transaction.atomic():
            CaptureFactory(file_name="nul\x00.html")
    else:
        check_header(reader, "nul\x00.html")


def check_header(reader, name):
    capture = CaptureFactory(file_name=name)
    capture.path.parent.mkdir(parents=True)
    capture.path.write_bytes(b"x")
    response = reader.get(address(make_article(capture=capture)))
    header = response["Content-Disposition"]
    assert response.status_code == 200
    assert header.startswith("attachment; filename")
    assert not set(header) & set("\r\n\x00\u202e")
    assert "Set-Cookie" not in response
    assert not response.cookies
    assert "/" not in header
    response.close()


def test_bytes_that_are_gone_are_said_to_be_gone(reader):
    response = reader.get(address(make_article()))
    assert response.status_code == 404
    assert "its original file is not where it should be" in response.content.decode()
