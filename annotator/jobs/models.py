"""Long work that goes on after its request has ended: who asked for it, how far it is, what became of it.

A job is the truth about itself. The rows of django-tasks-db beside it only bring it to a worker: see `asking`.
"""

from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from articles.constraints import one_of

#: how often a job is begun before it is given up
MOST_ATTEMPTS = 3


class State(models.TextChoices):
    QUEUED = "queued", "Waiting"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"
    STOPPED = "stopped", "Stopped"


UNFINISHED = (State.QUEUED, State.RUNNING)


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, user: Any) -> Self:
        """Those this person asked for, and those of studies they own. Roles belong to a later stage and are reached
        through the person's memberships."""
        owned = user.memberships.filter(role="owner").values("study_id")
        return self.filter(Q(by_id=user.pk) | Q(study_id__in=owned))

    def of_study(self, study: Any) -> Self:
        return self.filter(study_id=study.pk)

    def queued(self) -> Self:
        return self.filter(state=State.QUEUED)

    def running(self) -> Self:
        return self.filter(state=State.RUNNING)

    def unfinished(self) -> Self:
        return self.filter(state__in=UNFINISHED)

    def silent(self, now: datetime | None = None) -> Self:
        """Running, as the row has it, while no worker has said so for too long."""
        return self.running().filter(heartbeat__lt=(now or timezone.now()) - timedelta(seconds=settings.JOB_SILENCE))


class Job(models.Model):
    """`done` of `total` steps; a total of 0 is not known yet. `attempt` counts how often a worker has begun it.

    `study_id` is no foreign key: jobs are asked for by every later stage, studies among them (docs/adr/0013).
    """

    kind = models.SlugField(max_length=40, help_text="what is done, for programs")
    title = models.CharField(max_length=200, help_text="what is done, for people")
    page = models.CharField(max_length=300, blank=True, help_text="the address where its result is shown")
    study_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs")
    arguments = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    attempt = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField(db_default=Now())
    queued_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True, help_text="the sentence that its page shows")
    result = models.JSONField(default=dict, blank=True)
    task = models.UUIDField(null=True, blank=True, help_text="what brings it to a worker")

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            one_of("state", State.values, name="job_state_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=["queued", "running"], finished_at__isnull=True)
                | (~Q(state__in=["queued", "running"]) & Q(finished_at__isnull=False)),
                name="job_ends_at_some_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(started_at__isnull=False, heartbeat__isnull=False),
                name="job_that_runs_has_begun_and_is_heard",
            ),
            models.CheckConstraint(
                condition=(Q(state="failed") & ~Q(error="")) | (~Q(state="failed") & Q(error="")),
                name="job_that_failed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(total=0) | Q(done__lte=F("total")), name="job_has_not_done_more_than_all"
            ),
        ]
        indexes = [models.Index(fields=["by", "state"], name="job_by_person_and_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def ended(self) -> bool:
        return self.state not in UNFINISHED
