from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.review.wording import Found, bare, find, fold, folded


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        pytest.param("one two three", "two", Found(0, 4, 7), id="plain"),
        pytest.param("He said “so  what”.", '"so what"', Found(0, 8, 18), id="quotes-and-spaces"),
        pytest.param("pre–war talks", "pre-war", Found(0, 0, 7), id="dashes"),
        pytest.param("Zoë 👩‍👩‍👧 SAID", "said", Found(0, 10, 14), id="case-after-astral"),
        pytest.param("Große Straße", "strasse", Found(0, 6, 12), id="a-letter-that-folds-to-two"),
        pytest.param("the mother", "he", None, id="inside-a-longer-word"),
        pytest.param("[so] it goes", "[so]", Found(0, 0, 4), id="brackets"),
        pytest.param("anything", "   ", None, id="nothing-sought"),
        pytest.param("a.c abc", "a.c", Found(0, 0, 3), id="no-pattern-language"),
    ],
)
def test_words_are_found_however_they_are_set(text, words, found):
    assert find([text], words) == found


def test_the_first_text_that_has_them_is_named():
    assert find(["no", "here it is", "here"], "here") == Found(1, 0, 4)


@pytest.mark.parametrize(
    ("quote", "words"),
    [("[so called]", "so called"), ("(sic)", "sic"), ("– long opposed –", "long opposed"), ("[…]", "[…]"), ("x", "x")],
)
def test_the_bare_words_have_no_brackets(quote, words):
    assert bare(quote) == words


@given(st.text())
def test_each_folded_character_comes_from_a_place_in_the_text(text):
    folded, places = fold(text)
    assert len(folded) == len(places)
    assert places == sorted(places)
    assert all(0 <= place < len(text) for place in places)


@given(st.text(alphabet="ab “”’-–ßİ👩\u200d\u0301\t\n", min_size=1), st.data())
def test_a_slice_of_a_text_is_found_in_it(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    if folded(text[start:end]):
        assert find([text], text[start:end], whole_words=False) is not None


INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202c\u2060\u2066\u2069\ufeff\u034f\ufe0f"
#: letters with marks on both sides, made of one code point or of several, Greek with iota subscript, Hangul, Arabic
AWKWARD = st.text(alphabet="aZ é\u0301\u0323ệᾴ\u0345ΐßİﬁ½한각ء\u0654آ“’…\u1fef\u1ffd\u00a0Åक\u093c[]-")


@given(AWKWARD, st.lists(st.tuples(st.integers(0, 50), st.sampled_from(INVISIBLE))))
def test_what_nobody_sees_changes_nothing(text, inserted):
    seen = text
    for place, character in inserted:
        seen = seen[:place] + character + seen[place:]
    assert folded(seen) == folded(text)
    assert fold(seen)[1] == sorted(fold(seen)[1])


@given(st.one_of(AWKWARD, st.text()))
def test_one_code_point_or_several_make_no_difference(text):
    assert folded(normalize("NFC", text)) == folded(normalize("NFD", text))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("other", ["NFC", "NFD"])
@pytest.mark.parametrize("between", ["", *INVISIBLE])
def test_words_are_found_whatever_stands_between_their_letters(form, other, between):
    words = normalize(form, "Zoë café")
    there = between.join(normalize(other, "Zoë café"))
    found = find([f"So {there}, he said."], words)
    assert found == Found(0, 3, 3 + len(there))


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("words", ["cafe", "tude"])
def test_an_accent_is_part_of_the_word(form, words):
    assert find([normalize(form, "café étude")], words) is None


def test_brackets_come_off_although_something_invisible_stands_around_them():
    assert bare("\u200b[so\u00adcalled]\ufeff ") == "so\u00adcalled"
