"""Saved means on disk, and the site says how."""

import sqlite3

import pytest
from django.core.checks import Tags, run_checks
from django.db import connection

from annotator.checks import why_this_journal_mode
from annotator.databases import describe, journal_mode, with_durable_options


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "TRUNCATE"),
        ((3, 51, 2), "TRUNCATE"),
        ((3, 51, 3), "WAL"),
        ((3, 53, 0), "WAL"),
        ((3, 50, 6), "TRUNCATE"),
        ((3, 50, 7), "WAL"),
        ((3, 44, 6), "WAL"),
    ],
)
def test_an_older_sqlite_keeps_a_rollback_journal(version, mode):
    assert journal_mode(version) == mode
    assert f"journal_mode={mode}" in why_this_journal_mode(version).msg


@pytest.mark.django_db
def test_the_open_database_forgets_nothing():
    said = describe(connection)
    if connection.vendor == "sqlite":
        assert f"SQLite {sqlite3.sqlite_version}" in said
        assert "synchronous=FULL" in said
    else:
        assert said.startswith("PostgreSQL")


@pytest.mark.django_db
def test_the_check_says_which_journal_mode_and_finds_no_fault():
    found = run_checks(tags=[Tags.database], databases=["default"])
    assert [message for message in found if message.is_serious()] == []
    if connection.vendor == "sqlite":
        assert "annotator.I001" in {message.id for message in found}


@pytest.mark.django_db
def test_the_check_finds_a_database_that_forgets():
    if connection.vendor != "sqlite":
        pytest.skip("PRAGMA synchronous is SQLite's")
    # A pragma inside a transaction is ignored, so the connection is made anew.
    options = with_durable_options({"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"})["OPTIONS"]
    assert "synchronous=FULL" in options["init_command"]
    assert options["transaction_mode"] == "IMMEDIATE"
