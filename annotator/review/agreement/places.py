"""Units that lie in the text whether or not anybody marked them: paragraphs, sentences, tokens.

Each coder's value for such a unit is one of two: marked or not. A unit that nobody marked is not told here one by one:
how many there are follows from how many there are in all.
"""

from collections.abc import Sequence

from annotator.review.agreement.figures import Question
from annotator.review.agreement.inputs import Mark, ParagraphText, Span
from annotator.review.agreement.shared import Marks
from annotator.review.agreement.spans import covered, joined, runs, sentence_bounds, sentences_touched

MARKED, UNMARKED = "marked", "not marked"
PLACES = (Question.PARAGRAPHS, Question.SENTENCES, Question.TOKENS)


def pieces(question: Question, text: ParagraphText) -> Sequence[Span]:
    """The units of a paragraph."""
    match question:
        case Question.PARAGRAPHS:
            return ((0, text.length),)
        case Question.SENTENCES:
            return sentence_bounds(text)
        case _:
            return text.tokens


def number_of(question: Question, text: ParagraphText) -> int:
    return len(pieces(question, text))


def reached(question: Question, text: ParagraphText, mark: Mark) -> Span:
    """Which units a mark stands in, half-open, by number. A token counts when one code point of it is marked."""
    match question:
        case Question.PARAGRAPHS:
            return 0, 1
        case Question.SENTENCES:
            return sentences_touched(sentence_bounds(text), (mark.start, mark.end))
        case _:
            return covered(text.tokens, (mark.start, mark.end))


def marked_runs(question: Question, text: ParagraphText, marks: Marks) -> list[tuple[int, int, int]]:
    """Runs of units that the same coders marked: (first, behind the last, coders as bits)."""
    return runs([joined(sorted(reached(question, text, mark) for mark in of_one)) for of_one in marks])


def spoken(bits: int, coders: int) -> tuple[str, ...]:
    """What each coder says of a unit that those in `bits` marked."""
    return tuple(MARKED if bits >> coder & 1 else UNMARKED for coder in range(coders))
