import pytest

from annotator.jobs.models import Job
from annotator.jobs.working import work_off
from annotator.releases.models import Release
from annotator.releases.released.task import ask_for_release

CHOICES = {
    "title": "Floods",
    "creators": [],
    "license": "",
    "formats": ["csv", "spreadsheet"],
    "text_shown": "quotes",
    "words": 25,
    "permission": "",
    "names": False,
}


@pytest.fixture
def asked(scene):
    """Ask for a release as the study's owner, with other choices than these; return the job."""

    def ask(filters=None, *, by=None, study=None, **choices):
        return ask_for_release(
            study or scene.study, by=by or scene.owner, filters=filters or {}, choices={**CHOICES, **choices}
        )

    return ask


@pytest.fixture
def released(asked):
    """Make a release; return it."""

    def make(filters=None, **choices):
        job = asked(filters, **choices)
        work_off()
        job = Job.objects.get(pk=job.pk)
        assert job.state == "done", job.error
        return Release.objects.get(job=job)

    return make
