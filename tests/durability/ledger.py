"""What the clients meant to save and were told, held against what the database has."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import batched
from typing import Any

#: in a message, so that a thousand lost saves do not make a thousand lines
FEW = 5


@dataclass(frozen=True, slots=True)
class Save:
    """One annotation that a client means to make: a claim with an attribution whose source is the same words."""

    id: str
    reading: int
    paragraph: int
    start: int
    quote: str
    claim_type: int

    @property
    def path(self) -> str:
        return f"/readings/{self.reading}/annotations/"

    @property
    def form(self) -> dict[str, Any]:
        place = {"paragraph": self.paragraph, "start": self.start, "quote": self.quote}
        return {
            "id": self.id,
            "how": "span",
            **place,
            "claim_type": self.claim_type,
            "attribution": "attributed",
            "span_role": "source",
            **{f"span_{name}": value for name, value in place.items()},
        }


@dataclass(frozen=True, slots=True)
class Stored:
    """One row of the database. `sources` counts its source spans, `started` is whether its reading says it has begun:
    both are written in the annotation's own transaction."""

    id: str
    reading: int
    paragraph: int
    start: int
    quote: str
    sources: int
    started: bool


def faults(planned: Iterable[Save], acknowledged: Iterable[str], stored: Iterable[Stored]) -> list[str]:
    """Every way in which the database differs from what was promised, in words; nothing when it keeps its word."""
    meant = {save.id: save for save in planned}
    rows = list(stored)
    ids = Counter(row.id for row in rows)
    places = Counter((row.reading, row.paragraph, row.start, row.quote) for row in rows)
    found = {
        "answered as saved but not in the database": set(acknowledged) - set(ids),
        "stored twice under one id": {pk for pk, times in ids.items() if times > 1},
        "stored twice under two ids": {row.id for row in rows if places[_place(row)] > 1 and ids[row.id] == 1},
        "stored but never sent": set(ids) - set(meant),
        "stored with other words than were sent": {
            row.id for row in rows if row.id in meant and _place(row) != _place(meant[row.id])
        },
        "stored by half: its source or its reading's start is missing": {
            row.id for row in rows if row.sources != 1 or not row.started
        },
    }
    return [_sentence(what, sorted(which)) for what, which in found.items() if which]


def _place(one: Save | Stored) -> tuple[int, int, int, str]:
    return one.reading, one.paragraph, one.start, one.quote


def _sentence(what: str, which: list[str]) -> str:
    shown = ", ".join(next(batched(which, FEW)))
    return f"{len(which)} {what}: {shown}{' …' if len(which) > FEW else ''}"
