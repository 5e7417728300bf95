"""What holds for every text, not only for those we thought of."""

import html as escaping

from hypothesis import given, settings
from hypothesis import strategies as st

from articles.readers import ParsedArticle, ReadError, reader_for

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=400)
tokens = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<i>", "</i>", "<br>", "<q>", "<li>", "<ul>",
        "<blockquote>", "<a href='https://a.example/'>",
         "</a>", "<!--", "-->", "<table>", "<td>", "<pre>", "</pre>", "<h1>", "</h1>", "<article>", "&amp;",
         "&#0;", "\n", " ", "word", "By Ann Oe", "[sic]", "9 March 2017", "© 2017 A"]
    ),
    max_size=60,
).map("".join)  # fmt: skip
marked = st.lists(
    st.sampled_from(["*", "**", "_", "[", "]", "](https://a.example/)", "`", "> ", "- ", "# ", "\n", "\n\n",
    "  \n", "\\", "<b>", "word", " ", "![", "|", "---\n", "1. "]),
    max_size=60,
).map("".join)  # fmt: skip
word = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=8)
sentence = st.lists(word, min_size=1, max_size=12).map(" ".join)


def read(name: str, content: bytes) -> ParsedArticle | None:
    try:
        return reader_for("", name, content).read(content)
    except ReadError:
        return None


def check(article: ParsedArticle | None) -> None:
    if article is None:
        return
    assert ParsedArticle.from_json(article.to_json()) == article
    for part in article.paragraphs:
        assert part.text == part.text.strip(" \t\n\r\f")
        for mark in part.marks:
            assert 0 <= mark.start < mark.end <= len(part.text)
            assert part.text[mark.start : mark.end].strip(" \t\n\r\f") == part.text[mark.start : mark.end]


@settings(max_examples=150, deadline=None)
@given(content=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    for name in ("a.html", "a.md", "a.txt"):
        if not content.startswith((b"PK", b"%PDF", b"GIF8")):
            check(read(name, content))


@settings(max_examples=150, deadline=None)
@given(text=tokens)
def test_marks_of_any_page_lie_within_their_text(text: str) -> None:
    check(read("a.html", text.encode()))


@settings(max_examples=200, deadline=None)
@given(text=marked)
def test_marks_of_any_markdown_lie_within_their_text(text: str) -> None:
    check(read("a.md", text.encode()))


@settings(max_examples=200, deadline=None)
@given(text=anything)
def test_plain_text_keeps_every_character_but_space_in_order(text: str) -> None:
    if text.startswith("---"):
        return
    article = read("a.txt", text.encode())
    kept = "".join("".join(part.text for part in article.paragraphs).split()) if article else ""
    assert kept == "".join(text.replace("\x00", "\ufffd").removeprefix("\ufeff").split())


@settings(max_examples=150, deadline=None)
@given(sentences=st.lists(sentence, min_size=1, max_size=5))
def test_paragraphs_of_words_are_verbatim_in_every_reader(sentences: list[str]) -> None:
    expected = [f"Here {text} ends." for text in sentences]
    made = {
        "a.md": "\n\n".join(expected),
        "a.html": "".join(f"<p>{escaping.escape(text)}</p>" for text in expected),
        "a.txt": "\n\n".join(expected),
    }
    for name, text in made.items():
        article = read(name, text.encode())
        assert article is not None
        assert [part.text for part in article.paragraphs] == expected


@settings(max_examples=100, deadline=None)
@given(text=anything)
def test_a_page_shows_what_was_put_into_its_paragraph(text: str) -> None:
    """Escaped text comes back as a browser shows it: white space collapsed, nothing else touched."""
    shown = text.replace("\x00", "\ufffd").replace("\r", "\n")
    for space in "\t\n\f":
        shown = shown.replace(space, " ")
    shown = " ".join(filter(None, shown.split(" ")))
    article = read("a.html", f"<!doctype html><body><p>{escaping.escape(text)}</p>".encode())
    assert [part.text for part in article.paragraphs] == [shown] if article else not shown.strip()
