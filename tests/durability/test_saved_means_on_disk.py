"""SQLite is opened so that a commit is on the disk before it is answered: asked of live connections."""

import pytest
from django.db import connection

from annotator.checks import saved_means_on_disk
from annotator.databases import SYNCHRONOUS, journal_mode, pragma

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="these are settings of SQLite"),
]


@pytest.fixture
def opened_anew():
    """A connection as a new worker or thread opens it."""
    another = connection.copy()
    yield another
    another.close()


def test_a_live_connection_writes_to_the_disk_before_it_answers(opened_anew):
    assert SYNCHRONOUS[pragma(opened_anew, "synchronous")] == "FULL"


def test_a_live_connection_keeps_the_journal_that_the_check_names(opened_anew):
    mode = str(pragma(opened_anew, "journal_mode")).upper()
    assert mode == journal_mode()
    said = [message.msg for message in saved_means_on_disk(None, databases=["default"])]
    assert len(said) == 1
    assert f"journal_mode={mode} and synchronous=FULL" in said[0]


def test_an_instance_with_its_own_settings_opens_its_database_the_same_way(new_server):
    said = new_server().seed("tests.durability.coders:how_it_is_kept")
    assert said.endswith(f"journal_mode={journal_mode()}, synchronous=FULL")


def test_the_check_notices_a_connection_that_does_not_wait_for_the_disk(monkeypatch, opened_anew):
    """The control: without it, the tests above might be asking something that always says yes."""
    with opened_anew.cursor() as cursor:
        cursor.execute("PRAGMA synchronous=NORMAL")
    monkeypatch.setattr("annotator.checks.connections", {"default": opened_anew})
    assert "annotator.C002" in [message.id for message in saved_means_on_disk(None, databases=["default"])]
