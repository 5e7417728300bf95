"""`manage.py verify` says what is wrong in a line each, and by its exit status whether anything is."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from annotator.releases.package import package
from tests.releases.verifying.building import changed, packed, release, with_manifest, written


def verified(path):
    out = StringIO()
    try:
        call_command("verify", path, stdout=out)
    except CommandError as error:
        return f"{out.getvalue()}{error} Exit status {error.returncode}."
    return out.getvalue()


def test_a_sound_release_is_called_so(tmp_path):
    said = verified(written(tmp_path, release()))
    assert said.startswith("Release: 14 files, 22 lines, 20 spans; 1 in texts that are not here")
    assert said.endswith("Nothing is wrong.\n")


def test_a_changed_one_is_told_line_by_line(tmp_path):
    said = verified(written(tmp_path, changed(release(), "annotations", 2, start=1)))
    assert said.startswith('jsonl/annotations.jsonl, line 2: quote is "[supported')
    assert said.endswith(" wrong. Exit status 1.")


def test_many_findings_are_counted_rather_than_printed(tmp_path):
    files = {f"extra-{number:03}": b"" for number in range(70)} | release()
    said = verified(written(tmp_path, files))
    assert "20 more are not shown." in said
    assert said.endswith("70 things wrong. Exit status 1.")


def test_what_is_no_zip_is_refused(tmp_path):
    assert verified(tmp_path / "absent.zip").endswith("absent.zip: There is no such file. Exit status 1.")


def test_the_package_of_a_quick_export_is_checked_against_the_stored_texts(tmp_path, scene):
    path = tmp_path / "package.zip"
    content = b"".join(package(scene.taken()))
    path.write_bytes(content)
    assert verified(path).startswith("Package of a quick export: 18 files, 2 lines, 2 spans.\nNothing is wrong.")


@pytest.mark.django_db
def test_a_package_whose_texts_are_elsewhere_is_checked_by_its_lengths(tmp_path):
    rows = [
        {
            "version_id": 7,
            "text_sha256": "0" * 64,
            "quote": "🏴 dam",
            "start": 3,
            "end": end,
            "start_utf16": 3,
            "end_utf16": 9,
            "paragraph_start": 0,
            "paragraph_end": 5,
        }
        for end in (8, 9)
    ]
    content = "".join(json.dumps(row) + "\n" for row in rows).encode()
    path = tmp_path / "package.zip"
    path.write_bytes(packed(with_manifest({"annotations.jsonl": content})))
    said = verified(path)
    assert 'line 2: start 3 and end 9 are not as far apart as "🏴 dam" is long.' in said
    assert "2 in texts that are not here" in said
