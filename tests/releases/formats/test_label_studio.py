"""Label Studio JSON, as its own SDK takes it."""

import json

import pytest
from label_studio_sdk.converter import Converter
from label_studio_sdk.label_interface import LabelInterface

from annotator.releases.formats.label_studio import CONFIG, TASKS
from tests.releases.formats.conftest import written

LEFT_OUT = "label-studio/left-out.tsv"


@pytest.fixture(scope="module")
def tasks(file_of):
    return json.loads(file_of("label-studio")[TASKS])


def units(text):
    return text.encode("utf-16-le")


def regions(task, *kinds):
    return [one for annotation in task["annotations"] for one in annotation["result"] if one["type"] in kinds]


def test_the_offsets_give_the_words_in_utf_16(tasks, articles):
    quotes = {one["annotation_id"]: one["quote"] for one in articles.table("annotations")}
    parts = 0
    for task in tasks:
        text = units(task["data"]["text"])
        for one in regions(task, "labels", "choices"):
            value = one["value"]
            assert text[2 * value["start"] : 2 * value["end"]].decode("utf-16-le") == value["text"]
        for one in regions(task, "labels"):
            if one["id"] in quotes:
                assert quotes.pop(one["id"]) == one["value"]["text"]
            else:
                parts += 1
    assert set(quotes.values()) == {""}
    assert parts == sum(len(one["role_spans"]) for one in articles.table("annotations") if one["quote"])


def test_omissions_are_listed(articles, file_of):
    points = sum(one["start"] == one["end"] for one in articles.table("annotations"))
    assert file_of("label-studio")[LEFT_OUT].decode().count("\n") == points + 1


def test_the_configuration_is_valid_and_fits_every_task(file_of, tasks):
    files = file_of("label-studio")
    interface = LabelInterface(files[CONFIG].decode())
    interface.validate()
    assert {one.name for one in interface.controls} >= {"label", "marking", "status", "comment", "coder"}
    allowed = set(interface.get_control("label").labels)
    for task in tasks:
        assert {name for one in regions(task, "labels") for name in one["value"]["labels"]} <= allowed
        assert {one["from_name"] for one in regions(task, "choices")} <= {one.name for one in interface.controls}
    for task in tasks[::20]:
        assert interface.validate_task({"data": task["data"]})
        assert [fault for one in task["annotations"] for fault in interface._validate_object(one, True)] == []


def test_the_sdk_would_refuse_a_label_that_is_not_configured(small):
    files = written(small, "label-studio")
    interface = LabelInterface(files[CONFIG].decode())
    task = json.loads(files[TASKS])[1]
    assert all(map(interface.validate_annotation, task["annotations"]))
    regions(task, "labels")[0]["value"]["labels"] = ["Nonsense"]
    assert not all(map(interface.validate_annotation, task["annotations"]))


def test_the_converter_reads_every_span(small, tmp_path):
    files = written(small, "label-studio")
    (tmp_path / "tasks.json").write_bytes(files[TASKS])
    converter = Converter(files[CONFIG].decode(), str(tmp_path), download_resources=False)
    converter.convert_to_json_min(str(tmp_path / "tasks.json"), str(tmp_path / "out"), is_dir=False)
    found = json.loads((tmp_path / "out" / "result.json").read_text("utf-8"))
    by_coder = {one["coder"]: one for one in found if one.get("coder")}
    assert set(by_coder) == {"C-00000001", "C-00000002"}
    words = {one["text"]: one["labels"] for one in by_coder["C-00000001"]["label"]}
    assert words["أُغلق الجسر"] == ["claim-type/event"]
    assert words["[supported covertly\nby the port]"] == ["insertion"]
    assert words["قال"] == ["cue"]


def test_the_converter_writes_conll(small, tmp_path):
    files = written(small, "label-studio")
    (tmp_path / "tasks.json").write_bytes(files[TASKS])
    converter = Converter(files[CONFIG].decode(), str(tmp_path), download_resources=False)
    converter.convert_to_conll2003(str(tmp_path / "tasks.json"), str(tmp_path / "out"), is_dir=False)
    said = (tmp_path / "out" / "result.conll").read_text("utf-8")
    assert "B-insertion" in said
    assert "B-cue" in said


def test_relations_lead_from_a_part_to_its_annotation(small):
    (task,) = [one for one in json.loads(written(small, "label-studio")[TASKS]) if one["id"] == 102]
    ids = {one["id"] for one in regions(task, "labels")}
    related = regions(task, "relation")
    assert [one["labels"] for one in related] == [["cue-of"], ["source-of"], ["content-of"], ["inside"]]
    assert {one[key] for one in related for key in ("from_id", "to_id")} <= ids
