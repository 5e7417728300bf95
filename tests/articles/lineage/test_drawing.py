import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.lineage.drawing import BOX_HEIGHT, BOX_WIDTH, draw


def test_a_chain_is_one_row():
    drawing = draw("abc", [("a", "b"), ("b", "c")])
    (ax, ay), (bx, by), (cx, cy) = (drawing.boxes[node] for node in "abc")
    assert ay == by == cy
    assert ax < bx < cx
    assert drawing.lines[0].startswith(f"M{ax + BOX_WIDTH} {ay + BOX_HEIGHT // 2}C")
    assert drawing.width >= cx + BOX_WIDTH


def test_branches_stand_below_each_other_and_their_source_in_the_middle():
    drawing = draw("oabc", [("o", "a"), ("o", "b"), ("o", "c")])
    assert drawing.boxes["a"][0] == drawing.boxes["b"][0] == drawing.boxes["c"][0]
    assert drawing.boxes["o"][1] == drawing.boxes["b"][1]


def test_what_has_two_sources_stands_behind_both():
    drawing = draw("oab", [("o", "a"), ("o", "b"), ("a", "b")])
    assert drawing.boxes["o"][0] < drawing.boxes["a"][0] < drawing.boxes["b"][0]
    assert len(drawing.lines) == 3


@pytest.mark.parametrize("edges", [[("a", "b"), ("b", "a")], [("a", "a")]], ids=["circle", "itself"])
def test_a_circle_is_drawn_without_end(edges):
    assert len(draw("ab", edges).boxes) == 2


def test_a_chain_of_two_hundred_is_drawn():
    nodes = list(range(200))
    drawing = draw(nodes, [(n, n + 1) for n in range(199)])
    assert drawing.boxes[199][0] > drawing.boxes[198][0]


NODES = st.integers(0, 29)


@given(st.lists(st.tuples(NODES, NODES), max_size=60))
def test_no_two_boxes_overlap_and_none_is_outside(edges):
    forward = [(one, two) for one, two in edges if one < two]
    drawing = draw(list(range(30)), forward)
    boxes = list(drawing.boxes.values())
    assert len(boxes) == 30
    for at, (x, y) in enumerate(boxes):
        assert x >= 0
        assert y >= 0
        assert x + BOX_WIDTH <= drawing.width
        assert y + BOX_HEIGHT <= drawing.height
        for other_x, other_y in boxes[at + 1 :]:
            assert abs(x - other_x) >= BOX_WIDTH or abs(y - other_y) >= BOX_HEIGHT
    for one, two in forward:
        assert drawing.boxes[one][0] < drawing.boxes[two][0]
