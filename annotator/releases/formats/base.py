"""What a format is: a name, a few facts, and a function from records to bytes. Pure."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any

from annotator.releases.columns import Column

type ValuesOf = Callable[[Sequence[Column]], Callable[[Any], tuple[Any, ...]]]
type Write = Callable[[Sequence[Column], Iterable[Any]], Iterator[bytes]]

#: records that are turned into one piece of output
BATCH = 200


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


def instant(moment: datetime) -> str:
    """A time as `2026-03-08T09:30:00.000000Z`: always UTC, always six decimals."""
    utc = moment if moment.tzinfo is UTC else moment.astimezone(UTC)
    return f"{utc.replace(tzinfo=None).isoformat(timespec='microseconds')}Z"
