"""Do a job, inside a worker: begin it, say how far it is, end it. A job that somebody else has taken is let alone."""

import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import F
from django.utils import timezone

from annotator.jobs.asking import send
from annotator.jobs.models import Job, State

logger = logging.getLogger("annotator")
#: how often progress is written (seconds): not for each of thousands of steps
OFTEN = 1


class NotOurs(Exception):
    """The job was stopped, or another worker has it since: nothing more is to be done here."""


class JobFailed(Exception):
    """The job cannot be done; the message is the sentence that people are shown."""


def do(pk: int, act: Callable[[Job], None]) -> None:
    """Let `act` do the job. It calls `finish` itself, in the transaction that stores what came out."""
    job = begin(pk=pk)
    if job is None:
        return
    try:
        with _heard(job):
            act(job)
    except NotOurs:
        return
    except JobFailed as said:
        fail(job, sentence=str(said))
    except Exception:  # whatever it was, no job is left saying that it runs
        incident = secrets.token_hex(4)
        logger.exception("incident %s in job %s", incident, job.pk)
        fail(
            job,
            sentence="Something broke, and the fault is ours. Ask for it once more; if it breaks again, "
            f"tell the person who runs this site: incident {incident}.",
        )
    except BaseException:  # the worker is told to end
        put_back(job)
        raise


def begin(*, pk: int) -> Job | None:
    """Take a queued job; None when it is not queued any more."""
    job = Job.objects.queued().filter(pk=pk).first()
    if job is None:
        return None
    now = timezone.now()
    taken = Job.objects.queued().filter(pk=pk, attempt=job.attempt)
    if not taken.update(state=State.RUNNING, started_at=now, heartbeat=now, attempt=job.attempt + 1, done=0, total=0):
        return None
    return Job.objects.get(pk=pk)


def step(job: Job, *, done: int, total: int) -> None:
    """Say how far it is; written once a second at most. Raises `NotOurs` when the job was stopped meanwhile."""
    now = timezone.now()
    if done < total and job.heartbeat and (now - job.heartbeat).total_seconds() < OFTEN and job.total:
        return
    _write(job, done=done, total=total, heartbeat=now)
    job.done, job.total, job.heartbeat = done, total, now


def finish(job: Job, *, result: dict[str, Any]) -> None:
    """Call it in the transaction that stores the result: what `NotOurs` ends is then not stored."""
    _write(job, state=State.DONE, done=F("total"), finished_at=timezone.now(), result=result)


def fail(job: Job, *, sentence: str) -> None:
    ours(job).update(state=State.FAILED, finished_at=timezone.now(), error=sentence)


def put_back(job: Job) -> None:
    """Back into the queue, as if this attempt had not been."""
    if ours(job).update(state=State.QUEUED, started_at=None, heartbeat=None, attempt=job.attempt - 1):
        send(job)


def ours(job: Job) -> Any:
    """The row, as long as it is this attempt that does it."""
    return Job.objects.running().filter(pk=job.pk, attempt=job.attempt)


def _write(job: Job, **fields: Any) -> None:
    if not ours(job).update(**fields):
        raise NotOurs


@contextmanager
def _heard(job: Job) -> Iterator[None]:
    """Say every few seconds that somebody is at it, also in a long step."""
    over = threading.Event()
    beats = threading.Thread(target=_beat, args=(job, over), name="heartbeat", daemon=True)
    beats.start()
    try:
        yield
    finally:
        over.set()
        beats.join()


def _beat(job: Job, over: threading.Event) -> None:
    while not over.wait(settings.JOB_SILENCE / 6):
        try:
            ours(job).update(heartbeat=timezone.now())
        except DatabaseError:
            logger.warning("job %s: the heartbeat could not be written", job.pk)
        finally:
            connection.close()
