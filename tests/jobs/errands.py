"""What tests let another process do, in a module of its own: it is found there by its path."""

import os
import signal
from pathlib import Path


def numbers(to):
    yield from range(to)


def breaks(at):
    yield from range(at)
    raise RuntimeError("a fault of ours")


def killed(at):
    yield from range(at)
    os.kill(os.getpid(), signal.SIGKILL)


def for_ever(note):
    Path(note).write_text(str(os.getpid()), encoding="ascii")
    number = 0
    while True:
        yield number
        number += 1
