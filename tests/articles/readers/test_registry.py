from datetime import date

import pytest

from articles.readers import Mark, ParsedArticle, ParsedParagraph, ReadError, reader_for

EMPTY = ParsedArticle(reader="x", reader_version="1").to_json()


@pytest.mark.parametrize(
    ("media_type", "filename", "content", "expected"),
    [
        ("text/html; charset=utf-8", "x", b"", "html"), ("application/xhtml+xml", "", b"", "html"),
        ("text/markdown", "", b"", "markdown"), ("text/plain", "a.md", b"", "markdown"),
        ("text/plain", "a.html", b"", "html"), ("text/plain", "a.txt", b"<html>", "plain"), ("", "A.HTM", b"",
        "html"),
        ("application/octet-stream", "a.markdown", b"", "markdown"), ("", "a", b"\xef\xbb\xbf <!DOCTYPE html>",
        "html"),
        ("", "a", b"\xff\xfe<\x00h\x00t\x00m\x00l\x00", "html"), ("", "", b"Words", "plain"), ("text/x-thing",
        "", b"W", "plain"),
    ],
)  # fmt: skip
def test_the_reader_is_chosen_by_type_then_name_then_first_bytes(
    media_type: str, filename: str, content: bytes, expected: str
) -> None:
    assert reader_for(media_type, filename, content).name == expected


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"PK\x03\x04", b"\x1f\x8b\x08", b"\x89PNG\r\n"])
def test_what_is_no_text_is_refused_by_its_first_bytes(content: bytes) -> None:
    with pytest.raises(ReadError, match="can be read"):
        reader_for("text/html", "a.html", content)


def test_an_unknown_type_is_refused_by_name() -> None:
    with pytest.raises(ReadError, match="application/pdf"):
        reader_for("application/pdf", "a.pdf", b"x")


def test_an_error_tells_its_line() -> None:
    assert str(ReadError("It is bad.", 3)) == "Line 3: It is bad."
    assert str(ReadError("It is bad.")) == "It is bad."


@pytest.mark.parametrize(
    "data",
    [
        "[]", "{}", "null", '"x"', '{"reader": 1}',
        EMPTY.replace('"tags": []', '"tags": [1]'),
        EMPTY.replace('"title": ""', '"title": null'),
        EMPTY.replace('"title": ""', '"title": "\\ud800"'),
        EMPTY.replace('"published_on": null', '"published_on": "2017-01-01"'),
        ParsedArticle(
            reader="x", reader_version="1", paragraphs=(ParsedParagraph("body", "ab", (Mark(0, 2, "strong"),)),)
        ).to_json().replace('"end": 2', '"end": 3'),
        ParsedArticle(reader="x", reader_version="1", paragraphs=(ParsedParagraph("body", "ab"),))
        .to_json().replace('"body"', '"script"'),
    ],
)  # fmt: skip
def test_json_that_is_no_article_is_refused(data: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - many sentences, one kind
        ParsedArticle.from_json(data)


def test_json_keeps_everything() -> None:
    article = ParsedArticle(
        reader="html",
        reader_version="1",
        title="Tītle 👩‍👩‍👧",
        published_on=date(2017, 3, 9),
        published_precision="day",
        tags=("a", "b"),
        paragraphs=(ParsedParagraph("body", "one\ntwo", (Mark(0, 3, "link", "https://a.example/"),)),),
        left_out=("x",),
    )
    assert ParsedArticle.from_json(article.to_json()) == article


@pytest.mark.parametrize("mark", [(0, 0, "strong", ""), (2, 1, "strong", ""), (-1, 1, "strong", ""),
(0, 1, "bold", ""),
                                  (0, 1, "link", "javascript:x"), (0, 1, "link", "")])  # fmt: skip
def test_a_mark_that_cannot_be_is_refused(mark: tuple[int, int, str, str]) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - many sentences, one kind
        Mark(*mark)  # type: ignore[arg-type]
