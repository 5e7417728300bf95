"""A job from being asked for to its end, in one process."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from annotator.jobs.asking import MOST_QUEUED, TooManyJobs, send
from annotator.jobs.doing import NotOurs, begin, finish, put_back, step
from annotator.jobs.models import MOST_ATTEMPTS, Job
from annotator.jobs.reaping import reap
from annotator.jobs.stopping import stop
from annotator.jobs.working import work_off
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


def later(seconds=31):
    return timezone.now() + timedelta(seconds=seconds)


def test_a_job_is_done_and_says_what_came_out(counting):
    job = counting(to=4)
    assert work_off() == 1
    job.refresh_from_db()
    assert (job.state, job.done, job.total, job.result, job.attempt) == ("done", 4, 4, {"counted": 4}, 1)
    assert job.started_at <= job.finished_at
    assert job.error == ""


def test_a_job_that_breaks_says_that_the_fault_is_ours(counting, caplog):
    job = counting(trouble="breaks")
    work_off()
    job.refresh_from_db()
    assert job.state == "failed"
    incident = job.error.rpartition("incident ")[2].rstrip(".")
    assert incident in caplog.text
    assert "a fault of ours" not in job.error


def test_a_job_that_cannot_be_done_says_why(counting):
    job = counting(trouble="says no")
    work_off()
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "There is nothing to count.")


def test_a_worker_that_is_told_to_end_puts_its_job_back(counting):
    job = counting(trouble="told to end", at=2)
    assert work_off(most=1) == 1
    job.refresh_from_db()
    assert (job.state, job.attempt, job.heartbeat) == ("queued", 0, None)
    assert DBTaskResult.objects.ready().count() == 1


def test_a_job_is_begun_once_however_often_it_is_brought(counting):
    job = counting()
    send(job)
    assert work_off() == 2
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("done", 1)
    assert begin(pk=job.pk) is None


def test_what_somebody_stopped_stores_nothing_more(counting):
    job = begin(pk=counting().pk)
    assert stop(job, by=job.by)
    with pytest.raises(NotOurs):
        step(job, done=1, total=3)
    with pytest.raises(NotOurs):
        finish(job, result={})
    put_back(job)
    assert not stop(job, by=job.by)
    assert Job.objects.get().state == "stopped"


def test_a_stopped_job_is_not_begun(counting):
    job = counting()
    stop(job, by=job.by)
    work_off()
    assert Job.objects.get().attempt == 0


def test_progress_is_not_written_for_each_step(counting, django_assert_num_queries):
    job = begin(pk=counting().pk)
    step(job, done=0, total=10_000)
    with django_assert_num_queries(0):
        for done in range(1, 1000):
            step(job, done=done, total=10_000)


def test_a_silent_job_is_queued_again_and_done_by_another(counting):
    job = begin(pk=counting().pk)
    assert reap() == 0
    assert reap(later()) == 1
    with pytest.raises(NotOurs):  # the first worker was only asleep
        step(job, done=3, total=3)
    work_off()
    job.refresh_from_db()
    assert (job.state, job.attempt) == ("done", 2)


def test_a_job_that_ends_every_worker_is_given_up_with_a_sentence(counting):
    pk = counting().pk
    for _ in range(MOST_ATTEMPTS):
        assert begin(pk=pk)
        assert reap(later()) == 1
    job = Job.objects.get()
    assert job.state == "failed"
    assert "ended 3 times" in job.error
    assert begin(pk=pk) is None


def test_a_job_whose_task_was_lost_on_its_way_is_sent_again(counting):
    job = counting()
    DBTaskResult.objects.update(status="RUNNING")
    assert reap() == 0
    assert reap(later()) == 1
    assert reap(later(1)) == 0
    assert work_off() == 1
    job.refresh_from_db()
    assert job.state == "done"


def test_a_person_has_so_many_waiting_and_no_more(counting):
    person = UserFactory()
    for _ in range(MOST_QUEUED):
        counting(person)
    with pytest.raises(TooManyJobs, match="20 of your jobs are waiting"):
        counting(person)
    counting()
    assert Job.objects.count() == DBTaskResult.objects.count() == MOST_QUEUED + 1
    work_off(most=1)
    counting(person)


def test_nobody_waits_for_all_the_jobs_of_somebody_else(counting):
    person, other = UserFactory(), UserFactory()
    for _ in range(3):
        counting(person)
    last = counting(other)
    work_off(most=2)
    last.refresh_from_db()
    assert last.state == "done"
    assert Job.objects.filter(by=person).queued().count() == 2
