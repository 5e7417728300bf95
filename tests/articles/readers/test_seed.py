"""The article the product was made for, in the three forms it may arrive in."""

import re
from datetime import date

import pytest
from markdown_it import MarkdownIt

from articles.readers import ParsedArticle, reader_for

PAGE = """<!DOCTYPE html>
<html lang="en-US"><head><meta charset="utf-8">
<title>Syrian War Report: ISIS Defenses Collapsing in Aleppo Province - Global Research</title>
<meta property="og:site_name" content="Global Research">
<script>var tracker = "<p>no text</p>";</script></head>
<body class="single has-sidebar">
<div id="cookie-notice" class="cookie-banner">
<p>We use cookies to make this site work.</p><button>Accept</button></div>
<header><div class="logo"><a href="/">Globe of pages</a></div>
<nav><ul><li><a href="/a">Home page</a></li><li><a href="/b">All regions</a></li></ul></nav></header>
<div id="wrap"><main><article class="post">
{body}
<aside class="related"><h3>Related stories</h3>
<ul><li><a href="/c">A story of another place and time</a></li></ul></aside>
</article></main>
<div class="sidebar"><h3>Most read</h3><p>A long teaser for a story which is not this story at all.</p></div></div>
<footer><p>Privacy and terms of this site</p></footer>
</body></html>"""
FURNITURE = (
    "We use cookies to make this site work.", "Accept", "Globe of pages", "Home page", "All regions",
    "Related stories",
    "A story of another place and time", "Most read", "A long teaser for a story which is not this story at all.",
    "Privacy and terms of this site",
)  # fmt: skip


def as_html(seed: bytes) -> bytes:
    return PAGE.replace("{body}", MarkdownIt("commonmark").render(seed.decode())).encode()


def as_plain(seed: bytes) -> bytes:
    text = re.sub(r"(?<!\w)[*]{1,2}|[*]{1,2}(?!\w)|^#+ |[<>]", "", seed.decode(), flags=re.MULTILINE)
    return re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", text).replace("\n---\n", "\n").encode()


@pytest.fixture(params=["markdown", "html", "plain"])
def article(request: pytest.FixtureRequest, seed: bytes) -> ParsedArticle:
    made = {"markdown": (seed, "a.md"), "html": (as_html(seed), "a.html"), "plain": (as_plain(seed), "a.txt")}
    content, name = made[request.param]
    return reader_for("", name, content).read(content)


def test_it_knows_who_published_it_and_who_before(article: ParsedArticle) -> None:
    assert article.title == "Syrian War Report: ISIS Defenses Collapsing in Aleppo Province"
    assert article.byline == "South Front"
    assert (article.outlet, article.published_on, article.published_precision) == (
        "Global Research", date(2017, 3, 9), "day",
    )  # fmt: skip
    assert (article.origin_outlet, article.origin_published_on, article.origin_published_precision) == (
        "South Front", date(2017, 3, 8), "day",
    )  # fmt: skip
    assert (article.region, article.theme, article.series) == (
        "Middle East & North Africa",
        "Terrorism",
        "SYRIA",
    )
    assert article.rights == "Copyright © South Front, South Front, 2017"


def test_its_header_has_its_own_slots(article: ParsedArticle) -> None:
    header = [(part.slot, part.text) for part in article.paragraphs[:7]]
    assert header == [
        ("headline", "Syrian War Report: ISIS Defenses Collapsing in Aleppo Province"),
        ("byline", "By South Front"),
        ("dateline", "Global Research, March 09, 2017"),
        ("dateline", "South Front 8 March 2017"),
        ("notice", "Region: Middle East & North Africa"),
        ("notice", "Theme: Terrorism"),
        ("notice", "In-depth Report: SYRIA"),
    ]


def test_it_has_seven_body_paragraphs(article: ParsedArticle) -> None:
    body = [part.text for part in article.paragraphs if part.slot == "body"]
    if article.reader == "plain":
        body = body[3:]  # plain text has no italics to tell the standfirst by
    assert len(body) == 7
    assert body[0].startswith("The ISIS-held Jihar Military Airbase")
    assert body[6].endswith("to coordinate military actions against government forces.")


@pytest.mark.parametrize("article", ["markdown", "html"], indirect=True)
def test_its_standfirst_keeps_the_bracket(article: ParsedArticle) -> None:
    standfirst = [part.text for part in article.paragraphs if part.slot == "standfirst"]
    assert len(standfirst) == 3
    assert "[supported covertly by US-NATO]" in standfirst[2]
    assert article.standfirst == "\n\n".join(standfirst)


def test_the_lines_below_the_story_are_notices(article: ParsedArticle) -> None:
    notices = [part.text for part in article.paragraphs if part.slot == "notice"][3:]
    starts = [
        "If you're able", "via: http", "The original source of this article is South Front", "Copyright ©",
        "Comment on", "Become a Member", "Articles by: South Front", "Disclaimer: The contents",
        "For media inquiries:",
    ]  # fmt: skip
    assert [text.startswith(start) for text, start in zip(notices, starts, strict=True)] == [True] * len(starts)
    assert article.paragraphs[-1].text == "For media inquiries: publications@globalresearch.ca"


def test_no_word_of_it_is_lost_or_moved(article: ParsedArticle, seed: bytes) -> None:
    words = "".join(as_plain(seed).decode().split())
    assert "".join("".join(part.text for part in article.paragraphs).split()) == words


def test_the_page_around_it_is_left_out_but_listed(seed: bytes) -> None:
    content = as_html(seed)
    article = reader_for("", "a.html", content).read(content)
    assert article.left_out == FURNITURE
    assert article.language == "en-US"


def test_a_definition_cannot_take_the_bracket_away(seed: bytes) -> None:
    content = seed + b"\n\n[supported covertly by US-NATO]: https://planted.example/\n"
    article = reader_for("", "a.md", content).read(content)
    assert "[supported covertly by US-NATO] damaged" in article.standfirst
