"""A worker beside a web server: started with it, started again when it dies, ended with it."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from os import getpid

#: before a dead worker is replaced, and as long as one is waited for at the end (seconds)
PAUSE, PATIENCE = 1.0, 8.0


@contextmanager
def worker_beside() -> Iterator[None]:
    """Keep one worker alive as long as the block runs. It ends by itself should this process be killed."""
    over = threading.Event()
    keeper = threading.Thread(target=_keep, args=(over,), name="worker")
    keeper.start()
    try:
        yield
    finally:
        over.set()
        keeper.join()


def _keep(over: threading.Event) -> None:
    while not over.is_set():
        worker = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, sys.argv[0], "work", "--parent", str(getpid())], stdin=subprocess.DEVNULL
        )
        while worker.poll() is None and not over.wait(0.2):
            pass
        if over.is_set():
            _end(worker)
        else:
            over.wait(PAUSE)


def _end(worker: "subprocess.Popen[bytes]") -> None:
    worker.terminate()
    try:
        worker.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()
