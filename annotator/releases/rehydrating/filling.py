"""Records with their words put back. Every word comes from a text whose hash was checked. Pure."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from annotator.releases.verifying.verify import COVERS, spans, wrong

type Record = dict[str, Any]

#: between the spans of one source or cue: in annotations and the merged set, and in pairs of attributions
GAP, SEMICOLON = " … ", "; "


class Contradiction(Exception):
    """A hash in the release is not that of the words that stand at its place; the message is a sentence."""


@dataclass(slots=True)
class Filling:
    """`texts` are whole texts by version. Annotations must come before the tables that repeat their words."""

    texts: Mapping[int, str]
    #: by annotation: the words of its sources and of its cues
    said: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    #: cells that still have withheld words, by table and column
    left: Counter[str] = field(default_factory=Counter)

    def __call__(self, table: str, record: Record) -> Record:
        """The record with words wherever its text is known; raises Contradiction."""
        filled: Record = {name: _copied(value) for name, value in record.items()}
        if table == "paragraphs":
            self._paragraph(filled)
        for version, part, name, _ in spans(filled, False):
            self._span(table, version, part, name)
        if table == "annotations":
            self._annotation(filled)
        elif table == "adjudicated":
            self._roles(filled, filled["annotation_id"], GAP, {"source_name": "source", "cue": "cue"})
        elif table == "attribution_pairs":
            for side in ("left", "right"):
                names = {f"{side}_source": "source", f"{side}_cue": "cue"}
                self._roles(filled, filled[f"{side}_annotation_id"], SEMICOLON, names)
        self.left.update(f"{table}.{name}" for name, value in filled.items() if is_withheld(value))
        return filled

    def _paragraph(self, one: Record) -> None:
        text = self.texts.get(one["version_id"])
        if text is not None:
            one["text"] = text[one["start"] : one["end"]]
            whole = {"start": 0, "end": len(one["text"]), "quote": one["text"], "quote_sha256": one["text_sha256"]}
            if wrong(one["text"], whole, "", True):
                raise Contradiction(f"Paragraph {one['paragraph_id']} has another text_sha256 than its words.")

    def _span(self, table: str, version: Any, part: Record, name: str) -> None:
        text, column = self.texts.get(version), f"{name}quote"
        if text is None or not part.get(column):
            return
        part[column] = text[part[f"{name}start"] : part[f"{name}end"]]
        if columns := wrong(text, part, name, True):
            raise Contradiction(f"{table}, version {version}: {columns[0]} is not that of the words at {part}.")

    def _annotation(self, one: Record) -> None:
        words: dict[str, list[str]] = {}
        for part in one["role_spans"]:
            words.setdefault(part["role"], []).append(part["quote"])
        if words:
            self.said[one["annotation_id"]] = words
        text = self.texts.get(one["version_id"])
        if text is None:
            return
        one["prefix"] = text[one["start"] - len(one["prefix"]) : one["start"]]
        one["suffix"] = text[one["end"] : one["end"] + len(one["suffix"])]
        self._roles(one, one["annotation_id"], GAP, {"source_name": "source", "cue": "cue"})

    def _roles(self, one: Record, annotation: str, gap: str, names: Mapping[str, str]) -> None:
        words = self.said.get(annotation, {})
        for name, role in names.items():
            known = gap.join(words.get(role, ()))
            if len(known) == len(one[name]):
                one[name] = known


def _copied(value: Any) -> Any:
    return [dict(one) if isinstance(one, dict) else one for one in value] if isinstance(value, list) else value


def is_withheld(value: Any) -> bool:
    """Whether a cell has a cover in it, however deep."""
    if isinstance(value, str):
        return bool(COVERS & set(value))
    if isinstance(value, dict):
        return any(map(is_withheld, value.values()))
    return isinstance(value, list) and any(map(is_withheld, value))
