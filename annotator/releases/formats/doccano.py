"""doccano JSONL: a line for each version and coder, with entities and relations, and the same spans as `label`.

doccano imports `label` into a sequence labelling project, and `entities` with `relations` where relations are on; what
it does not know becomes metadata. Offsets are code points.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from annotator.releases.formats.codes import FLAGS, VOCABULARIES, Codes, is_omission, main_code
from annotator.releases.formats.left_out import POINT, LeftOut
from annotator.releases.formats.release_base import ReleaseFormat
from annotator.releases.frozen.reading import Document, Frozen, Record
from annotator.releases.zipping import Part

FOLDER = "doccano"
PATH = f"{FOLDER}/annotations.jsonl"
#: what stays with an entity as metadata
KEPT = ("annotation_id", "status", *(one.column for one in VOCABULARIES), *FLAGS, "comment", "outer_annotation_id")

type Json = dict[str, Any]

_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False).encode


class _Writing:
    """Entities and relations are numbered through the file."""

    def __init__(self, frozen: Frozen) -> None:
        self.frozen, self.codes, self.left_out = frozen, Codes(frozen), LeftOut(FOLDER)
        self.entity = self.relation = self.line = 0

    def pieces(self) -> Iterator[bytes]:
        for document in self.frozen.documents():
            yield "".join(_json(one) + "\n" for one in self._lines(document)).encode()

    def _lines(self, document: Document) -> Iterator[Json]:
        by_coder: dict[str, list[Record]] = {}
        for one in document.annotations:
            if is_omission(one):
                self.left_out.add(one, POINT)
            else:
                by_coder.setdefault(one["coder_pseudonym"], []).append(one)
        for coder, records in sorted((by_coder or {"": []}).items()):
            yield self._line(document, coder, records)

    def _line(self, document: Document, coder: str, records: Iterable[Record]) -> Json:
        self.line += 1
        entities: list[Json] = []
        relations: list[Json] = []
        kept: list[Json] = []
        for one in records:
            here = self._entity(entities, one, main_code(self.codes, one))
            kept.append({"entity": here, **{name: one[name] for name in KEPT if one[name] not in ("", None)}})
            for part in one["role_spans"]:
                self.relation += 1
                there = self._entity(entities, part, part["role"])
                relations.append({"id": self.relation, "from_id": there, "to_id": here, "type": f"{part['role']}-of"})
        record = document.record
        return {
            "id": self.line,
            "text": document.text,
            "label": [[one["start_offset"], one["end_offset"], one["label"]] for one in entities],
            "entities": entities,
            "relations": relations,
            "Comments": [one["comment"] for one in kept if "comment" in one],
            "version_id": document.version_id,
            "coder": coder,
            "title": record["title"],
            "url": record["url"],
            "text_sha256": record["text_sha256"],
            "annotations": kept,
        }

    def _entity(self, entities: list[Json], place: Record, label: str) -> int:
        self.entity += 1
        entities.append({"id": self.entity, "label": label, "start_offset": place["start"], "end_offset": place["end"]})
        return self.entity


def parts(frozen: Frozen) -> Iterator[Part]:
    writing = _Writing(frozen)
    yield Part(PATH, writing.pieces, large=True)
    yield writing.left_out.part()


FORMAT = ReleaseFormat(
    name="doccano",
    title="doccano JSONL",
    hint="For doccano: a line for each article and coder, with spans, and relations to source, cue and content.",
    loses="Omissions are only listed, for doccano has no points; facets are metadata, and verdicts and coverage are in "
    "the tables only.",
    parts=parts,
)
