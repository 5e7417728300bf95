"""The research package: everything somebody needs to use an export, and to prove that it is whole."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from annotator.releases import (
    adjudicated,
    columns,
    compared,
    coverage,
    decisions,
    documents,
    drifting,
    family,
    insertions,
    row,
)
from annotator.releases import reading_events as events
from annotator.releases.columns import Column, DictionaryEntry
from annotator.releases.formats import FORMATS
from annotator.releases.manifest import manifest, readme
from annotator.releases.rows import rows
from annotator.releases.snapshot import Snapshot
from annotator.releases.spools import Spools
from annotator.releases.tally import Tally
from annotator.releases.zipping import Part, Written, zipped
from annotator.studies.codebook_history import facets_off
from annotator.studies.models import Study

NAME = "package"
MEDIA_TYPE = "application/zip"
CSV, JSONL, SPREADSHEET = FORMATS["csv"], FORMATS["jsonl"], FORMATS["spreadsheet"]

#: more rows than this, and a file may pass the 2 GiB that a plain zip entry can hold
MANY = 500_000

TABLES: dict[str, tuple[Column, ...]] = {
    "annotations": row.COLUMNS,
    "adjudicated": adjudicated.COLUMNS,
    "decisions": decisions.COLUMNS,
    "documents": documents.COLUMNS,
    "coverage": coverage.COLUMNS,
    "versions": family.VERSIONS,
    "derivations": family.DERIVATIONS,
    "alignments": compared.ALIGNMENTS,
    "changes": compared.CHANGES,
    "insertions": insertions.COLUMNS,
    "attribution_pairs": drifting.COLUMNS,
    "reading_events": events.COLUMNS,
}


def package(
    snapshot: Snapshot,
    *,
    filters: Mapping[str, str] | None = None,
    names: bool = False,
    spreadsheet: bool = True,
) -> Iterator[bytes]:
    """Yield a zip with the snapshot in each format, the tables around it, codebook, data dictionary and manifest.

    There is no "now" in it: the same data, filters and choices give the same bytes. `manifest.json` holds size,
    SHA-256 and row count of every file before it; `manifest-sha256.txt`, last, is for `sha256sum --check`.
    """
    written: list[Written] = []
    tally = Tally()

    def manifest_json() -> list[bytes]:
        said = manifest(
            snapshot.study, tally, list(written), filters=filters or {}, names=names, spreadsheet=spreadsheet
        )
        return [_json(said)]

    def checksums() -> list[bytes]:
        return ["".join(f"{one.sha256}  {one.path}\n" for one in written).encode()]

    last = [Part("manifest.json", manifest_json), Part("manifest-sha256.txt", checksums)]
    with Spools([JSONL, *([SPREADSHEET] if spreadsheet else [])]) as spools:
        parts = _parts(snapshot, tally, spools, names=names, spreadsheet=spreadsheet)
        yield from zipped([*parts, *last], written=written)


def _parts(snapshot: Snapshot, tally: Tally, spools: Spools, *, names: bool, spreadsheet: bool) -> list[Part]:
    study = snapshot.study
    large = len(snapshot) > MANY
    off = facets_off(study.revision)
    # the same comparisons for each table: one made meanwhile is in none of them
    made = compared.compared(study)

    def annotations() -> Iterator[bytes]:
        return spools.filled(CSV, row.COLUMNS, tally.looked_at(rows(snapshot, names=names)))

    def table(name: str, records: Iterable[Any]) -> Part:
        path = f"{name}.csv"
        return Part(path, lambda: CSV.write(TABLES[name], tally.counted(path, records)))

    return [
        Part("README.txt", lambda: [readme(study, names=names, spreadsheet=spreadsheet).encode()]),
        Part("codebook.json", lambda: [_json(codebook(study))]),
        Part("columns.csv", lambda: CSV.write(columns.COLUMNS, tally.counted("columns.csv", dictionary(off)))),
        Part(f"annotations{CSV.suffix}", annotations, large=large),
        *[Part(f"annotations{one.suffix}", partial(spools.emptied, one), large=large) for one in spools.formats],
        table("adjudicated", adjudicated.adjudicated(snapshot, names=names)),
        table("decisions", decisions.decisions(snapshot, names=names)),
        table("documents", documents.documents(study)),
        table("coverage", coverage.coverage(study, names=names)),
        table("versions", family.versions(study)),
        table("derivations", family.derivations(study, names=names)),
        table("alignments", compared.alignments(made, study, names=names)),
        table("changes", compared.changes(made, study)),
        table("insertions", insertions.insertions(snapshot, made, names=names)),
        table("attribution_pairs", drifting.drifted(study)),
        table("reading_events", events.reading_events(study, names=names)),
    ]


#: the columns of annotations that a facet fills, by the facet's name
FACET_COLUMNS = {
    "claim_type": ("label", "label_id", "code_path", "label_as_coded", "label_id_as_coded"),
    "attribution": ("attribution_status", "source_name", "cue", "role_spans"),
    "source_kind": ("source_naming",),
    "mode": ("quote_form",),
    "stance": ("stance",),
    "anonymity": ("anonymity_reason_given",),
    "denied": ("denied",),
    "outer": ("outer_annotation_id",),
    "insertion": ("marking",),
    "operation": ("operation",),
    "host": ("host",),
    "function": ("function",),
    "inserter": ("inserter",),
    "effect": ("effect",),
    "note": ("comment",),
    "certainty": ("confidence",),
}
OFF = "Off in this study: empty in what was coded since it was switched off."


def dictionary(off: Collection[str] = ()) -> list[DictionaryEntry]:
    """Every column of every table; those of a facet that is `off` in the study say so."""
    silent = {column for name in off for column in FACET_COLUMNS[name]}
    entries = [entry for name, table in TABLES.items() for entry in columns.entries(name, table)]
    return [
        replace(entry, description=f"{OFF} Else: {entry.description}")
        if entry.file == "annotations" and entry.name in silent
        else entry
        for entry in entries
    ]


def codebook(study: Study) -> dict[str, Any]:
    """Every revision of the codebook: an annotation names the one in force when it was made."""
    return {
        "revisions": [
            {
                "codebook": one.codebook,
                "number": one.number,
                "note": one.note,
                "guidance": one.guidance,
                "claim_types": one.content,
                "changes": [
                    {
                        "kind": change.kind,
                        "claim_type": change.claim_type_id,
                        "successor": change.successor_id,
                        "said": change.sentence,
                    }
                    for change in one.changes.all()
                ],
            }
            for one in study.revisions.prefetch_related("changes").order_by("number")
        ]
    }


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()
