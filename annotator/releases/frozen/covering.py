"""A record as it may leave the house: its words no more than the policy shows, its keys in one order. Pure.

What stands at a place in a version is the slice of that version's released text, so that every table says the same of
the same words. Words whose place a table does not give are shown as far as a quote may be.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from annotator.releases.columns import Column
from annotator.releases.frozen.reading import Record
from annotator.releases.frozen.withholding import Shown, TextPolicy

#: between the spans of one source or cue, as in annotations
GAP = " … "


@dataclass(frozen=True, slots=True)
class Place:
    """The column that holds words, and those that say in which version they stand and where."""

    words: str
    version: str
    start: str
    end: str


_NESTED = (dict, list, tuple)
_OWN = Place("quote", "version_id", "start", "end")
_EVIDENCE = Place("evidence_quote", "evidence_version_id", "evidence_start", "evidence_end")
PLACES: Mapping[str, Sequence[Place]] = {
    "annotations": [
        _OWN,
        Place("case_quote", "version_id", "case_start", "case_end"),
        _EVIDENCE,
        Place("omitted_quote", "omitted_version_id", "omitted_start", "omitted_end"),
    ],
    "adjudicated": [_OWN],
    "decisions": [_OWN, _EVIDENCE],
    "changes": [
        Place("left_quote", "left_version_id", "left_start", "left_end"),
        Place("right_quote", "right_version_id", "right_start", "right_end"),
    ],
    "insertions": [_OWN],
}


class Covering:
    """A function from a record of one table to the object that is frozen. `text_of` gives a version's released text."""

    def __init__(
        self, table: str, columns: Sequence[Column], policy: TextPolicy, text_of: Callable[[int], str]
    ) -> None:
        self._names = [one.name for one in columns]
        self._values = attrgetter(*self._names)
        #: as large as a record: a dictionary that grows cell by cell is made anew four times
        self._blank: Record = dict.fromkeys(self._names)
        self._json = [one.name for one in columns if one.type == "json"]
        self._policy, self._text_of = policy, text_of
        self._places = PLACES.get(table, ())
        self._annotations = table == "annotations"
        placed = {place.words for place in self._places}
        if self._annotations:
            placed |= {"prefix", "suffix", "source_name", "cue", "role_spans", "omitted_spans"}
        self._loose = [one.name for one in columns if one.words and one.name not in placed]

    def __call__(self, record: Any) -> Record:
        found = self._blank.copy()
        found.update(zip(self._names, self._values(record), strict=True))
        if self._policy.shown is not Shown.FULL:
            self._cover(found)
        for name in self._json:
            found[name] = in_one_order(found[name]) if found[name] else found[name]
        return found

    def _cover(self, found: Record) -> None:
        for name in self._loose:
            found[name] = self._quoted(found[name])
        for place in self._places:
            if found[place.words]:
                found[place.words] = self._slice(found[place.version], found[place.start], found[place.end])
        if self._annotations:
            self._cover_annotation(found)

    def _cover_annotation(self, found: Record) -> None:
        text, start, end = self._text_of(found["version_id"]), found["start"], found["end"]
        found["prefix"] = text[start - len(found["prefix"]) : start]
        found["suffix"] = text[end : end + len(found["suffix"])]
        if parts := found["role_spans"]:
            parts = [{**part, "quote": text[part["start"] : part["end"]]} for part in parts]
            found["role_spans"] = parts
            for name, role in (("source_name", "source"), ("cue", "cue")):
                found[name] = GAP.join(part["quote"] for part in parts if part["role"] == role)
        if parts := found["omitted_spans"]:
            found["omitted_spans"] = [
                {**part, "quote": self._slice(part["version_id"], part["start"], part["end"])} for part in parts
            ]

    def _slice(self, version: int, start: int, end: int) -> str:
        return self._text_of(version)[start:end]

    def _quoted(self, value: Any) -> Any:
        if isinstance(value, str):
            return self._policy.quote(value) if value else ""
        return [self._quoted(one) for one in value] if isinstance(value, list | tuple) else value


def in_one_order(value: Any) -> Any:
    """JSON whose keys are in order: databases keep them in orders of their own."""
    if isinstance(value, dict):
        # most values are no containers: asked here, that is half the time
        return {key: in_one_order(one) if isinstance(one := value[key], _NESTED) else one for key in sorted(value)}
    return [in_one_order(one) for one in value] if isinstance(value, list | tuple) else value
