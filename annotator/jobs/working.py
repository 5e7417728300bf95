"""The worker: takes one job after the other, and looks after those whose worker is gone."""

import os
import signal
import threading
import time
from types import FrameType
from uuid import uuid4

from django.db import OperationalError, close_old_connections, transaction
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from annotator.jobs.reaping import reap

#: how long a worker waits when nothing is to be done, and how often it looks for dead colleagues (seconds)
IDLE, REAP = 1.0, 10.0


class Ended(SystemExit):
    """The worker was told to end."""


def work_off(most: int | None = None) -> int:
    """Do what is ready, `most` jobs at the most; return how many. For a worker's turn, and for tests without one."""
    runner = _runner()
    done = 0
    while (most is None or done < most) and (task := _taken(runner.worker_id)):
        runner.run_task(task)
        done += 1
    return done


def _taken(worker: str) -> DBTaskResult | None:
    """The next task, taken so that no other worker has it. That there is none is asked with a plain read: the library's
    own loop would take SQLite for itself once a second, readers included, for nothing."""
    ready = DBTaskResult.objects.ready().filter(backend_name="default")
    if not ready.exists():
        return None
    with transaction.atomic():
        task = ready.get_locked()
        if task is not None:
            task.claim(worker)
    return task


def _runner() -> Worker:
    """The library's worker, for its way of running one task and writing down how that ended."""
    return Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=1,
        worker_id=uuid4().hex,
        excluded_queue_names=[],
    )


class Loop:
    """Works until it is told to end, or until the process that started it is gone."""

    def __init__(self, *, parent: int | None = None) -> None:
        self._over = threading.Event()
        self._parent = parent
        self._reaped = 0.0

    def run(self) -> None:
        signal.signal(signal.SIGTERM, self._end)
        # Ctrl+C reaches every process of a terminal; beside a web server it is the server that ends this one.
        signal.signal(signal.SIGINT, signal.SIG_IGN if self._parent else self._end)
        if self._parent:
            threading.Thread(target=self._watch, name="parent", daemon=True).start()
        while not self._over.is_set():
            close_old_connections()
            try:
                busy = self._turn()
            except OperationalError:
                busy = 0  # the database is busy or away; the next turn asks again
            if not busy:
                self._over.wait(IDLE)

    def _turn(self) -> int:
        if time.monotonic() - self._reaped > REAP or not self._reaped:
            reap()
            self._reaped = time.monotonic()
        return work_off(most=1)

    def _end(self, number: int, frame: FrameType | None) -> None:
        if not self._over.is_set():
            self._over.set()
            raise Ended(0)

    def _watch(self) -> None:
        """A worker does not outlive the server that started it, however that ended. Its job is found by the next."""
        while os.getppid() == self._parent:
            time.sleep(1)
        os._exit(1)
