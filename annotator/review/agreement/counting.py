"""What one article adds to a count.

Which sentences or words a coder marked is held as the bits of one number, so that what two coders share is one `&`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from annotator.review.agreement import pairing
from annotator.review.agreement.bins import ALL_WEEKS, Bin, Coders, LeftOut, OfCode, Topic
from annotator.review.agreement.figures import UNITS, Question
from annotator.review.agreement.ground import Ground, Held
from annotator.review.agreement.inputs import Code, Mark, Span
from annotator.review.agreement.places import PLACES, number_of
from annotator.review.agreement.shared import Marked, SharedArticle
from annotator.review.agreement.spans import joined
from annotator.review.agreement.unitizing import Continuum

if TYPE_CHECKING:
    from annotator.review.agreement.count import Count

_NONE: Mapping[str, str] = {}
_BOUNDED = (Question.EXACT, Question.OVERLAP, Question.UNITIZING)


def count_article(count: "Count", article: SharedArticle, bins: tuple[Bin, Bin]) -> None:
    """Add an article to the sums of its block over all weeks, and of its block within its week."""
    counting = _Counting(count, article, bins)
    counting.coded()
    for paragraph in article.paragraphs:
        if paragraph.text.left_out:
            counting.not_to_be_coded(paragraph)


class _Counting:
    def __init__(self, count: "Count", article: SharedArticle, bins: tuple[Bin, Bin]) -> None:
        self.count, self.plan, self.article, self.bins = count, count.plan, article, bins
        self.coders = article.coders
        pairs = combinations(range(len(self.coders)), 2)
        self.pairs = [(one, other, (self.coders[one], self.coders[other])) for one, other in pairs]
        self.ground = Ground.of(article, self.plan.code_facets)
        given = {facet for marks in self.ground.marks for _, mark in marks for facet in mark.facets}
        self.facets = [facet for facet in self.plan.facets if facet in given]

    def coded(self) -> None:
        for into in self.bins:
            into.read[self.coders] += 1
            for there, number in zip(into.places, self.ground.numbers, strict=True):
                there[self.coders] += number
        continua = self._continua()
        for code, held in self.ground.held.items():
            into_codes = [into.codes[code] for into in (self.bins if code is None else self.bins[:1])]
            self._places(held, into_codes)
            self._boundaries(code, held, into_codes)
            self._unitizing(code, held, continua)
        for one, other, names in self.pairs:
            self._labels(names, self.ground.marks[one], self.ground.marks[other])

    def _places(self, held: Held, into: Sequence[OfCode]) -> None:
        for bits, marked in _by_coders(held.places):
            key = self.coders, bits
            for at, number in enumerate(self.ground.counted(marked)):
                for of_code in into:
                    of_code.places[at][key] += number
        for coder, points in zip(self.coders, held.points, strict=True):
            if points:
                topic = Topic(Question.TOKENS, held.code)
                self._leave_out(topic, self.coders, coder, pairing.POINT, "marks", points)

    def _boundaries(self, code: Code | None, held: Held, into: Sequence[OfCode]) -> None:
        for one, other, names in self.pairs:
            if not (held.spans[one] or held.spans[other] or held.points[one] or held.points[other]):
                continue
            found = pairing.boundaries(Question.OVERLAP, held.spans[one], held.spans[other], self.plan.least_overlap)
            for of_code in into:
                spans = of_code.spans[names]
                for at, number in enumerate(found.numbers):
                    spans[at] += number
            points = held.points[one] + held.points[other]
            for reason, number in ((pairing.POINT, points), (pairing.TWICE, found.again)):
                if number:
                    self._leave_out(Topic(Question.EXACT, code), names, "", reason, "marks", number)
                    self._leave_out(Topic(Question.OVERLAP, code), names, "", reason, "marks", number)

    def _continua(self) -> list[tuple[Coders, tuple[int, ...]]]:
        """All coders together and, where there are more than two, each pair: who cut the same text."""
        numbers: tuple[int, ...] = tuple(range(len(self.coders)))
        chosen = dict.fromkeys([numbers, *combinations(numbers, 2)])
        result = [(tuple(self.coders[number] for number in some), some) for some in chosen]
        for names, _ in result:
            for week in (ALL_WEEKS, self.article.week):
                self.count.continua.setdefault((names, week), Continuum(len(names))).articles[self.ground.length] += 1
        return result

    def _unitizing(self, code: Code | None, held: Held, continua: list[tuple[Coders, tuple[int, ...]]]) -> None:
        week = self.article.week if code is None else ALL_WEEKS
        whole = [joined(spans) for spans in held.spans]
        for names, some in continua:
            given = sum([len(held.spans[number]) for number in some])
            if given:
                of_code = self.count.stretches[names, week][code]
                of_code.add([whole[number] for number in some], self.ground.length, given)
        for coder, points in zip(self.coders, held.points, strict=True):
            if points:
                topic = Topic(Question.UNITIZING, code)
                self._leave_out(topic, self.coders, coder, pairing.POINT, "marks", points)

    def _labels(self, names: Coders, left: Sequence[tuple[Span, Mark]], right: Sequence[tuple[Span, Mark]]) -> None:
        found = pairing.label_pairs(left, right, self.plan.least_overlap)
        given = [(one.facets if one else _NONE, other.facets if other else _NONE) for one, other in found]
        unmet = [one or other for one, other in found if one is None or other is None]
        alone = Counter(facet for mark in unmet if mark for facet in mark.facets)
        for facet in self.facets:
            values = [(one.get(facet), other.get(facet)) for one, other in given]
            for into in self._bins(facet):
                into.labels[facet][names].update(values)
            one_sided = sum([(one is None) != (other is None) for one, other in values]) - alone[facet]
            for reason, number in ((pairing.NO_MATCH, alone[facet]), (pairing.ONE_SIDED, one_sided)):
                if number:
                    self._leave_out(Topic(Question.LABEL, facet=facet), names, "", reason, "marks", number)

    def _bins(self, facet: str) -> Sequence[Bin]:
        return self.bins if facet in self.plan.code_facets else self.bins[:1]

    def not_to_be_coded(self, paragraph: Marked) -> None:
        why = paragraph.text.left_out
        for question in PLACES:
            self._leave_out(question, self.coders, "", why, UNITS[question], number_of(question, paragraph.text))
        for coder, of_one in zip(self.coders, paragraph.marks, strict=True):
            for mark in of_one:
                codes = [None, *mark.codes(self.plan.code_facets)]
                topics = [Topic(question, code) for code in codes for question in _BOUNDED]
                topics += [Topic(Question.LABEL, facet=facet) for facet in self.plan.facets if facet in mark.facets]
                for topic in topics:
                    self._leave_out(topic, self.coders, coder, why, "marks", 1)

    def _leave_out(
        self, about: Topic | Question, coders: Coders, owner: str, reason: str, units: str, number: int
    ) -> None:
        self.count.left_out[LeftOut(about, coders, owner, self.article.week, reason, units)] += number


def _by_coders(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Part what anybody marked by who did: (coders as bits, places as bits)."""
    parts = {0: 0}
    anybody = 0
    for marked in places:
        anybody |= marked
    parts[0] = anybody
    for coder, marked in enumerate(places):
        for bits, part in list(parts.items()):
            if taken := part & marked:
                parts[bits | 1 << coder] = taken
                parts[bits] = part ^ taken
    return ((bits, part) for bits, part in parts.items() if bits and part)
