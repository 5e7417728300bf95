"""What a package says of itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from annotator import __version__
from annotator.releases.formats.base import instant
from annotator.releases.formats.csv_spreadsheet import RULE
from annotator.releases.tally import Tally
from annotator.releases.zipping import Written
from annotator.studies.models import Study

PRODUCT = "Annotator"

OFFSETS = {
    "start, end": "Unicode code points, half-open, in the version's text: its paragraphs joined by two line feeds",
    "start_utf16, end_utf16": "the same places in UTF-16 code units",
    "paragraph_start, paragraph_end": "Unicode code points, half-open, in the paragraph",
    "text_sha256": "SHA-256 of the version's text in UTF-8",
    "omitted_start, omitted_end": "Unicode code points, half-open, in the text of omitted_version_id; an omission's "
    "own start and end are the same: the point where these words are not",
}

ABOUT = {
    "README.txt": "what is here, in a page",
    "codebook.json": "every revision of the codebook",
    "columns.csv": "the data dictionary: every column of every table",
    "annotations.csv": "one line an annotation, exact, for programs",
    "annotations.jsonl": "the same rows as JSON Lines",
    "annotations-spreadsheet.csv": "the same rows for Excel and LibreOffice; see spreadsheet_rule",
    "adjudicated.csv": "the merged set: one line an item, unanimous, adjudicated or unresolved; not filtered",
    "decisions.csv": "every decision on flagged passages, superseded and taken back ones too; not filtered",
    "documents.csv": "every version in the study's sample, with hashes; not filtered",
    "coverage.csv": "what each coder has read, paragraph by paragraph; not filtered",
    "versions.csv": "the sample and the stored originals outside it, and what each comes from; not filtered",
    "derivations.csv": "who came from whom: proposed, confirmed and rejected; not filtered",
    "alignments.csv": "which paragraphs of original and version belong together; not filtered",
    "changes.csv": "what was done to the words between them, trivial changes too; not filtered",
    "insertions.csv": "what was put in, with the reviewers' verdicts; not filtered",
    "attribution_pairs.csv": "what became of attributions where one coder coded both sides; not filtered",
    "reading_events.csv": "when readings were finished, opened again, moved or taken back, and why; not filtered",
}


def manifest(
    study: Study,
    tally: Tally,
    written: Sequence[Written],
    *,
    filters: Mapping[str, str],
    names: bool,
    spreadsheet: bool,
) -> dict[str, Any]:
    """`data_as_of` is the time of the newest annotation, ending or decision among the rows: no clock is read."""
    revision = study.revision
    return {
        "product": {"name": PRODUCT, "version": __version__},
        "study": {"project": study.slug, "title": study.title, "is_sample": study.is_sample},
        "codebook": {"name": revision.codebook, "revision": revision.number},
        "filters": dict(sorted(filters.items())),
        "coders": "names and pseudonyms" if names else "pseudonyms",
        "text": "quotes with 32 code points of context on either side; words that versions differ in; no full text",
        "data_as_of": instant(tally.newest) if tally.newest else None,
        "counts": tally.counts,
        "offsets": OFFSETS,
        "csv": "RFC 4180 quoting, line feeds, UTF-8 without byte order mark, header line; empty cell: not known",
        "spreadsheet_rule": RULE if spreadsheet else None,
        "files": [_file(one, tally) for one in written],
    }


def _file(one: Written, tally: Tally) -> dict[str, Any]:
    facts: dict[str, Any] = {"path": one.path, "bytes": one.size, "sha256": one.sha256}
    if one.path.startswith("annotations"):
        facts["rows"] = tally.annotations
    elif one.path in tally.rows:
        facts["rows"] = tally.rows[one.path]
    return {**facts, "description": ABOUT.get(one.path, "")}


def readme(study: Study, *, names: bool, spreadsheet: bool) -> str:
    people = (
        "Coders and reviewers appear by name: handle this file as personal data."
        if names
        else "Coders and reviewers appear under pseudonyms that hold within this study only."
    )
    sample = "\nThis is a demonstration study. Its articles are invented.\n" if study.is_sample else ""
    absent = set() if spreadsheet else {"annotations-spreadsheet.csv"}
    files = "\n".join(f"  {path:<28} {about}" for path, about in ABOUT.items() if path not in absent)
    return f"""{study.title}
{"=" * len(study.title)}
{sample}
Annotations of news texts, made with {PRODUCT} {__version__}.

{files}
  {"manifest.json":<28} versions, filters, counts, and the SHA-256 of every file
  {"manifest-sha256.txt":<28} for: sha256sum --check manifest-sha256.txt

{people}
The articles themselves are not here. A quote is always text[start:end] of the version
whose SHA-256 stands beside it; start and end count Unicode code points. An omission
has start = end and no quote: omitted_start and omitted_end give the words in the original.
"Verdict" is a reviewer's judgement from a stored original, or "original-not-available".
"""
