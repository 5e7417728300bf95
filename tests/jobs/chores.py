"""Tasks for tests, in a module of its own: a worker finds a task by its path."""

import os
import signal
import time

from django.db import transaction
from django.tasks import task

from annotator.jobs.doing import JobFailed, do, finish, step


@task
def count(job):
    """Counts to `to`, resting `rest` seconds after each; breaks, says no or is killed at `at` where it is told to."""
    do(job, _count)


def _count(job):
    to, trouble = job.arguments.get("to", 3), job.arguments.get("trouble", "")
    for done in range(1, to + 1):
        step(job, done=done, total=to)
        time.sleep(job.arguments.get("rest", 0))
        if done == job.arguments.get("at", 1):
            _trouble(trouble, job)
    with transaction.atomic():
        finish(job, result={"counted": to})


def _trouble(trouble, job):
    if trouble == "breaks":
        raise RuntimeError("a fault of ours")
    if trouble == "says no":
        raise JobFailed("There is nothing to count.")
    if trouble == "told to end":
        raise SystemExit(0)
    if trouble == "killed" and job.attempt <= job.arguments.get("times", 1):
        os.kill(os.getpid(), signal.SIGKILL)
