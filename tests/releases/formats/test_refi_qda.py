"""REFI-QDA, as its schema and two readers take it."""

import io
import json
import zipfile

import pytest
import xmlschema
from lxml import etree
from pyqdpx import QDPX
from pyrefiqda import RefiCodebook, RefiProject

from annotator.releases.formats.refi_qda import CODEBOOK, NAMESPACE, PROJECT
from annotator.studies.codebooks.files import write_file
from annotator.studies.codebooks.stored import codebook_of
from tests.releases.formats.conftest import scene, written

NS = f"{{{NAMESPACE}}}"
SCHEMAS = "data/standards/refi-qda"


@pytest.fixture(scope="module")
def project(file_of):
    with zipfile.ZipFile(io.BytesIO(file_of("refi-qda")[PROJECT])) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def root(project):
    return etree.fromstring(project["project.qde"], etree.XMLParser(huge_tree=True))


def test_the_schema_finds_no_fault(project, root, shared_file):
    schema = etree.XMLSchema(etree.parse(shared_file(f"{SCHEMAS}/Project.xsd")))
    schema.assertValid(root)


def test_another_validator_finds_no_fault(small, shared_file):
    files = written(small, "refi-qda")
    with zipfile.ZipFile(io.BytesIO(files[PROJECT])) as archive:
        xmlschema.XMLSchema10(shared_file(f"{SCHEMAS}/Project.xsd")).validate(archive.read("project.qde").decode())
    xmlschema.XMLSchema10(shared_file(f"{SCHEMAS}/Codebook.xsd")).validate(files[CODEBOOK].decode())


def test_the_positions_give_the_quote_in_code_points(project, root, articles):
    texts = {one.record["text_sha256"]: one for one in articles.documents()}
    quotes = {one["annotation_id"]: one["quote"] for one in articles.table("annotations")}
    found = 0
    for source in root.iter(f"{NS}TextSource"):
        text = project[source.get("plainTextPath").replace("internal://", "sources/")].decode()
        sha256 = source.findall(f"{NS}VariableValue")[-1].findtext(f"{NS}TextValue")
        assert text == texts[sha256].text
        for one in source.iter(f"{NS}PlainTextSelection"):
            if one.get("guid") in quotes:
                assert text[int(one.get("startPosition")) : int(one.get("endPosition"))] == quotes[one.get("guid")]
                found += 1
    assert found == len(quotes)


def test_every_id_is_there_once_in_lower_case_and_every_reference_leads_somewhere(root):
    ids = [one.get("guid") for one in root.iter() if one.get("guid")]
    assert len(ids) == len(set(ids))
    assert all(one == one.lower() for one in ids)
    aims = {one.get(name) for one in root.iter() for name in ("targetGUID", "originGUID", "creatingUser")}
    assert aims - {None} <= set(ids)


def test_every_part_of_an_attribution_is_linked_to_it(root, articles):
    parts = sum(len(one["role_spans"]) for one in articles.table("annotations"))
    assert parts == len(root.findall(f"{NS}Links/{NS}Link")) > 100


def test_a_version_and_its_original_are_a_set(root, articles):
    pairs = [len(one) for one in root.findall(f"{NS}Sets/{NS}Set")]
    assert pairs == [2] * sum(1 for _ in articles.table("derivations"))


def test_pyrefiqda_reads_codes_and_places(small, tmp_path):
    files = written(small, "refi-qda")
    (tmp_path / "project.qdpx").write_bytes(files[PROJECT])
    (tmp_path / "codebook.qdc").write_bytes(files[CODEBOOK])
    found = RefiProject.load(tmp_path / "project.qdpx", tmp_path / "opened")
    names = {}

    def walk(codes):
        for code in codes:
            names[code.guid] = code.name
            walk(code.code)

    walk(found.code_book.codes.code)
    said = {}
    for source in found.sources.text_source:
        path = RefiProject.resolve_source_path(source.plain_text_path, tmp_path / "opened")
        text = path.read_text(encoding="utf-8")
        for one in source.plain_text_selection:
            words = text[one.start_position : one.end_position]
            said.setdefault(words, set()).add(names[one.coding[0].code_ref.target_guid])
    assert said["أُغلق الجسر"] == {
        "Event", "Attributed", "Named person", "Direct", "Neutral", "Denied or declined to comment"
    }  # fmt: skip
    assert {"Relation", "Intent"} == said["supported covertly"]
    assert said["👩\u200d👩\u200d👧\u200d👦 Family"] == {"Unattributed"}
    assert said[""] == {"Unmarked", "Omission"}
    assert said["الوزير"] == {"Source"}
    codebook = RefiCodebook.load(tmp_path / "codebook.qdc")
    assert codebook.codes.code[0].code[0].name == "Event"


def test_pyqdpx_reads_coders_and_places(small, tmp_path, capsys):
    """It gives its own text to slice, in which letters beyond U+FFFF are two, as in NVivo: so places are compared."""
    (tmp_path / "project.qdpx").write_bytes(written(small, "refi-qda")[PROJECT])
    found = QDPX(str(tmp_path / "project.qdpx")).get_project()
    selections = [one for source in found.sources.values() for one in source.coded_selections.values()]
    assert "Warning" not in capsys.readouterr().out
    by_guid = {one.guid: one for one in selections}
    for one in small.table("annotations"):
        read = by_guid[one["annotation_id"]]
        assert (read.start, read.end, read.user.id) == (one["start"], one["end"], one["coder_pseudonym"])
    assert len(found.users) == 2


def test_what_codes_do_not_say_is_in_the_description(small):
    with zipfile.ZipFile(io.BytesIO(written(small, "refi-qda")[PROJECT])) as archive:
        said = etree.fromstring(archive.read("project.qde"))
    descriptions = [one.text for one in said.iter(f"{NS}Description")]
    assert "a\tnote\nof <two> lines\nCertainty: likely" in descriptions
    assert any("Status: withdrawn" in one for one in descriptions)
    assert any("Left out of version 101, 49 to 64: Nobody was hurt" in one for one in descriptions)


def test_retired_types_stay_in_the_project_and_leave_the_codebook(tmp_path):
    made = scene(tmp_path)
    made.stored[0]["retired"] = True
    files = written(made.write(), "refi-qda")
    with zipfile.ZipFile(io.BytesIO(files[PROJECT])) as archive:
        assert b'name="Event"' in archive.read("project.qde")
    assert b'name="Event"' not in files[CODEBOOK]


def test_the_codebook_is_the_file_that_the_codebooks_page_gives(small):
    stored = json.loads((small.folder / "codebook.json").read_text("utf-8"))["revisions"][-1]
    shown = codebook_of(stored["codebook"], stored["claim_types"], stored["guidance"])
    assert written(small, "refi-qda")[CODEBOOK] == write_file("qdc", shown, number=1)
