"""Find jobs whose worker is gone, and give them to another one or give them up."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from annotator.jobs.asking import send
from annotator.jobs.models import MOST_ATTEMPTS, Job, State

#: what brought jobs to workers is forgotten after this long; the jobs stay
KEPT = timedelta(days=7)
GIVEN_UP = (
    f"The worker that did this was ended {MOST_ATTEMPTS} times before it came to an end, so it was given up. It may "
    "need more memory than there is: tell the person who runs this site, then ask for it once more."
)


def reap(now: datetime | None = None) -> int:
    """Queue jobs of dead workers anew, fail those that have killed too many, send what got lost on its way.

    Return how many jobs were touched. Safe to run anywhere at any time, by several workers at once.
    """
    now = now or timezone.now()
    touched = sum(_take_from_the_dead(job) for job in Job.objects.silent(now).order_by("pk"))
    touched += sum(_send_again(job) for job in _lost(now))
    DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()
    return touched


@transaction.atomic
def _take_from_the_dead(job: Job) -> bool:
    row = Job.objects.running().filter(pk=job.pk, attempt=job.attempt, heartbeat=job.heartbeat)
    if job.attempt >= MOST_ATTEMPTS:
        return bool(row.update(state=State.FAILED, finished_at=timezone.now(), error=GIVEN_UP))
    if not row.update(state=State.QUEUED, started_at=None, heartbeat=None, done=0, total=0):
        return False
    send(job)
    return True


def _lost(now: datetime) -> list[Job]:
    """Queued, but what was to bring them has come to a worker that died before it began."""
    old = list(Job.objects.queued().filter(queued_at__lt=now - timedelta(seconds=settings.JOB_SILENCE)).order_by("pk"))
    on_the_way = DBTaskResult.objects.filter(pk__in=[job.task for job in old], status=TaskResultStatus.READY)
    ready = set(on_the_way.order_by().values_list("pk", flat=True))
    return [job for job in old if job.task not in ready]


@transaction.atomic
def _send_again(job: Job) -> bool:
    row = Job.objects.queued().filter(pk=job.pk, task=job.task)
    if not row.update(queued_at=timezone.now()):
        return False
    send(job)
    return True
