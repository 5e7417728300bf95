"""One pass over the rows for several formats: the first is sent, the others wait their turn on disk. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import tee
from tempfile import SpooledTemporaryFile
from typing import Any, Self

from annotator.releases.columns import Column
from annotator.releases.formats.base import Format

#: bytes a waiting format may hold in memory before it goes to a temporary file
IN_MEMORY = 4 * 1024 * 1024
PIECE = 64 * 1024


class Spools:
    """Formats that wait. Temporary files have no name and vanish with the process, also when it is killed."""

    def __init__(self, formats: Sequence[Format]) -> None:
        self.formats = formats
        self._open = ExitStack()
        self._files: dict[str, SpooledTemporaryFile[bytes]] = {}

    def __enter__(self) -> Self:
        for one in self.formats:
            self._files[one.name] = self._open.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))
        return self

    def __exit__(self, *trouble: object) -> None:
        self._open.close()

    def filled(self, first: Format, columns: Sequence[Column], records: Iterable[Any]) -> Iterator[bytes]:
        """Yield `first` while the others are written beside it, piece by piece, so that few records are kept."""
        copies = tee(records, 1 + len(self.formats))
        waiting = [
            (self._files[one.name], one.write(columns, copy))
            for one, copy in zip(self.formats, copies[1:], strict=True)
        ]
        for piece in first.write(columns, copies[0]):
            for file, pieces in waiting:
                file.write(next(pieces, b""))
            yield piece
        for file, pieces in waiting:
            for piece in pieces:
                file.write(piece)

    def emptied(self, format: Format) -> Iterator[bytes]:
        """Yield what was written of `format`."""
        file = self._files[format.name]
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece
