"""The job that makes a release."""

import shutil
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import QueryDict
from django.tasks import task
from django.urls import reverse
from django.utils import timezone

from annotator import __version__
from annotator.annotations.models import Annotation, AnnotationQuerySet
from annotator.jobs.asking import ask
from annotator.jobs.doing import JobFailed, do, finish, step
from annotator.jobs.models import Job
from annotator.jobs.sparing import sparing
from annotator.releases.filters import read_filters
from annotator.releases.formats.releases import RELEASE_FORMATS
from annotator.releases.freeze import freeze
from annotator.releases.frozen.choices import Choices
from annotator.releases.frozen.packing import packed, rows_sha256
from annotator.releases.frozen.reading import Frozen
from annotator.releases.frozen.withholding import Shown, TextPolicy
from annotator.releases.models import Release, Restoration, releases_folder
from annotator.releases.released.storing import Stored, store
from annotator.releases.zipping import Written
from annotator.review.adjudication.matching import match
from annotator.review.cases import gather
from annotator.studies.models import Role, Study
from articles.store import settle

KIND = "release"
NO_LONGER = "Who asked for the release is no longer an owner of the study."
FILTERED = "A filter of this release has a value that does not exist any more. Ask for it once more."
#: a format is about half as long as the JSON Lines it is made from
LENGTH = 0.5


class BeingMade(Exception):
    """A release of this study is being made already."""


@transaction.atomic
def ask_for_release(study: Study, *, by: Any, filters: Mapping[str, str], choices: Mapping[str, Any]) -> Job:
    """A job that freezes what `by` sees of the study through these filters. `choices` are JSON: title, creators,
    license, formats, text_shown, words, permission, names.

    Raises `BeingMade` and `annotator.jobs.asking.TooManyJobs`.
    """
    Study.objects.select_for_update(no_key=True).get(pk=study.pk)
    if unfinished(study):
        raise BeingMade("A release of this study is being made. When it is there, ask for the next one.")
    return ask(
        make_release,
        kind=KIND,
        title=f"Release {next_number(study)} of “{study.title}”",
        by=by,
        study=study,
        page=reverse("releases", args=[study.slug]),
        arguments={"filters": dict(filters), "choices": dict(choices)},
    )


def unfinished(study: Study) -> Job | None:
    return Job.objects.unfinished().of_study(study).filter(kind=KIND).first()


def last(study: Study) -> Job | None:
    return Job.objects.of_study(study).filter(kind=KIND).order_by("-id").first()


def next_number(study: Study) -> int:
    newest = Release.objects.filter(study=study).order_by("-number").values_list("number", flat=True).first()
    restored = Restoration.objects.filter(study=study).values_list("number", flat=True).first()
    return (newest or restored or 0) + 1


@task
def make_release(job: int) -> None:
    with sparing():
        do(job, _make)


def _make(job: Job) -> None:
    study = Study.objects.with_role(job.by, Role.OWNER).filter(pk=job.study_id or 0).first()
    if study is None:
        raise JobFailed(NO_LONGER)
    gather(study)
    match(study)
    annotations = _annotations(job, study)
    choices = _choices(job, study)
    folder = releases_folder() / study.slug
    scratch = folder / f".{choices.number}-{job.pk}-{job.attempt}"
    # What an attempt that was killed has left behind is of no use to anybody.
    for left in folder.glob(".[0-9]*-*"):
        shutil.rmtree(left, ignore_errors=True)
    scratch.mkdir(parents=True, mode=0o750)
    try:
        rows = annotations.count()
        frozen = freeze(
            study,
            scratch,
            annotations=annotations,
            by=job.by,
            choices=choices,
            told=lambda done: step(job, done=min(done, rows), total=2 * rows + 1),
        )
        _keep(job, study, choices, frozen, rows)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _annotations(job: Job, study: Study) -> AnnotationQuerySet:
    address = QueryDict(mutable=True)
    address.update(job.arguments["filters"])
    found = read_filters(address, study=study, annotations=Annotation.objects.visible_to(job.by))
    if found.errors:
        raise JobFailed(FILTERED)
    return found.annotations


def _choices(job: Job, study: Study) -> Choices:
    asked = job.arguments["choices"]
    return Choices(
        number=next_number(study),
        at=timezone.now(),
        title=asked["title"],
        filters=job.arguments["filters"],
        formats=tuple(asked["formats"]),
        policy=TextPolicy(Shown(asked["text_shown"]), asked["words"]),
        permission=asked["permission"],
        names=asked["names"],
        creators=tuple(asked["creators"]),
        license=asked["license"],
    )


def _keep(job: Job, study: Study, choices: Choices, frozen: Frozen, rows: int) -> None:
    """Write the zip, and make it the release when it is whole."""
    formats = [RELEASE_FORMATS[name] for name in choices.formats]
    size = sum(frozen.path(name).stat().st_size for name in frozen.columns) * (1 + LENGTH * len(formats)) or 1

    def told(so_far: int) -> None:
        step(job, done=rows + int(rows * min(1, so_far / size)), total=2 * rows + 1)

    written: list[Written] = []
    stored = store(packed(frozen, formats, written=written, told=told), frozen.folder / "release.zip")
    file = f"{study.slug}/{choices.number}.zip"
    with transaction.atomic():
        _final_row(job, study, choices, frozen, stored, rows_sha256(written), file)
        finish(job, result={"release": choices.number})
        settle(stored.path, releases_folder() / file)


def _final_row(
    job: Job, study: Study, choices: Choices, frozen: Frozen, stored: Stored, rows_sum: str, file: str
) -> Release:
    return Release.objects.create(
        study=study,
        number=choices.number,
        by=job.by,
        at=choices.at,
        job=job,
        title=choices.title,
        creators=list(choices.creators),
        license=choices.license,
        filters=dict(choices.filters),
        formats=list(choices.formats),
        text_shown=choices.policy.shown.value,
        words=choices.policy.words,
        permission=choices.permission,
        names_shown=choices.names,
        codebook_revision=study.revisions.get(number=frozen.about["codebook"]["revision"]),
        product_version=__version__,
        about=dict(frozen.about),
        rows_sha256=rows_sum,
        sha256=stored.sha256,
        size=stored.size,
        file=file,
    )
