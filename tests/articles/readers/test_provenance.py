from datetime import date

import pytest

from articles.readers.appeals import is_appeal
from articles.readers.dates import Dated, parse_date
from articles.readers.links import host_of, http_url
from articles.readers.provenance import recognise, recognise_header


@pytest.mark.parametrize(
    ("text", "year", "month", "day", "precision"),
    [
        ("March 09, 2017", 2017, 3, 9, "day"), ("8 March 2017", 2017, 3, 8, "day"),
        ("9th of March 2017", 2017, 3, 9, "day"),
        ("Thursday, 9 March 2017", 2017, 3, 9, "day"), ("Sept. 1, 1999", 1999, 9, 1, "day"),
        ("2017-03-09", 2017, 3, 9, "day"), ("2017-03-09T23:30:00-05:00", 2017, 3, 9, "day"),
        ("March 2017", 2017, 3, 1, "month"), ("2017-03", 2017, 3, 1, "month"), ("2017", 2017, 1, 1, "year"),
    ],
)  # fmt: skip
def test_a_date_has_the_precision_it_was_given_with(text: str, year: int, month: int, day: int, precision: str) -> None:
    assert parse_date(text) == Dated(date(year, month, day), precision)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["", "09/03/2017", "31 February 2017", "2017-13-01", "soon", "in 2017 or so", "20170309"]
)
def test_a_doubtful_date_is_none(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(
    ("text", "role", "value"),
    [
        ("By South Front", "byline", "South Front"), ("By Ling King", "byline", "Ling King"),
        ("By the Editorial Board", "byline", "the Editorial Board"), ("By van der Berg", "byline", "van der Berg"),
        ("By Ann Oe and Bo Ek, Science Editors", "byline", "Ann Oe and Bo Ek, Science Editors"),
        ("By Ann Oe | 4 May 2020", "byline", "Ann Oe"),
        ("Written by Ann Oe", "byline", "Ann Oe"),
        ("Global Research, March 09, 2017", "dateline", "Global Research"),
        ("South Front 8 March 2017", "dateline", "South Front"),
        ("The Tern – Thursday, 9 March 2017 10:15 GMT", "dateline", "The Tern"),
        ("tern.example, 2017-03-09", "dateline", "tern.example"),
        ("9 March 2017", "dateline", ""),
        ("Published: 9 March 2017", "dateline", ""),
        ("Updated on 10 March 2017", "updated", ""),
        ("STOCKHOLM, March 9, 2017", "dateline", ""), ("London, 9 March 2017", "dateline", ""),
        ("By Ann Oe · 5 min read", "byline", "Ann Oe"),
        ("5 min read", "reading-time", ""),
    ],
)  # fmt: skip
def test_header_lines_are_recognised(text: str, role: str, value: str) -> None:
    line = recognise_header(text)
    assert line is not None
    assert (line.role, line.value) == (role, value)


@pytest.mark.parametrize(
    "text",
    [
        "By Monday, the town had fallen", "By the river stood a mill", "By 2017 it was over",
        "By taking the town, they won.",
        "On 8 March 2017", "The town fell on 8 March 2017", "In March 2017", "Nobody came.", "By Ann Oe.",
    ],
)  # fmt: skip
def test_sentences_are_not_header_lines(text: str) -> None:
    assert recognise_header(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The original source of this article is South Front", "South Front"),
        ("Originally published by The Tern Gazette on 8 March 2017.", "The Tern Gazette"),
        ("Originally published in the Tern Gazette.", "Tern Gazette"),
        ("This article was originally published at tern.example.", "tern.example"),
        ("This article first appeared in The Courier.", "The Courier"),
        ("This story was first published on Moor Relay under a Creative Commons licence.", "Moor Relay"),
        ("Republished from The Courier", "The Courier"),
        ("Reprinted with permission from The Courier.", "The Courier"),
        ("This article is republished from The Courier under a licence. Read the original.", "The Courier"),
        ("Source: Cape Wire", "Cape Wire"),
        ("via: Cape Wire", "Cape Wire"),
    ],
)
def test_sources_are_named(text: str, value: str) -> None:
    line = recognise(text)
    assert line is not None
    assert (line.role, line.value) == ("source", value)


def test_a_source_may_bring_its_date() -> None:
    line = recognise("Originally published by The Tern on 8 March 2017.")
    assert line is not None
    assert line.dated == Dated(date(2017, 3, 8), "day")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Copyright © Cape Wire, 2019", "rights"), ("© 2019 Cape Wire", "rights"), ("(c) 2019 Cape Wire", "rights"),
        ("Cape Wire. All rights reserved.", "rights"), ("Disclaimer: we know nothing.", "disclaimer"),
        ("The views expressed in this article are those of the author alone.", "disclaimer"),
        ("Comment on this on our page", "comments"), ("Become a Member of the Tern", "membership"),
        ("For media inquiries: a@b.example", "contact"), ("Contact: a@b.example", "contact"),
        ("Articles by: Cape Wire", "author-page"), ("Region: The South", "region"), ("In-depth Report: SYRIA",
        "series"),
        ("Tags: a, b", "tags"), ("Donate now via PayPal", "appeal"),
        ("If you like our content, please support the project. Your help counts.", "appeal"),
    ],
)  # fmt: skip
def test_notices_are_recognised(text: str, role: str) -> None:
    line = recognise(text)
    assert line is not None
    assert line.role == role


@pytest.mark.parametrize(
    "text",
    [
        "Copyright law was changed on Monday, and the authors were glad.",
        "The source: a man who would not be named, sat down and spoke for an hour about the mill and its owner.",
        "The region is quiet.",
        "Contact was lost with the boat.",
        "“Please support us with a donation. Your help counts,” said the minister on Monday night.",
        "The minister asked people to donate to the victims of the flood.",
        "The article was written in haste, and the town is angry.",
        "Disclaimers were signed by all.",
        "Comments by the mayor were not well taken by the council, which met on Monday.",
        "The tribunal first published its findings in 1990, and then it fell silent for a very long time indeed.",
    ],
)
def test_sentences_are_not_notices(text: str) -> None:
    assert recognise(text) is None


def test_quoted_appeals_are_speech() -> None:
    assert is_appeal("Please support our work. Your donation counts.")
    assert not is_appeal("He wrote: “Please support our work. Your donation counts.”")


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https://a.example/x", "https://a.example/x"), ("HTTP://a.example/", "http://a.example/"), ("#", ""),
        ("/x", ""),
        ("javascript:alert(1)", ""), (" java\tscript:alert(1)", ""), ("data:text/html,x", ""),
        ("mailto:a@b.example", ""),
        ("//a.example/x", ""), ("http://[bad", ""), ("https://", ""), ("https://a.example/a b", ""), ("", ""),
    ],
)  # fmt: skip
def test_only_absolute_web_addresses_are_kept(href: str, expected: str) -> None:
    assert http_url(href) == expected


def test_hosts_are_compared_without_www() -> None:
    assert host_of("https://WWW.a.example:8080/x") == "a.example"
