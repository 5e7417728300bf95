from datetime import date

import pytest

from articles.lineage.likeness import later, name_key, same_address_forms, title_similarity


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
    assert same_address_forms(url) == []


def test_an_address_is_the_same_with_or_without_www_and_slash():
    assert set(same_address_forms("http://WWW.A.example/x/")) == set(same_address_forms("https://a.example/x"))
    assert set(same_address_forms("https://a.example/x?p=1")).isdisjoint(same_address_forms("https://a.example/x?p=2"))


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
