"""Where a family's boxes and lines go: generations from left to right, branches below each other. Pure."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

BOX_WIDTH, BOX_HEIGHT = 232, 76
_APART, _BELOW, _MARGIN = 64, 20, 8


@dataclass(frozen=True, slots=True)
class Drawing[K: Hashable]:
    """Pixels. `boxes` are (x, y) of each top left corner, from left to right and down; `lines` are SVG path data."""

    width: int
    height: int
    boxes: dict[K, tuple[int, int]]
    lines: list[str]


def draw[K: Hashable](nodes: Sequence[K], edges: Sequence[tuple[K, K]]) -> Drawing[K]:
    """`edges` lead from the older to the newer; those that would close a circle are drawn and otherwise ignored."""
    parents: dict[K, list[K]] = {node: [] for node in nodes}
    for older, newer in edges:
        parents[newer].append(older)
    column = _columns(nodes, parents)
    row = _rows(nodes, parents, column)
    across, down = BOX_WIDTH + _APART, BOX_HEIGHT + _BELOW
    boxes = {
        node: (_MARGIN + column[node] * across, round(_MARGIN + row[node] * down))
        for node in sorted(nodes, key=lambda node: (column[node], row[node]))
    }
    return Drawing(
        width=max(x for x, _ in boxes.values()) + BOX_WIDTH + _MARGIN,
        height=max(y for _, y in boxes.values()) + BOX_HEIGHT + _MARGIN,
        boxes=boxes,
        lines=[_line(boxes[older], boxes[newer]) for older, newer in edges],
    )


def _columns[K: Hashable](nodes: Sequence[K], parents: Mapping[K, Sequence[K]]) -> dict[K, int]:
    """One column behind the furthest of one's parents."""
    column = dict.fromkeys(nodes, 0)
    for _ in nodes:  # as many rounds as the longest chain can have steps; a circle stops there as well
        moved = False
        for node in nodes:
            wanted = max((column[parent] + 1 for parent in parents[node]), default=0)
            if wanted > column[node] and wanted < len(nodes):
                column[node], moved = wanted, True
        if not moved:
            break
    return column


def _rows[K: Hashable](nodes: Sequence[K], parents: Mapping[K, Sequence[K]], column: Mapping[K, int]) -> dict[K, float]:
    """Each leaf has a row of its own; what branches stands in the middle of its branches."""
    children: dict[K, list[K]] = {node: [] for node in nodes}
    roots = []
    for node in nodes:
        nearer = [parent for parent in parents[node] if column[parent] < column[node]]
        if nearer:
            children[max(nearer, key=lambda parent: column[parent])].append(node)
        else:
            roots.append(node)
    row: dict[K, float] = {}
    leaves = 0
    waiting = [(root, False) for root in reversed(roots)]
    while waiting:
        node, visited = waiting.pop()
        if not children[node]:
            row[node] = leaves
            leaves += 1
        elif visited:
            row[node] = (row[children[node][0]] + row[children[node][-1]]) / 2
        else:
            waiting.append((node, True))
            waiting.extend((child, False) for child in reversed(children[node]))
    return row


def _line(older: tuple[int, int], newer: tuple[int, int]) -> str:
    x1, y1 = older[0] + BOX_WIDTH, older[1] + BOX_HEIGHT // 2
    x2, y2 = newer[0], newer[1] + BOX_HEIGHT // 2
    middle = (x1 + x2) // 2
    return f"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}"
