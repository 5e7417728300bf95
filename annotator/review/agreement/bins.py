"""Where counts are kept: a bin for each block of articles, over all weeks and again within each week."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from annotator.review.agreement.figures import Question
from annotator.review.agreement.inputs import Code
from annotator.review.agreement.pairing import BOTH, ONE, OTHER
from annotator.review.agreement.places import PLACES

type Coders = tuple[str, ...]
#: what the coders said of a unit; of a place in the text: who marked it, as bits
type Values = int | tuple[Hashable | None, ...]
type Seen = Counter[tuple[Coders, Values]]

ALL_WEEKS = ""


class Topic(NamedTuple):
    """A question, narrowed to a code, or to the labels of a facet."""

    question: Question
    code: Code | None = None
    facet: str = ""


class LeftOut(NamedTuple):
    """`about` is a whole question when it concerns each of its topics. `owner` is the coder whose it is, or ""."""

    about: Topic | Question
    coders: Coders
    owner: str
    week: str
    reason: str
    units: str


@dataclass(slots=True)
class OfCode:
    """How often which coders marked the same, with one code or any. Places that nobody marked are not here."""

    places: tuple[Seen, ...] = field(default_factory=lambda: tuple(Counter() for _ in PLACES))
    #: by pair: identical spans, matched spans, spans of the first coder, spans of the second
    spans: defaultdict[Coders, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0, 0]))

    def spans_seen(self, question: Question) -> dict[tuple[Coders, Values], int]:
        result: dict[tuple[Coders, Values], int] = {}
        for names, (same, both, left, right) in self.spans.items():
            met = same if question is Question.EXACT else both
            result.update({(names, BOTH): met, (names, ONE): left - met, (names, OTHER): right - met})
        return result


@dataclass(slots=True)
class Bin:
    """The sums over some articles."""

    read: Counter[Coders] = field(default_factory=Counter)
    #: how many places there are in all, by PLACES
    places: tuple[Counter[Coders], ...] = field(default_factory=lambda: tuple(Counter() for _ in PLACES))
    codes: defaultdict[Code | None, OfCode] = field(default_factory=lambda: defaultdict(OfCode))
    #: facet → pair → values; (None, None) are marks that lie beside each other without this facet
    labels: defaultdict[str, defaultdict[Coders, Counter[tuple[str | None, str | None]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(Counter))
    )

    def seen(self, topic: Topic) -> Mapping[tuple[Coders, Values], int]:
        """All units of a topic."""
        if topic.question is Question.LABEL:
            return self._labels_seen(topic.facet)
        of_code = self.codes.get(topic.code) or OfCode()
        if topic.question in (Question.EXACT, Question.OVERLAP):
            return of_code.spans_seen(topic.question)
        at = PLACES.index(topic.question)
        return self._with_unmarked(of_code.places[at], self.places[at])

    def _labels_seen(self, facet: str) -> dict[tuple[Coders, Values], int]:
        return {
            (names, values): number
            for names, counts in self.labels.get(facet, {}).items()
            for values, number in counts.items()
            if values != (None, None)
        }

    @staticmethod
    def _with_unmarked(marked: Seen, there: Counter[Coders]) -> dict[tuple[Coders, Values], int]:
        """The places that nobody marked are all there are, less those that somebody did."""
        result: dict[tuple[Coders, Values], int] = dict(marked)
        for coders, number in there.items():
            result[coders, 0] = number
        for (coders, _), number in marked.items():
            result[coders, 0] -= number
        return result
