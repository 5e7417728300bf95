"""The job: one release at a time, whole or not at all."""

import json
from hashlib import sha256
from zipfile import ZipFile

import pytest

from annotator.jobs.models import Job
from annotator.jobs.stopping import stop
from annotator.jobs.working import work_off
from annotator.releases.models import Release, releases_folder
from annotator.releases.released.task import BeingMade, make_release
from annotator.studies.models import Role
from articles.final import FinalRowError
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory


def test_it_stores_the_zip_and_says_what_it_is(released, scene):
    one = released()
    assert one.path == releases_folder() / "floods" / "1.zip"
    content = one.path.read_bytes()
    assert (one.size, one.sha256) == (len(content), sha256(content).hexdigest())
    archive = ZipFile(one.path)
    manifest = json.loads(archive.read("manifest.json"))
    assert one.rows_sha256 == manifest["rows_sha256"]
    assert one.about == json.loads(archive.read("release.json"))
    assert (one.number, one.by, one.title) == (1, scene.owner, "Floods")
    assert one.codebook_revision == scene.study.revision
    assert manifest["released_at"] == one.at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert [path.name for path in one.path.parent.iterdir()] == ["1.zip"], "no scratch is left"


def test_it_cannot_be_changed(released):
    one = released()
    one.title = "Other"
    with pytest.raises(FinalRowError):
        one.save()
    with pytest.raises(FinalRowError):
        Release.objects.all().delete()


def test_the_next_one_has_the_next_number_and_the_first_stays_as_it_was(released, scene):
    first = released()
    before = first.path.read_bytes()
    make_annotation(make_reading("Something new.", study=scene.study), "new")
    second = released()
    assert second.number == 2
    assert first.path.read_bytes() == before
    assert (first.about["counts"]["annotations"], second.about["counts"]["annotations"]) == (2, 3)
    assert first.rows_sha256 != second.rows_sha256


def test_filters_take_what_they_say(released, scene):
    one = released({"insertion": "yes"})
    assert one.filters == {"insertion": "yes"}
    assert one.about["counts"]["annotations"] == 1


def test_only_one_is_made_at_a_time(asked):
    asked()
    with pytest.raises(BeingMade):
        asked()


def test_whoever_is_no_owner_any_more_gets_none(asked, scene):
    job = asked()
    scene.study.memberships.filter(user=scene.owner).update(role=Role.REVIEWER)
    work_off()
    job = Job.objects.get(pk=job.pk)
    assert job.state == "failed"
    assert "no longer an owner" in job.error
    assert not Release.objects.exists()


def test_a_filter_that_has_lost_its_value_fails_with_a_sentence(asked):
    job = asked({"coder": "C-00000000"})
    work_off()
    assert "does not exist any more" in Job.objects.get(pk=job.pk).error


def test_one_that_was_stopped_leaves_nothing(asked, scene):
    job = asked()
    stop(job, by=scene.owner)
    work_off()
    make_release.func(job.pk)
    assert not Release.objects.exists()
    assert not (releases_folder() / "floods").exists()


def test_what_a_killed_attempt_left_is_cleared_away(released):
    left = releases_folder() / "floods" / ".1-7-1"
    left.mkdir(parents=True)
    (left / "annotations.jsonl").write_text("half")
    released()
    assert not left.exists()


def test_an_owner_who_still_reads_releases_nothing_of_what_others_marked_there(released, scene):
    make_reading(study=scene.study, article=scene.reading.article, coder=scene.owner)
    one = released()
    assert one.about["counts"]["annotations"] == 0
    assert one.about["tables"]["decisions"] == 0


def test_another_owner_may_ask(asked, scene):
    other = MembershipFactory(study=scene.study, user=UserFactory(), role=Role.OWNER).user
    asked(by=other)
    work_off()
    assert Release.objects.get().by == other
