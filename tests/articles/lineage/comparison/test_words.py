"""Texts cut into words and signs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.lineage.comparison.words import Cutter, folded
from tests.texts import texts


def cut(text):
    words = Cutter().cut(text)
    return [words.raw(number) for number in range(len(words))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He didn’t go, she said.", ["He", "didn’t", "go", ",", "she", "said", "."]),
        ("US-NATO [sic]...", ["US", "-", "NATO", "[", "sic", "]", "..."]),
        ("60,000 at 3.5 by 10:30.", ["60,000", "at", "3.5", "by", "10:30", "."]),
        ("cafe\u0301 naïve", ["cafe\u0301", "naïve"]),
        ("👩‍👩‍👧👍🏽🇺🇳🇪🇺", ["👩‍👩‍👧", "👍🏽", "🇺🇳", "🇪🇺"]),
        ("水站受损。", ["水", "站", "受", "损", "。"]),
        ("น้ำดี", ["น้ำ", "ดี"]),
        ("می‌روم ل’homme 3,5", ["می‌روم", "ل’homme", "3,5"]),
        (" \u0301x", [" \u0301", "x"]),
        ("", []),
        (" \n\t", []),
    ],
)
def test_words_and_signs(text, words):
    assert cut(text) == words


@pytest.mark.parametrize("text", texts()[::10])
def test_between_words_stands_only_white_space(text):
    check(text)


@given(st.text())
def test_so_it_does_in_any_text(text):
    check(text)


def check(text):
    words = Cutter().cut(text)
    at = 0
    for start, end, key in zip(words.starts, words.ends, words.keys, strict=True):
        assert not text[at:start].strip()
        assert at <= start < end
        assert key
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("“", '"'),
        ("–", "-"),
        ("Bridge", "bridge"),
        ("don’t", "don't"),
        ("60,000", "60000"),
        ("é", "e\u0301"),
        ("…", "..."),
    ],
)
def test_what_differs_in_form_only_is_compared_by_the_same_key(one, other):
    assert folded(one) == folded(other)


@pytest.mark.parametrize(("one", "other"), [("3.5", "35"), ("60,00", "6000"), ("e", "é"), ("[", "(")])
def test_what_differs_in_substance_is_not(one, other):
    assert folded(one) != folded(other)


def test_a_date_is_one_word_only_where_words_begin_and_end():
    words = Cutter().cut("on 8 March 2017 or so", [(3, 15, "2017-03-08")])
    assert words.keys == ["on", "2017-03-08", "or", "so"]
    assert Cutter().cut("on 8 March 2017x", [(3, 15, "2017-03-08")]).keys == ["on", "8", "march", "2017x"]
