"""A file on disk, whole, with its sum. Pure."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Stored:
    """`size` counts bytes."""

    path: Path
    size: int
    sha256: str


def store(pieces: Iterable[bytes], path: Path) -> Stored:
    """Write the pieces; when this returns they are on disk."""
    digest, size = sha256(), 0
    with path.open("wb") as file:
        for piece in pieces:
            file.write(piece)
            digest.update(piece)
            size += len(piece)
        file.flush()
        os.fsync(file.fileno())
    return Stored(path, size, digest.hexdigest())
