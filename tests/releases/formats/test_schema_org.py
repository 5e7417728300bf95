"""schema.org JSON-LD, as extruct finds it in a page and pyld expands it."""

import json
from collections import Counter

import extruct
import pytest
from pyld import jsonld

from annotator.releases.formats.identity import Ids
from annotator.releases.formats.schema_org import CONTEXT, PATH
from tests.releases.formats.conftest import scene, written

#: properties of schema.org that are used, with the types that may have them
PROPERTIES = {
    "NewsArticle": {
        "url", "headline", "inLanguage", "datePublished", "archivedAt", "identifier", "publisher", "isBasedOn",
        "creditText", "copyrightNotice",
    },
    "Claim": {"text", "appearance", "claimInterpreter", "additionalType", "keywords"},
    "Quotation": {"text", "isPartOf", "spokenByCharacter", "creditText"},
}  # fmt: skip


def in_a_page(content):
    return f'<html><head><script type="application/ld+json">{content.decode()}</script></head></html>'


@pytest.fixture(scope="module")
def nodes(file_of):
    """What extruct finds when the file is put into a page as it is."""
    (found,) = extruct.extract(in_a_page(file_of("schema.org")[PATH]), syntaxes=["json-ld"])["json-ld"]
    assert found["@context"] == CONTEXT
    return found["@graph"]


def test_every_article_and_claim_is_there(nodes, articles):
    claims = {f"urn:uuid:{one['annotation_id']}": one for one in articles.table("annotations") if one["label_id"]}
    assert Counter(one["@type"] for one in nodes)["NewsArticle"] == 300
    assert {one["@id"] for one in nodes if one["@type"] == "Claim"} == set(claims)
    for one in nodes:
        if one["@type"] == "Claim":
            assert one["text"] == claims[one["@id"]]["quote"]


def test_only_properties_that_the_types_have_are_used(nodes):
    for one in nodes:
        assert {name for name in one if not name.startswith("@")} <= PROPERTIES[one["@type"]]
    assert "ClaimReview" not in json.dumps(nodes)


def test_a_version_is_based_on_its_original(nodes, articles):
    ids = Ids(articles.about)
    based = {one["@id"]: one["isBasedOn"] for one in nodes if "isBasedOn" in one}
    assert based == {
        ids.urn("version", one["derived_version_id"]): [{"@id": ids.urn("version", one["upstream_version_id"])}]
        for one in articles.table("derivations")
    }


def test_a_json_ld_processor_expands_it(small):
    def offline(url, options):
        words = {"@vocab": "https://schema.org/", "url": {"@type": "@id"}}
        return {"contextUrl": None, "documentUrl": url, "document": {"@context": words}}

    found = jsonld.expand(json.loads(written(small, "schema.org")[PATH]), {"documentLoader": offline})
    types = Counter(one["@type"][0].removeprefix("https://schema.org/") for one in found)
    assert types == {"NewsArticle": 3, "Claim": 3, "Quotation": 1}
    (quotation,) = [one for one in found if one["@type"] == ["https://schema.org/Quotation"]]
    assert quotation["https://schema.org/text"] == [{"@value": "أُغلق الجسر"}]
    (speaker,) = quotation["https://schema.org/spokenByCharacter"]
    assert speaker["@type"] == ["https://schema.org/Person"]


def test_an_original_that_is_not_stored_is_named_as_far_as_it_is_known(tmp_path):
    made = scene(tmp_path)
    made.tables["derivations"][0] |= {
        "upstream_version_id": None, "upstream_outlet": "The Ledger", "upstream_url": "https://ledger.example/1",
    }  # fmt: skip
    graph = json.loads(written(made.write(), "schema.org")[PATH])["@graph"]
    (based,) = [one["isBasedOn"] for one in graph if "isBasedOn" in one]
    assert based == [
        {
            "@type": "NewsArticle",
            "url": "https://ledger.example/1",
            "publisher": {"@type": "Organization", "name": "The Ledger"},
        }
    ]


def test_no_words_can_end_the_script_they_stand_in(file_of):
    assert b"<" not in file_of("schema.org")[PATH]
