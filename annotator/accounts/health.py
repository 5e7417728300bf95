"""Is this instance well? Asked by monitors, by tests and by the administrator."""

import os
import secrets
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import Error

from annotator import __version__
from annotator.databases import describe

#: Made anew at each start, so that whoever started a server can tell that it is theirs that answers.
BOOT = os.environ.get("ANNOTATOR_BOOT") or secrets.token_hex(8)
#: Bytes; with less than this left the next saves may not fit.
LOW_DISK = 100 * 1024 * 1024


def trouble() -> str:
    """What is wrong, as a sentence, or "". Takes the database's write lock for a moment and writes nothing."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error as error:
        return f"The database does not answer: {type(error).__name__}."
    folder = next(p for p in [Path(settings.DATA_DIR), *Path(settings.DATA_DIR).parents] if p.exists())
    if shutil.disk_usage(folder).free < LOW_DISK:
        return "The disk is almost full."
    return ""


def details() -> dict[str, str]:
    """What the administrator may know; an anonymous visitor learns only whether the site works."""
    return {"version": __version__, "database": describe(connection)}
