import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.review.wording import Found, bare, find, fold


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
    if text[start:end].strip():
        assert find([text], text[start:end], whole_words=False) is not None
