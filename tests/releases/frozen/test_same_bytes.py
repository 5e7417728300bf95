"""The same data and choices give the same bytes: on either database, in any locale, time zone and hash seed."""

import os
import subprocess
import sys
from hashlib import sha256

import pytest
from django.db import connection

from annotator.releases.formats.releases import RELEASE_FORMATS
from annotator.releases.frozen.describing import TABLES
from annotator.releases.frozen.packing import packed
from annotator.releases.frozen.reading import Frozen
from tests.conftest import REPOSITORY
from tests.releases.frozen import fixed_world

pytestmark = pytest.mark.django_db

#: of the rows of the fixed world. A new one means that releases hold something else than before.
ROWS = "72021f7c501fdb674d869a17505bf6ccd3c42d372f35f585285b1ed98769c154"
FAR_AWAY = {"TZ": "America/St_Johns", "PYTHONHASHSEED": "4242"}
SURROUNDINGS = {
    "plain": {"LANG": "C", "LC_ALL": "C", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "0"},
    "far away": FAR_AWAY | {"LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
}


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


def test_what_is_written_beside_the_rows_is_what_would_be_read_from_them(world, tmp_path):
    *_, zip_sum = frozen_once(tmp_path, "a")
    beside = sorted((tmp_path / "a").glob("annotations-*.csv"))
    assert [one.name for one in beside] == ["annotations-csv.csv", "annotations-spreadsheet.csv"]
    assert all(len(one.read_bytes().splitlines()) > 5 for one in beside)
    for one in beside:
        one.unlink()
    formats = [RELEASE_FORMATS[name] for name in fixed_world.FORMATS]
    assert sha256(b"".join(packed(Frozen(tmp_path / "a"), formats, written=[]))).hexdigest() == zip_sum


@pytest.mark.parametrize("where", ["plain", "far away", "turkish"])
def test_the_same_bytes_in_other_surroundings(world, tmp_path, request, where):
    if connection.vendor != "sqlite":
        pytest.skip("surroundings are asked on SQLite")
    surroundings = FAR_AWAY | request.getfixturevalue("turkish") if where == "turkish" else SURROUNDINGS[where]
    # what this test has stored is not committed, and is in what its own connection sees
    (tmp_path / "copy.sqlite3").write_bytes(connection.connection.serialize())
    assert elsewhere(tmp_path, surroundings) == frozen_once(tmp_path, "here")


def test_both_databases_give_the_same_zip(world, tmp_path):
    if connection.vendor == "sqlite":
        pytest.skip("asked where there is another database than SQLite")
    here = frozen_once(tmp_path, "here")
    # the same world, made anew by SQLite
    assert elsewhere(tmp_path, SURROUNDINGS["far away"], "make") == here


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
