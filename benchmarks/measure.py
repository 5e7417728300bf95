"""Timing two things side by side on a machine that others use too, and the rows that say what came out."""

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from statistics import median, quantiles
from typing import Any, Literal

#: makes ready, off the clock, and returns what is then timed
type Prepare = Callable[[], Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Taken:
    """CPU time in milliseconds. A `best` (the quickest tenth's border) far below the median tells of a busy machine."""

    median: float
    best: float


def alternate(subjects: Mapping[str, Prepare], *, repetitions: int, warm_up: int = 30) -> dict[str, Taken]:
    """Return the CPU time that each subject takes.

    They take turns, A B A B, so that whatever the machine does meanwhile falls on all of them alike. CPU time of this
    process (user and system) is counted, not the clock: waiting for a disk or for other people's work costs nothing.
    """
    taken: dict[str, list[int]] = {name: [] for name in subjects}
    gc.collect()
    for number in range(warm_up + repetitions):
        for name, prepare in subjects.items():
            act = prepare()
            before = time.process_time_ns()
            act()
            after = time.process_time_ns()
            if number >= warm_up:
                taken[name].append(after - before)
    return {name: Taken(median(values) / 1e6, quantiles(values, n=10)[0] / 1e6) for name, values in taken.items()}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table. `budget` is the most allowed, of the value itself or of its ratio to the reference."""

    name: str
    value: float
    unit: str
    budget: float | None = None
    budget_of: Literal["value", "ratio"] = "value"
    reference: str = ""
    reference_value: float | None = None
    note: str = ""

    @property
    def ratio(self) -> float | None:
        return self.value / self.reference_value if self.reference_value else None

    @property
    def met(self) -> bool | None:
        """None when nothing was promised."""
        counted = self.value if self.budget_of == "value" else self.ratio
        return None if self.budget is None or counted is None else counted <= self.budget

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "ratio": self.ratio, "met": self.met}
