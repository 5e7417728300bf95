"""An article as those who finished it read it, its marks sorted by paragraph and coder."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter

from annotator.review.agreement.inputs import ArticleReadings, Code, Id, Mark, ParagraphText

#: of each coder, in the article's order of coders
type Marks = Sequence[Sequence[Mark]]

UNCOUNTED_CODER = "their coder's reading does not count"


@dataclass(frozen=True, slots=True)
class Marked:
    text: ParagraphText
    marks: Marks

    @property
    def bare(self) -> bool:
        return not any(self.marks)

    def with_code(self, code: Code | None) -> Marks:
        if code is None:
            return self.marks
        return [[mark for mark in marks if mark.facets.get(code.facet) == code.value] for marks in self.marks]


@dataclass(frozen=True, slots=True)
class SharedArticle:
    """`coders` are sorted; two or more of them, or there is nothing to compare."""

    article: Id
    week: str
    coders: tuple[str, ...]
    paragraphs: tuple[Marked, ...]
    #: marks of people who are not among the coders
    uncounted: int

    def coded(self) -> Iterator[Marked]:
        """The paragraphs that were to be coded."""
        return (paragraph for paragraph in self.paragraphs if not paragraph.text.left_out)

    def narrowed(self, coders: Sequence[str]) -> "SharedArticle":
        """The same, as only these coders read it."""
        at = [self.coders.index(coder) for coder in coders]
        kept = tuple(Marked(one.text, [one.marks[number] for number in at]) for one in self.paragraphs)
        return SharedArticle(self.article, self.week, tuple(coders), kept, self.uncounted)


def shared(readings: ArticleReadings) -> SharedArticle:
    """Sort an article's marks. Raises ValueError for a mark that does not lie within a paragraph of it."""
    coders = tuple(sorted(readings.finished))
    place = {coder: number for number, coder in enumerate(coders)}
    lengths = {text.id: text.length for text in readings.paragraphs}
    sorted_marks: defaultdict[Id, list[list[Mark]]] = defaultdict(lambda: [[] for _ in coders])
    uncounted = 0
    for mark in readings.marks:
        if not 0 <= mark.start <= mark.end <= lengths.get(mark.paragraph, -1):
            raise ValueError(f"mark {mark.id} does not lie within a paragraph of article {readings.article}")
        if mark.coder in place:
            sorted_marks[mark.paragraph][place[mark.coder]].append(mark)
        else:
            uncounted += 1
    nobody: Marks = tuple(() for _ in coders)
    paragraphs = tuple(Marked(text, _ordered(sorted_marks.get(text.id), nobody)) for text in readings.paragraphs)
    return SharedArticle(readings.article, week_of(readings.finished), coders, paragraphs, uncounted)


def _ordered(marks: list[list[Mark]] | None, nobody: Marks) -> Marks:
    if marks is None:
        return nobody
    for of_one in marks:
        if len(of_one) > 1:
            of_one.sort(key=attrgetter("start", "end", "id"))
    return marks


def week_of(finished: Mapping[str, datetime]) -> str:
    """The ISO week (UTC) in which the last of them finished, such as "2026-W07"; "" when nobody has."""
    if not finished:
        return ""
    if any(moment.tzinfo is None for moment in finished.values()):
        raise ValueError("a moment without a time zone lies in no week")
    year, week, _ = max(finished.values()).astimezone(UTC).isocalendar()
    return f"{year}-W{week:02}"
