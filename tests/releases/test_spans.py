"""Offsets and context: nobody's letter is cut in two."""

from hypothesis import given
from hypothesis import strategies as st

from annotator.releases.spans import CONTEXT, VersionText
from articles.graphemes import is_boundary
from tests.articles.test_graphemes import AWKWARD


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
