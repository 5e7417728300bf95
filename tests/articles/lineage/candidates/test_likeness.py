from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.lineage.candidates.likeness import address_key, later, name_key, title_similarity


@pytest.mark.parametrize(
    ("left", "right"),
    [("The Evening Ledger", "Evening-Ledger"), ("South Front", "SouthFront"), ("ÉCHO", "écho")],
)
def test_names_that_are_the_same(left, right):
    assert name_key(left) == name_key(right) != ""


@pytest.mark.parametrize(("left", "right"), [("The Ledger", "Ledgers"), ("Thessaly", "ssaly"), ("مرحبا", "مرحب")])
def test_names_that_are_not(left, right):
    assert name_key(left) != name_key(right)


@pytest.mark.parametrize("url", ["", "https://a.example", "https://a.example/", "nothing", "http://[", "/path"])
def test_addresses_that_name_no_page(url):
    assert address_key(url) == ""


SAME = {
    "scheme, www and slash": ("http://WWW.A.example/x/", "https://a.example/x"),
    "a part of the page": ("https://a.example/x#second", "https://a.example/x"),
    "encoded path": ("https://a.example/%D0%BD%D0%BE", "https://a.example/но"),
    "encoded host": ("https://xn--e1afmkfd.xn--p1ai/x", "https://пример.рф/x"),
}


@pytest.mark.parametrize(("left", "right"), SAME.values(), ids=SAME)
def test_an_address_is_the_same_however_it_is_commonly_written(left, right):
    assert address_key(left) == address_key(right) != ""


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("https://a.example/x?p=1", "https://a.example/x?p=2"),
        ("https://a.example/x", "https://a.example/y"),
        ("https://a.example/x", "https://b.example/x"),
        ("https://a.example/x", "https://a.example/X"),
    ],
)
def test_other_pages_have_other_keys(left, right):
    assert address_key(left) != address_key(right)


@given(st.text(max_size=80))
def test_any_text_has_a_key_or_none(text):
    for url in (text, f"https://{text}", f"https://{text}.example/{text}?{text}"):
        assert len(address_key(url)) in (0, 64)


def test_empty_titles_are_not_alike():
    assert title_similarity("", "") == title_similarity("!", "!") == 0


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ((date(2026, 3, 2), "day"), (date(2026, 3, 1), "day"), True),
        ((date(2026, 3, 1), "day"), (date(2026, 3, 1), "day"), False),
        ((date(2026, 3, 9), "day"), (date(2026, 3, 1), "month"), False),
        ((date(2026, 4, 1), "day"), (date(2026, 3, 1), "month"), True),
        ((date(2026, 12, 1), "month"), (date(2026, 1, 1), "year"), False),
        ((None, ""), (date(2026, 1, 1), "year"), False),
        ((date(2026, 1, 1), "day"), (None, ""), False),
    ],
)
def test_later_means_surely_later(left, right, expected):
    assert later(*left, *right) is expected
