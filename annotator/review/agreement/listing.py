"""The units behind a figure, one by one, from the articles again: nothing is kept for it while measuring."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from annotator.review.agreement import pairing
from annotator.review.agreement.figures import Asked, Question, Unit
from annotator.review.agreement.inputs import ArticleReadings, Mark, Plan, Span
from annotator.review.agreement.places import PLACES, marked_runs, number_of, pieces, reached, spoken
from annotator.review.agreement.shared import Marked, SharedArticle, shared
from annotator.review.agreement.slices import ANOTHER
from annotator.review.agreement.stretches import stretches

NOTHING = "no matching span"


def units(asked: Asked, articles: Iterable[ArticleReadings], plan: Plan | None = None) -> Iterator[Unit]:
    """Every unit of a figure, and what was left out of its paragraphs with the reason, article by article.

    Over the articles that the figure was made from, and with its plan, `count` of the units that are not left out sums
    to the figure's `n`. Fewer articles give fewer units: a page can ask for its own articles alone.
    """
    plan = plan or Plan()
    for readings in articles:
        if asked.article in (None, readings.article):
            article = shared(readings)
            if len(article.coders) > 1 and asked.week in ("", article.week) and set(asked.coders) <= {*article.coders}:
                yield from _of(asked, article.narrowed(asked.coders or article.coders), plan)


def _of(asked: Asked, article: SharedArticle, plan: Plan) -> Iterator[Unit]:
    if asked.question is Question.UNITIZING:
        yield from stretches(asked, article)
        return
    pairs = [article.narrowed(pair) for pair in combinations(article.coders, 2)]
    for number, paragraph in enumerate(article.paragraphs):
        if asked.question in PLACES:
            yield from _places(asked, article, paragraph)
        elif not paragraph.text.left_out:
            for pair in pairs:
                if asked.question is Question.LABEL:
                    yield from _labels(asked, pair, pair.paragraphs[number], plan)
                else:
                    yield from _spans(asked, pair, pair.paragraphs[number], plan)


def _places(asked: Asked, article: SharedArticle, paragraph: Marked) -> Iterator[Unit]:
    """Tokens come in runs that the same coders marked, all other places one by one."""
    text, marks = paragraph.text, paragraph.with_code(asked.code)
    if text.left_out:
        nobody = (None,) * len(marks)
        number = number_of(asked.question, text)
        yield Unit(
            article.article, text.id, 0, text.length, article.coders, nobody, _ids(marks), False, number, text.left_out
        )
        return
    there = pieces(asked.question, text)
    for first, last, bits in _with_unmarked(marked_runs(asked.question, text, marks), len(there)):
        step = last - first if asked.question is Question.TOKENS else 1
        for at in range(first, last, step):
            here = [
                [mark for mark in of_one if _meets(reached(asked.question, text, mark), (at, at + step))]
                for of_one in marks
            ]
            values = spoken(bits, len(marks))
            start, end = there[at][0], there[at + step - 1][1]
            agree = len(set(values)) == 1
            yield Unit(article.article, text.id, start, end, article.coders, values, _ids(here), agree, step)


def _with_unmarked(runs: Iterable[tuple[int, int, int]], number: int) -> Iterator[tuple[int, int, int]]:
    done = 0
    for first, last, bits in runs:
        if first > done:
            yield done, first, 0
        yield first, last, bits
        done = last
    if number > done:
        yield done, number, 0


def _meets(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _spans(asked: Asked, pair: SharedArticle, paragraph: Marked, plan: Plan) -> Iterator[Unit]:
    """A matched pair is two spans of `n`, a span alone is one."""
    sides = paragraph.with_code(asked.code)
    left, right = ([mark.span for mark in side if mark.start < mark.end] for side in sides)
    for spans in pairing.boundaries(asked.question, left, right, plan.least_overlap).pairs:
        there = [span for span in spans if span is not None]
        values = tuple(NOTHING if span is None else _written(span) for span in spans)
        marks = tuple(
            tuple(mark.id for mark in side if mark.span == span) for side, span in zip(sides, spans, strict=True)
        )
        start, end = min(span[0] for span in there), max(span[1] for span in there)
        agree = len(there) == 2
        yield Unit(pair.article, paragraph.text.id, start, end, pair.coders, values, marks, agree, len(there))


def _labels(asked: Asked, pair: SharedArticle, paragraph: Marked, plan: Plan) -> Iterator[Unit]:
    left, right = ([(mark.span, mark) for mark in side] for side in paragraph.marks)
    for found in pairing.label_pairs(left, right, plan.least_overlap):
        there = [mark for mark in found if mark is not None]
        values = tuple(None if mark is None else _label(asked, mark) for mark in found)
        if values == (None, None):
            continue
        left_out = "" if None not in values else pairing.ONE_SIDED if len(there) == 2 else pairing.NO_MATCH
        marks = tuple((mark.id,) if mark else () for mark in found)
        start, end = min(mark.start for mark in there), max(mark.end for mark in there)
        agree = values[0] == values[1]
        yield Unit(pair.article, paragraph.text.id, start, end, pair.coders, values, marks, agree, left_out=left_out)


def _label(asked: Asked, mark: Mark) -> str | None:
    value = mark.facets.get(asked.facet)
    if asked.code is None or value is None or value == asked.code.value:
        return value
    return ANOTHER


def _ids(marks: Sequence[Sequence[Mark]]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(mark.id for mark in of_one) for of_one in marks)


def _written(span: Span) -> str:
    return f"{span[0]}–{span[1]}"
