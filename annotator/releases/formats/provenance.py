"""W3C PROV as PROV-JSON (Member Submission of 24 April 2013) and as Turtle (PROV-O), the same statements in both.

Written by hand: the library `prov` keeps everything in memory and takes a millisecond for each annotation. PROV-JSON
wants statements of a kind together, so each kind waits on disk for its turn.
"""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from tempfile import SpooledTemporaryFile
from typing import Any

from annotator.releases.formats.provenance_statements import NAMESPACES, Relation, Statement, Statements, Thing
from annotator.releases.formats.release_base import ReleaseFormat
from annotator.releases.frozen.reading import Frozen
from annotator.releases.zipping import Part

FOLDER = "prov"
JSON, TURTLE = f"{FOLDER}/prov.json", f"{FOLDER}/prov.ttl"
PROV = "http://www.w3.org/ns/prov#"
#: the names of the two ends of each relation in PROV-JSON
ENDS = {
    "wasGeneratedBy": ("entity", "activity"),
    "used": ("activity", "entity"),
    "wasAssociatedWith": ("activity", "agent"),
    "wasAttributedTo": ("entity", "agent"),
    "wasDerivedFrom": ("generatedEntity", "usedEntity"),
    "wasInformedBy": ("informed", "informant"),
    "hadMember": ("collection", "entity"),
}
SECTIONS = ("entity", "activity", "agent", *ENDS)
_IN_MEMORY = 1024 * 1024
_PIECE = 64 * 1024
_BATCH = 500

_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False).encode


def as_json(frozen: Frozen) -> Iterator[bytes]:
    with ExitStack() as opened:
        files: dict[str, SpooledTemporaryFile[bytes]] = {}
        for name in SECTIONS:
            files[name] = opened.enter_context(SpooledTemporaryFile(_IN_MEMORY))
        counts = dict.fromkeys(SECTIONS, 0)
        for one in Statements(frozen):
            name = one.kind if isinstance(one, Thing) else one.name
            counts[name] += 1
            files[name].write(f"{',' if counts[name] > 1 else ''}\n{_member(one, counts[name])}".encode())
        yield f'{{"prefix":{_json(NAMESPACES)}'.encode()
        for name in SECTIONS:
            if counts[name]:
                yield f',\n"{name}":{{'.encode()
                files[name].seek(0)
                while piece := files[name].read(_PIECE):
                    yield piece
                yield b"}"
        yield b"}\n"


def _member(one: Statement, number: int) -> str:
    if isinstance(one, Relation):
        first, second = ENDS[one.name]
        said: dict[str, Any] = {f"prov:{first}": f"id:{one.subject}", f"prov:{second}": f"id:{one.object}"}
        if one.time:
            said["prov:time"] = one.time
        if one.kind:
            said["prov:type"] = _name(f"prov:{one.kind}")
        return f'"_:{one.name}{number}":{_json(said)}'
    said = {"prov:type": [_name(each) for each in one.types]} if one.types else {}
    if one.label:
        said["prov:label"] = one.label
    if one.ended:
        said["prov:endTime"] = one.ended
    return f'"id:{one.guid}":{_json({**said, **one.said})}'


def _name(name: str) -> dict[str, str]:
    return {"$": name, "type": "xsd:QName"}


def as_turtle(frozen: Frozen) -> Iterator[bytes]:
    prefixes = {"prov": PROV, "rdfs": "http://www.w3.org/2000/01/rdf-schema#", **NAMESPACES}
    lines = [f"@prefix {name}: <{iri}> .\n" for name, iri in prefixes.items()]
    for one in Statements(frozen):
        lines.append(_triples(one))
        if len(lines) >= _BATCH:
            yield "".join(lines).encode()
            lines.clear()
    yield "".join(lines).encode()


def _triples(one: Statement) -> str:
    if isinstance(one, Relation):
        name = {"Revision": "wasRevisionOf", "Quotation": "wasQuotedFrom"}.get(one.kind, one.name)
        time = f" ; prov:generatedAtTime {_time(one.time)}" if one.time else ""
        return f"id:{one.subject} prov:{name} id:{one.object}{time} .\n"
    said = [f"a {', '.join([f'prov:{one.kind.capitalize()}', *one.types])}"]
    if one.label:
        said.append(f"rdfs:label {_json(one.label)}")
    if one.ended:
        said.append(f"prov:endedAtTime {_time(one.ended)}")
    said += [f"{name} {_json(value)}" for name, value in one.said.items()]
    return f"id:{one.guid} {' ; '.join(said)} .\n"


def _time(moment: str) -> str:
    return f'"{moment}"^^xsd:dateTime'


def parts(frozen: Frozen) -> Iterator[Part]:
    yield Part(JSON, lambda: as_json(frozen), large=True)
    yield Part(TURTLE, lambda: as_turtle(frozen), large=True)


FORMAT = ReleaseFormat(
    name="prov",
    title="W3C PROV",
    hint="Who made what from what, as PROV-JSON and Turtle: versions, insertions, quotations, coding and review.",
    loses="What annotations say in facets, undecided insertions, coverage and agreement are in the tables only.",
    parts=parts,
)
