"""What every test has at hand. Folders below add their own."""

import gc
import os
import shutil
import time
from pathlib import Path

import pytest
from django.db import connections
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis
from xdist.scheduler import LoadScopeScheduling

from tests.browser import servers
from tests.chromium import find_chromium

# Playwright's blocking API keeps an event loop in the main thread for the whole run; Django would then refuse
# the database to every later test in that process, though none of them is asynchronous.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"
NO_CHROMIUM = "no Chromium found"
IN_PARALLEL = "PYTEST_XDIST_WORKER" in os.environ


#: a test that asks for one of these works with the database
OF_THE_DATABASE = {"db", "transactional_db", "live_server", "new_server"}
LEFT_OUT = pytest.StashKey[int]()

# A machine that is busy is no fault of ours: no example is timed.
hypothesis.register_profile("annotator", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("annotator")


class JourneysTogether(LoadScopeScheduling):
    """The journeys of one module share a server and stay in one test process; any other test goes wherever there is
    time. (--dist loadgroup is meant for this; it does nothing under pytest 9.2.)"""

    def _split_scope(self, nodeid):
        return nodeid.split("::", 1)[0] if nodeid.startswith("tests/browser/") else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return JourneysTogether(config, log)


def pytest_collection_finish(session):
    """Django, the models and what was collected stay to the end: the garbage collector need not walk them each time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


def pytest_collection_modifyitems(config, items):
    for item in items:
        if item.get_closest_marker("browser") and not find_chromium():
            item.add_marker(pytest.mark.skip(reason=NO_CHROMIUM))
    if connections["default"].vendor == "postgresql":
        leave_out(config, items)


def leave_out(config, items):
    """On PostgreSQL run only what touches a database; the rest says the same there as on SQLite."""
    kept, left_out = [], []
    for item in items:
        touches = item.get_closest_marker("django_db") or OF_THE_DATABASE & {*item.fixturenames}
        (kept if touches else left_out).append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept
    config.stash[LEFT_OUT] = len(left_out)
    if hasattr(config, "workeroutput"):
        config.workeroutput["left_out"] = len(left_out)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node):
    """Each test process of a parallel run has left out the same tests."""
    node.config.stash[LEFT_OUT] = node.workeroutput.get("left_out", 0) if hasattr(node, "workeroutput") else 0


def pytest_sessionfinish(session):
    """The last process of a run leaves no database behind on a server that is not its own."""
    url = servers.on_postgresql()
    if url and not hasattr(session.config, "workerinput"):
        servers.drop_database(url, servers.prepared_database(session.config._tmp_path_factory.getbasetemp()))


def pytest_terminal_summary(terminalreporter):
    """What did not run is said, so that a green line cannot hide it."""
    if left_out := terminalreporter.config.stash.get(LEFT_OUT, 0):
        terminalreporter.line(f"Left out on PostgreSQL: {left_out} tests that touch no database. They run on SQLite.")
    skipped = terminalreporter.stats.get("skipped", [])
    journeys = sorted({report.nodeid for report in skipped if NO_CHROMIUM in str(report.longrepr)})
    if journeys:
        terminalreporter.section("NOT RUN", yellow=True)
        terminalreporter.line(
            f"NOT RUN: {len(journeys)} browser journeys, {NO_CHROMIUM}. Install chromium or set CHROMIUM to its path."
        )
        for journey in journeys:
            terminalreporter.line(f"  {journey}")


@pytest.fixture(autouse=True)
def _data_in_a_scratch_folder(settings, tmp_path):
    """No test writes into the instance's own files."""
    settings.DATA_DIR = tmp_path
    settings.CAPTURES_DIR = tmp_path / "captures"
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def prepared_instance(tmp_path_factory):
    """One prepared data folder, and on PostgreSQL a prepared database, for all test processes of this run."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    template = shared / "prepared-instance"
    ready = template / "ready"
    try:
        template.mkdir()
    except FileExistsError:
        deadline = time.monotonic() + 120
        while not ready.exists():
            assert time.monotonic() < deadline, "another test process did not prepare the instance"
            time.sleep(0.1)
    else:
        url = servers.on_postgresql()
        servers.prepare(template, servers.create_database(url, servers.prepared_database(shared)) if url else None)
        ready.touch()
    return template


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, request, tmp_path_factory):
    """Give SQLite a real file: in memory, two connections lock each other in ways that no instance ever sees.

    In a parallel run every test process starts with a copy of one migrated database.
    """
    database = connections["default"].settings_dict
    prepared = request.getfixturevalue("prepared_instance") if IN_PARALLEL else None
    if database["ENGINE"].endswith("sqlite3"):
        file = tmp_path_factory.mktemp("database") / "test.sqlite3"
        database["TEST"]["NAME"] = str(file)
        if prepared:
            shutil.copy(prepared / "annotator.sqlite3", file)
    elif prepared:
        database["TEST"]["TEMPLATE"] = servers.prepared_database(prepared.parent)


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb):
    """Whether the database that is there already is used: the copy is."""
    return django_db_keepdb or (IN_PARALLEL and connections["default"].vendor == "sqlite")


@pytest.fixture
def shared_file():
    """Return the path of a file under shared/, or skip the test naming the file that is absent."""

    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"shared/{name} is not here")
        return path

    return find
