"""The script inside a release needs Python alone, and names what is wrong."""

import subprocess
import sys
from pathlib import Path

import pytest

from annotator.releases.frozen.withholding import Shown, TextPolicy
from annotator.releases.verifying import verify
from annotator.releases.verifying.verify import first_wrong
from tests.releases.verifying.building import changed, packed, release, table, with_manifest, written

SCRIPT = Path(verify.__file__)
POLICIES = [TextPolicy(Shown.FULL), TextPolicy(Shown.QUOTES, 2), TextPolicy(Shown.NONE)]


def ran(*said: Path, script: Path = SCRIPT) -> str:
    """What the script says, without the product to import from; "" when it finds nothing wrong."""
    command = [sys.executable, "-I", "-S", "-W", "error", script, *said]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == bool(done.stderr), done
    assert "Traceback" not in done.stderr
    return done.stderr.strip() + done.stdout


def test_it_fits_on_a_page_and_imports_the_standard_library_alone():
    lines = SCRIPT.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 60
    imported = {line.split()[1].split(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.shown.value)
def test_it_finds_nothing_wrong_with_a_release(tmp_path, policy):
    assert ran(written(tmp_path, release(policy))) == ""


def test_it_checks_the_folder_it_lies_in(tmp_path):
    for path, content in release().items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(content)
    assert ran(script=tmp_path / "verify.py") == ""
    (tmp_path / "README.txt").write_bytes(b"Another.\n")
    assert ran(tmp_path) == "README.txt is not what was released: its SHA-256 is another."


def test_one_bit_flipped_in_any_file_is_found_and_the_file_named(tmp_path, subtests):
    files = release()
    for path, content in files.items():
        if not content:
            continue
        flipped = bytearray(content)
        flipped[len(flipped) // 2] ^= 1
        with subtests.test(path):
            said = first_wrong(written(tmp_path, {**files, path: bytes(flipped)}), {})
            assert said.startswith(path) or (said and path == "manifest-sha256.txt")


@pytest.mark.parametrize(
    ("name", "line", "columns", "said"),
    [
        pytest.param("annotations", 1, {"start": 6, "end": 26}, "line 1: quote", id="moved"),
        pytest.param("annotations", 2, {"start": 5000, "end": 5001}, "line 2: end", id="outside"),
        pytest.param("annotations", 2, {"start": -3}, "line 2: start", id="before-the-text"),
        pytest.param("annotations", 3, {"quote": "“the dum”"}, "line 3: quote", id="a-letter"),
        pytest.param("annotations", 3, {"quote": "░░░░░░░░░"}, "line 3: quote", id="covered-here-alone"),
        pytest.param("annotations", 2, {"start_utf16": 32}, "line 2: start_utf16", id="utf-16"),
        pytest.param("annotations", 4, {"quote_sha256": "0" * 64}, "line 4: quote_sha256", id="hash-of-words"),
        pytest.param("annotations", 4, {"version_id": 8}, "line 4 cannot be read: KeyError(8)", id="no-such-version"),
        pytest.param("annotations", 4, {"start": "7"}, "line 4 cannot be read: TypeError", id="not-a-number"),
        pytest.param("attributions", 2, {"start": 6, "end": 12}, "line 2: quote", id="source"),
        pytest.param("paragraphs", 4, {"text": "One line\u2028and another!"}, "line 4: quote_sha256", id="paragraph"),
        pytest.param("decisions", 1, {"start": 34}, "line 1: quote", id="decision"),
    ],
)
def test_a_change_with_hashes_made_again_is_found_by_cutting_again(tmp_path, name, line, columns, said):
    found = first_wrong(written(tmp_path, changed(release(), name, line, **columns)), {})
    assert found.startswith(f"jsonl/{name}.jsonl, {said}"), found


def test_a_span_inside_a_list_is_cut_again_too(tmp_path):
    files = release()
    parts = table(files, "annotations")[2]["role_spans"]
    moved = [{**parts[0], "start": parts[0]["start"] + 1, "end": parts[0]["end"] + 1}]
    found = first_wrong(written(tmp_path, changed(files, "annotations", 3, role_spans=moved)), {})
    assert found == "jsonl/annotations.jsonl, line 3: quote is not what the released text has there."


def test_a_file_that_is_no_whole_zip_is_refused(tmp_path):
    path = tmp_path / "release.zip"
    path.write_bytes(packed(release())[:-40])
    assert "cannot be read: BadZipFile" in ran(path)
    assert "cannot be read: FileNotFoundError" in ran(tmp_path / "absent.zip")


def test_a_file_that_is_missing_is_named(tmp_path):
    files = release()
    del files["jsonl/changes.jsonl"]
    assert "jsonl/changes.jsonl cannot be read" in first_wrong(written(tmp_path, files), {})
    assert "jsonl/changes.jsonl cannot be read" in first_wrong(written(tmp_path, with_manifest(files)), {})
