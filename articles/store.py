"""Where captured bytes are kept: one file per SHA-256, whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


@contextmanager
def arriving(content: bytes) -> Iterator[Path]:
    """A temporary file in the store that holds `content` on disk; removed at the end unless it was settled."""
    root = Path(settings.CAPTURES_DIR)
    root.mkdir(parents=True, exist_ok=True, mode=0o750)
    handle, name = tempfile.mkstemp(prefix=".arriving-", dir=root)
    path = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield path
    finally:
        path.unlink(missing_ok=True)


def settle(arrived: Path, path: Path) -> None:
    """Give the file its name, atomically, and make the name last. Cheap: the bytes are on disk already."""
    path.parent.mkdir(exist_ok=True, mode=0o750)
    os.replace(arrived, path)
    for folder in (path.parent, path.parent.parent):
        _sync(folder)


def _sync(folder: Path) -> None:
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # a system that cannot open folders has no way to sync one
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
