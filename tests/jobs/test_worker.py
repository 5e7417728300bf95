"""The real worker, in a process of its own beside the real server: it is killed, ended, and comes back."""

import sqlite3
import subprocess
import time
from contextlib import closing

import psutil
import psycopg
import pytest

from tests.browser.servers import MANAGE, REPOSITORY


@pytest.fixture
def server(new_server):
    server = new_server(JOB_SILENCE="2")
    yield server
    server.stop()


def ask(server, *jobs):
    return server.seed("tests.jobs.seeding:asked", *jobs)


def told(server, pk):
    """The job's row, past Django: a process of its own for each look would take longer than the job."""
    asked = "SELECT state, done, attempt, result, error FROM jobs_job WHERE id = "
    if server.environment["DATABASE_URL"].startswith("sqlite"):
        with closing(sqlite3.connect(server.data_dir / "annotator.sqlite3", timeout=10)) as database:
            row = database.execute(f"{asked}?", [pk]).fetchone()
    else:
        with psycopg.connect(server.environment["DATABASE_URL"]) as database:
            row = database.execute(f"{asked}%s", [pk]).fetchone()
    return dict(zip(("state", "done", "attempt", "result", "error"), row, strict=True))


def wait_until(true, seconds=40):
    deadline = time.monotonic() + seconds
    while not (answer := true()):
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.2)
    return answer


def workers(server):
    children = psutil.Process(server.pid).children(recursive=True)
    return [child for child in children if "work" in child.cmdline()]


def ended(server, pk):
    now = told(server, pk)
    return now if now["state"] not in ("queued", "running") else None


def test_a_job_is_done_though_its_worker_is_killed(server):
    """Twice killed by its own job, then done; a job that kills every worker is given up."""
    twice, always = ask(server, {"trouble": "killed", "times": 2}, {"trouble": "killed", "times": 99})
    server.start()
    now = wait_until(lambda: ended(server, twice))
    assert (now["state"], now["done"], now["attempt"]) == ("done", 3, 3)
    given_up = wait_until(lambda: ended(server, always))
    assert (given_up["state"], given_up["attempt"]) == ("failed", 3)
    assert "given up" in given_up["error"]
    [last] = wait_until(lambda: workers(server))
    assert server.health()["status"] == "ok"
    assert server.stop() == 0
    assert not last.is_running()


def test_a_job_outlives_a_power_cut_a_stop_and_its_server(server):
    [pk] = ask(server, {"to": 200, "rest": 0.1})
    server.start()
    wait_until(lambda: told(server, pk)["state"] == "running")
    server.kill()
    assert told(server, pk)["state"] == "running"
    server.start()
    wait_until(lambda: (now := told(server, pk))["state"] == "running" and now["attempt"] == 2)
    assert server.stop() == 0
    assert (told(server, pk)["state"], told(server, pk)["attempt"]) == ("queued", 1)
    server.start()
    [worker] = wait_until(lambda: workers(server))
    psutil.Process(server.pid).kill()
    wait_until(lambda: not worker.is_running())
    server.kill()


def test_a_server_may_leave_the_work_to_a_worker_elsewhere(server):
    [pk] = ask(server, {})
    server.start("--no-worker")
    assert workers(server) == []
    alone = subprocess.Popen([*MANAGE, "work"], cwd=REPOSITORY, env=server.environment)
    try:
        assert wait_until(lambda: ended(server, pk))["state"] == "done"
    finally:
        alone.terminate()
    assert alone.wait(10) == 0
