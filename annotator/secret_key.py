"""The instance's secret key: made at the first start, kept in a file only its owner can read."""

import os
import secrets
from pathlib import Path


def secret_key(path: Path) -> str:
    """Return the key stored at `path`, making one (50 random bytes, mode 0600) when there is none.

    Two processes starting at once agree: the file is created exclusively and the loser reads the winner's.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        key = path.read_text(encoding="ascii").strip()
        if len(key) < 50:
            raise ValueError(f"{path} holds no usable key; remove it to have a new one made") from None
        return key
    key = secrets.token_urlsafe(50)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(key)
    return key
