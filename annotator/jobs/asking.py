"""Ask for long work: a job, and the task that brings it to a worker, stored together or not at all."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db import transaction
from django.tasks import Task
from django.utils import timezone
from django.utils.module_loading import import_string

from annotator.jobs.models import Job, State

#: how many jobs of one person may wait at a time
MOST_QUEUED = 20


class TooManyJobs(Exception):
    """This person has as many jobs waiting as one may."""


@transaction.atomic
def ask(
    task: Task[Any, Any],
    *,
    kind: str,
    title: str,
    by: Any,
    study: Any = None,
    page: str = "",
    arguments: Mapping[str, Any] | None = None,
) -> Job:
    """Store a job that `task` is going to do: a function of this module's path that takes the job's id alone.

    Raises `TooManyJobs`. `page` is where the result will be shown, `arguments` are JSON.
    """
    get_user_model().objects.select_for_update().get(pk=by.pk)  # two requests of one person count one after the other
    waiting = Job.objects.queued().filter(by_id=by.pk).count()
    if waiting >= MOST_QUEUED:
        raise TooManyJobs(
            f"{waiting} of your jobs are waiting, and that is as many as one person may have. "
            "Ask again when the first of them is done, or stop one."
        )
    job = Job.objects.create(
        kind=kind,
        title=title[:200],
        page=page,
        by=by,
        study_id=study and study.pk,
        arguments={"task": task.module_path, **(arguments or {})},
    )
    send(job)
    return job


def send(job: Job) -> None:
    """Bring a queued job to the workers, once more where that was done before.

    The more jobs somebody has waiting, the later their next one comes: nobody else waits for all of them.
    """
    task: Task[Any, Any] = import_string(job.arguments["task"])
    before = Job.objects.queued().filter(by_id=job.by_id).exclude(pk=job.pk).count()
    sent = task.using(priority=-min(before, 100)).enqueue(job.pk)
    Job.objects.filter(pk=job.pk, state=State.QUEUED).update(task=sent.id, queued_at=timezone.now())
