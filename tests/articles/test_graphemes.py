"""A cut never lies inside what a reader sees as one character."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from articles.graphemes import is_boundary

WHOLE = {
    "combining accent": "e\u0301",
    "zwj family": "👩‍👩‍👧‍👦",
    "flag": "🇺🇦",
    "skin tone": "👍🏽",
    "variation selector": "☂️",
    "tag flag": "🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "keycap": "1️⃣",
    "devanagari conjunct": "क्षि",
    "devanagari conjunct through another mark": "क्\u20e3क",
    "devanagari conjunct through a mark before": "क\u093c्क",
    "arabic vowel mark": "أُ",
    "hangul jamo": "각",
    "hangul syllable and jamo": "각",
    "thai vowel": "กำ",
    "carriage return and line feed": "\r\n",
    "arabic number sign": "\u06001",
}

#: letters that meet in clusters, and some that do not
AWKWARD = "ae .\r\n" + "".join(sorted(set("".join(WHOLE.values())))) + "🇩🇪漢ا\u200b"


@pytest.mark.parametrize("cluster", WHOLE.values(), ids=WHOLE)
def test_no_boundary_lies_inside_a_cluster(cluster):
    text = f"a{cluster}b"
    inside = range(2, 1 + len(cluster))
    assert not [at for at in inside if is_boundary(text, at)]
    assert is_boundary(text, 1) is (cluster[0] not in "\u0301")
    assert is_boundary(text, 1 + len(cluster)) is (not cluster.endswith("\u200d"))


@given(st.text(alphabet=AWKWARD, max_size=30))
def test_it_never_cuts_where_unicode_does_not(text):
    theirs = {match.start() for match in regex.finditer(r"\X", text)} | {len(text)}
    ours = {at for at in range(len(text) + 1) if is_boundary(text, at)}
    assert ours <= theirs


@given(st.text(alphabet="abc é漢字 \n\t", max_size=30))
def test_plain_text_may_be_cut_anywhere(text):
    assert all(is_boundary(text, at) for at in range(len(text) + 1))


def test_a_long_row_of_marks_is_looked_through_once_for_each_letter():
    """A text of marks costs no more than one of letters: only a letter looks back."""
    text = "क" + "\u20e3" * 5_000 + "क"
    assert [at for at in range(len(text) + 1) if is_boundary(text, at)] == [0, len(text) - 1, len(text)]


def test_flags_are_cut_between_pairs_only():
    text = "🇺🇦🇩🇪"
    assert [at for at in range(5) if is_boundary(text, at)] == [0, 2, 4]
