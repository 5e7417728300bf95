"""schema.org JSON-LD: articles with what they are based on, the quotations and the claims in them.

Nothing here rates a claim: a ClaimReview would be a verdict on truth, which no coder gave. `<` is escaped, so that the
file can be put into a page as it is.
"""

import json
from collections.abc import Iterator
from typing import Any

from annotator.facets import AttributionStatus, Mode, SourceKind
from annotator.releases.formats.codes import Codes
from annotator.releases.formats.identity import Ids, part_of
from annotator.releases.formats.release_base import ReleaseFormat
from annotator.releases.frozen.reading import Document, Frozen, Record
from annotator.releases.zipping import Part

PATH = "schema.org/articles.jsonld"
CONTEXT = "https://schema.org"
_SPEAKERS = {
    SourceKind.NAMED_PERSON: "Person",
    SourceKind.UNNAMED_DESCRIBED: "Person",
    SourceKind.NAMED_ORGANISATION: "Organization",
    SourceKind.NEWS_MEDIUM: "Organization",
}
_QUOTED = (Mode.DIRECT, Mode.MIXED)

type Json = dict[str, Any]

_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False).encode


class _Graph:
    def __init__(self, frozen: Frozen) -> None:
        self.frozen, self.ids, self.codes = frozen, Ids(frozen.about), Codes(frozen)
        self.sources: dict[int, list[Json]] = {}
        for one in frozen.table("derivations"):
            if one["status"] == "confirmed":
                self.sources.setdefault(one["derived_version_id"], []).append(self._source(one))

    def pieces(self) -> Iterator[bytes]:
        between = f'{{"@context":{_json(CONTEXT)},"@graph":[\n'
        for nodes in self._nodes():
            yield (between + ",\n".join(map(_json, nodes)).replace("<", "\\u003c")).encode()
            between = ",\n"
        yield b"\n]}\n" if between == ",\n" else f"{between}]}}\n".encode()

    def _nodes(self) -> Iterator[list[Json]]:
        for version in self.frozen.table("versions"):
            if not version["in_sample"]:
                yield [self._article(version, version["publisher"], version["published_at"])]
        for document in self.frozen.documents():
            yield list(self._document(document))

    def _document(self, document: Document) -> Iterator[Json]:
        record = document.record
        article = self._article(record, record["outlet"], record["published_on"])
        article |= _given(headline=record["title"], creditText=record["byline"], copyrightNotice=record["rights"])
        yield article
        for one in document.annotations:
            if one["status"] == "standing":
                if one["label_id"] is not None:
                    yield self._claim(one)
                if one["attribution_status"] == AttributionStatus.ATTRIBUTED and one["quote_form"] in _QUOTED:
                    yield self._quotation(one)

    def _article(self, one: Record, outlet: str, published: str) -> Json:
        pk = one["version_id"]
        article: Json = {"@type": "NewsArticle", "@id": self.ids.urn("version", pk)}
        article |= _given(
            url=one["url"], inLanguage=one["language"], datePublished=published, archivedAt=one["archive_url"]
        )
        article["identifier"] = {"@type": "PropertyValue", "propertyID": "sha256", "value": one["text_sha256"]}
        if outlet:
            article["publisher"] = {"@type": "Organization", "@id": self.ids.urn("outlet", outlet), "name": outlet}
        if pk in self.sources:
            article["isBasedOn"] = self.sources[pk]
        return article

    def _source(self, one: Record) -> Json:
        """The original: by id when its text is stored, else as far as it is known."""
        if one["upstream_version_id"] is not None:
            return {"@id": self.ids.urn("version", one["upstream_version_id"])}
        source: Json = {"@type": "NewsArticle"}
        source |= _given(url=one["upstream_url"], datePublished=one["upstream_published_on"])
        if one["upstream_outlet"]:
            source["publisher"] = {"@type": "Organization", "name": one["upstream_outlet"]}
        return source

    def _claim(self, one: Record) -> Json:
        claim_type = self.codes.claim_type(one)
        coder = {"@type": "Person", "@id": f"urn:uuid:{self.ids.coder(one['coder_pseudonym'])}"}
        return {
            "@type": "Claim",
            "@id": f"urn:uuid:{one['annotation_id']}",
            "text": one["quote"],
            "appearance": {"@id": self.ids.urn("version", one["version_id"])},
            "claimInterpreter": {**coder, "name": one["coder"] or one["coder_pseudonym"]},
            **({"additionalType": f"urn:uuid:{claim_type.guid}", "keywords": claim_type.label} if claim_type else {}),
        }

    def _quotation(self, one: Record) -> Json:
        quotation = {
            "@type": "Quotation",
            "@id": f"urn:uuid:{part_of(one['annotation_id'], 'quotation')}",
            "text": one["quote"],
            "isPartOf": {"@id": self.ids.urn("version", one["version_id"])},
        }
        if not one["source_name"]:
            return quotation
        if kind := _SPEAKERS.get(one["source_naming"]):
            return {**quotation, "spokenByCharacter": {"@type": kind, "name": one["source_name"]}}
        return {**quotation, "creditText": one["source_name"]}


def _given(**said: str) -> Json:
    return {name: value for name, value in said.items() if value}


def parts(frozen: Frozen) -> Iterator[Part]:
    yield Part(PATH, lambda: _Graph(frozen).pieces(), large=True)


FORMAT = ReleaseFormat(
    name="schema.org",
    title="schema.org",
    hint="JSON-LD for search engines and the web of data: articles, what they are based on, quotations and claims.",
    loses="Places, insertions, omissions, facets and verdicts are in the tables only, and nothing rates a claim.",
    parts=parts,
)
