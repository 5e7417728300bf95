import json

import pytest

from annotator.releases.frozen.reading import Frozen


def write(folder, **tables):
    for name, records in tables.items():
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")


def test_each_document_comes_with_what_is_in_it(tmp_path):
    write(
        tmp_path,
        documents=[{"version_id": 9}, {"version_id": 2}, {"version_id": 5}],
        paragraphs=[
            {"version_id": 2, "text": "One."},
            {"version_id": 2, "text": "Two\u2028lines."},
            {"version_id": 9, "text": "🌉"},
        ],
        annotations=[{"version_id": 9, "start": 0}, {"version_id": 9, "start": 1}],
    )
    found = {one.version_id: one for one in Frozen(tmp_path).documents()}
    assert list(found) == [2, 5, 9]
    assert found[2].text == "One.\n\nTwo\u2028lines."
    assert (found[5].text, found[5].annotations) == ("", [])
    assert [one["start"] for one in found[9].annotations] == [0, 1]


def test_nothing_is_left_out_in_silence(tmp_path):
    write(tmp_path, documents=[{"version_id": 2}], paragraphs=[], annotations=[{"version_id": 1}, {"version_id": 2}])
    with pytest.raises(ValueError, match=r"annotations\.jsonl has version_id 1, which documents\.jsonl does not have"):
        list(Frozen(tmp_path).documents())


def test_what_the_release_is_stands_beside_the_tables(tmp_path):
    (tmp_path / "release.json").write_text('{"number": 3}', encoding="utf-8")
    assert Frozen(tmp_path).about["number"] == 3
