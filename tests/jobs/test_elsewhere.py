"""Another process that gets things for this one: the same things, its faults told, and no process left behind."""

import subprocess
import sys
import time

import psutil
import pytest
from django.db import transaction

from annotator.jobs.elsewhere import Elsewhere, each, is_worthwhile
from tests.conftest import REPOSITORY


def errand(name, *arguments):
    return each(f"tests.jobs.errands:{name}", *arguments)


def gone(note):
    """Whether the process that wrote its number down ends soon."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid := int(note.read_text(encoding="ascii"))):
            return True
        if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True  # it has ended; whoever took it over has not looked yet
        time.sleep(0.1)
    return False


def test_it_yields_the_same_in_the_same_order():
    assert list(errand("numbers", 1_000)) == list(range(1_000))


def test_nothing_is_yielded_of_nothing():
    assert list(errand("numbers", 0)) == []


@pytest.mark.parametrize(("name", "said"), [("breaks", "RuntimeError: a fault of ours"), ("killed", "with code -9")])
def test_that_it_went_wrong_is_told_after_what_came_before(name, said):
    found = []
    with pytest.raises(Elsewhere, match=said):
        found.extend(errand(name, 3))
    assert found in ([], [0, 1, 2])


def test_a_function_that_is_not_there_is_told():
    with pytest.raises(Elsewhere, match="no attribute 'nothing_of_that_name'"):
        list(errand("nothing_of_that_name"))


def test_it_ends_when_nobody_asks_any_more(tmp_path):
    numbers = errand("for_ever", str(tmp_path / "note"))
    assert [next(numbers), next(numbers)] == [0, 1]
    numbers.close()
    assert gone(tmp_path / "note")


def test_it_ends_when_who_asked_is_killed(tmp_path):
    """As a worker may be, by kill -9 or a power cut."""
    asking = (
        "import django, os, signal; django.setup()\n"
        "from annotator.jobs.elsewhere import each\n"
        f"next(each('tests.jobs.errands:for_ever', {str(tmp_path / 'note')!r}))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    assert subprocess.run([sys.executable, "-c", asking], cwd=REPOSITORY, check=False).returncode == -9
    assert gone(tmp_path / "note")


@pytest.mark.django_db
def test_it_is_of_no_use_where_it_would_not_see_what_is_stored():
    with transaction.atomic():
        assert not is_worthwhile()
