"""What an owner froze, in every format and before other people's readers: a small study, and the demo study."""

import io
import json
import zipfile
from collections import Counter
from datetime import UTC, datetime

import pytest
from cassis import load_cas_from_xmi, load_typesystem
from label_studio_sdk.label_interface import LabelInterface
from lxml import etree
from prov.model import ProvDocument
from pyarrow import parquet
from pybrat.parser import BratParser

from annotator.releases.formats import label_studio, provenance, refi_qda, uima, webannotation
from annotator.releases.formats.releases import RELEASE_FORMATS
from annotator.releases.freeze import freeze
from annotator.releases.frozen.choices import Choices
from annotator.releases.frozen.withholding import Shown, TextPolicy
from annotator.releases.snapshot import all_of
from annotator.review.demo import load_demo
from tests.releases.formats.conftest import written
from tests.releases.formats.test_brat import unpacked
from tests.releases.formats.test_webannotation import STANDARD, faults, passages, schemas, selected

AT = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)


def frozen(study, folder):
    """As an owner freezes it, quotes shown."""
    owner = study.memberships.filter(role="owner").first().user
    choices = Choices(number=1, at=AT, title=study.title, policy=TextPolicy(Shown.QUOTES, 25))
    folder.mkdir()
    return freeze(study, folder, annotations=all_of(study).standing(), by=owner, choices=choices)


def w3c_schemas_take_it(frozen, files, shared_file):
    items = json.loads(files["webannotation"][webannotation.PATH])["first"]["items"]
    texts = {one.record["url"]: one.text for one in frozen.documents()}
    for place in (place for annotation in items for place in passages(annotation) if place["source"] in texts):
        found = selected(place)
        start, end = (found["TextPositionSelector"][key] for key in ("start", "end"))
        assert texts[place["source"]][start:end] == found["TextQuoteSelector"]["exact"]
    asked = schemas(shared_file(STANDARD), "annotations/annotationMusts.test")
    for annotation in items[::25]:
        assert faults({"@context": webannotation.CONTEXT, **annotation}, asked) == []


def the_refi_qda_schema_takes_it(records, files, shared_file):
    with zipfile.ZipFile(io.BytesIO(files["refi-qda"][refi_qda.PROJECT])) as archive:
        project = etree.fromstring(archive.read("project.qde"))
    etree.XMLSchema(etree.parse(shared_file("data/standards/refi-qda/Project.xsd"))).assertValid(project)
    guids = {one.get("guid") for one in project.iter(f"{{{refi_qda.NAMESPACE}}}PlainTextSelection")}
    assert {one["annotation_id"] for one in records} <= guids


def pybrat_reads_it(records, files, folder):
    coded = Counter(one["coder_pseudonym"] for one in records if one["quote"])
    for coder, count in coded.items():
        examples = BratParser(error="ignore").parse(unpacked(files["brat"], folder) / coder)
        types = Counter(one.type for example in examples for one in example.entities)
        assert types.total() - sum(types[role] for role in ("Source", "Cue", "Content")) == count


def label_studio_takes_it(files):
    interface = LabelInterface(files["label-studio"][label_studio.CONFIG].decode())
    for task in json.loads(files["label-studio"][label_studio.TASKS]):
        assert all(map(interface.validate_annotation, task["annotations"]))


def cassis_reads_it(records, files):
    types = load_typesystem(io.BytesIO(files["uima"][uima.TYPE_SYSTEM]))
    said = {}
    for path, content in files["uima"].items():
        if path.endswith(".xmi"):
            cas = load_cas_from_xmi(io.BytesIO(content), typesystem=types)
            said |= {one.annotation_id: one.get_covered_text() for one in cas.select(uima.ANNOTATION)}
    assert said == {one["annotation_id"]: one["quote"] for one in records}


def everybody_takes_it(frozen, folder, shared_file):
    records = list(frozen.table("annotations"))
    files = {name: written(frozen, name) for name in RELEASE_FORMATS}
    assert all(files.values())
    pybrat_reads_it(records, files, folder)
    label_studio_takes_it(files)
    cassis_reads_it(records, files)
    ProvDocument.deserialize(content=files["prov"][provenance.JSON].decode(), format="json")
    table = parquet.read_table(io.BytesIO(files["parquet"]["parquet/annotations.parquet"]))
    assert table["annotation_id"].to_pylist() == [one["annotation_id"] for one in records]
    w3c_schemas_take_it(frozen, files, shared_file)
    the_refi_qda_schema_takes_it(records, files, shared_file)


def test_every_format_holds_what_a_study_froze(scene, tmp_path, shared_file):
    everybody_takes_it(frozen(scene.study, tmp_path / "frozen"), tmp_path, shared_file)


@pytest.mark.slow
def test_every_format_holds_the_demo_study(db, tmp_path, shared_file):
    study, _ = load_demo(tell=lambda line: None)
    everybody_takes_it(frozen(study, tmp_path / "frozen"), tmp_path, shared_file)
