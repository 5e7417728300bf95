"""What an annotation says, as codes: its claim type and the value of each facet, with ids and words. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from annotator import facets
from annotator.releases.formats.identity import Ids
from annotator.releases.frozen.reading import Frozen, Record
from annotator.studies.codebooks import Type
from annotator.studies.codebooks.qdc_file import house_guid
from annotator.studies.codebooks.stored import codebook_of

CLAIM_TYPE = "claim_type"
#: every revision of the codebook, beside the tables
CODEBOOK = "codebook.json"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A facet: the column of annotations that it fills, its name in the codebook, its label, its members."""

    column: str
    name: str
    label: str
    members: type[facets.Facet]
    part_of: str = ""


VOCABULARIES = (
    Vocabulary("attribution_status", "attribution", "Attribution", facets.AttributionStatus, "attribution"),
    Vocabulary("source_naming", "source_kind", "Source", facets.SourceKind, "attribution"),
    Vocabulary("quote_form", "mode", "Mode", facets.Mode, "attribution"),
    Vocabulary("stance", "stance", "Stance of the cue", facets.Stance, "attribution"),
    Vocabulary("marking", "marking", "Marking", facets.Marking, "insertion"),
    Vocabulary("operation", "operation", "Operation", facets.Operation, "insertion"),
    Vocabulary("host", "host", "Host", facets.Host, "insertion"),
    Vocabulary("function", "function", "Function", facets.Function, "insertion"),
    Vocabulary("inserter", "inserter", "Inserter", facets.Inserter, "insertion"),
    Vocabulary("effect", "effect", "Effect", facets.Effect, "insertion"),
    Vocabulary("confidence", "certainty", "Certainty", facets.Certainty),
)
ROLES, VERDICTS = (
    Vocabulary("role", "role", "Part of an attribution", facets.RoleName),
    Vocabulary("verdict", "verdict", "Verdict", facets.Verdict),
)
#: yes or no; facets too, though no vocabularies
FLAGS = {"anonymity_reason_given": "Reason for anonymity given", "denied": "Denied or declined to comment"}


@dataclass(frozen=True, slots=True)
class Code:
    """One value: `path` is like claim-type/event or marking/dashes, `guid` its id in every format."""

    facet: str
    value: str
    guid: str
    facet_label: str
    label: str

    @property
    def path(self) -> str:
        return f"{self.facet.replace('_', '-')}/{self.value}"


@cache
def code_of(vocabulary: Vocabulary, value: str) -> Code:
    """A value as a code; one that this version does not know keeps its own name."""
    known = {member.value: str(member.label) for member in vocabulary.members}
    guid = house_guid("facet", vocabulary.name, value)
    return Code(vocabulary.name, value, guid, vocabulary.label, known.get(value, value))


class Codes:
    """The codes of one release: claim types as they are called today, and the house's vocabularies."""

    def __init__(self, frozen: Frozen) -> None:
        self._ids = Ids(frozen.about)
        revisions = json.loads((frozen.folder / CODEBOOK).read_text(encoding="utf-8"))["revisions"]
        newest = {one["id"]: one for revision in revisions for one in revision["claim_types"] if one.get("id")}
        self._types = {label_id: self._code(label_id, one) for label_id, one in sorted(newest.items())}
        last = revisions[-1]
        #: the newest revision
        self.codebook = codebook_of(last["codebook"], last["claim_types"], last["guidance"])
        #: with every claim type that annotations can name, retired ones too, as each was last described
        self.every = replace(
            codebook_of(last["codebook"], list(newest.values()), {}),
            types=tuple(self._full(label_id, one) for label_id, one in sorted(newest.items())),
        )
        self._known = {
            (one.column, member.value): code_of(one, member.value) for one in VOCABULARIES for member in one.members
        }

    def _code(self, label_id: int, stored: Mapping[str, Any]) -> Code:
        guid = str(stored.get("guid") or self._ids.of("claim-type", label_id)).lower()
        return Code(CLAIM_TYPE, str(stored["code"]), guid, "Claim type", str(stored["label"]))

    def _full(self, label_id: int, stored: Mapping[str, Any]) -> Type:
        (found,) = codebook_of("", [stored], {}).types
        return replace(found, guid=self._types[label_id].guid, retired=False)

    def claim_type(self, record: Record) -> Code | None:
        """The claim type of an annotation or of an adjudicated item."""
        return None if record["label_id"] is None else self._types[record["label_id"]]

    def of(self, record: Record) -> list[Code]:
        """Everything that an annotation says in codes: the claim type first, then facets in the codebook's order."""
        claim_type = self.claim_type(record)
        found = [claim_type] if claim_type else []
        for one in VOCABULARIES:
            if value := record[one.column]:
                found.append(self._known.get((one.column, value)) or code_of(one, value))
        return found


def is_omission(record: Record) -> bool:
    """Whether it is a point: words are left out there, so there are none to select."""
    return bool(record["start"] == record["end"])


def main_code(codes: Codes, record: Record) -> str:
    """What an annotation is called where a tool has room for one word: the path of its claim type, else which whole."""
    if claim_type := codes.claim_type(record):
        return claim_type.path
    return "attribution" if record["attribution_status"] else "insertion"
