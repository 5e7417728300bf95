"""What a release knows of where things came from, as statements of W3C PROV (PROV-DM). Pure.

A version that was made from a stored original is its revision, quotation or derivation; that is said of confirmed
links only. An insertion is attributed to the republisher only where a reviewer's standing verdict says that it is
absent in the stored original and that the republisher put it in. A quotation is quoted from a statement of the source
it names. Coding and review are activities of people. Every id is a UUID.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from annotator.facets import AttributionStatus, Inserter, Mode, SourceKind, Verdict
from annotator.releases.formats.identity import Ids, part_of
from annotator.releases.frozen.reading import Document, Frozen, Record

#: by the word before the colon
NAMESPACES = {
    "id": "urn:uuid:",
    "x": "urn:x-annotator:",
    "schema": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
#: what a relation of ours is in PROV; the others are derivations without more
KINDS = {"republication": "Revision", "update": "Revision", "rewrite": "Revision", "excerpt": "Quotation",
         "quotes": "Quotation"}  # fmt: skip
_SPEAKERS = {
    SourceKind.NAMED_PERSON: "prov:Person",
    SourceKind.NAMED_ORGANISATION: "prov:Organization",
    SourceKind.NEWS_MEDIUM: "prov:Organization",
}
_QUOTED = (Mode.DIRECT, Mode.MIXED)


@dataclass(frozen=True, slots=True)
class Thing:
    """`kind` is entity, activity or agent. `types` are names such as oa:Annotation, `said` other attributes."""

    kind: str
    guid: str
    types: tuple[str, ...] = ()
    label: str = ""
    said: dict[str, str] = field(default_factory=dict)
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """PROV's names; `kind` of a derivation is Revision, Quotation or "" for neither."""

    name: str
    subject: str
    object: str
    kind: str = ""
    time: str | None = None


type Statement = Thing | Relation


class Statements:
    def __init__(self, frozen: Frozen) -> None:
        self.frozen, self.ids = frozen, Ids(frozen.about)
        self._agents: set[str] = set()
        self._titles = {one["version_id"]: one["title"] for one in frozen.table("documents")}
        self._outlets: dict[int, str] = {}
        #: the standing decision of each case
        self._decided: dict[int, int] = {}

    def __iter__(self) -> Iterator[Statement]:
        yield from self._release()
        yield from self._people()
        yield from self._versions()
        yield from self._derivations()
        yield from self._decisions()
        for document in self.frozen.documents():
            yield from self._document(document)

    def _release(self) -> Iterator[Statement]:
        about, ids = self.frozen.about, self.ids
        release, freezing, software = (ids.release(part) for part in ("entity", "freezing", "software"))
        yield Thing("entity", release, ("x:Release",), f"{about['study']['title']}, release {ids.number}")
        yield Thing("activity", freezing, ("x:Freezing",), ended=about["released_at"])
        yield Thing("agent", software, ("prov:SoftwareAgent",), " ".join(about["product"].values()))
        yield Relation("wasGeneratedBy", release, freezing, time=about["released_at"])
        yield Relation("wasAssociatedWith", freezing, software)

    def _people(self) -> Iterator[Statement]:
        for one in self.frozen.table("coders"):
            yield from self._person(one["coder_pseudonym"], one["coder"])

    def _person(self, pseudonym: str, name: str = "") -> Iterator[Statement]:
        guid = self.ids.coder(pseudonym)
        if guid not in self._agents:
            self._agents.add(guid)
            yield Thing("agent", guid, ("prov:Person",), name or pseudonym)

    def _versions(self) -> Iterator[Statement]:
        for one in self.frozen.table("versions"):
            pk = one["version_id"]
            said = {"schema:url": one["url"], "schema:archivedAt": one["archive_url"]}
            said |= {"schema:datePublished": one["published_at"], "schema:sha256": one["text_sha256"]}
            types = ("schema:NewsArticle", "prov:Collection")
            said = {name: value for name, value in said.items() if value}
            yield Thing("entity", self.ids.version(pk), types, self._titles.get(pk, ""), said)
            if one["publisher"]:
                outlet = self._outlets[pk] = self.ids.of("outlet", one["publisher"])
                if outlet not in self._agents:
                    self._agents.add(outlet)
                    yield Thing("agent", outlet, ("prov:Organization",), one["publisher"])
                yield Relation("wasAttributedTo", self.ids.version(pk), outlet)

    def _derivations(self) -> Iterator[Statement]:
        for one in self.frozen.table("derivations"):
            if one["status"] != "confirmed" or one["upstream_version_id"] is None:
                continue
            derived, original = one["derived_version_id"], one["upstream_version_id"]
            versions = self.ids.version(derived), self.ids.version(original)
            activity = self.ids.of("derivation", one["derivation_id"])
            yield Thing("activity", activity, (f"x:{one['relation'].capitalize()}",))
            yield Relation("used", activity, versions[1])
            yield Relation("wasGeneratedBy", versions[0], activity)
            if derived in self._outlets:
                yield Relation("wasAssociatedWith", activity, self._outlets[derived])
            yield Relation("wasDerivedFrom", *versions, KINDS.get(one["relation"], ""))

    def _decisions(self) -> Iterator[Statement]:
        for one in self.frozen.table("decisions"):
            yield from self._decision(one)
            if one["stands"]:
                self._decided[one["case_id"]] = one["number"]
                yield from self._insertion(one)

    def _decision(self, one: Record) -> Iterator[Statement]:
        review, decision = self._review(one["case_id"], one["number"])
        yield Thing("activity", review, ("x:Review",), ended=one["decided_at"])
        said = {f"x:{name}": str(one[name]) for name in ("verdict", "takes_back") if one[name]}
        yield Thing("entity", decision, ("x:Decision",), one["verdict"], said)
        yield Relation("wasGeneratedBy", decision, review, time=one["decided_at"])
        yield Relation("used", review, self.ids.version(one["version_id"]))
        if one["evidence_version_id"]:
            yield Relation("used", review, self.ids.version(one["evidence_version_id"]))
        yield from self._person(one["adjudicator"])
        yield Relation("wasAssociatedWith", review, self.ids.coder(one["adjudicator"]))

    def _review(self, case_id: int, number: int) -> tuple[str, str]:
        return self.ids.of("review", case_id, number), self.ids.of("decision", case_id, number)

    def _insertion(self, one: Record) -> Iterator[Statement]:
        """Only what a standing verdict says was put in."""
        if one["verdict"] != Verdict.CONFIRMED_ABSENT_IN_ORIGINAL:
            return
        insertion, version = self.ids.of("case", one["case_id"]), self.ids.version(one["version_id"])
        said = {"x:inserter": one["decided_inserter"], "x:function": one["decided_function"], **_place(one)}
        said = {name: value for name, value in said.items() if value}
        yield Thing("entity", insertion, ("x:Insertion",), one["quote"], said)
        yield Relation("hadMember", version, insertion)
        if one["decided_inserter"] == Inserter.REPUBLISHER and one["version_id"] in self._outlets:
            yield Relation("wasAttributedTo", insertion, self._outlets[one["version_id"]])
        yield Relation("used", self._review(one["case_id"], one["number"])[0], insertion)

    def _document(self, document: Document) -> Iterator[Statement]:
        version = self.ids.version(document.version_id)
        here: set[tuple[str, str]] = set()
        for one in document.annotations:
            coder = self.ids.coder(one["coder_pseudonym"])
            coding = self.ids.of("reading", document.version_id, one["coder_pseudonym"])
            if (coding, "") not in here:
                here.add((coding, ""))
                yield Thing("activity", coding, ("x:Coding",), ended=one["reading_finished_at"])
                yield Relation("used", coding, version)
                yield from self._person(one["coder_pseudonym"], one["coder"])
                yield Relation("wasAssociatedWith", coding, coder)
            yield from self._annotation(one, coding, coder)
            if number := self._decided.get(one["case_id"] or 0):
                review = self._review(one["case_id"], number)[0]
                if (coding, review) not in here:
                    here.add((coding, review))
                    yield Relation("wasInformedBy", review, coding)
            if one["attribution_status"] == AttributionStatus.ATTRIBUTED and one["quote_form"] in _QUOTED:
                yield from self._quotation(one, version)

    def _annotation(self, one: Record, coding: str, coder: str) -> Iterator[Statement]:
        pk = one["annotation_id"]
        yield Thing("entity", pk, ("oa:Annotation",), one["label"], {**_place(one), "x:status": one["status"]})
        yield Relation("wasGeneratedBy", pk, coding, time=one["created_at"])
        yield Relation("wasAttributedTo", pk, coder)
        if one["replaces"]:
            yield Relation("wasDerivedFrom", pk, one["replaces"], "Revision")
        if one["carried_from_annotation_id"]:
            yield Relation("wasDerivedFrom", pk, one["carried_from_annotation_id"])

    def _quotation(self, one: Record, version: str) -> Iterator[Statement]:
        quotation, statement, speaker = (
            part_of(one["annotation_id"], what) for what in ("quotation", "statement", "speaker")
        )
        yield Thing("entity", quotation, ("schema:Quotation",), said={"prov:value": one["quote"]})
        yield Thing("entity", statement, ("x:Statement",))
        yield Relation("hadMember", version, quotation)
        yield Relation("wasDerivedFrom", quotation, statement, "Quotation")
        if one["source_name"]:
            kind = _SPEAKERS.get(one["source_naming"])
            yield Thing("agent", speaker, (kind,) if kind else (), one["source_name"])
            yield Relation("wasAttributedTo", statement, speaker)


def _place(one: Record) -> dict[str, Any]:
    return {"x:start": str(one["start"]), "x:end": str(one["end"])}
