"""What holds of every format of a release."""

import io
import os
import subprocess
import sys
import zipfile

import pytest
from pyarrow import parquet

from annotator.releases.formats.releases import RELEASE_FORMATS
from annotator.releases.frozen.withholding import COVER
from docs.tables import ROOT
from tests.releases.formats.conftest import scene, written


def readable(files):
    """The words of every file, and of the files in those that are archives."""
    for path, content in files.items():
        if path.endswith(".parquet"):
            yield str(parquet.read_table(io.BytesIO(content)).to_pylist())
        elif zipfile.is_zipfile(io.BytesIO(content)):
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                yield from readable({name: archive.read(name) for name in archive.namelist()})
        else:
            yield content.decode("utf-8", "replace")


EACH = pytest.mark.parametrize("name", RELEASE_FORMATS)
#: files of a format that stand at the root of the zip, where their readers look for them
AT_THE_ROOT = {"datapackage.json"}


@EACH
def test_it_says_what_it_is(name):
    found = RELEASE_FORMATS[name]
    assert found.name == name
    assert found.title
    assert found.hint.endswith(".")
    assert not found.loses or (found.loses.endswith(".") and found.loses.count(". ") == 0)


@EACH
def test_the_same_release_gives_the_same_bytes(name, tmp_path):
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    first, second = (written(scene(folder).write(), name) for folder in folders)
    assert first
    assert first == second


@EACH
def test_it_writes_under_its_own_folder(name, small):
    folders = {path.partition("/")[0] for path in written(small, name) if path not in AT_THE_ROOT}
    assert len(folders) == 1
    assert folders.isdisjoint({"jsonl", "texts", ""})


@EACH
def test_what_is_withheld_is_nowhere(name, under_each_policy):
    said = "\n".join(readable(written(under_each_policy, name)))
    shown = under_each_policy.about["text"]["shown"]
    assert ("Nobody was hurt" in said) <= (shown != "none")
    assert ("Read, and nothing found" in said) <= (shown == "full")
    assert (COVER in said) >= (shown == "none")
    assert (COVER in said) <= (shown != "full")


@EACH
def test_a_release_of_nothing_can_be_written(name, tmp_path):
    made = scene(tmp_path)
    for name_ in made.tables:
        if name_ != "codebook":
            made.tables[name_] = []
    made.texts = {}
    written(made.write(), name)


@EACH
def test_the_guide_says_whose_software_reads_it(name):
    said = (ROOT / "docs" / "guide" / "formats.md").read_text("utf-8")
    table = said.split("## Who reads them in the tests\n", 1)[1].split("\n## ", 1)[0]
    assert f"| {RELEASE_FORMATS[name].title} |" in table


_DIGESTS = """
import sys
import locale
from hashlib import sha256
from pathlib import Path
import django
locale.setlocale(locale.LC_ALL, "")
django.setup()
from annotator.releases.formats.releases import RELEASE_FORMATS
from annotator.releases.frozen.reading import Frozen
frozen = Frozen(Path(sys.argv[1]))
for name, one in RELEASE_FORMATS.items():
    for part in one.parts(frozen):
        print(part.path, sha256(b"".join(part.pieces())).hexdigest())
"""


@pytest.mark.slow
def test_neither_hash_seed_nor_locale_nor_time_zone_changes_a_byte(articles, turkish):
    def digests(**surroundings):
        env = {**os.environ, "DJANGO_SETTINGS_MODULE": "annotator.settings", **surroundings}
        command = [sys.executable, "-c", _DIGESTS, str(articles.folder)]
        return subprocess.run(command, env=env, cwd=ROOT, check=True, capture_output=True, text=True).stdout

    first = digests(PYTHONHASHSEED="1", TZ="UTC", LC_ALL="C.UTF-8")
    assert first.count("\n") > 300
    assert first == digests(PYTHONHASHSEED="2", TZ="Asia/Kathmandu", **turkish)
