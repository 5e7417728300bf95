"""Figures as the lines of a table: one line for each topic, its statistics beside each other. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from string import ascii_lowercase

from annotator.review.agreement import STATISTICS, Exclusion, Figure, Question, Statistic
from annotator.review.measured.addresses import query
from annotator.review.measured.words import STATISTICS as CALLED
from annotator.review.measured.words import number, units_of


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure. `mark` is the letter of the note below the table that says why there is no interval, or a caution."""

    called: str
    value: str
    undefined: str
    interval: str
    mark: str


@dataclass(frozen=True, slots=True)
class Line:
    label: str
    cells: Sequence[Cell]
    n: int
    units: str
    articles: int
    left_out: Sequence[Exclusion]
    query: str


@dataclass(slots=True)
class Table:
    """`columns` are names of statistics; `notes` are (letter, sentence)."""

    id: str
    title: str
    what: str
    columns: Sequence[str]
    lines: list[Line] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)

    def add(self, label: str, figures: Sequence[Figure]) -> None:
        """`figures` are those of one topic."""
        first = figures[0]
        cells = [self._cell(figure) for figure in figures]
        left_out = [replace(one, units=units_of(one.count, one.units)) for one in first.exclusions]
        units = units_of(first.n, first.units)
        self.lines.append(Line(label, cells, first.n, units, first.articles, left_out, query(first.asked)))

    def _cell(self, figure: Figure) -> Cell:
        called = CALLED[figure.statistic]
        if figure.value is None:
            return Cell(called, "", figure.undefined, "", "")
        between, said = "", figure.no_interval
        if figure.interval:
            low, high = (number(figure.statistic, one) for one in (figure.interval.low, figure.interval.high))
            between, said = f"{low} to {high}", figure.interval.caution
        return Cell(called, number(figure.statistic, figure.value), "", between, self._mark(said))

    def _mark(self, said: str) -> str:
        if not said:
            return ""
        for letter, sentence in self.notes:
            if sentence == said:
                return letter
        letter = ascii_lowercase[len(self.notes) % 26]
        self.notes.append((letter, said))
        return letter


def table(id: str, title: str, what: str, columns: Sequence[str] | Question) -> Table:
    if isinstance(columns, Question):
        columns = [CALLED[one] for one in STATISTICS[columns]]
    return Table(id, title, what, columns)


def by_topic(figures: Iterable[Figure]) -> list[list[Figure]]:
    """Those of one topic together, in the order in which topics and their statistics come."""
    found: dict[object, list[Figure]] = {}
    for figure in figures:
        found.setdefault(figure.asked, []).append(figure)
    return list(found.values())


def main_statistic(question: Question) -> Statistic:
    """The one that a chart shows."""
    return STATISTICS[question][-1]
