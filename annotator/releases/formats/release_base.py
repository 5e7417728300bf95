"""What a format of a release is: a name, a few facts, and a function from what is frozen to files. Pure."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from annotator.releases.columns import Column
from annotator.releases.frozen.reading import Frozen
from annotator.releases.zipping import Part

#: bytes of a table's JSON Lines beyond which one of its files may pass the 2 GiB of a plain zip entry
MANY = 1 << 30


@dataclass(frozen=True, slots=True)
class ReleaseFormat:
    """`loses` is one sentence for whoever ticks the box, "" when the format holds everything the tables do.

    `parts` gives files one by one, and a file may hold a whole document until it is written: take them as they come,
    in their order, and do not make a list of them. The same release gives the same bytes. A format whose library is
    not installed is not offered.
    """

    name: str
    title: str
    hint: str
    loses: str
    parts: Callable[[Frozen], Iterable[Part]]
    is_available: Callable[[], bool] = lambda: True


def is_large(frozen: Frozen, table: str) -> bool:
    """Whether a file of this table needs an entry that can pass 2 GiB."""
    return frozen.path(table).stat().st_size > MANY


def values_of(columns: Sequence[Column]) -> Callable[[Any], tuple[Any, ...]]:
    """A function that reads a frozen record's values in the order of `columns`."""
    return itemgetter(*[column.name for column in columns])
