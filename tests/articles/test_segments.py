from hypothesis import given
from hypothesis import strategies as st

from articles.segments import Segment, segments
from tests.growth import grows_with_length_only


def test_overlapping_marks_are_cut_where_they_begin_and_end():
    marks = [[0, 6, "emphasis", ""], [4, 9, "strong", ""], [7, 9, "link", "https://a.example/"]]
    assert segments("one two three", marks) == [
        Segment("one ", emphasis=True),
        Segment("tw", emphasis=True, strong=True),
        Segment("o", strong=True),
        Segment(" t", strong=True, href="https://a.example/"),
        Segment("hree"),
    ]


def test_text_without_marks_is_one_segment():
    assert segments("plain", []) == [Segment("plain")]
    assert segments("", []) == []


def test_an_address_that_would_run_script_is_no_link():
    assert segments("x", [[0, 1, "link", "javascript:alert(1)"]]) == [Segment("x")]


MARKS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(1, 20), st.sampled_from(["emphasis", "strong", "link"])).map(
        lambda mark: [mark[0], mark[0] + mark[1], mark[2], "https://a.example/" if mark[2] == "link" else ""]
    ),
    max_size=12,
)


@given(st.text(max_size=50), MARKS)
def test_the_pieces_joined_are_the_text_and_each_letter_keeps_its_marks(text, marks):
    pieces = segments(text, marks)
    assert "".join(piece.text for piece in pieces) == text
    at = 0
    for piece in pieces:
        for place in range(at, at + len(piece.text)):
            kinds = {kind for start, end, kind, _ in marks if start <= place < end}
            assert (piece.emphasis, piece.strong, bool(piece.href)) == (
                "emphasis" in kinds,
                "strong" in kinds,
                "link" in kinds,
            )
        at += len(piece.text)


def links(number):
    return [[n * 2, n * 2 + 1, "link", "https://a.example/"] for n in range(number)]


def test_many_thousand_links_take_no_more_than_a_moment():
    assert len(segments("ab" * 20_000, links(20_000))) == 40_000
    assert grows_with_length_only(links, lambda marks: segments("ab" * len(marks), marks), 1_000)
