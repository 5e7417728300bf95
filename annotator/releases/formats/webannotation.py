"""W3C Web Annotation (Recommendation of 23 February 2017) as JSON-LD: one collection with one page.

Targets say where twice: `TextPositionSelector` counts code points in the version's text, as the Recommendation has it
(not UTF-16, as Hypothesis does), `TextQuoteSelector` has the words and 32 code points on either side. `TimeState` names
the capture that was annotated, and where it is archived. An omission has several targets: the point where the words
are not, and the passages of the original that are left out. Parts of attributions are annotations that link.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from annotator.releases.formats.codes import FLAGS, ROLES, VERDICTS, VOCABULARIES, Code, Codes, code_of, is_omission
from annotator.releases.formats.identity import Ids, part_of
from annotator.releases.formats.release_base import ReleaseFormat
from annotator.releases.frozen.reading import Document, Frozen, Record
from annotator.releases.spans import VersionText
from annotator.releases.zipping import Part

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
PATH = "webannotation/annotations.jsonld"

#: JSON as text. What repeats (codes, coders, places) is encoded once: that is three times as fast as one big object
_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False).encode


def pieces(frozen: Frozen) -> Iterator[bytes]:
    """The collection, a document at a time; `total` stands last, when it is known."""
    ids = Ids(frozen.about)
    page = f"urn:uuid:{ids.release('webannotation', 'page')}"
    head = {
        "@context": CONTEXT,
        "id": f"urn:uuid:{ids.release('webannotation')}",
        "type": "AnnotationCollection",
        "label": f"{frozen.about['study']['title']}, release {ids.number}",
        "generator": {"type": "Software", "name": " ".join(frozen.about["product"].values())},
        "generated": frozen.about["released_at"],
    }
    total, between = 0, ""
    for batch in _Annotations(frozen, ids).batches():
        if not total:
            first = {"id": page, "type": "AnnotationPage", "startIndex": 0}
            yield f'{_json(head)[:-1]},"last":{_json(page)},"first":{_json(first)[:-1]},"items":[\n'.encode()
        yield (between + ",\n".join(batch)).encode()
        total, between = total + len(batch), ",\n"
    yield (f'\n]}},"total":{total}}}\n' if total else f'{_json(head)[:-1]},"total":0}}\n').encode()


class _Annotations:
    def __init__(self, frozen: Frozen, ids: Ids) -> None:
        self.frozen, self.ids, self.codes = frozen, ids, Codes(frozen)
        self.named = frozen.about["coders"] != "pseudonyms"
        #: where each version is and was, for passages of others
        self.places = {one["version_id"]: self._place(one) for one in frozen.table("versions")}
        self.person, self.said = cache(self._person), cache(_said)

    def batches(self) -> Iterator[list[str]]:
        for document in self.frozen.documents():
            if document.annotations:
                yield list(self._of(document))
        for decision in self.frozen.table("decisions"):
            yield [self._decision(decision)]

    def _place(self, version: Record) -> str:
        source = version["url"] or self.ids.urn("version", version["version_id"])
        return _place(source, version["text_sha256"], version["captured_at"], version["archive_url"])

    def _of(self, document: Document) -> Iterator[str]:
        text = VersionText(document.text)
        place = self.places.get(document.version_id) or self._place(document.record)
        for one in document.annotations:
            yield self._annotation(one, place)
            for number, part in enumerate(one["role_spans"]):
                yield self._part(one, number, part, place, text)

    def _annotation(self, one: Record, place: str) -> str:
        where = target(place, one["start"], one["end"], one["quote"], one["prefix"], one["suffix"])
        if one["omitted_spans"]:
            left_out = [
                target(self._other(part), part["start"], part["end"], part["quote"]) for part in one["omitted_spans"]
            ]
            where = f"[{','.join([where, *left_out])}]"
        more = ""
        if one["updated_at"] != one["created_at"]:
            more += f',"modified":"{one["updated_at"]}"'
        if one["replaces"]:
            more += f',"dcterms:replaces":{{"id":"urn:uuid:{one["replaces"]}"}}'
        if one["carried_from_annotation_id"]:
            more += f',"via":"urn:uuid:{one["carried_from_annotation_id"]}"'
        coder = self.person(one["coder_pseudonym"], one["coder"])
        return _annotation(
            one["annotation_id"], "classifying", coder, one["created_at"], self._bodies(one), where, more
        )

    def _bodies(self, one: Record) -> Iterator[str]:
        yield from map(self.said, self.codes.of(one))
        for column, label in FLAGS.items():
            if one[column]:
                yield _tag(label)
        if is_omission(one):
            yield _tag("Omission")
        if one["status"] != "standing":
            yield _tag(f"status: {one['status']}")
        if one["comment"]:
            yield _comment(one["comment"])
        if one["outer_annotation_id"]:
            yield _link(one["outer_annotation_id"])

    def _part(self, one: Record, number: int, part: Record, place: str, text: VersionText) -> str:
        start, end = part["start"], part["end"]
        where = target(place, start, end, part["quote"], text.prefix(start), text.suffix(end))
        bodies = (_link(one["annotation_id"]), self.said(code_of(ROLES, part["role"])))
        coder = self.person(one["coder_pseudonym"], one["coder"])
        return _annotation(
            part_of(one["annotation_id"], "role", number), "linking", coder, one["created_at"], bodies, where
        )

    def _decision(self, one: Record) -> str:
        place = self._other({"version_id": one["version_id"], "text_sha256": ""})
        return _annotation(
            self.ids.of("decision", one["case_id"], one["number"]),
            "moderating",
            self.person(one["adjudicator"], one["adjudicator"] if self.named else ""),
            one["decided_at"],
            self._judged(one),
            target(place, one["start"], one["end"], one["quote"]),
        )

    def _judged(self, one: Record) -> Iterator[str]:
        if one["verdict"]:
            yield self.said(code_of(VERDICTS, one["verdict"]))
        for vocabulary in VOCABULARIES:
            if value := one.get(f"decided_{vocabulary.column}"):
                yield self.said(code_of(vocabulary, value))
        if not one["stands"]:
            yield _tag("status: superseded")
        if one["takes_back"]:
            yield _link(self.ids.of("decision", one["case_id"], one["takes_back"]))
        if one["verdict_reason"]:
            yield _comment(one["verdict_reason"])
        if one["evidence_start"] is not None and (place := self.places.get(one["evidence_version_id"])):
            evidence = target(place, one["evidence_start"], one["evidence_end"], one["evidence_quote"])
            yield f'{evidence[:-1]},"purpose":"linking"}}'

    def _other(self, part: Record) -> str:
        """Where another version is; it need not be in the tables."""
        known = self.places.get(part["version_id"])
        return known or _place(self.ids.urn("version", part["version_id"]), part["text_sha256"], None, "")

    def _person(self, pseudonym: str, name: str) -> str:
        person = {"id": f"urn:uuid:{self.ids.coder(pseudonym)}", "type": "Person"}
        if pseudonym != name:
            person["nickname"] = pseudonym
        return _json({**person, "name": name} if name else person)


def _place(source: str, sha256: str, captured_at: str | None, archive_url: str) -> str:
    """The members of a target that say which text it is of."""
    place: dict[str, Any] = {"source": source, **({"schema:sha256": sha256} if sha256 else {})}
    if captured_at:
        cached = {"cached": archive_url} if archive_url else {}
        place["state"] = [{"type": "TimeState", "sourceDate": captured_at, **cached}]
    return _json(place)[1:-1]


def target(place: str, start: int, end: int, quote: str, prefix: str = "", suffix: str = "") -> str:
    """A passage of a version: `place` says which, offsets count code points in its text."""
    context = (f',"prefix":{_json(prefix)}' if prefix else "") + (f',"suffix":{_json(suffix)}' if suffix else "")
    return (
        f'{{"type":"SpecificResource",{place},"selector":[{{"type":"TextPositionSelector","start":{start},"end":{end}}},'
        f'{{"type":"TextQuoteSelector","exact":{_json(quote)}{context}}}]}}'
    )


def _annotation(
    uuid: str, motivation: str, creator: str, created: str, bodies: Iterable[str], where: str, more: str = ""
) -> str:
    body = ",".join(bodies)
    said = f',"body":[{body}]' if body else ""
    return (
        f'{{"id":"urn:uuid:{uuid}","type":"Annotation","motivation":"{motivation}","creator":{creator},'
        f'"created":"{created}"{more}{said},"target":{where}}}'
    )


def _said(code: Code) -> str:
    """Two bodies for a code: its id for machines, its name for people."""
    resource = {"type": "SpecificResource", "purpose": "classifying", "source": f"urn:uuid:{code.guid}"}
    return f"{_json(resource)},{_tag(f'{code.facet_label}: {code.label}')}"


def _tag(words: str) -> str:
    return f'{{"type":"TextualBody","purpose":"tagging","value":{_json(words)}}}'


def _comment(words: str) -> str:
    return f'{{"type":"TextualBody","purpose":"commenting","format":"text/plain","value":{_json(words)}}}'


def _link(annotation_id: str) -> str:
    return f'{{"type":"SpecificResource","purpose":"linking","source":"urn:uuid:{annotation_id}"}}'


def parts(frozen: Frozen) -> Iterable[Part]:
    yield Part(PATH, lambda: pieces(frozen), large=True)


FORMAT = ReleaseFormat(
    name="webannotation",
    title="W3C Web Annotation",
    hint="JSON-LD for annotation servers and archives: every annotation, the parts of attributions, and every verdict.",
    loses="Coverage, comparisons, the merged set and agreement are in the tables only.",
    parts=parts,
)
