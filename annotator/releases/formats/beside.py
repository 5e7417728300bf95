"""The annotations as CSV, written while the rows pass by on their way to JSON Lines: nobody reads them back. Pure.

Only a short cut: a folder without these files gives the same release.
"""

from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, Self

from annotator.releases.columns import Column
from annotator.releases.formats import csv_exact, csv_spreadsheet
from annotator.releases.formats.csv_exact import Block
from annotator.releases.frozen.reading import Frozen

TABLE = "annotations"


class Beside:
    """The files of those of these formats that have one, as long as they are open."""

    def __init__(self, folder: Path, columns: Sequence[Column], formats: Collection[str]) -> None:
        self._text = csv_exact.as_text(columns)
        first_and_more: dict[str, tuple[bytes, Callable[[Block, int], bytes]]] = {
            "csv": (csv_exact.header(columns), csv_exact.paged(columns)),
            "spreadsheet": (csv_spreadsheet.header(columns), csv_spreadsheet.paged(columns)),
        }
        self._written = [(_path(folder, name), *how) for name, how in first_and_more.items() if name in formats]
        self._files: list[tuple[BinaryIO, Callable[[Block, int], bytes]]] = []
        self._open = ExitStack()

    def __enter__(self) -> Self:
        for path, header, page in self._written:
            file = self._open.enter_context(path.open("wb"))
            file.write(header)
            self._files.append((file, page))
        return self

    def __exit__(self, *raised: object) -> None:
        self._open.close()

    def add(self, some: Sequence[Sequence[Any]]) -> None:
        """Some records, column by column."""
        if self._files:
            block = self._text(some)
            for file, page in self._files:
                file.write(page(block, len(some[0])))


def made_beside(frozen: Frozen, name: str) -> Path | None:
    """This format's file of the annotations, if it was written beside them."""
    path = _path(frozen.folder, name)
    return path if path.exists() else None


def _path(folder: Path, name: str) -> Path:
    return folder / f"{TABLE}-{name}.csv"
