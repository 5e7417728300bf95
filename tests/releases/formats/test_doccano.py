"""doccano JSONL: the two shapes that doccano imports."""

import json
from collections import Counter

import pytest
from jsonschema import Draft202012Validator

from annotator.releases.formats.doccano import PATH
from tests.releases.formats.conftest import written

LEFT_OUT = "doccano/left-out.tsv"
_INTEGER = {"type": "integer", "minimum": 0}
#: what doccano's importer asks of a line (JSONL, and JSONL with relations)
SHAPE = {
    "type": "object",
    "required": ["id", "text", "label", "entities", "relations"],
    "properties": {
        "text": {"type": "string"},
        "label": {"items": {"prefixItems": [_INTEGER, _INTEGER, {"type": "string"}], "items": False, "minItems": 3}},
        "entities": {
            "items": {
                "required": ["id", "label", "start_offset", "end_offset"],
                "properties": {"id": _INTEGER, "start_offset": _INTEGER, "end_offset": _INTEGER},
            }
        },
        "relations": {
            "items": {
                "required": ["id", "from_id", "to_id", "type"],
                "properties": {"from_id": _INTEGER, "to_id": _INTEGER, "type": {"type": "string"}},
            }
        },
    },
}


@pytest.fixture(scope="module")
def lines(file_of):
    return [json.loads(line) for line in file_of("doccano")[PATH].decode().split("\n") if line]


def test_each_line_has_the_shape_that_doccano_imports(lines):
    asked = Draft202012Validator(SHAPE)
    assert not [fault for line in lines for fault in asked.iter_errors(line)]


def test_the_offsets_give_the_words_in_code_points(lines, articles):
    quotes = {one["annotation_id"]: one["quote"] for one in articles.table("annotations")}
    for line in lines:
        entities = {one["id"]: one for one in line["entities"]}
        for one in line["annotations"]:
            place = entities[one["entity"]]
            words = line["text"][place["start_offset"] : place["end_offset"]]
            assert words == quotes.pop(one["annotation_id"])
        assert line["label"] == [[one["start_offset"], one["end_offset"], one["label"]] for one in line["entities"]]
        assert all(one["start_offset"] < one["end_offset"] for one in line["entities"])
    assert set(quotes.values()) == {""}


def test_every_annotation_is_there_or_listed(lines, articles, file_of):
    listed = file_of("doccano")[LEFT_OUT].decode().count("\n") - 1
    total = sum(1 for _ in articles.table("annotations"))
    assert sum(len(line["annotations"]) for line in lines) + listed == total
    assert listed > 10
    assert {line["version_id"] for line in lines} == {one["version_id"] for one in articles.table("documents")}


def test_parts_are_related_to_their_attribution(lines, articles):
    wanted = Counter(part["role"] for one in articles.table("annotations") for part in one["role_spans"])
    found = Counter()
    for line in lines:
        labels = {one["id"]: one["label"] for one in line["entities"]}
        for one in line["relations"]:
            assert one["type"] == f"{labels[one['from_id']]}-of"
            found[labels[one["from_id"]]] += 1
    assert found == wanted


def test_ids_are_numbered_through_the_file(lines):
    for name in ("entities", "relations"):
        ids = [one["id"] for line in lines for one in line[name]]
        assert ids == list(range(1, len(ids) + 1))


def test_what_doccano_has_no_place_for_is_metadata(small):
    first = json.loads(written(small, "doccano")[PATH].decode().split("\n")[1])
    assert (first["coder"], first["Comments"]) == ("C-00000001", ["a\tnote\nof <two> lines"])
    said = first["annotations"][0]
    assert (said["source_naming"], said["denied"], said["anonymity_reason_given"]) == ("named-person", True, False)
    assert [one["label"] for one in first["entities"]] == [
        "claim-type/event", "cue", "source", "content", "insertion", "claim-type/relation",
    ]  # fmt: skip
