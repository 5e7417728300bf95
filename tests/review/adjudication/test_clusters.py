import pytest
from hypothesis import given
from hypothesis import strategies as some

from annotator.review.adjudication.clusters import clusters
from annotator.review.agreement import Mark


def mark(coder, start, end, **facets):
    return Mark(f"{coder}{start}-{end}{''.join(facets.values())}", coder, 1, start, end, facets)


def put(*marks):
    return [[one.id for one in cluster] for cluster in clusters(marks)]


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([mark("a", 0, 5), mark("b", 0, 5)], [["a0-5", "b0-5"]], id="the same words"),
        pytest.param([mark("a", 0, 5), mark("b", 3, 9)], [["a0-5", "b3-9"]], id="words that overlap"),
        pytest.param([mark("a", 0, 5), mark("b", 5, 9)], [["a0-5"], ["b5-9"]], id="words that only touch"),
        pytest.param([mark("a", 4, 4), mark("b", 4, 4)], [["a4-4", "b4-4"]], id="the same point"),
        pytest.param(
            [mark("a", 0, 9), mark("b", 0, 4), mark("b", 4, 9)], [["b0-4"], ["a0-9", "b4-9"]], id="the likest first"
        ),
        pytest.param(
            [mark("a", 0, 9), mark("b", 0, 8), mark("c", 1, 9)], [["b0-8", "a0-9", "c1-9"]], id="three coders"
        ),
        pytest.param(
            [mark("a", 0, 4), mark("b", 2, 9), mark("c", 6, 12)], [["a0-4", "b2-9", "c6-12"]], id="a chain of three"
        ),
        pytest.param(
            [mark("a", 0, 5, x="p"), mark("a", 0, 5, x="q"), mark("b", 0, 5, x="q")],
            [["a0-5p"], ["a0-5q", "b0-5q"]],
            id="of one coder's two, the one that says the same",
        ),
    ],
)
def test_marks_of_the_same_words_come_together(marks, found):
    assert put(*marks) == found
    assert put(*reversed(marks)) == found


spans = some.tuples(some.integers(0, 20), some.integers(0, 8))
everybodys = some.lists(some.tuples(some.sampled_from("abcd"), spans), max_size=12, unique=True)


@given(everybodys)
def test_each_mark_is_in_one_cluster_with_none_of_the_same_coder(drawn):
    marks = [mark(coder, start, start + length) for coder, (start, length) in drawn]
    found = clusters(marks)
    assert sorted(one.id for cluster in found for one in cluster) == sorted(one.id for one in marks)
    for cluster in found:
        assert len({one.coder for one in cluster}) == len(cluster)
    assert clusters(marks[::-1]) == found
