import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.words import file_name_of, printable, storable

ANY_TEXT = st.text(st.characters())  # lone surrogates included


@given(ANY_TEXT)
def test_storable_text_is_as_long_and_can_be_stored(text):
    stored = storable(text)
    assert len(stored) == len(text)
    assert "\x00" not in stored
    stored.encode()


@given(ANY_TEXT, st.integers(20, 255))
def test_a_file_name_fits_its_column_and_one_line(text, longest):
    name = file_name_of(text, longest=longest)
    assert len(name) <= longest
    assert not set(name) & set("/\\\r\n\x00\u202e\x1b\u2028")
    name.encode()


@pytest.mark.parametrize("char", ["\r", "\n", "\x1b", "\x9b", "\u202e", "\u2067", "\u200f", "\ud800"])
def test_what_drives_a_terminal_is_not_printed(char):
    assert printable(f"a{char}b") == "a\ufffdb"


def test_words_of_every_script_are_printed():
    assert printable("naïve مقال 文章 👩‍👩‍👧 e\u0301") == "naïve مقال 文章 👩‍👩‍👧 e\u0301"
