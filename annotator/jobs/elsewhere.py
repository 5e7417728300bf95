"""Let another process get things while this one works on those that are there: half the time, with two processors.

The other process has a connection of its own to the database, and sees only what has been committed.
"""

import os
import pickle
import signal
from collections.abc import Iterator
from importlib import import_module
from multiprocessing import get_context
from multiprocessing.connection import Connection
from traceback import format_exc
from typing import Any

from django.db import connection

from annotator.jobs.sparing import sparing

#: to see whether it has ended by itself when its last word was heard (seconds)
_LAST_MOMENTS = 10


class Elsewhere(Exception):
    """It went wrong in the other process; the message is its traceback, or how it ended."""


def is_worthwhile() -> bool:
    """Whether there is a second processor, and a database that another process can read."""
    alone = connection.vendor == "sqlite" and connection.is_in_memory_db()  # type: ignore[attr-defined]
    return (os.cpu_count() or 1) > 1 and not alone and not connection.in_atomic_block


def each(function: str, *arguments: Any) -> Iterator[Any]:
    """Call `module:function`, which yields, in another process, and yield the same. It goes on while this one works on
    what it has yielded last, and ends when nobody asks any more.

    Raises `Elsewhere` when it raised there, or was killed.
    """
    # Not forked: a copy of this process would share its connections and its threads' locks.
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    # As bytes: models can be made of them only when the other process has set Django up.
    other = context.Process(target=_run, args=(there, function, pickle.dumps(arguments)), daemon=True)
    other.start()
    there.close()
    try:
        while True:
            try:
                word, what = here.recv()
            except EOFError:
                other.join(_LAST_MOMENTS)
                raise Elsewhere(f"The other process ended in the middle, with code {other.exitcode}.") from None
            if word == "over":
                return
            if word == "broken":
                raise Elsewhere(what)
            yield what
    finally:
        here.close()
        other.terminate()
        other.join()


def _run(there: Connection, function: str, arguments: bytes) -> None:
    # Ctrl+C reaches every process of a terminal; the one that asks ends this one.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        _send_each(there, function, arguments)
    except OSError:
        os._exit(1)  # nobody is there any more who could be told


def _send_each(there: Connection, function: str, arguments: bytes) -> None:
    import django

    django.setup()
    module, name = function.split(":")
    try:
        with sparing():
            for one in getattr(import_module(module), name)(*pickle.loads(arguments)):  # noqa: S301 - our own, from above
                there.send(("one", one))
    except BrokenPipeError:
        raise
    except Exception:  # noqa: BLE001 - whatever it was, who asked is told
        there.send(("broken", format_exc()))
    else:
        there.send(("over", None))
