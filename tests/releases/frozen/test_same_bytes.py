"""The same data and choices give the same bytes: on either database, in any locale, time zone and hash seed."""

import os
import subprocess
import sys

import pytest
from django.db import connection

from annotator.releases.frozen.describing import TABLES
from tests.conftest import REPOSITORY
from tests.releases.frozen import fixed_world

pytestmark = pytest.mark.django_db

#: of the rows of the fixed world. A new one means that releases hold something else than before.
ROWS = "72021f7c501fdb674d869a17505bf6ccd3c42d372f35f585285b1ed98769c154"
ENVIRONMENTS = [
    {"LANG": "C", "LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "0"},
    {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns", "PYTHONHASHSEED": "4242"},
]


@pytest.fixture
def world(settings):
    settings.SITE_URL = "https://annotator.example"
    return fixed_world.make()


def frozen_once(folder, name):
    folder = folder / name
    folder.mkdir()
    return fixed_world.sums(folder)


def test_the_rows_have_the_sum_that_they_have_always_had(world, tmp_path):
    assert frozen_once(tmp_path, "a")[0] == ROWS


def test_every_table_of_the_fixed_world_has_rows_but_those_it_cannot_fix(world, tmp_path):
    fixed_world.sums(tmp_path)
    empty = {name for name in TABLES if not (tmp_path / f"{name}.jsonl").read_bytes()}
    assert empty == {"attribution_pairs", "agreement"}


def test_three_times_the_same_in_other_surroundings(world, tmp_path):
    here = frozen_once(tmp_path, "here")
    if connection.vendor != "sqlite":
        # the same world made by SQLite, and the whole zip of it
        assert elsewhere(tmp_path, ENVIRONMENTS[1], "make") == here
        return
    # what this test has stored is not committed, and is in what its own connection sees
    (tmp_path / "copy.sqlite3").write_bytes(connection.connection.serialize())
    for surroundings in ENVIRONMENTS:
        assert elsewhere(tmp_path, surroundings) == here


def elsewhere(folder, surroundings, *asked):
    """The sums as another process finds them, on SQLite."""
    environment = {
        **os.environ,
        **surroundings,
        "DATABASE_URL": f"sqlite:///{folder / 'copy.sqlite3'}",
        "SITE_URL": "https://annotator.example",
        "ANNOTATOR_DATA_DIR": str(folder / "data"),
    }
    said = subprocess.run(
        [sys.executable, "-m", "tests.releases.frozen.fixed_world", *asked],
        capture_output=True, cwd=REPOSITORY, env=environment, check=True, text=True, timeout=120,
    )  # fmt: skip
    return said.stdout.split()
