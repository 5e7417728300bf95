"""Label Studio JSON: a task for each version, an annotation for each coder, and the labelling configuration.

Offsets count UTF-16 code units, as Label Studio's front end does: it slices in the browser. (Its converters slice in
Python, so after a letter beyond U+FFFF their words shift; `text` beside the offsets is right.) `completed_by` is not
given, for an import refuses ids of people it does not know: the coder is in a text field of each annotation.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from annotator.releases.formats.codes import FLAGS, ROLES, VOCABULARIES, Codes, is_omission, main_code
from annotator.releases.formats.identity import part_of
from annotator.releases.formats.left_out import POINT, LeftOut
from annotator.releases.formats.release_base import ReleaseFormat
from annotator.releases.formats.xml_text import attribute
from annotator.releases.frozen.reading import Document, Frozen, Record
from annotator.releases.spans import VersionText
from annotator.releases.zipping import Part

FOLDER = "label-studio"
TASKS, CONFIG = f"{FOLDER}/tasks.json", f"{FOLDER}/labelling-config.xml"
#: names of controls and of the object that they label
LABEL, TEXT, CODER, NOTE = "label", "text", "coder", "comment"
_KEPT = ("version_id", "title", "outlet", "url", "language", "published_on", "text_sha256")
_STATUS = ("withdrawn", "replaced")

type Json = dict[str, Any]

_json = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), check_circular=False).encode


class _Tasks:
    def __init__(self, frozen: Frozen) -> None:
        self.frozen, self.codes, self.left_out = frozen, Codes(frozen), LeftOut(FOLDER)

    def pieces(self) -> Iterator[bytes]:
        between = "[\n"
        for document in self.frozen.documents():
            yield (between + _json(self._task(document))).encode()
            between = ",\n"
        yield b"[]\n" if between == "[\n" else b"\n]\n"

    def _task(self, document: Document) -> Json:
        by_coder: dict[str, list[Record]] = {}
        for one in document.annotations:
            if is_omission(one):
                self.left_out.add(one, POINT)
            else:
                by_coder.setdefault(one["coder_pseudonym"], []).append(one)
        text = VersionText(document.text)
        kept = {name: document.record[name] for name in _KEPT}
        return {
            "id": document.version_id,
            "data": {TEXT: document.text, **kept},
            "annotations": [self._annotation(coder, records, text) for coder, records in sorted(by_coder.items())],
            "predictions": [],
        }

    def _annotation(self, coder: str, records: list[Record], text: VersionText) -> Json:
        result: list[Json] = [
            {
                "id": part_of(records[0]["annotation_id"], "coder"),
                "from_name": CODER,
                "to_name": TEXT,
                "type": "textarea",
                "origin": "manual",
                "value": {"text": [coder]},
            }
        ]
        here = {one["annotation_id"] for one in records}
        for one in records:
            result += self._regions(one, text)
            if one["outer_annotation_id"] in here:
                result.append(_relation(one["annotation_id"], one["outer_annotation_id"], "inside"))
        return {
            "result": result,
            "was_cancelled": False,
            "ground_truth": False,
            "created_at": min(one["created_at"] for one in records),
            "updated_at": max(one["updated_at"] for one in records),
        }

    def _regions(self, one: Record, text: VersionText) -> Iterator[Json]:
        pk = one["annotation_id"]
        place = {"start": one["start_utf16"], "end": one["end_utf16"], "text": one["quote"]}
        yield _region(pk, LABEL, "labels", place, [main_code(self.codes, one)])
        for vocabulary in VOCABULARIES:
            if value := one[vocabulary.column]:
                yield _region(pk, vocabulary.column, "choices", place, [value])
        for column in FLAGS:
            if one[column] is not None:
                yield _region(pk, column, "choices", place, ["yes" if one[column] else "no"])
        if one["status"] != "standing":
            yield _region(pk, "status", "choices", place, [one["status"]])
        if one["comment"]:
            yield {**_region(pk, NOTE, "textarea", place, []), "value": {**place, "text": [one["comment"]]}}
        for number, part in enumerate(one["role_spans"]):
            guid = part_of(pk, "role", number)
            there = {"start": text.utf16(part["start"]), "end": text.utf16(part["end"]), "text": part["quote"]}
            yield _region(guid, LABEL, "labels", there, [part["role"]])
            yield _relation(guid, pk, f"{part['role']}-of")


def _region(guid: str, control: str, kind: str, place: Json, said: list[str]) -> Json:
    return {
        "id": guid,
        "from_name": control,
        "to_name": TEXT,
        "type": kind,
        "origin": "manual",
        "value": {**place, kind: said} if said else place,
    }


def _relation(origin: str, aim: str, label: str) -> Json:
    return {"type": "relation", "from_id": origin, "to_id": aim, "direction": "right", "labels": [label]}


def config(codes: Codes) -> str:
    """The labelling configuration that the tasks were made with, to be pasted into a project's settings."""
    labels = [(f"claim-type/{one.code}", one.colour_light) for one in codes.every.types]
    roles = [member.value for member in ROLES.members]
    labels += [(name, "") for name in ("attribution", "insertion", *roles)]
    lines = ["<View>", f'  <Labels name="{LABEL}" toName="{TEXT}">']
    for name, colour in labels:
        lines.append(
            f'    <Label value="{attribute(name)}"' + (f' background="{attribute(colour)}"' if colour else "") + "/>"
        )
    lines += ["  </Labels>", "  <Relations>"]
    lines += [f'    <Relation value="{name}"/>' for name in (*(f"{role}-of" for role in roles), "inside")]
    lines += ["  </Relations>", f'  <Text name="{TEXT}" value="${TEXT}"/>']
    for vocabulary in VOCABULARIES:
        lines += _choices(vocabulary.column, vocabulary.members.values)
    for column in FLAGS:
        lines += _choices(column, ("yes", "no"))
    lines += _choices("status", _STATUS)
    lines.append(f'  <TextArea name="{NOTE}" toName="{TEXT}" perRegion="true"/>')
    lines.append(f'  <TextArea name="{CODER}" toName="{TEXT}" maxSubmissions="1"/>')
    return "\n".join([*lines, "</View>", ""])


def _choices(name: str, values: Iterable[str]) -> Iterator[str]:
    yield f'  <Choices name="{name}" toName="{TEXT}" perRegion="true" choice="single">'
    yield from (f'    <Choice value="{value}"/>' for value in values)
    yield "  </Choices>"


def parts(frozen: Frozen) -> Iterator[Part]:
    tasks = _Tasks(frozen)
    yield Part(CONFIG, lambda: [config(tasks.codes).encode()])
    yield Part(TASKS, tasks.pieces, large=True)
    yield tasks.left_out.part()


FORMAT = ReleaseFormat(
    name="label-studio",
    title="Label Studio JSON",
    hint="A task for each article and an annotation for each coder, with a labelling configuration to paste.",
    loses="Omissions are only listed, for Label Studio has no points; verdicts and coverage are in the tables only.",
    parts=parts,
)
