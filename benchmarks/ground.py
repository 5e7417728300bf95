"""Where measurements take place: data folders of their own, made once and thrown away."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.browser import servers


class Ground:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.template = folder / "prepared"
        self._made = 0
        servers.prepare(self.template)

    def data_folder(self) -> Path:
        """A migrated, empty instance with its static files collected."""
        self._made += 1
        folder = self.folder / f"instance-{self._made}"
        servers.copy(self.template, folder)
        return folder

    @contextmanager
    def server(self, seed: str | None = None) -> Iterator[servers.Server]:
        """The production server on data of its own; `.seeded` is what the function `seed` said."""
        server = servers.Server(self.data_folder())
        try:
            server.seeded = server.seed(seed) if seed else None
            server.start()
            yield server
        finally:
            server.close()


@contextmanager
def prepared() -> Iterator[Ground]:
    with TemporaryDirectory(prefix="annotator-benchmarks-") as folder:
        yield Ground(Path(folder))


def start_django(data_folder: Path) -> None:
    """Make this very process an instance of the product, so that its application can be called without a socket."""
    os.environ["ANNOTATOR_DATA_DIR"] = str(data_folder)
    # Said outright: a DATABASE_URL of the shell or of .env may be somebody's real one.
    os.environ["DATABASE_URL"] = f"sqlite:///{data_folder / 'annotator.sqlite3'}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "annotator.settings"
    import django

    django.setup()
    from benchmarks.bare import make_table

    make_table()


def family(pid: int) -> list[int]:
    """The process and all that it started."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += family(int(child))
    return found


def cpu_seconds(pids: list[int]) -> float:
    """User and system time of these processes so far, from the kernel."""
    ticks = os.sysconf("SC_CLK_TCK")
    return sum(sum(map(int, _stat(pid)[11:13])) for pid in pids) / ticks


def resident_mib(pid: int) -> float:
    return int(_stat(pid)[21]) * resource.getpagesize() / 2**20


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat from the third on: the name before them may hold spaces."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
