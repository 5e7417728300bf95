"""UIMA CAS as XMI, a file for each version and coder, with the type system: for INCEpTION, DKPro and UIMA itself.

dkpro-cassis writes it and turns code points into the UTF-16 code units that UIMA counts. What XML cannot hold, such as
control characters, becomes U+FFFD.
"""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from annotator.releases.formats.codes import FLAGS, VOCABULARIES
from annotator.releases.formats.release_base import ReleaseFormat
from annotator.releases.formats.xml_text import storable
from annotator.releases.frozen.reading import Document, Frozen, Record
from annotator.releases.zipping import Part

if TYPE_CHECKING:  # a large library: imported where a file is written, not by every worker
    from cassis import Cas, TypeSystem

FOLDER = "uima"
TYPE_SYSTEM = f"{FOLDER}/TypeSystem.xml"
NOBODY = "unannotated"
ANNOTATION, ROLE_SPAN, LEFT_OUT, DOCUMENT = (
    f"annotator.{name}" for name in ("Annotation", "RoleSpan", "LeftOut", "DocumentInfo")
)
#: columns that are features of the same name
WORDS = (
    "annotation_id", "label", "code_path", *(one.column for one in VOCABULARIES), "status", "comment", "replaces",
    "carried_from_annotation_id", "adjudication", "resolution", "verdict", "decided_marking", "decided_function",
    "decided_inserter", "decided_effect", "created_at",
)  # fmt: skip
ABOUT = (
    "title", "outlet", "byline", "language", "published_on", "url", "archive_url", "version_role", "text_sha256",
)  # fmt: skip


def type_system() -> "TypeSystem":
    from cassis import TypeSystem

    types = TypeSystem()
    annotation = types.create_type(ANNOTATION, "uima.tcas.Annotation", "what a coder says of a passage")
    for name in WORDS:
        types.create_feature(annotation, name, "uima.cas.String")
    for name in FLAGS:
        types.create_feature(
            annotation, name, "uima.cas.String", description="yes, no, or nothing when it was not asked"
        )
    types.create_feature(annotation, "outer", annotation, description="the attribution around this one")
    role = types.create_type(ROLE_SPAN, "uima.tcas.Annotation", "source, cue or content of an attribution")
    types.create_feature(role, "role", "uima.cas.String")
    types.create_feature(role, "of", annotation)
    left_out = types.create_type(LEFT_OUT, "uima.cas.TOP", "words of an original that an omission says are left out")
    for name, kind in _LEFT_OUT.items():
        types.create_feature(left_out, name, f"uima.cas.{kind}")
    types.create_feature(left_out, "of", annotation)
    document = types.create_type(DOCUMENT, "uima.tcas.Annotation", "which version this is, and whose coding")
    for name in ("version_id", "coder", *ABOUT):
        types.create_feature(document, name, "uima.cas.String")
    return types


#: places count code points in the original's text, which is not in this CAS
_LEFT_OUT = {
    "version_id": "Integer", "paragraph_id": "Integer", "start": "Integer", "end": "Integer", "quote": "String",
    "text_sha256": "String",
}  # fmt: skip


class _Writing:
    def __init__(self) -> None:
        self.types = type_system()
        self.annotation, self.role, self.left_out, self.about = (
            self.types.get_type(name) for name in (ANNOTATION, ROLE_SPAN, LEFT_OUT, DOCUMENT)
        )

    def document(self, document: Document) -> Iterator[Part]:
        by_coder: dict[str, list[Record]] = {}
        for one in document.annotations:
            by_coder.setdefault(one["coder_pseudonym"], []).append(one)
        for coder, records in sorted((by_coder or {"": []}).items()):
            path = f"{FOLDER}/{document.version_id}-{coder or NOBODY}.xmi"
            yield Part(path, partial(self._pieces, document, coder, records))

    def _pieces(self, document: Document, coder: str, records: list[Record]) -> list[bytes]:
        from cassis import Cas

        cas = Cas(typesystem=self.types)
        cas.sofa_string = storable(document.text)
        cas.sofa_mime = "text/plain"
        said = {name: storable(document.record[name]) for name in ABOUT if document.record[name]}
        version = str(document.version_id)
        cas.add(self.about(begin=0, end=len(document.text), version_id=version, coder=coder, **said))
        here = {one["annotation_id"]: self._annotation(one) for one in records}
        for one in records:
            self._add(cas, one, here)
        return [cas.to_xmi().encode()]

    def _annotation(self, one: Record) -> Any:
        said = {name: storable(one[name]) for name in WORDS if one[name]}
        said |= {name: "yes" if one[name] else "no" for name in FLAGS if one[name] is not None}
        return self.annotation(begin=one["start"], end=one["end"], **said)

    def _add(self, cas: "Cas", one: Record, here: dict[str, Any]) -> None:
        annotation = here[one["annotation_id"]]
        annotation.outer = here.get(one["outer_annotation_id"])
        cas.add(annotation)
        for part in one["role_spans"]:
            cas.add(self.role(begin=part["start"], end=part["end"], role=part["role"], of=annotation))
        for part in one["omitted_spans"]:
            words = {name: storable(part[name]) if kind == "String" else part[name] for name, kind in _LEFT_OUT.items()}
            cas.add(self.left_out(of=annotation, **words))


def parts(frozen: Frozen) -> Iterator[Part]:
    writing = _Writing()
    yield Part(TYPE_SYSTEM, lambda: [writing.types.to_xml().encode()])
    for document in frozen.documents():
        yield from writing.document(document)


FORMAT = ReleaseFormat(
    name="uima",
    title="UIMA CAS XMI",
    hint="A file for each article and coder with its type system, for INCEpTION, DKPro and UIMA.",
    loses="Control characters become U+FFFD, which XML cannot hold; coverage and comparisons are in the tables only.",
    parts=parts,
)
