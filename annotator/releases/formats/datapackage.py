"""datapackage.json: the CSV tables with types, keys and allowed values, as Data Package 2.0 (datapackage.org). Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from annotator.releases.columns import Column
from annotator.releases.frozen.reading import Frozen

PROFILE = "https://datapackage.org/profiles/2.0/{}.json"
#: addresses of the licences a release may be given under, by SPDX name
LICENSES = {
    "CC-BY-4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC-BY-SA-4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC0-1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "ODbL-1.0": "https://opendatacommons.org/licenses/odbl/1-0/",
}

PRIMARY: Mapping[str, Sequence[str]] = {
    "annotations": ["annotation_id"],
    "adjudicated": ["item_id"],
    "decisions": ["case_id", "number"],
    "documents": ["version_id"],
    "paragraphs": ["paragraph_id"],
    "coverage": ["coder_pseudonym", "paragraph_id"],
    "versions": ["version_id"],
    "derivations": ["derivation_id"],
    "changes": ["change_id"],
    "insertions": ["insertion_id"],
    "coders": ["coder_pseudonym"],
    "codebook": ["revision", "label_id"],
}
#: table → column → the table that has a column of the same name as its primary key, or (table, column)
FOREIGN: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "annotations": {
        "version_id": ("documents", "version_id"),
        "paragraph_id": ("paragraphs", "paragraph_id"),
        "coder_pseudonym": ("coders", "coder_pseudonym"),
    },
    "adjudicated": {"version_id": ("documents", "version_id"), "paragraph_id": ("paragraphs", "paragraph_id")},
    "decisions": {"version_id": ("documents", "version_id"), "paragraph_id": ("paragraphs", "paragraph_id")},
    "documents": {"version_id": ("versions", "version_id")},
    "paragraphs": {"version_id": ("documents", "version_id")},
    "coverage": {
        "version_id": ("documents", "version_id"),
        "paragraph_id": ("paragraphs", "paragraph_id"),
        "coder_pseudonym": ("coders", "coder_pseudonym"),
    },
    "derivations": {"derived_version_id": ("documents", "version_id")},
    "alignments": {"derivation_id": ("derivations", "derivation_id")},
    "changes": {"derivation_id": ("derivations", "derivation_id")},
    "insertions": {"insertion_id": ("changes", "change_id"), "version_id": ("documents", "version_id")},
    "attributions": {
        "annotation_id": ("annotations", "annotation_id"),
        "version_id": ("documents", "version_id"),
        "paragraph_id": ("paragraphs", "paragraph_id"),
    },
    "attribution_pairs": {
        "derivation_id": ("derivations", "derivation_id"),
        "coder_pseudonym": ("coders", "coder_pseudonym"),
    },
    "reading_events": {
        "version_id": ("documents", "version_id"),
        "coder_pseudonym": ("coders", "coder_pseudonym"),
    },
}
#: cells of several of the values
SEVERAL = {("adjudicated", "differences"), ("coders", "roles")}
_OBJECTS = {"evidence", "relation_evidence"}


@dataclass(frozen=True, slots=True)
class Resource:
    """A CSV file as it was written; `size` counts bytes."""

    table: str
    path: str
    size: int
    sha256: str


def descriptor(frozen: Frozen, resources: Sequence[Resource]) -> bytes:
    about = frozen.about
    said: dict[str, Any] = {
        "$schema": PROFILE.format("datapackage"),
        "name": f"{about['study']['project']}-{about['number']}".lower(),
        "id": about["page"],
        "title": about["title"],
        "homepage": about["page"],
        "version": str(about["number"]),
        "created": about["released_at"],
        "contributors": [{"title": one, "roles": ["creator"]} for one in about["citation"]["creators"]],
        "licenses": [{"name": one, "path": LICENSES[one]} for one in [about["citation"]["license"]] if one],
        "resources": [_resource(one, frozen.columns[one.table]) for one in resources],
    }
    return (
        json.dumps({name: value for name, value in said.items() if value != []}, ensure_ascii=False, indent=2) + "\n"
    ).encode()


def _resource(one: Resource, columns: Sequence[Column]) -> dict[str, Any]:
    return {
        "name": one.table,
        "type": "table",
        "path": one.path,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": one.size,
        "hash": f"sha256:{one.sha256}",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": _schema(one.table, columns),
    }


def _schema(table: str, columns: Sequence[Column]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": PROFILE.format("tableschema"),
        "fields": [_field(table, one) for one in columns],
        "missingValues": [""],
    }
    if keys := PRIMARY.get(table):
        schema["primaryKey"] = list(keys)
    if foreign := FOREIGN.get(table):
        schema["foreignKeys"] = [
            {"fields": [name], "reference": {"resource": of, "fields": [there]}}
            for name, (of, there) in foreign.items()
        ]
    return schema


def _field(table: str, one: Column) -> dict[str, Any]:
    kind = one.type
    if kind == "json":
        kind = "object" if one.name in _OBJECTS else "array"
    unit = f" ({one.unit})" if one.unit else ""
    said: dict[str, Any] = {"name": one.name, "type": kind, "title": one.label, "description": one.description + unit}
    if one.values and (table, one.name) not in SEVERAL:
        said["constraints"] = {"enum": one.values.split(" | ")}
    return said
