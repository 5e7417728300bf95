"""What a release says of itself: README.txt and manifest.json. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from annotator.releases.formats.csv_spreadsheet import RULE
from annotator.releases.formats.release_base import ReleaseFormat
from annotator.releases.frozen.citing import reference
from annotator.releases.zipping import Written

#: what stands at the root of every release
ROOT = {
    "README.txt": "what is here, in a page",
    "CITATION.cff": "how to cite it, for programs such as Zotero and GitHub",
    "datacite.json": "the same for DataCite, to register it in a repository",
    "release.json": "what was released, when, with which filters and choices, and how much",
    "columns.csv": "the data dictionary: every column of every table",
    "codebook.json": "every revision of the codebook",
    "verify.py": "checks all of this with Python alone: python verify.py",
    "manifest.json": "release.json with the size and SHA-256 of every file before it",
    "manifest-sha256.txt": "for: sha256sum --check manifest-sha256.txt",
}
TABLES = {
    "annotations": "one line an annotation",
    "adjudicated": "the merged set: one line an item, unanimous, adjudicated or unresolved; not filtered",
    "decisions": "every decision on flagged passages, superseded and taken back ones too; not filtered",
    "documents": "every version in the study's sample, with hashes; not filtered",
    "paragraphs": "their paragraphs: the places that every offset is of",
    "coverage": "what each coder has read, paragraph by paragraph; not filtered",
    "versions": "the sample and the stored originals outside it, and what each comes from; not filtered",
    "derivations": "who came from whom: proposed, confirmed and rejected; not filtered",
    "alignments": "which paragraphs of original and version belong together; not filtered",
    "changes": "what was done to the words between them, trivial changes too; not filtered",
    "insertions": "what was put in, with the reviewers' verdicts; not filtered",
    "attributions": "the sources, cues and contents of the annotations, one line a span",
    "attribution_pairs": "what became of attributions where one coder coded both sides; not filtered",
    "coders": "the people, by pseudonym, with what they did",
    "codebook": "every claim type of every revision",
    "agreement": "the newest figures of agreement, with what each counts and leaves out",
    "reading_events": "when readings were finished, opened again, moved or taken back, and why; not filtered",
}
_TEXT = {
    "full": "The full texts are here. Why they may be given away: {permission}",
    "quotes": (
        "News texts may not be given away. Of what people quoted, up to {words} words a quote are\n"
        "shown; every other character is ░ (🮐 beyond U+FFFF), so that every offset still holds:\n"
        "text[start:end] is the quote, in every table and format. The most that is shown of any\n"
        "text is {share:.0%} of it. Hashes are of the whole words: with copies of your own, the\n"
        "texts can be put back and checked."
    ),
    "none": (
        "News texts may not be given away, so no word of them is here: every character is ░ (🮐\n"
        "beyond U+FFFF), so that every offset still holds. Hashes are of the whole words: with\n"
        "copies of your own, the texts can be put back and checked."
    ),
}
_WIDTH = 30


def readme(about: Mapping[str, Any], formats: Sequence[ReleaseFormat]) -> bytes:
    title = f"{about['title']}, release {about['number']}"
    sample = "\nThis is a demonstration study. Its articles are invented.\n" if about["study"]["is_sample"] else ""
    people = (
        "Coders and reviewers appear by name: handle this file as personal data."
        if about["coders"] != "pseudonyms"
        else "Coders and reviewers appear under pseudonyms that hold within this study only."
    )
    filters = ", ".join(f"{name}: {value}" for name, value in about["filters"].items()) or "none"
    kept = [*_lines(ROOT), "", *_lines({f"jsonl/{name}.jsonl": what for name, what in TABLES.items()})]
    others = [f"  {one.title}: {one.hint}{' ' + one.loses if one.loses else ''}" for one in formats]
    return f"""{title}
{"=" * len(title)}
{sample}
Annotations of news texts, made with {about["product"]["name"]} {about["product"]["version"]}.
Released {about["released_at"][:10]}, codebook {about["codebook"]["name"]} revision {about["codebook"]["revision"]}.
Filters: {filters}. {about["counts"]["annotations"]:,} annotations.

{chr(10).join(kept)}

{chr(10).join(["The same in other formats:", *others]) if others else "There are no other formats in it."}

The texts
---------
{_of_the_text(about["text"])}

start and end count Unicode code points, half-open, in the version's text: its paragraphs
joined by two line feeds. An omission has start = end and no quote: omitted_start and
omitted_end give the words in the original.

The people
----------
{people}

How to cite
-----------
{reference(about)}
""".encode()


def _lines(files: Mapping[str, str]) -> list[str]:
    return [f"  {path:<{_WIDTH}} {what}" for path, what in files.items()]


def _of_the_text(text: Mapping[str, Any]) -> str:
    share = text["largest_share"]
    return _TEXT[text["shown"]].format(permission=text["permission"], words=text["words"], share=share)


def manifest(about: Mapping[str, Any], written: Sequence[Written], rows_sha256: str) -> bytes:
    """`rows_sha256` is of the lines "SHA-256, two spaces, path" of jsonl/: the data, whatever formats lie beside."""
    rows = about["tables"]
    said = {
        **about,
        "rows_sha256": rows_sha256,
        "csv": "RFC 4180 quoting, line feeds, UTF-8 without byte order mark, header line; empty cell: not known",
        "spreadsheet_rule": RULE,
        "files": [_file(one, rows) for one in written],
    }
    return (json.dumps(said, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()


def _file(one: Written, rows: Mapping[str, int]) -> dict[str, Any]:
    facts: dict[str, Any] = {"path": one.path, "bytes": one.size, "sha256": one.sha256}
    folder, _, name = one.path.rpartition("/")
    table = name.partition(".")[0]
    if folder in ("jsonl", "csv") and table in rows:
        return {**facts, "rows": rows[table], "description": TABLES[table]}
    return {**facts, "description": ROOT[one.path]} if one.path in ROOT else facts
