"""The stretches behind a unitizing alpha, one by one."""

from collections.abc import Iterator, Sequence

from annotator.review.agreement.figures import Asked, Unit
from annotator.review.agreement.inputs import Code, Mark, Span
from annotator.review.agreement.shared import Marked, SharedArticle
from annotator.review.agreement.spans import joined

NOT_CUT = "nothing there"


def stretches(asked: Asked, article: SharedArticle) -> Iterator[Unit]:
    """Each coder's stretches, beside those of the others that overlap them. One that all coders cut alike agrees.

    `coders` begins with the one whose stretch it is.
    """
    for paragraph in article.coded():
        for code in _categories(asked, paragraph):
            marks = paragraph.with_code(code)
            spans_of = [joined([mark.span for mark in of_one if mark.start < mark.end]) for of_one in marks]
            for owner, spans in enumerate(spans_of):
                yield from (_unit(article, paragraph, span, owner, spans_of, marks) for span in spans)


def _categories(asked: Asked, paragraph: Marked) -> list[Code | None]:
    if not asked.facet:
        return [asked.code]
    values = {mark.facets[asked.facet] for of_one in paragraph.marks for mark in of_one if asked.facet in mark.facets}
    return [Code(asked.facet, value) for value in sorted(values)]


def _unit(
    article: SharedArticle,
    paragraph: Marked,
    span: Span,
    owner: int,
    spans_of: Sequence[Sequence[Span]],
    marks: Sequence[Sequence[Mark]],
) -> Unit:
    order = [owner, *(number for number in range(len(spans_of)) if number != owner)]
    met = [[one for one in spans_of[number] if one[0] < span[1] and span[0] < one[1]] for number in order]
    return Unit(
        article=article.article,
        paragraph=paragraph.text.id,
        start=span[0],
        end=span[1],
        coders=tuple(article.coders[number] for number in order),
        values=tuple(", ".join(f"{start}–{end}" for start, end in spans) or NOT_CUT for spans in met),
        marks=tuple(
            tuple(mark.id for mark in marks[number] if mark.start < span[1] and span[0] < mark.end) for number in order
        ),
        agree=all(spans == [span] for spans in met),
    )
