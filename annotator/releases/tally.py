"""Counts that can only be made while rows pass by."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from annotator.releases.row import Row


class Tally:
    """`rows` counts the records of each table; the rest is about annotations."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.annotations = 0
        self.versions: set[int] = set()
        self.coders: set[str] = set()
        self.flagged = 0
        self.decided = 0
        self.omissions = 0
        self.omissions_decided = 0
        self.newest: datetime | None = None

    def counted[T](self, path: str, records: Iterable[T]) -> Iterator[T]:
        """Pass records on and count them."""
        self.rows[path] = 0
        for record in records:
            self.rows[path] += 1
            yield record

    def looked_at(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Pass annotations on and take down what the manifest says of them."""
        for row in rows:
            self.annotations += 1
            self.versions.add(row.version_id)
            self.coders.add(row.coder_pseudonym)
            if row.quote:
                self.flagged += bool(row.marking)
                self.decided += bool(row.verdict)
            else:
                self.omissions += 1
                self.omissions_decided += bool(row.verdict)
            for moment in (row.updated_at, row.decided_at):
                if moment and (self.newest is None or moment > self.newest):
                    self.newest = moment
            yield row

    @property
    def counts(self) -> dict[str, int]:
        """What a manifest says of the annotations."""
        return {
            "annotations": self.annotations,
            "versions_annotated": len(self.versions),
            "coders": len(self.coders),
            "insertions_flagged": self.flagged,
            "insertions_decided": self.decided,
            "omissions_flagged": self.omissions,
            "omissions_decided": self.omissions_decided,
        }
