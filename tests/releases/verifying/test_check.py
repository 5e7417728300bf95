"""`Check` looks at everything, says everything that is wrong, and falls over nothing."""

import io
import json
import zipfile
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from annotator.releases.frozen.withholding import Shown, TextPolicy
from annotator.releases.verifying.archive import NotReadable
from annotator.releases.verifying.check import Check
from annotator.releases.verifying.hashes import flipped
from tests.releases.verifying.building import changed, digest, packed, release, table, with_manifest, written


def found(path):
    return [str(one) for one in Check(path)]


def refused(path):
    with pytest.raises(NotReadable) as refusal:
        found(path)
    return str(refusal.value)


@pytest.mark.parametrize(
    "policy", [TextPolicy(Shown.FULL), TextPolicy(Shown.QUOTES, 1), TextPolicy(Shown.NONE)], ids=str
)
def test_nothing_is_wrong_with_a_release(tmp_path, policy):
    path = written(tmp_path, release(policy))
    check = Check(path)
    assert list(check) == []
    assert (check.tally.files, check.tally.rows, check.tally.elsewhere) == (14, 22, 1)
    assert bool(check.tally.withheld) == (policy.shown is not Shown.FULL)


def test_one_flipped_bit_is_found_down_to_the_byte(tmp_path, subtests):
    files = release()
    for path, content in files.items():
        if not content or path == "manifest-sha256.txt":
            continue
        at = len(content) // 3
        spoilt = {**files, path: content[:at] + bytes([content[at] ^ 4]) + content[at + 1 :]}
        with subtests.test(path):
            first = found(written(tmp_path, spoilt))[0]
            assert first.startswith(f"{path}: Its SHA-256 is ")
            line = content[:at].count(b"\n") + 1
            assert first.endswith(f"One bit is wrong, in byte {at + 1:,} (line {line}).")


def test_every_bit_of_the_checksums_counts(tmp_path):
    files = release()
    content = files["manifest-sha256.txt"]
    for at in range(0, len(content), 7):
        spoilt = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        assert found(written(tmp_path, {**files, "manifest-sha256.txt": spoilt})), at


def test_more_than_a_bit_is_not_guessed_at():
    assert flipped(b"abcd", digest("abzz")) is None
    assert flipped(b"abcd", digest("abcl")) == 3


def test_missing_and_added_files_are_named(tmp_path):
    files = release()
    del files["jsonl/insertions.jsonl"]
    said = found(written(tmp_path, {**files, "notes/extra.txt": b"Mine."}))
    assert "jsonl/insertions.jsonl: It is missing; manifest-sha256.txt names it." in said
    assert "notes/extra.txt: It is in the zip, but manifest-sha256.txt does not name it." in said
    assert "jsonl/insertions.jsonl: It is missing: every release has this table." in said


def test_a_file_without_checksums_is_no_release(tmp_path):
    assert "this is no release of Annotator" in found(written(tmp_path, {"a.txt": b"x"}))[0]


def test_a_line_that_was_taken_out_is_missed(tmp_path):
    files = release()
    _, *rest = files["jsonl/annotations.jsonl"].splitlines(keepends=True)
    said = found(written(tmp_path, with_manifest({**files, "jsonl/annotations.jsonl": b"".join(rest)})))
    assert said == ["jsonl/annotations.jsonl: It has 3 lines; release.json says 4."]


@pytest.mark.parametrize(
    ("name", "columns", "said"),
    [
        ("annotations", {"start": 1}, 'line 3: quote is "“the dam”"; the text from 1 to '),
        ("annotations", {"suffix": "!"}, "line 3: suffix is not what stands after "),
        ("annotations", {"prefix": "?"}, "line 3: prefix is not what stands before "),
        (
            "annotations",
            {"paragraph_start": 0},
            "line 3: paragraph_start and paragraph_end are not where start and end are.",
        ),
        ("annotations", {"paragraph_id": 900}, "line 3: paragraph_id 900 is none of version 7."),
        ("annotations", {"version_id": [7]}, "line 3: Its columns are not those of this table: "),
        ("annotations", {"start": 10**30, "end": 10**30}, "line 3: end_utf16 is 97, which does not fit"),
        ("paragraphs", {"start": 5}, "line 3: It is said to stand from 5 to 39, but stands from 0 to 39."),
        ("paragraphs", {"text": None}, "line 3: Its columns are not those of this table: "),
    ],
    ids=str,
)
def test_each_wrong_line_is_told_with_what_the_text_has(tmp_path, name, columns, said):
    assert f"jsonl/{name}.jsonl, {said}" in "\n".join(found(written(tmp_path, changed(release(), name, 3, **columns))))


def test_a_document_has_the_hash_of_its_whole_text(tmp_path):
    assert "jsonl/documents.jsonl, line 2: quote_sha256 is not that of the words" in "\n".join(
        found(written(tmp_path, changed(release(), "documents", 2, text_sha256="0" * 64)))
    )


def test_a_line_that_is_no_object_is_named(tmp_path):
    for line in (b"{]\n", b"[1]\n", b"\xff\xfe\n", b"[" * 100_000 + b"\n"):
        files = release()
        content = files["jsonl/attributions.jsonl"] + line
        said = found(written(tmp_path, with_manifest({**files, "jsonl/attributions.jsonl": content})))
        assert said[0].startswith("jsonl/attributions.jsonl, line 3: It cannot be read from here on: "), said


def test_what_is_no_whole_zip_is_refused_with_a_sentence(tmp_path):
    path = tmp_path / "some.zip"
    assert refused(path) == "There is no such file."
    path.write_bytes(b"")
    assert refused(path) == "It is empty."
    path.write_bytes(b"%PDF")
    assert refused(path) == "It is no zip."
    path.write_bytes(packed(release())[:-30])
    assert "the end may have been cut off" in refused(path)
    assert "cannot be opened" in refused(tmp_path)


def test_a_zip_that_unpacks_to_too_much_is_not_unpacked(tmp_path):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("jsonl/annotations.jsonl", b"0" * 17 * 1024**2)
    assert "jsonl/annotations.jsonl would unpack to 17,825,792 bytes from" in refused(path)


def test_paths_that_leave_the_folder_and_names_given_twice_are_told(tmp_path):
    path = tmp_path / "some.zip"
    path.write_bytes(packed({"../evil.txt": b"x", "\x1b[2Jname": b"y"}))
    said = found(path)
    assert "../evil.txt: Unpacked, it would be written outside the folder of the release." in said
    assert not any("\x1b" in line for line in said)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as twice:
        twice.writestr("../evil.txt", b"z")
    assert "../evil.txt: It is in the zip 2 times." in found(path)


def test_damage_inside_the_zip_names_the_file(tmp_path):
    files = release()
    content = bytearray(packed(files))
    at = content.index(b"jsonl/annotations.jsonl") + 200
    content[at] ^= 0x10
    path = tmp_path / "some.zip"
    path.write_bytes(content)
    assert any(line.startswith("jsonl/annotations.jsonl: ") for line in found(path))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0, 10**6), value=st.integers(1, 255), cut=st.integers(0, 400))
def test_no_damage_makes_it_fall_over(tmp_path, at, value, cut):
    content = bytearray(packed(release()))
    content[at % len(content)] ^= value
    path = tmp_path / "some.zip"
    path.write_bytes(content[: len(content) - cut])
    with suppress(NotReadable):
        assert all(str(one) for one in Check(path))


def test_a_manifest_that_says_otherwise_is_told(tmp_path):
    files = release()
    about = json.loads(files["manifest.json"])
    about["files"][0] |= {"bytes": 1, "sha256": "0"}
    spoilt = with_manifest(files) | {"manifest.json": json.dumps(about).encode()}
    sums = spoilt["manifest-sha256.txt"].decode().splitlines()
    sums = [line for line in sums if not line.endswith("manifest.json")]
    spoilt["manifest-sha256.txt"] = (
        "\n".join([*sums, f"{digest(spoilt['manifest.json'].decode())}  manifest.json"]) + "\n"
    ).encode()
    said = found(written(tmp_path, spoilt))
    assert said == [
        "manifest.json: It says that README.txt has 1 bytes; it has another number.",
        "manifest.json: It gives README.txt another SHA-256 than manifest-sha256.txt.",
    ]


def test_text_that_goes_beyond_the_plain_is_cut_right():
    whole = "\n\n".join(one["text"] for one in table(release(), "paragraphs") if one["version_id"] == 7)
    first = table(release(), "annotations")[0]
    assert whole[first["start"] : first["end"]] == first["quote"] == "Family ferry 🇺🇦 late"
    assert first["start_utf16"] == first["start"] + 4
    assert zipfile.is_zipfile(io.BytesIO(packed(release())))
