"""Offsets and context: nobody's letter is cut in two."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from annotator.releases.spans import CONTEXT, VersionText, is_boundary

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


@given(st.text(max_size=120), st.data())
def test_utf16_offsets_slice_the_same_words(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    version = VersionText(text)
    units = text.encode("utf-16-le", "surrogatepass")
    sliced = units[2 * version.utf16(start) : 2 * version.utf16(end)]
    assert sliced.decode("utf-16-le", "surrogatepass") == text[start:end]


@given(st.text(alphabet=AWKWARD, max_size=150), st.data())
def test_context_adjoins_the_quote_and_begins_and_ends_whole(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    version = VersionText(text)
    prefix, suffix = version.prefix(start), version.suffix(end)
    assert text[:start].endswith(prefix)
    assert text[end:].startswith(suffix)
    assert len(prefix) <= CONTEXT
    assert len(suffix) <= CONTEXT
    assert not prefix or is_boundary(text, start - len(prefix))
    assert not suffix or is_boundary(text, end + len(suffix))


def test_context_is_32_code_points_where_nothing_has_to_stay_whole():
    version = VersionText("x" * 40 + "quote" + "y" * 40)
    assert version.prefix(40) == "x" * 32
    assert version.suffix(45) == "y" * 32


def test_a_family_at_the_edge_of_the_context_is_left_out_whole():
    family = "👩‍👩‍👧‍👦"
    version = VersionText(family + "x" * 28 + "quote" + "y" * 28 + family)
    assert version.prefix(len(family) + 28) == "x" * 28
    assert version.suffix(len(family) + 33) == "y" * 28
