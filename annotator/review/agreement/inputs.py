"""What is measured: articles with the marks of those who have finished reading them, and how to measure them."""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple, overload

type Id = int | str
#: half-open, in code points of one paragraph
type Span = tuple[int, int]


class Code(NamedTuple):
    """One value of one facet, for instance `Code("claim_type", "causal")`."""

    facet: str
    value: str


@lru_cache(maxsize=10_000)
def _code(facet: str, value: str) -> Code:
    """Made once: there are few codes and many marks."""
    return Code(facet, value)


class Pieces(Sequence[Span]):
    """Spans without a tuple for each, for millions of words: the text, and where in it they start. They are in order,
    and between them there is nothing but white space."""

    __slots__ = ("starts", "text")

    def __init__(self, starts: Sequence[int], text: str) -> None:
        self.starts, self.text = starts, text

    def __reduce__(self) -> tuple[type["Pieces"], tuple[Sequence[int], str]]:
        return Pieces, (self.starts, self.text)

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, at: int) -> Span: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Span]: ...
    def __getitem__(self, at: int | slice) -> Span | Sequence[Span]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        return self.starts[at], self.end(at)

    def end(self, at: int) -> int:
        start = self.starts[at]
        behind = self.starts[at + 1] if at + 1 < len(self.starts) else None
        return start + len(self.text[start:behind].rstrip())

    def covered(self, start: int, end: int) -> Span:
        """As `spans.covered`, of a span with an extent."""
        first = bisect_right(self.starts, start) - 1
        if first < 0 or self.end(first) <= start:
            first += 1
        return first, max(first, bisect_left(self.starts, end))


# Tuples: there are hundreds of thousands, and a frozen dataclass takes four times as long to make.
class ParagraphText(NamedTuple):
    """One paragraph: `sentences` and `tokens` are in order and do not overlap. One without sentences is one sentence.

    `left_out` says why nobody was to code it, for instance "a notice"; its units are then counted as left out.
    """

    id: Id
    length: int
    sentences: Sequence[Span] = ()
    tokens: Sequence[Span] = ()
    left_out: str = ""


class Mark(NamedTuple):
    """What one coder put on some words. `start == end` is a point: words left out there, a place without an extent.

    `facets` holds what the coder gave it: facet name → value; a facet that was not given is not in it.
    """

    id: str
    coder: str
    paragraph: Id
    start: int
    end: int
    facets: Mapping[str, str]

    @property
    def span(self) -> Span:
        return self.start, self.end

    def codes(self, facets: Sequence[str]) -> list[Code]:
        """Those of these facets."""
        given = self.facets
        return [_code(facet, given[facet]) for facet in facets if facet in given]


@dataclass(frozen=True, slots=True)
class ArticleReadings:
    """One article as its coders read it. Who has finished and marked nothing says that there is nothing.

    `finished` tells when each of them did, with a time zone; `unfinished` names the others: coder → why their reading
    does not count.
    """

    article: Id
    paragraphs: Sequence[ParagraphText]
    finished: Mapping[str, datetime]
    marks: Sequence[Mark]
    unfinished: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """How to measure. Everything that a figure depends on is here, so that a plan kept with a report repeats it.

    `facets` are compared on matched spans. Values of `code_facets` are also looked for one by one, in paragraphs,
    sentences, tokens and spans. Two spans may match when they share more than `least_overlap` of the words that either
    covers (intersection over union, 0 ≤ … < 1).

    Above `most_blocks` articles (within a week: `most_blocks_a_week`), the bootstrap draws blocks of them. Below
    `fewest_articles` it does not draw.
    """

    facets: tuple[str, ...] = (
        "claim_type",
        "attribution",
        "source_kind",
        "mode",
        "stance",
        "marking",
        "operation",
        "host",
        "function",
        "inserter",
        "effect",
        "certainty",
    )
    code_facets: tuple[str, ...] = ("claim_type", "attribution", "marking")
    least_overlap: float = 0.0
    seed: int = 1
    resamples: int = 1_000
    confidence: float = 0.95
    most_blocks: int = 200
    most_blocks_a_week: int = 50
    fewest_articles: int = 10

    def __post_init__(self) -> None:
        if not 0 <= self.least_overlap < 1:
            raise ValueError("least_overlap lies from 0 up to, not including, 1")
        if not 0 < self.confidence < 1:
            raise ValueError("confidence lies between 0 and 1")
        if (
            self.resamples < 0
            or self.fewest_articles < 2
            or min(self.most_blocks, self.most_blocks_a_week) < self.fewest_articles
        ):
            raise ValueError("a bootstrap needs 2 articles or more, and as many blocks as the fewest articles")
        if missing := set(self.code_facets) - set(self.facets):
            raise ValueError(f"code_facets are facets too: {', '.join(sorted(missing))}")
