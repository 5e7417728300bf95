import codecs
from collections.abc import Callable
from datetime import date

import pytest

from articles.readers import ParsedArticle, ReadError, reader_for

type Page = Callable[..., ParsedArticle]
type Texts = Callable[..., list[str]]

FILLER = (
    "<p>" + "The rest of the story goes on for a while so that it can be told from the page around it. " * 4 + "</p>"
)


def read(html: str | bytes, **options: str) -> ParsedArticle:
    content = html.encode() if isinstance(html, str) else html
    return reader_for("text/html", "", content).read(content, **options)


def story(inner: str) -> str:
    return f"<html lang=en><body><article><h1>A headline</h1>{FILLER}{inner}</article></body></html>"


def body_of(inner: str) -> list[str]:
    return [part.text for part in read(story(inner)).paragraphs[2:]]


def test_bare_text_in_divisions_is_kept_in_order(page: Page, texts: Texts) -> None:
    article = page("bare-text.html")
    assert texts(article, "body") == [
        "The ferry to Ostrova sailed on Monday for the first time since the storm of last autumn, carrying forty "
        "islanders and a cow named Beatrix.\nNobody was seasick, the harbour office said.",
        "Bare text that no element but the story holds: the captain waved twice before the boat left the pier.",
        "The harbour master, who asked not to be filmed, said the pier would need another coat of paint before winter "
        "comes.",
        "A nested division holds the cost of that paint, which nobody wants to pay for this year or the next.",
        "And the outer division goes on after it with a last remark on the price of tar in the northern ports.",
        "She called it a small miracle and [sic] went home.",
        "What comes next",
        "A second boat is to follow in the spring, when the ice on the sound has broken and the pilots are back at "
        "work.",
    ]
    assert texts(article, "caption") == ["The ferry on Monday. Photo: Ole Brandt"]


def test_the_headline_is_not_the_sites_name(page: Page) -> None:
    article = page("bare-text.html")
    assert (article.title, article.byline, article.outlet) == (
        "Ferry to Ostrova runs again", "Milda Korhane", "The Tern Gazette",
    )  # fmt: skip


def test_hidden_text_and_furniture_are_left_out_but_listed(page: Page) -> None:
    left_out = page("bare-text.html").left_out
    assert {"This sentence is hidden from readers.", "Share this", "Most read", "Sea", "Agree"} <= set(left_out)
    assert not any("not a paragraph" in text or "color: red" in text for text in left_out)


def test_a_quotation_without_marks_is_warned_of(page: Page) -> None:
    assert any("<q>" in warning for warning in page("bare-text.html").warnings)


def test_quotations_lists_tables_and_notices_have_their_slots(page: Page, texts: Texts) -> None:
    article = page("quotations-and-lists.html")
    assert texts(article, "quotation") == [
        "“We cannot eat [old] stones,” said the treasurer.", "“But we can show them,” said the mayor.",
    ]  # fmt: skip
    assert texts(article, "list-item") == [
        "sell it to the brewery,", "turn it into a museum of flour,", "let it fall down.", "slowly, or", "at once.",
    ]  # fmt: skip
    assert texts(article, "caption") == ["Votes on Tuesday"]
    assert texts(article, "standfirst") == ["Four members want it kept, three want it gone"]
    assert texts(article, "byline") == ["By Ada Lindqvar and Piet Osk"]
    assert texts(article, "dateline") == ["4 May 2021"]
    assert texts(article, "notice") == [
        "This article first appeared in The Upper Pell Courier on 3 May 2021.",
        "© 2021 Pell Press. All rights reserved.",
    ]  # fmt: skip
    assert (article.published_on, article.origin_outlet, article.origin_published_on) == (
        date(2021, 5, 4), "The Upper Pell Courier", date(2021, 5, 3),
    )  # fmt: skip


def test_line_breaks_preformatted_text_and_empty_lines(page: Page, texts: Texts) -> None:
    body = texts(page("quotations-and-lists.html"), "body")
    assert "Line one\n  line two" in body
    assert body[-2:] == [
        "First half of a verse\nsecond half of a verse",
        "A paragraph after an empty line, which tells how the evening ended at last.",
    ]


def test_only_web_addresses_become_links(page: Page) -> None:
    article = page("quotations-and-lists.html", url="https://pell.example/news/mill")
    links = [
        (part.text[mark.start : mark.end], mark.href)
        for part in article.paragraphs
        for mark in part.marks
        if mark.kind == "link" and part.slot == "body"
    ]
    assert links == [
        ("the history", "https://pell.example/mill/history"), ("the plan", "https://mill.example/plan"),
    ]  # fmt: skip
    unplaced = page("quotations-and-lists.html")
    assert not any(mark.href.endswith("history") for part in unplaced.paragraphs for mark in part.marks)


def test_nested_marks_overlap(page: Page) -> None:
    article = page("quotations-and-lists.html")
    item = next(part for part in article.paragraphs if "flour" in part.text)
    assert [(mark.kind, item.text[mark.start : mark.end]) for mark in item.marks] == [
        ("emphasis", "museum of flour"), ("strong", "flour"),
    ]  # fmt: skip


def test_linked_data_name_author_publisher_date_and_upstream(page: Page) -> None:
    article = page("linked-data.html", url="https://relay.example/bridge")
    assert article.byline == "Jo Vantongeren, Sam Ruud \ufffd"
    assert (article.outlet, article.published_on) == ("Moor Relay", date(2020, 2, 11))
    assert article.tags == ("bridges", "traffic")
    assert article.rights == "Moor Relay 2020"
    assert article.canonical_url == "https://courier.example/bridge"
    assert article.upstream_urls == (
        "https://courier.example/bridge", "https://courier.example/extra", "https://report.example/steel",
        "https://agency.example/wire/77",
    )  # fmt: skip
    assert any("JSON-LD" in warning for warning in article.warnings)


def test_a_canonical_address_at_home_is_no_upstream(page: Page) -> None:
    html = '<link rel=canonical href="https://www.home.example/a">' + story("<p>x</p>")
    assert read(html, url="https://home.example/a?utm=1").upstream_urls == ()
    assert read(html, url="https://other.example/a").upstream_urls == ("https://www.home.example/a",)


def test_a_republished_page_is_read_with_its_origin(page: Page, texts: Texts) -> None:
    article = page("republished.html")
    assert (article.byline, article.outlet, article.published_on) == (
        "Cape Wire",
        "World Mirror",
        date(2019, 6, 12),
    )
    assert (article.origin_outlet, article.origin_published_on) == ("Cape Wire", date(2019, 6, 11))
    assert article.origin_url == "https://capewire.example/grain"
    assert (article.region, article.tags) == ("Southern Seas", ("grain", "ships"))
    assert len(texts(article, "standfirst")) == 2
    assert len(texts(article, "body")) == 3
    assert texts(article, "notice")[-5:] == [
        "Please support our work with a donation today. Your help keeps us going.",
        "The original source of this article is Cape Wire",
        "Copyright © Cape Wire, 2019",
        "Disclaimer: The contents of this article are of sole responsibility of the author(s).",
        "For media inquiries: desk@mirror.example",
    ]


def test_arabic_is_kept_with_its_bidi_marks(page: Page) -> None:
    article = page("arabic.html")
    assert article.language == "ar"
    assert "‏«نور»‏" in article.paragraphs[2].text
    assert "[كما قيل]" in article.paragraphs[1].text


def test_joined_and_combined_characters_are_verbatim(page: Page) -> None:
    article = page("marks-of-many-kinds.html")
    assert article.title == "Signs 👩‍👩‍👧‍👦 and wonders"
    second, third, fourth = (part.text for part in article.paragraphs[1:])
    assert "cafe\u0301 and all" in second
    assert "zero\u200b-width space, a no-break\u00a0space, a soft\u00adhyphen and an & ampersand" in third
    assert "half\ufffd pair and a nothing\ufffd and a quote “old”" in fourth
    emphasis = [second[mark.start : mark.end] for mark in article.paragraphs[1].marks if mark.kind == "emphasis"]
    assert emphasis == ["Every family", "band"]


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        pytest.param("<p>a <b>b</b>\n   c</p>", ["a b c"], id="white-space-collapses"),
        pytest.param("<p>a<b> b </b>c</p>", ["a b c"], id="white-space-inside-marks"),
        pytest.param("<p>a<br/>b</p>", ["a\nb"], id="line-break"),
        pytest.param("<p>a<br><br>b</p>", ["a", "b"], id="two-line-breaks"),
        pytest.param("<p>a<p>b", ["a", "b"], id="unclosed-paragraphs"),
        pytest.param("<em><p>a</p><p>b</p></em>", ["a", "b"], id="emphasis-around-blocks"),
        pytest.param("<div>a<div>b</div>c</div>", ["a", "b", "c"], id="text-around-a-division"),
        pytest.param("<p>&nbsp;</p><p>b</p>", ["b"], id="empty-paragraph"),
        pytest.param("<p>x [W]e [^1] [1] [sic] [text](url)</p>", ["x [W]e [^1] [1] [sic] [text](url)"], id="brackets"),
        pytest.param("<p>a</p></body></html><p>b</p>", ["a", "b"], id="text-after-the-end"),
        pytest.param("<p>a<!-- c -->b<?pi x?>c</p>", ["abc"], id="comments"),
        pytest.param("<script>x</script><p>a</p><template><p>t</p></template>", ["a"], id="scripts"),
        pytest.param("<p>1 &lt; 2 &amp;amp; 3</p>", ["1 < 2 &amp; 3"], id="entities-once"),
        pytest.param("<dl><dt>a</dt><dd>b</dd></dl>", ["a", "b"], id="definitions"),
        pytest.param("<p>a<sup>2</sup><span>b</span><wbr>c</p>", ["a2bc"], id="inline-tags"),
    ],
)
def test_blocks_are_cut_as_a_browser_lays_them_out(inner: str, expected: list[str]) -> None:
    assert body_of(inner) == expected


def test_emphasis_around_blocks_marks_each() -> None:
    parts = read(story("<em><p>abc</p><p>de</p></em>")).paragraphs[-2:]
    assert [(mark.start, mark.end) for part in parts for mark in part.marks] == [(0, 3), (0, 2)]


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        pytest.param("<meta charset=windows-1252>Café “naïve”".encode("cp1252"), "windows-1252", id="meta"),
        pytest.param("<meta charset=iso-8859-1>Café “naïve”".encode("cp1252"), "windows-1252", id="latin-1-is-cp1252"),
        pytest.param(codecs.BOM_UTF16_LE + "<p>Café “naïve”".encode("utf-16-le"), "utf-16-le", id="utf-16-bom"),
        pytest.param(codecs.BOM_UTF8 + "<meta charset=latin1>Café “naïve”".encode(), "utf-8", id="bom-beats-meta"),
        pytest.param("<p>Café “naïve”".encode(), "utf-8", id="valid-utf-8"),
        pytest.param(("<p>" + "Café “naïve” à la garçon, déjà vu. " * 9).encode("cp1252"), "windows-1252", id="guess"),
        pytest.param(
            ("<meta charset=utf-8>" + "Café “naïve” à la garçon, déjà vu. " * 9).encode("cp1252"),
            "windows-1252",
            id="wrong-declaration",
        ),
        pytest.param("<meta charset=utf-7>Café “naïve”".encode(), "utf-8", id="no-such-charset-on-the-web"),
    ],
)
def test_the_charset_is_found_and_recorded(content: bytes, charset: str) -> None:
    article = read(content)
    assert article.charset == charset
    assert "Café “naïve”" in article.paragraphs[0].text


def test_the_servers_charset_beats_the_pages() -> None:
    content = "<meta charset=utf-8><p>Ελλάδα".encode("iso-8859-7")
    article = read(content, media_type='text/html; charset="ISO-8859-7"')
    assert (article.charset, article.paragraphs[0].text) == ("iso-8859-7", "Ελλάδα")


def test_an_archived_address_is_taken_apart() -> None:
    article = read(story(""), url="https://web.archive.org/web/20190612000000/https://mirror.example/a")
    assert article.url == "https://mirror.example/a"
    assert article.archive_url.startswith("https://web.archive.org/")


@pytest.mark.parametrize("content", [b"", b"   ", b"<html></html>", b"<p>&nbsp;</p>", b"<!-- x -->"])
def test_a_page_without_text_is_refused(content: bytes) -> None:
    with pytest.raises(ReadError, match="no text"):
        reader_for("text/html", "", content).read(content)


def test_a_page_without_article_markup_or_enough_text_is_read_whole() -> None:
    assert [part.text for part in read("<title>t</title><p>One line.</p><p>Two.</p>").paragraphs] == [
        "One line.",
        "Two.",
    ]


def test_absent_things_are_empty() -> None:
    article = read(story(""))
    assert (article.byline, article.outlet, article.published_on, article.origin_outlet, article.url, article.tags) == (
        "", "", None, "", "", (),
    )  # fmt: skip


def test_mark_up_of_a_part_of_a_line_does_not_name_the_line() -> None:
    article = read(
        f"<html lang=en><article><h1>T</h1><span class=byline>By Ann</span> <i>5 min read</i>{FILLER}</article>"
    )
    assert (article.byline, article.paragraphs[1].text) == ("Ann", "By Ann 5 min read")
