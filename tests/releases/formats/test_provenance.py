"""W3C PROV, as the library prov and rdflib read it."""

import io
import json

import pytest
from prov.model import ProvActivity, ProvAgent, ProvDerivation, ProvDocument, ProvEntity, ProvMembership
from rdflib import RDF, RDFS, Graph, Namespace, URIRef

from annotator.releases.formats.identity import Ids, part_of
from annotator.releases.formats.provenance import ENDS, JSON, PROV, TURTLE
from tests.releases.formats.conftest import scene, written

P = Namespace(PROV)


@pytest.fixture
def document(small):
    return ProvDocument.deserialize(content=written(small, "prov")[JSON].decode(), format="json")


def turtle(files):
    graph = Graph()
    graph.parse(data=files[TURTLE].decode(), format="turtle")
    return graph


def urn(guid):
    return URIRef(f"urn:uuid:{guid}")


def pairs(graph, relation):
    return set(graph.subject_objects(P[relation]))


def test_the_library_reads_every_statement(articles, file_of):
    said = json.loads(file_of("prov")[JSON])
    document = ProvDocument.deserialize(content=file_of("prov")[JSON].decode(), format="json")
    counted = sum(len(members) for name, members in said.items() if name != "prefix")
    assert len(document.get_records()) == counted > 5000
    annotations = {one["annotation_id"] for one in articles.table("annotations")}
    assert annotations <= {one.identifier.localpart for one in document.get_records(ProvEntity)}


def test_every_end_of_a_relation_is_declared(file_of):
    said = json.loads(file_of("prov")[JSON])
    declared = {name for kind in ("entity", "activity", "agent") for name in said[kind]}
    ends = {
        end
        for name, members in said.items()
        if name not in ("prefix", "entity", "activity", "agent")
        for one in members.values()
        for key, end in one.items()
        if key not in ("prov:time", "prov:type")
    }
    assert ends <= declared


def test_the_turtle_says_what_the_json_says(small):
    files = written(small, "prov")
    graph, said = turtle(files), json.loads(files[JSON])
    prefix = len("id:")
    for name in ("wasGeneratedBy", "used", "wasAssociatedWith", "wasAttributedTo", "wasInformedBy", "hadMember"):
        both = [[one[f"prov:{end}"] for end in ENDS[name]] for one in said[name].values()]
        assert pairs(graph, name) == {(urn(first[prefix:]), urn(second[prefix:])) for first, second in both}
    derived = [pairs(graph, name) for name in ("wasDerivedFrom", "wasRevisionOf", "wasQuotedFrom")]
    assert sum(map(len, derived)) == len(said["wasDerivedFrom"])
    for kind in ("Entity", "Activity", "Agent"):
        assert len(set(graph.subjects(RDF.type, P[kind]))) == len(said[kind.lower()])


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # how prov asks rdflib
def test_the_library_reads_the_turtle(small):
    content = written(small, "prov")[TURTLE]
    found = ProvDocument.deserialize(io.BytesIO(content), format="rdf", rdf_format="turtle")
    assert {one.identifier.localpart for one in found.get_records(ProvActivity)} == {
        one.partition(":")[2] for one in json.loads(written(small, "prov")[JSON])["activity"]
    }


def test_a_repost_is_a_revision_and_a_quotation_is_quoted(document):
    derivations = [dict(one.attributes) for one in document.get_records(ProvDerivation)]
    kinds = sorted(str(value) for one in derivations for name, value in one.items() if name.localpart == "type")
    assert kinds == ["prov:Quotation", "prov:Revision"]


def test_an_insertion_is_the_republishers_only_by_verdict(small, tmp_path):
    ids = Ids(small.about)
    graph = turtle(written(small, "prov"))
    insertion, outlet = urn(ids.of("case", 1)), urn(ids.of("outlet", "The Outlet"))
    assert (insertion, P.wasAttributedTo, outlet) in graph
    assert (urn(ids.version(102)), P.hadMember, insertion) in graph
    for change in ({"decided_inserter": "unknown"}, {"verdict": "original-not-available"}, {"stands": False}):
        folder = tmp_path / "-".join(change)
        folder.mkdir()
        made = scene(folder)
        made.tables["decisions"][0] |= change
        other = turtle(written(made.write(), "prov"))
        assert (insertion, P.wasAttributedTo, outlet) not in other


def test_coding_and_review_are_activities_of_people(small):
    ids = Ids(small.about)
    graph = turtle(written(small, "prov"))
    coding, review = urn(ids.of("reading", 102, "C-00000001")), urn(ids.of("review", 1, 1))
    assert (coding, P.wasAssociatedWith, urn(ids.coder("C-00000001"))) in graph
    assert (coding, P.used, urn(ids.version(102))) in graph
    assert (review, P.wasAssociatedWith, urn(ids.coder("C-reviewer"))) in graph
    assert (review, P.used, urn(ids.version(101))) in graph
    assert (review, P.wasInformedBy, coding) in graph


def test_a_statement_is_its_speakers(small):
    graph = turtle(written(small, "prov"))
    (first, *_) = [one["annotation_id"] for one in small.table("annotations") if one["quote_form"] == "direct"]
    statement, speaker = urn(part_of(first, "statement")), urn(part_of(first, "speaker"))
    assert (urn(part_of(first, "quotation")), P.wasQuotedFrom, statement) in graph
    assert (statement, P.wasAttributedTo, speaker) in graph
    assert str(graph.value(speaker, RDFS.label)) == "الوزير"


def test_people_are_pseudonyms(document):
    labels = {str(next(iter(one.get_attribute("prov:label")), "")) for one in document.get_records(ProvAgent)}
    assert {"C-00000001", "C-00000002", "C-reviewer", "Annotator 0.1.0"} <= labels


def test_a_version_has_what_was_put_into_it(document):
    assert len(list(document.get_records(ProvMembership))) == 2
