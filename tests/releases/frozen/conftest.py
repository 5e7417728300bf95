"""A study that is frozen into a folder, and the zip of it."""

from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest

from annotator.releases.formats.releases import RELEASE_FORMATS
from annotator.releases.freeze import freeze
from annotator.releases.frozen.choices import Choices
from annotator.releases.frozen.packing import packed
from annotator.releases.frozen.withholding import Shown, TextPolicy
from annotator.releases.snapshot import all_of

AT = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)


@pytest.fixture
def frozen(scene, tmp_path):
    """Freeze the scene's study as its owner, with these choices."""
    made = []

    def make(shown="quotes", words=25, *, annotations=None, by=None, study=None, **choices):
        folder = tmp_path / f"frozen-{len(made)}"
        folder.mkdir()
        made.append(folder)
        study = study or scene.study
        given = {"number": 1, "at": AT, "title": study.title, **choices}
        return freeze(
            study,
            folder,
            annotations=all_of(study).standing() if annotations is None else annotations,
            by=by or scene.owner,
            choices=Choices(**given, policy=TextPolicy(Shown(shown), words)),
        )

    return make


def zip_of(frozen):
    return b"".join(packed(frozen, [RELEASE_FORMATS[name] for name in frozen.about["formats"]], written=[]))


def opened(content):
    """The files of a zip, which is checked as any unzip program does."""
    archive = ZipFile(BytesIO(content))
    assert archive.testzip() is None
    return {name: archive.read(name) for name in archive.namelist()}
