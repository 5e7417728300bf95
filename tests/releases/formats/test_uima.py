"""UIMA CAS XMI, as dkpro-cassis reads it back, and as it stands in the XML."""

import io

import pytest
from cassis import load_cas_from_xmi, load_typesystem
from lxml import etree

from annotator.releases.formats.uima import ANNOTATION, DOCUMENT, LEFT_OUT, ROLE_SPAN, TYPE_SYSTEM
from annotator.releases.formats.xml_text import storable
from tests.releases.formats.conftest import written

_LARGE = etree.XMLParser(huge_tree=True)


@pytest.fixture(scope="module")
def files(file_of):
    return dict(file_of("uima"))


def cases(files):
    types = load_typesystem(io.BytesIO(files[TYPE_SYSTEM]))
    for path, content in files.items():
        if path.endswith(".xmi"):
            yield path, load_cas_from_xmi(io.BytesIO(content), typesystem=types)


def test_the_offsets_in_the_file_give_the_words_in_utf_16(files, articles):
    quotes = {one["annotation_id"]: one["quote"] for one in articles.table("annotations")}
    for path, content in files.items():
        if not path.endswith(".xmi"):
            continue
        root = etree.fromstring(content, _LARGE)
        (sofa,) = root.iter("{http:///uima/cas.ecore}Sofa")
        text = sofa.get("sofaString").encode("utf-16-le")
        for one in root.iter("{http:///annotator.ecore}Annotation"):
            words = text[2 * int(one.get("begin")) : 2 * int(one.get("end"))].decode("utf-16-le")
            assert words == storable(quotes.pop(one.get("annotation_id")))
    assert quotes == {}


def test_cassis_reads_a_sample_back_in_code_points(files, articles):
    texts = {str(one.version_id): one for one in articles.documents()}
    sample = {path: files[path] for path in [TYPE_SYSTEM, *sorted(files)[::6]]}
    found = 0
    for path, cas in cases(sample):
        (about,) = cas.select(DOCUMENT)
        document = texts[about.version_id]
        assert path == f"uima/{about.version_id}-{about.coder or 'unannotated'}.xmi"
        assert cas.sofa_string == storable(document.text)
        wanted = {one["annotation_id"]: one for one in document.annotations}
        for one in cas.select(ANNOTATION):
            record = wanted[one.annotation_id]
            assert (one.begin, one.end) == (record["start"], record["end"])
            assert one.get_covered_text() == storable(record["quote"])
            found += 1
        parts = [(one.role, one.begin, one.end, one.of.annotation_id) for one in cas.select(ROLE_SPAN)]
        assert sorted(parts) == sorted(
            (part["role"], part["start"], part["end"], one["annotation_id"])
            for one in document.annotations
            if one["coder_pseudonym"] == about.coder
            for part in one["role_spans"]
        )
    assert found > 300


def test_what_an_annotation_says_is_in_features(small):
    by_path = dict(cases(written(small, "uima")))
    said = {one.annotation_id[-1]: one for one in by_path["uima/102-C-00000001.xmi"].select(ANNOTATION)}
    first = said["1"]
    assert (first.code_path, first.source_naming, first.denied, first.anonymity_reason_given) == (
        "claim-type/event", "named-person", "yes", "no",
    )  # fmt: skip
    assert first.comment == "a\tnote\nof <two> lines"
    assert said["3"].outer.annotation_id == first.annotation_id
    other = {one.annotation_id[-1]: one for one in by_path["uima/102-C-00000002.xmi"].select(ANNOTATION)}
    assert other["4"].status == "withdrawn"


def test_an_omission_is_a_point_with_what_was_left_out(small):
    cas = dict(cases(written(small, "uima")))["uima/102-C-00000001.xmi"]
    left_out = list(cas.select(LEFT_OUT))
    assert [(one.version_id, one.quote) for one in left_out] == [(101, "Nobody was hurt"), (101, "he added")]
    assert {(one.of.begin == one.of.end, one.of.operation) for one in left_out} == {(True, "omission")}


def test_every_version_has_a_file(files, articles):
    versions = {path.split("/")[1].split("-")[0] for path in files if path.endswith(".xmi")}
    assert versions == {str(one["version_id"]) for one in articles.table("documents")}
