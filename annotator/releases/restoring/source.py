"""The release as it is read for restoring: the tables of jsonl/, release.json and the history in codebook.json."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zipfile import ZipFile

from annotator import __version__
from annotator.releases.tables import TABLES
from annotator.releases.verifying.hashes import contents
from annotator.releases.verifying.tables import FOLDER, Record, lines

#: rows that are stored at once
SIZE = 500


class NotRestored(Exception):
    """Why nothing was restored; the message is a sentence."""


@dataclass
class Source:
    """A zip that was verified. `told` hears of each line of a table that became rows."""

    archive: ZipFile
    told: Callable[[str, int], object] = lambda table, lines: None
    #: the table and line that was read last
    where: str = "release.json"

    @cached_property
    def about(self) -> Record:
        """release.json."""
        said: Record = json.loads(contents(self.archive, "release.json"))
        return said

    @cached_property
    def revisions(self) -> list[Record]:
        """The codebook's, with what each changed: the tables do not say how a type was merged or split."""
        said: list[Record] = json.loads(contents(self.archive, "codebook.json"))["revisions"]
        return sorted(said, key=lambda one: one["number"])

    @property
    def names(self) -> bool:
        """Whether people stand in it by name."""
        return bool(self.about["coders"] != "pseudonyms")

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.about["released_at"])

    def look(self, table: str) -> Iterator[Record]:
        """The records of a table."""
        path = f"{FOLDER}/{table}.jsonl"
        for number, one in lines(self.archive, path):
            self.where = f"{path}, line {number:,}"
            yield one

    def table(self, table: str) -> Iterator[Record]:
        """The same, told of as they pass by."""
        for one in self.look(table):
            yield one
            self.told(table, 1)

    def check_columns(self) -> None:
        """Raises NotRestored when another version of the product wrote other columns."""
        for name, columns in TABLES.items():
            first: Any = next(self.look(name), None)
            if first is not None and [*first] != [one.name for one in columns]:
                raise NotRestored(
                    f"jsonl/{name}.jsonl has other columns than this product writes. It was made with version "
                    f"{self.about['product']['version']}, and this is {__version__}: restore it with the version that "
                    "made it, and bring that instance up to date afterwards."
                )


def store(*tables: Sequence[Any]) -> None:
    """Rows of one model each, one table after the other."""
    for rows in tables:
        if rows:
            type(rows[0])._base_manager.bulk_create(rows)


def time(said: str) -> datetime:
    return datetime.fromisoformat(said)


def moment(said: str | None) -> datetime | None:
    return time(said) if said else None
