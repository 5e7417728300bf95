"""Sandboxes kept warm for a while: a child takes about a second to start and a few hundredths to read a page.

One file cannot touch the next in the same child: each is read in a fork of its own.
"""

import atexit
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from articles.readers.sandbox import Sandbox

IDLE_SECONDS = 20.0
MOST_IDLE = 2

_idle: list[Sandbox] = []
_lock = threading.Lock()


@contextmanager
def borrowed() -> Iterator[Sandbox]:
    """A sandbox for this thread alone while the block runs; then it waits a little for the next."""
    with _lock:
        sandbox = _idle.pop() if _idle else Sandbox()
    try:
        yield sandbox
    finally:
        _give_back(sandbox)


def _give_back(sandbox: Sandbox) -> None:
    with _lock:
        kept = len(_idle) < MOST_IDLE
        if kept:
            _idle.append(sandbox)
    if not kept:
        sandbox.close()
        return
    timer = threading.Timer(IDLE_SECONDS, _retire, [sandbox])
    timer.daemon = True
    timer.start()


def _retire(sandbox: Sandbox) -> None:
    """End it unless somebody borrowed it; in use again or not, a later timer looks after it."""
    with _lock:
        if sandbox not in _idle:
            return
        _idle.remove(sandbox)
    sandbox.close()


@atexit.register
def close_idle() -> None:
    """End the children that wait."""
    while _idle:
        _idle.pop().close()
