"""The job that measures a study's agreement."""

from typing import Any

from django.db import transaction
from django.tasks import task
from django.urls import reverse
from django.utils import timezone

from annotator.jobs.asking import ask
from annotator.jobs.doing import JobFailed, do, finish, step
from annotator.jobs.models import Job
from annotator.jobs.sparing import sparing
from annotator.review.agreement import Plan, measure
from annotator.review.measured.keeping import plan_as_json, report_as_json
from annotator.review.measured.models import Agreement
from annotator.review.measured.reading_in import Inputs
from annotator.studies.models import OVERSEERS, Study

KIND = "agreement"
NOTHING_SHARED = "No article has been finished by two coders yet, so there is nothing to compare."
NO_LONGER = "Who asked for the figures is no longer an owner or reviewer of the study."


@transaction.atomic
def ask_for_figures(study: Study, *, by: Any, **plan: Any) -> tuple[Job, bool]:
    """A job that measures, and whether it is a new one: while one is waiting or running, that one is returned.

    `plan` are fields of `agreement.Plan`.

    Raises `annotator.jobs.asking.TooManyJobs`.
    """
    Study.objects.select_for_update(no_key=True).get(pk=study.pk)
    if job := unfinished(study):
        return job, False
    job = ask(
        measure_agreement,
        kind=KIND,
        title=f"Agreement of “{study.title}”",
        by=by,
        study=study,
        page=reverse("agreement", args=[study.slug]),
        arguments={"plan": plan},
    )
    return job, True


def unfinished(study: Study) -> Job | None:
    return Job.objects.unfinished().of_study(study).filter(kind=KIND).first()


def last(study: Study) -> Job | None:
    return Job.objects.of_study(study).filter(kind=KIND).order_by("-id").first()


@task
def measure_agreement(job: int) -> None:
    with sparing():
        do(job, _measure)


def _measure(job: Job) -> None:
    study = Study.objects.with_role(job.by, *OVERSEERS).filter(pk=job.study_id or 0).first()
    if study is None:
        raise JobFailed(NO_LONGER)
    plan = Plan(**job.arguments["plan"])
    inputs = Inputs(study, at=timezone.now())
    if not inputs.shared:
        raise JobFailed(NOTHING_SHARED)
    total = inputs.total
    # The last step is the figures themselves, after the last article.
    report = measure(inputs.read_ahead(), plan, told=lambda done: step(job, done=done, total=total + 1))
    with transaction.atomic():
        Study.objects.select_for_update(no_key=True).get(pk=study.pk)
        newest = Agreement.objects.filter(study=study).order_by("-number").values_list("number", flat=True).first()
        kept = Agreement.objects.create(
            study=study,
            number=(newest or 0) + 1,
            by=job.by,
            job=job,
            as_of=inputs.at,
            revision=study.revision,
            plan=plan_as_json(plan),
            seed=plan.seed,
            sha256=inputs.sha256,
            articles=report.articles,
            readings=inputs.readings,
            figures=report_as_json(report),
        )
        finish(job, result={"agreement": kept.number})
