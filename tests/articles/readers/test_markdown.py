from datetime import date

import pytest

from articles.readers import Mark, ParsedArticle, ReadError, reader_for


def read(text: str, **options: str) -> ParsedArticle:
    return reader_for("text/markdown", "", text.encode()).read(text.encode(), **options)


def texts(text: str) -> list[str]:
    return [part.text for part in read(text).paragraphs]


@pytest.mark.parametrize(
    "text",
    [
        "Militants [backed by someone] left.", "He said “[W]e go” [sic].", "A claim.[^1]", "See [1] and [2].",
        "An array[0] of [nested [brackets] here].", "[ ] undone [x] done", "Empty [] and [text][] too",
        "<b>raw</b> <script>alert(1)</script> tags", "5 * 3 * 2 and snake_case_name", "a < b > c", "~~struck~~ #tag",
    ],
)  # fmt: skip
def test_text_is_verbatim(text: str) -> None:
    assert texts(text) == [text]


@pytest.mark.parametrize("label", ["sic", "W", "^1", "1", "backed by someone"])
def test_a_definition_takes_no_bracket_away(label: str) -> None:
    article = read(f"He said [{label}]e go.\n\n[{label}]: https://planted.example/")
    assert article.paragraphs[0].text == f"He said [{label}]e go."
    assert article.paragraphs[0].marks == ()


def test_a_full_reference_is_a_link_and_its_definition_is_listed() -> None:
    article = read("See [the *plan*][p] now.\n\n[p]: https://plan.example/ 'x'")
    assert [part.text for part in article.paragraphs] == ["See the plan now."]
    assert Mark(4, 12, "link", "https://plan.example/") in article.paragraphs[0].marks
    assert Mark(8, 12, "emphasis") in article.paragraphs[0].marks
    assert article.left_out == ("[p]: https://plan.example/ 'x'",)


def test_a_footnote_is_text() -> None:
    assert texts("A claim.[^1]\n\n[^1]: Its note, at length.")[1] == "[^1]: Its note, at length."


def test_each_block_is_a_paragraph_with_its_slot() -> None:
    text = "# T\n\nOne.\n\n> Quoted\n> on.\n\n- first\n- second\n\n## Cross\n\n"
    text += "```\ncode *x*\n  y\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    assert [(part.slot, part.text) for part in read(text).paragraphs] == [
        ("headline", "T"), ("body", "One."), ("quotation", "Quoted on."), ("list-item", "first"),
        ("list-item", "second"), ("body", "Cross"), ("body", "code *x*\n  y"), ("body", "a"), ("body", "b"),
        ("body", "1"), ("body", "2"),
    ]  # fmt: skip


def test_breaks_soft_and_hard() -> None:
    assert texts("one\ntwo  \nthree\\\nfour") == ["one two\nthree\nfour"]


def test_links_keep_only_web_addresses() -> None:
    article = read(
        "[a](https://a.example/) [b](#) [c](javascript:x) [d](mailto:x@y.example) [e](/e) <http://f.example>"
    )
    hrefs = [mark.href for mark in article.paragraphs[0].marks]
    assert hrefs == ["https://a.example/", "http://f.example"]
    assert read("[e](/e)", url="https://g.example/x").paragraphs[0].marks[0].href == "https://g.example/e"


def test_front_matter_gives_what_the_text_does_not() -> None:
    article = read(
        "---\ntitle: 'A story'\nauthor: Ann Oe\npublisher: The Tern\ndate: 2020-05\nurl: https://t.example/a\n"
        "tags:\n  - sea\n  - land\n---\n\nThe story is here and is a sentence long, no more than that.\n"
    )
    assert (article.title, article.byline, article.outlet, article.url) == (
        "A story", "Ann Oe", "The Tern", "https://t.example/a",
    )  # fmt: skip
    assert (article.published_on, article.published_precision, article.tags) == (
        date(2020, 5, 1),
        "month",
        ("sea", "land"),
    )
    assert len(article.paragraphs) == 1


@pytest.mark.parametrize(
    "text", ["---\n\nA story.\n\n---\n\nEnd.", "---\nA story: of old.\nAnd more.\n---\n", "---\n---\nx"]
)
def test_a_rule_is_not_front_matter(text: str) -> None:
    words = [word for word in text.split() if word != "---"]
    assert " ".join(texts(text)).split() == words


def test_a_hard_break_is_cut_only_between_unlike_notices() -> None:
    assert texts("# T\n\nStory is long.\n\nSource: Cape Wire  \n© Cape Wire 2019") == [
        "T", "Story is long.", "Source: Cape Wire", "© Cape Wire 2019",
    ]  # fmt: skip
    assert texts("# T\n\nA verse  \n© Cape Wire 2019")[1] == "A verse\n© Cape Wire 2019"


def test_an_article_all_in_italics_has_a_body() -> None:
    slots = [part.slot for part in read("# T\n\n*All of it is in italics.*\n\n*To the very end.*").paragraphs]
    assert slots == ["headline", "body", "body"]


def test_italics_after_the_story_began_are_body() -> None:
    slots = [
        part.slot for part in read("# T\n\n*Deck.*\n\nThe story begins here.\n\n*The author is a poet.*").paragraphs
    ]
    assert slots == ["headline", "standfirst", "body", "body"]


def test_nothing_but_white_space_is_refused() -> None:
    with pytest.raises(ReadError, match="no text"):
        read(" \n\n")


def test_a_heading_between_headline_and_byline_is_standfirst() -> None:
    slots = [part.slot for part in read("# T\n\n## Sub\n\nBy Ann Oe\n\nThe story begins here.\n\n## Cross").paragraphs]
    assert slots == ["headline", "standfirst", "byline", "body", "body"]
