"""Which values of a facet are taken for which."""

from collections import Counter
from typing import Any

from annotator.review.agreement.bins import Topic
from annotator.review.agreement.figures import Confusion, Question
from annotator.review.agreement.slices import Slice


def confusion(part: Slice, facet: str) -> Confusion:
    cells: Counter[tuple[Any, Any]] = Counter()
    for patterns in part.patterns(Topic(Question.LABEL, facet=facet)):
        for (one, other), number in patterns.items():
            cells[one, other] += number
            if not part.pair:
                cells[other, one] += number
    values = sorted({value for pair in cells for value in pair if value is not None})
    ordered = sorted(cells, key=lambda pair: (pair[0] or "", pair[1] or ""))
    return Confusion(facet, part.pair, tuple(values), {pair: cells[pair] for pair in ordered})
