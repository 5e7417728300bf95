"""W3C Web Annotation, as W3C's own schemas and JSON-LD processors read it."""

import copy
import json
from functools import cache

import pytest
from jsonschema import Draft4Validator
from pyld import jsonld
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT4

from annotator.releases.formats.identity import Ids
from annotator.releases.formats.webannotation import CONTEXT, PATH
from tests.releases.formats.conftest import scene, written
from tests.releases.frozen.building import Building

STANDARD = "data/standards/w3c-annotation"
OA = "http://www.w3.org/ns/oa#"


@pytest.fixture(scope="module")
def collection(file_of):
    return json.loads(file_of("webannotation")[PATH])


def selected(target):
    return {one["type"]: one for one in target["selector"]}


def targets(annotation):
    return annotation["target"] if isinstance(annotation["target"], list) else [annotation["target"]]


def passages(annotation):
    """Every passage, in targets and in bodies."""
    return [one for one in (*targets(annotation), *annotation.get("body", ())) if "selector" in one]


@cache
def schemas(folder, suite):
    """W3C's MUST assertions of a suite, ready to ask."""
    registry = Registry()
    for path in folder.rglob("*.json"):
        registry = registry.with_resource(path.name, Resource(json.loads(path.read_bytes()), DRAFT4))
    registry = registry.crawl()
    named = json.loads((folder / suite).read_bytes())["assertions"]
    found = {}
    for name in named:
        schema = json.loads((folder / name).read_bytes())
        found[name] = Draft4Validator({**schema, "id": name.rpartition("/")[2]}, registry=registry)
    return found


def faults(thing, asked):
    return [name for name, one in asked.items() if not one.is_valid(thing)]


def test_the_offsets_give_the_quote_in_code_points(collection, articles):
    texts = {f"https://outlet.example/{one.version_id}": one.text for one in articles.documents()}
    checked = 0
    for annotation in collection["first"]["items"]:
        for target in passages(annotation):
            text, found = texts[target["source"]], selected(target)
            start, end = (found["TextPositionSelector"][key] for key in ("start", "end"))
            quote = found["TextQuoteSelector"]
            assert text[start:end] == quote["exact"]
            assert text[:start].endswith(quote.get("prefix", ""))
            assert text[end:].startswith(quote.get("suffix", ""))
            checked += 1
    assert checked > 3000


def test_every_annotation_is_there_with_its_parts_in_order(collection, articles):
    expected = []
    for one in articles.table("annotations"):
        expected += [f"urn:uuid:{one['annotation_id']}", *[None] * len(one["role_spans"])]
    items = collection["first"]["items"]
    assert collection["total"] == len(items) == len(expected)
    assert all(wanted in (None, one["id"]) for wanted, one in zip(expected, items, strict=True))
    assert len({one["id"] for one in items}) == len(items)


def test_w3c_finds_no_fault_with_the_collection(collection, shared_file):
    folder = shared_file(STANDARD)
    head = {key: value for key, value in collection.items() if key != "first"} | {
        "first": {**collection["first"], "items": []}
    }
    assert faults(head, schemas(folder, "collections/collectionMusts.test")) == []


def test_w3c_finds_no_fault_with_annotations(small, articles, collection, shared_file):
    asked = schemas(shared_file(STANDARD), "annotations/annotationMusts.test")
    own = json.loads(written(small, "webannotation")[PATH])["first"]["items"]
    for annotation in [*own, *collection["first"]["items"][::300]]:
        assert faults({"@context": CONTEXT, **annotation}, asked) == []


def test_w3c_would_find_a_fault(small, shared_file):
    asked = schemas(shared_file(STANDARD), "annotations/annotationMusts.test")
    own = json.loads(written(small, "webannotation")[PATH])["first"]["items"]
    broken = copy.deepcopy(own[0])
    del targets(broken)[0]["selector"][1]["exact"]
    assert faults({"@context": CONTEXT, **broken}, asked)


def expanded(thing, shared_file):
    context = json.loads(shared_file(f"{STANDARD}/anno.jsonld").read_bytes())

    def offline(url, options):
        assert url == CONTEXT
        return {"contextUrl": None, "documentUrl": url, "document": context, "contentType": "application/ld+json"}

    return jsonld.expand(thing, {"documentLoader": offline})


def test_a_json_ld_processor_reads_it(small, shared_file):
    (found,) = expanded(json.loads(written(small, "webannotation")[PATH]), shared_file)
    (page,) = found["http://www.w3.org/ns/activitystreams#first"]
    items = page["http://www.w3.org/ns/activitystreams#items"][0]["@list"]
    assert len(items) == 12
    (target,) = items[0][f"{OA}hasTarget"]
    by_type = {one["@type"][0]: one for one in target[f"{OA}hasSelector"]}
    assert by_type[f"{OA}TextQuoteSelector"][f"{OA}exact"][0]["@value"] == "👩\u200d👩\u200d👧\u200d👦 Family"
    assert by_type[f"{OA}TextPositionSelector"][f"{OA}start"][0]["@value"] == 0
    motives = {one[f"{OA}motivatedBy"][0]["@id"].removeprefix(OA) for one in items}
    assert motives == {"classifying", "linking", "moderating"}


def test_an_omission_points_twice(small):
    items = json.loads(written(small, "webannotation")[PATH])["first"]["items"]
    (omission,) = [one for one in items if len(targets(one)) > 1]
    here, *left_out = map(selected, targets(omission))
    assert here["TextPositionSelector"]["start"] == here["TextPositionSelector"]["end"]
    assert here["TextQuoteSelector"]["exact"] == ""
    assert here["TextQuoteSelector"]["suffix"].startswith("took")
    assert [one["TextQuoteSelector"]["exact"] for one in left_out] == ["Nobody was hurt", "he added"]


def test_it_says_what_stands_in_codes_words_and_notes(small):
    items = json.loads(written(small, "webannotation")[PATH])["first"]["items"]
    (said,) = [one["body"] for one in items if any("note" in body.get("value", "") for body in one["body"])]
    tags = [body["value"] for body in said if body["purpose"] == "tagging"]
    assert tags == [
        "Claim type: Event", "Attribution: Attributed", "Source: Named person", "Mode: Direct",
        "Stance of the cue: Neutral", "Certainty: Likely", "Denied or declined to comment",
    ]  # fmt: skip
    assert len([body for body in said if body["purpose"] == "classifying"]) == 6


def test_the_capture_is_named_where_it_is_known(small):
    items = json.loads(written(small, "webannotation")[PATH])["first"]["items"]
    by_source = {one["source"]: one.get("state") for annotation in items for one in passages(annotation)}
    assert by_source == {
        "https://outlet.example/101": [
            {
                "type": "TimeState",
                "sourceDate": "2026-03-08T09:30:00.000000Z",
                "cached": "https://archive.example/101",
            }
        ],
        "https://outlet.example/102": None,
    }


def test_names_are_there_when_the_release_has_them(tmp_path):
    made = Building(tmp_path)
    version = made.document("Some words here.")
    made.annotate(version, (0, 4), claim="event", coder="C-1")
    made.tables["annotations"][0]["coder"] = "Mira Oduya"
    items = json.loads(written(made.write(), "webannotation")[PATH])["first"]["items"]
    assert {key: items[0]["creator"][key] for key in ("nickname", "name")} == {"nickname": "C-1", "name": "Mira Oduya"}


def test_a_release_without_annotations_is_an_empty_collection(tmp_path):
    made = Building(tmp_path)
    made.document("Some words here.")
    found = json.loads(written(made.write(), "webannotation")[PATH])
    assert (found["total"], "first" in found) == (0, False)


def test_a_version_that_the_tables_do_not_have_is_named_by_its_id(tmp_path):
    made = scene(tmp_path)
    made.tables["versions"] = []
    items = json.loads(written(made.write(), "webannotation")[PATH])["first"]["items"]
    sources = {one["source"] for annotation in items for one in passages(annotation)}
    assert sources == {"https://outlet.example/102", *(Ids(made.about).urn("version", pk) for pk in (101, 102))}
