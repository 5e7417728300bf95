import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.releases.frozen.withholding import COVER, Shown, TextPolicy, covered, share_shown

QUOTES, NONE, FULL = (TextPolicy(one, words=3) for one in (Shown.QUOTES, Shown.NONE, Shown.FULL))
TEXT = "The mayor 🌉 said so.\n\nقال العمدة ذلك"


def units(text):
    return len(text.encode("utf-16-le")) // 2


def test_a_quote_is_shown_up_to_so_many_words():
    assert QUOTES.quote("one two three") == "one two three"
    assert QUOTES.quote("one two three four five") == "one two three " + COVER * 4 + " " + COVER * 4
    assert NONE.quote("one two") == COVER * 3 + " " + COVER * 3
    assert FULL.quote("one two three four") == "one two three four"


@pytest.mark.parametrize("words", [0, 1, 25])
def test_an_empty_quote_stays_empty(words):
    assert TextPolicy(Shown.QUOTES, words=words).quote("") == ""


@given(st.text(), st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))))
def test_offsets_hold_in_code_points_and_in_utf16(text, pairs):
    quotes = [(min(pair), max(pair)) for pair in pairs if max(pair) <= len(text)]
    for policy in (QUOTES, NONE, FULL):
        released = policy.text(text, quotes)
        assert len(released) == len(text)
        assert units(released) == units(text)
        assert [at for at, char in enumerate(released) if char.isspace()] == [
            at for at, char in enumerate(text) if char.isspace()
        ]


def test_only_what_is_quoted_is_shown():
    released = QUOTES.text(TEXT, [(4, 20), (10, 12)])
    assert released[:20] == covered("The ") + "mayor 🌉 said" + " " + COVER * 3
    assert released[4:16] == "mayor 🌉 said"
    assert "العمدة" not in released
    assert NONE.text(TEXT, [(4, 20)]) == covered(TEXT)
    assert FULL.text(TEXT, []) == TEXT


def test_the_share_that_can_be_read_leaves_white_space_aside():
    assert share_shown("ab cd") == 1.0
    assert share_shown(covered("ab cd")) == 0.0
    assert share_shown("ab " + COVER * 2) == 0.5
    assert share_shown(" ") == 0.0
