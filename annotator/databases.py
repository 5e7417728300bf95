"""How each database is opened, so that "saved" means "on disk"."""

import sqlite3
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

# SQLite 3.51.3 (backported to 3.50.7 and 3.44.6) fixes a race between processes that reset a WAL file
# (sqlite.org/wal.html#walresetbug); an older library is safe with a rollback journal.
_FIXED = (3, 51, 3)
_BACKPORTS = {(3, 50): 7, (3, 44): 6}
#: PRAGMA synchronous answers with a number.
SYNCHRONOUS = {0: "OFF", 1: "NORMAL", 2: "FULL", 3: "EXTRA"}


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """True when several connections may share a WAL database under this SQLite version."""
    if version >= _FIXED:
        return True
    patch = _BACKPORTS.get(version[:2])
    return patch is not None and version[2] >= patch


def journal_mode(version: tuple[int, int, int] = sqlite3.sqlite_version_info[:3]) -> str:
    return "WAL" if wal_is_safe(version) else "TRUNCATE"


def with_durable_options(database: dict[str, Any]) -> dict[str, Any]:
    """Return a DATABASES entry with the options its engine needs; other keys are kept."""
    if database["ENGINE"].endswith("sqlite3"):
        options = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": f"PRAGMA journal_mode={journal_mode()};PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON",
        }
        return {**database, "CONN_MAX_AGE": None, "OPTIONS": {**options, **database.get("OPTIONS", {})}}
    return {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True, **database}


def pragma(connection: BaseDatabaseWrapper, name: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}")
        return cursor.fetchone()[0]


def describe(connection: BaseDatabaseWrapper) -> str:
    """One line about an open database: its engine, version and how it keeps what is saved."""
    if connection.vendor == "sqlite":
        mode = str(pragma(connection, "journal_mode")).upper()
        kept = SYNCHRONOUS[pragma(connection, "synchronous")]
        return f"SQLite {sqlite3.sqlite_version}, journal_mode={mode}, synchronous={kept}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        version = cursor.fetchone()[0]
        cursor.execute("SHOW synchronous_commit")
        return f"PostgreSQL {version}, synchronous_commit={cursor.fetchone()[0]}"
