"""System checks: what `manage.py check` says about how this instance keeps what people save."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from django.apps.config import AppConfig
from django.core.checks import CheckMessage, Critical, Info, Tags, register
from django.core.checks import Warning as CheckWarning
from django.db import connections
from django.db.utils import Error

from annotator.databases import SYNCHRONOUS, journal_mode, pragma, wal_is_safe


def why_this_journal_mode(version: tuple[int, int, int] = sqlite3.sqlite_version_info[:3]) -> Info:
    number = ".".join(map(str, version))
    if wal_is_safe(version):
        return Info(
            f"SQLite {number} is used with journal_mode=WAL and synchronous=FULL: "
            "a save that was answered is on disk, and people can read while somebody writes.",
            id="annotator.I001",
        )
    return Info(
        f"SQLite {number} is used with journal_mode=TRUNCATE and synchronous=FULL: "
        "a save that was answered is on disk. WAL would be quicker, but before SQLite 3.51.3 it can corrupt "
        "a database that several connections write.",
        hint="Nothing to do. A Python built on SQLite 3.51.3 or newer (or 3.50.7, 3.44.6) switches to WAL by itself.",
        id="annotator.I001",
    )


@register(Tags.database)
def saved_means_on_disk(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Ask each open SQLite database for its real settings: a wrong OPTIONS entry must not pass in silence."""
    messages: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor != "sqlite":
            continue
        messages.append(why_this_journal_mode())
        try:
            mode = str(pragma(connection, "journal_mode")).upper()
            synchronous = SYNCHRONOUS[pragma(connection, "synchronous")]
            in_memory = connection.is_in_memory_db()  # type: ignore[attr-defined]
        except Error as error:
            messages.append(Critical(f"The database cannot be opened: {error}.", id="annotator.C001"))
            continue
        if synchronous not in ("FULL", "EXTRA"):
            messages.append(
                Critical(
                    f"SQLite runs with synchronous={synchronous}: a power cut could lose what was called saved.",
                    hint="Take `synchronous` out of the database's OPTIONS.",
                    id="annotator.C002",
                )
            )
        if mode != journal_mode() and not in_memory:
            messages.append(
                CheckWarning(
                    f"SQLite runs with journal_mode={mode} where {journal_mode()} is meant.",
                    hint="Network file systems cannot do WAL. Keep the data folder on a local disk.",
                    id="annotator.W001",
                )
            )
    return messages
