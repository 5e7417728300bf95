"""Stop a job that waits or runs. What runs notices at its next step; nothing of it is stored."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from annotator.jobs.models import Job, State


def can_stop(job: Job, user: Any) -> bool:
    """Whoever sees a job may stop it: its asker and the owners of its study."""
    return Job.objects.visible_to(user).filter(pk=job.pk).exists()


def stop(job: Job, *, by: Any) -> bool:
    """Say whether this call stopped it; False when it had ended before."""
    if not can_stop(job, by):
        raise PermissionDenied("Only who asked for a job and the owners of its study can stop it.")
    return bool(
        Job.objects.unfinished().filter(pk=job.pk).update(state=State.STOPPED, finished_at=timezone.now(), error="")
    )
