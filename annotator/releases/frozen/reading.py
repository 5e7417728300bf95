"""A frozen release as formats see it: JSON Lines in a folder, read one document at a time. Pure.

Every table of a release is a file `{name}.jsonl` with one object a line, keys as in the data dictionary, in the order
in which the table is exported. `release.json` says what the release is. What is not in there is in no format.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import Any

from annotator.releases.columns import Column

#: as json.loads reads, without asking each line what it is
_decoded = json.JSONDecoder().raw_decode

type Record = dict[str, Any]

ABOUT = "release.json"
COLUMNS = "columns.json"
#: between the paragraphs of a version's text
BREAK = "\n\n"
PIECE = 256 * 1024


@dataclass(frozen=True, slots=True)
class Document:
    """One version of the sample: its line in documents, its paragraphs, its annotations down the page, and its text as
    it is released. `start` and `end` of paragraphs and annotations count code points in that text."""

    record: Record
    paragraphs: Sequence[Record]
    annotations: Sequence[Record]
    text: str

    @property
    def version_id(self) -> int:
        return int(self.record["version_id"])


class Frozen:
    """The folder of one frozen release."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def about(self) -> Mapping[str, Any]:
        """release.json."""
        said: Mapping[str, Any] = json.loads((self.folder / ABOUT).read_text(encoding="utf-8"))
        return said

    @cached_property
    def columns(self) -> Mapping[str, Sequence[Column]]:
        """The data dictionary: every table of the release, in the order of its files, with its columns."""
        said = json.loads((self.folder / COLUMNS).read_text(encoding="utf-8"))
        return {name: [Column(**one) for one in columns] for name, columns in said.items()}

    def path(self, name: str) -> Path:
        """The file of a table."""
        return self.folder / f"{name}.jsonl"

    def table(self, name: str) -> Iterator[Record]:
        """The records of a table in their order."""
        with self.path(name).open(encoding="utf-8", newline="\n") as lines:
            for line in lines:
                yield _decoded(line)[0]

    def documents(self) -> Iterator[Document]:
        """Every version of the sample by version_id, annotated or not, one in memory at a time."""
        paragraphs, annotations = (_by_version(self.table(name)) for name in ("paragraphs", "annotations"))
        waiting: dict[str, tuple[int, list[Record]] | None] = {
            "paragraphs": next(paragraphs, None),
            "annotations": next(annotations, None),
        }
        more = {"paragraphs": paragraphs, "annotations": annotations}

        def those_of(name: str, version: int) -> list[Record]:
            group = waiting[name]
            if group is None or group[0] != version:
                return []
            waiting[name] = next(more[name], None)
            return group[1]

        for record in sorted(self.table("documents"), key=lambda one: one["version_id"]):
            here = those_of("paragraphs", record["version_id"])
            text = BREAK.join(one["text"] for one in here)
            yield Document(record, here, those_of("annotations", record["version_id"]), text)
        for name, group in waiting.items():
            if group is not None:
                raise ValueError(f"{name}.jsonl has version_id {group[0]}, which documents.jsonl does not have.")


def _by_version(records: Iterator[Record]) -> Iterator[tuple[int, list[Record]]]:
    for version, group in groupby(records, key=lambda one: int(one["version_id"])):
        yield version, list(group)


def bytes_of(path: Path) -> Iterator[bytes]:
    """A file, piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece
