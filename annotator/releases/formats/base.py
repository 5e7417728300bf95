"""What a format is: a name, a few facts, and a function from records to bytes. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import batched
from operator import attrgetter
from typing import Any

from annotator.releases.columns import Column

type ValuesOf = Callable[[Sequence[Column]], Callable[[Any], tuple[Any, ...]]]
#: what the cells of a column are written as: one text for all the records, or one for each (or a whole number, from 0)
type Cells = str | Sequence[str | int]
type Write = Callable[[Sequence[Column], Iterable[Any]], Iterator[bytes]]

#: records that are turned into one piece of output: so few that they stay in the processor's cache
BATCH = 50


@dataclass(frozen=True, slots=True)
class Format:
    """`write(columns, records)` yields the file in pieces; the same records give the same bytes."""

    name: str
    title: str
    hint: str
    suffix: str
    media_type: str
    write: Write


def values_of(columns: Sequence[Column]) -> Callable[[Any], tuple[Any, ...]]:
    """A function that reads a record's values in the order of `columns`."""
    return attrgetter(*[column.name for column in columns])


def by_column(
    columns: Sequence[Column], records: Iterable[Any], *, values_of: ValuesOf = values_of
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """The cells of some records at a time, column by column: what is the same in all of them is dealt with once."""
    for batch in batched(map(values_of(columns), records), BATCH):
        yield list(zip(*batch, strict=True))


def each_once(write: Callable[[Any], str]) -> Callable[[Sequence[Any]], Cells]:
    """A function that writes the cells of a column, equal ones only once; not for numbers, as 1 and 1.0 are equal."""

    def written(cells: Sequence[Any]) -> Cells:
        first = cells[0]
        if cells.count(first) == len(cells):
            return write(first)
        distinct = set(cells)
        if 2 * len(distinct) > len(cells):
            return [write(cell) for cell in cells]
        known = {cell: write(cell) for cell in distinct}
        return [known[cell] for cell in cells]

    return written


def are_all(cells: Sequence[Any], value: Any) -> bool:
    """Whether a column has nothing but this: most are empty."""
    return cells[0] == value and cells.count(value) == len(cells)


def are_whole(cells: Sequence[Any]) -> bool:
    """Whether a column has nothing but whole numbers from 0: these need not be made text one by one."""
    return set(map(type, cells)) == {int} and min(cells) >= 0


def weaver(before: Iterable[str], end: str) -> Callable[[Iterable[Cells], int], str]:
    """A function that puts the cells of so many records together: before each cell its text, after the last `end`."""
    literal = [_literal(text) for text in before]
    last = _literal(end)

    def woven(block: Iterable[Cells], number: int) -> str:
        # Half of the columns say the same in all records: that is put together once.
        line, differing = [], []
        for text, cells in zip(literal, block, strict=True):
            if isinstance(cells, str):
                line += [text, _literal(cells)]
            else:
                line += [text, "%s"]
                differing.append(cells)
        pattern = "".join([*line, last])
        return "".join([pattern % one for one in zip(*differing, strict=True)]) if differing else pattern % () * number

    return woven


def _literal(text: str) -> str:
    """In a pattern."""
    return text.replace("%", "%%")


@lru_cache(maxsize=1_000)
def instant(moment: datetime) -> str:
    """A time as `2026-03-08T09:30:00.000000Z`: always UTC, always six decimals."""
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return f"{utc.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
