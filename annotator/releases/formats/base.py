"""What a format is: a name, a few facts, and a function from records to bytes. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched
from operator import attrgetter
from typing import Any

from annotator.releases.columns import Column

type ValuesOf = Callable[[Sequence[Column]], Callable[[Any], tuple[Any, ...]]]
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
) -> Iterator[Iterator[tuple[Any, ...]]]:
    """The cells of some records at a time, column by column: what is the same in all of them is dealt with once."""
    for batch in batched(map(values_of(columns), records), BATCH):
        yield zip(*batch, strict=True)


def each_once(write: Callable[[Any], str]) -> Callable[[Sequence[Any]], Sequence[str]]:
    """A function that writes the cells of a column, equal ones only once; not for numbers, as 1 and 1.0 are equal."""

    def written(cells: Sequence[Any]) -> list[str]:
        known = {cell: write(cell) for cell in set(cells)}
        return [known[cell] for cell in cells]

    return written


def instant(moment: datetime) -> str:
    """A time as `2026-03-08T09:30:00.000000Z`: always UTC, always six decimals."""
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return f"{utc.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
