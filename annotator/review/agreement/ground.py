"""An article's coded paragraphs laid end to end, and where its marks lie on them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from annotator.review.agreement.figures import Question
from annotator.review.agreement.inputs import Code, Mark, ParagraphText, Span
from annotator.review.agreement.places import number_of
from annotator.review.agreement.shared import SharedArticle
from annotator.review.agreement.spans import covered, sentence_bounds, sentences_touched


@dataclass(slots=True)
class Held:
    """What each coder marked with one code, or with any (None)."""

    code: Code | None
    #: paragraphs, sentences and tokens as bits of one number, as `Ground` lays them out
    places: list[int]
    #: in order, on the continuum
    spans: list[list[Span]]
    #: how many marks have no extent
    points: list[int]

    @classmethod
    def nothing(cls, code: Code | None, coders: int) -> "Held":
        return cls(code, [0] * coders, [[] for _ in range(coders)], [0] * coders)


@dataclass(slots=True)
class Ground:
    """One code point lies between two paragraphs, so that spans of two never touch and points never meet."""

    #: paragraphs, sentences, tokens
    numbers: tuple[int, int, int]
    #: each coder's marks in order, with their spans on the continuum
    marks: list[list[tuple[Span, Mark]]]
    length: int = -1
    #: what was marked with each code, and under None with any; what nobody gave is absent
    held: dict[Code | None, Held] = field(default_factory=dict)

    @classmethod
    def of(cls, article: SharedArticle, facets: Sequence[str]) -> "Ground":
        """`facets` are those whose codes are looked for."""
        texts = [paragraph.text for paragraph in article.coded()]
        sentences = sum([number_of(Question.SENTENCES, text) for text in texts])
        tokens = sum([len(text.tokens) for text in texts])
        ground = cls((len(texts), sentences, tokens), [[] for _ in article.coders])
        ground.held[None] = Held.nothing(None, len(article.coders))
        sentence, token = len(texts), len(texts) + sentences
        for number, paragraph in enumerate(article.coded()):
            for coder, of_one in enumerate(paragraph.marks):
                for mark in of_one:
                    places = 1 << number | _bits(paragraph.text, mark, sentence, token)
                    ground._take(coder, mark, places, facets)
            ground.length += paragraph.text.length + 1
            sentence += number_of(Question.SENTENCES, paragraph.text)
            token += len(paragraph.text.tokens)
        ground.length = max(0, ground.length)
        return ground

    def _take(self, coder: int, mark: Mark, places: int, facets: Sequence[str]) -> None:
        start = self.length + 1
        span = mark.start + start, mark.end + start
        self.marks[coder].append((span, mark))
        for code in (None, *mark.codes(facets)):
            held = self.held.get(code)
            if held is None:
                held = self.held[code] = Held.nothing(code, len(self.marks))
            held.places[coder] |= places
            if span[0] < span[1]:
                held.spans[coder].append(span)
            else:
                held.points[coder] += 1

    def counted(self, places: int) -> tuple[int, int, int]:
        """How many paragraphs, sentences and tokens these bits are."""
        paragraphs, sentences, _ = self.numbers
        tokens = (places >> (paragraphs + sentences)).bit_count()
        first = (places & (1 << paragraphs) - 1).bit_count()
        return first, places.bit_count() - first - tokens, tokens


def _bits(text: ParagraphText, mark: Mark, sentence: int, token: int) -> int:
    first, last = sentences_touched(sentence_bounds(text), mark.span)
    bits = (1 << last) - (1 << first) << sentence
    first, last = covered(text.tokens, mark.span)
    return bits | (1 << last) - (1 << first) << token
