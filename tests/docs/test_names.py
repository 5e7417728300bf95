"""Commands, targets, variables and files are named as they are."""

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from docs.tables import ROOT

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
_COMMAND = re.compile(r"\bmanage\.py ([a-z_]+)")
_TARGET = re.compile(r"^make ([\w./-]+)")
_READ = re.compile(r"""\benv\.\w+\(\s*"([A-Z_]+)"|\bos\.environ(?:\.get\(|\[)\s*"([A-Z_]+)\"""")
_ROW = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)
_FILE = re.compile(r"^(?:annotator|articles|templates|tests|docs|benchmarks)/[\w./-]+\.\w+$")
#: where the packages of a build come from, and where its files lay, is nobody's business
_FOLDERS = ("work", "root", "tmp", "home", "Users")
_HOSTS = ("pypi", "pythonhosted", "npmjs", "ghcr", "docker", "registry")
BANNED = re.compile(
    rf"(?<![\w.])/(?:{'|'.join(_FOLDERS)})\b|\b(?:{'|'.join(_HOSTS)})\.(?:\w+\.)?(?:org|com|io)\b", re.IGNORECASE
)


def settings_read() -> set[str]:
    """Environment variables that the product reads."""
    sources = [path for app in ("annotator", "articles") for path in (ROOT / app).rglob("*.py")]
    found = (match for path in sources for match in _READ.findall(path.read_text(encoding="utf-8")))
    return {name for names in found for name in names if name}


def test_every_command_is_there(guide):
    named = set(_COMMAND.findall(guide.text))
    assert named <= set(get_commands()), f"{guide} names a command that is not there"


def test_every_make_target_is_there(guide):
    named = {found[1] for code in guide.code if (found := _TARGET.match(code))}
    for target in named:
        assert re.search(rf"^{re.escape(target)}:", MAKEFILE, re.MULTILINE), f"{guide} names make {target}"


def test_every_file_of_the_source_is_there(guide):
    for code in guide.code:
        if _FILE.match(code):
            assert (ROOT / code).is_file(), f"{guide} names {code}"


def test_every_setting_is_explained(every_page):
    assert settings_read() - set(re.findall(r"`([A-Z_]+)`", every_page["docs/guide/deploying.md"].text)) == set()


def test_every_setting_explained_is_read(every_page):
    explained = _ROW.findall(every_page["docs/guide/deploying.md"].under("## Settings"))
    assert explained
    assert set(explained) <= settings_read()
    assert len(set(explained)) == len(explained)


def test_no_page_names_a_registry_or_somebodys_folder(guide):
    assert not BANNED.search(guide.text)


@pytest.mark.parametrize("name", _FOLDERS)
def test_a_folder_would_be_seen(name):
    assert BANNED.search(f"see /{name}/x")
    assert not BANNED.search(f"see the/{name}/x")


@pytest.mark.parametrize("name", _HOSTS)
def test_a_registry_would_be_seen(name):
    assert BANNED.search(f"from https://{name}.org/x")
    assert BANNED.search(f"from files.{name}.example.io")


def test_the_settings_are_found():
    assert {"SITE_URL", "DATABASE_URL", "TRUSTED_PROXIES"} <= settings_read()
    assert Path(ROOT / "manage.py").is_file()
