"""The real production server, started for a browser journey with a data folder and a database of its own."""

import hashlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

REPOSITORY = Path(__file__).resolve().parents[2]
START_TIMEOUT = 40
MANAGE = [sys.executable, "manage.py"]


# Below the ports that a system hands out by itself (32768 up on Linux, 49152 up elsewhere): one that stands free for a
# moment, before its server starts or while it is down, is given to no connection of another test.
OWN_PORTS = range(20000, 30000)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on; drawn, so that tests that run at once seldom draw the same."""
    while not is_free(port := secrets.choice(OWN_PORTS)):
        pass
    return port


class Server:
    """One instance: `start`, `stop`, `kill -9` and start again keep its data. `url` stays the same."""

    def __init__(self, data_dir: Path, database_url: str | None = None, **environment: str) -> None:
        self.data_dir = data_dir
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.seeded: Any = None
        self.boot = ""
        self._process: subprocess.Popen[bytes] | None = None
        self._log = (data_dir / "server.log").open("ab")
        self.environment = {
            **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
            "ANNOTATOR_DATA_DIR": str(data_dir),
            "SITE_URL": self.url,
            "PYTHONUNBUFFERED": "1",
            # said outright: a .env of the developer's may name a real database
            "DATABASE_URL": database_url or f"sqlite:///{(data_dir / 'annotator.sqlite3').as_posix()}",
            **environment,
        }

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    @property
    def log(self) -> str:
        return (self.data_dir / "server.log").read_text(encoding="utf-8", errors="replace")

    def manage(self, *arguments: str, **options: Any) -> str:
        """Run a management command on this instance and return what it printed."""
        return self._run([*MANAGE, *arguments], **options)

    def seed(self, function: str, *arguments: Any) -> Any:
        """Call `module:function` in a process of its own, with this instance's database; return its answer (JSON)."""
        said = self._run([sys.executable, "-m", "tests.browser.seeding", function, json.dumps(arguments)])
        return json.loads(said.strip().splitlines()[-1])

    def _run(self, command: list[str], **options: Any) -> str:
        done = subprocess.run(
            command,
            cwd=REPOSITORY,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            **options,
        )
        if done.returncode:
            raise AssertionError(f"{' '.join(command)} failed:\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def start(self, *arguments: str) -> None:
        self.boot = secrets.token_hex(8)
        self._process = subprocess.Popen(
            [*MANAGE, "serve", "--port", str(self.port), *arguments],
            cwd=REPOSITORY,
            env={**self.environment, "ANNOTATOR_BOOT": self.boot},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        """Wait until the server that this test started, and no other, says that it is well."""
        deadline = time.monotonic() + START_TIMEOUT
        while time.monotonic() < deadline:
            assert self._process
            if self._process.poll() is not None:
                raise AssertionError(f"the server ended with {self._process.returncode}:\n{self.log}")
            if self.health().get("boot") == self.boot:
                return
            time.sleep(0.05)
        raise AssertionError(f"the server was not ready after {START_TIMEOUT} s:\n{self.log}")

    def health(self) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return json.load(answer)
        except (urllib.error.URLError, OSError, ValueError):
            return {}

    def kill(self) -> None:
        """kill -9 to the server and its workers, as a power cut would."""
        if self._process:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(10)
            # its workers are not our children, and hold the port until the system has buried them too
            deadline = time.monotonic() + 10
            while not is_free(self.port) and time.monotonic() < deadline:
                time.sleep(0.02)

    def stop(self) -> int:
        """Ask it to end, as Ctrl+C does; return its exit code."""
        if not self._process:
            return 0
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(15)
            except subprocess.TimeoutExpired:
                self.kill()
        return self._process.returncode

    def close(self) -> None:
        self.stop()
        self._log.close()


def prepare(template: Path, database_url: str | None = None) -> None:
    """Make a data folder with collected static files and a migrated database, for servers to copy: SQLite in that
    folder unless an address is given."""
    template.mkdir(parents=True, exist_ok=True)
    environment = {
        **os.environ,
        "ANNOTATOR_DATA_DIR": str(template),
        "DATABASE_URL": database_url or f"sqlite:///{(template / 'annotator.sqlite3').as_posix()}",
    }
    code = (
        "import django; django.setup();"
        "from django.core.management import call_command as call;"
        "call('migrate', verbosity=0); call('createcachetable', verbosity=0);"
        "from annotator.static_storage import collect_when_changed; collect_when_changed()"
    )
    subprocess.run(
        [sys.executable, "-c", code],
        cwd=REPOSITORY,
        env={**environment, "DJANGO_SETTINGS_MODULE": "annotator.settings"},
        check=True,
    )


def copy(template: Path, folder: Path) -> None:
    """A data folder of its own; the collected static files are shared, for nobody writes to them."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in template.iterdir():
        if file.is_file() and file.name != "ready":
            shutil.copy(file, folder)
    (folder / "static").symlink_to(template / "static", target_is_directory=True)


def on_postgresql() -> str:
    """The address of the PostgreSQL server that this run is on; "" on SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    return url if url.startswith("postgres") else ""


def prepared_database(run: Path) -> str:
    """The name of the database that the servers of this run start as copies of; `run` is the run's scratch folder."""
    return f"annotator_{hashlib.sha256(str(run).encode()).hexdigest()[:16]}_prepared"


def with_database(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def create_database(url: str, name: str, template: str = "template0") -> str:
    """Create a PostgreSQL database on the server of `url`, empty or as another is; return its address."""
    _on_postgresql(url, f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return with_database(url, name)


def drop_database(url: str, name: str) -> None:
    _on_postgresql(url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _on_postgresql(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)
