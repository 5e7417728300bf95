"""What every test has at hand. Folders below add their own."""

from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"


@pytest.fixture(autouse=True)
def _data_in_a_scratch_folder(settings, tmp_path):
    """No test writes into the instance's own files."""
    settings.DATA_DIR = tmp_path
    settings.CAPTURES_DIR = tmp_path / "captures"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture
def shared_file():
    """Return the path of a file under shared/, or skip the test naming the file that is absent."""

    def find(name: str) -> Path:
        path = SHARED / name
        if not path.exists():
            pytest.skip(f"shared/{name} is not here")
        return path

    return find
