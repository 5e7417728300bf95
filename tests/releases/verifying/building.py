"""A small release in the exact layout, made by hand: what verifying reads must not depend on what writes releases."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from annotator.releases.columns import Column
from annotator.releases.formats import csv_exact
from annotator.releases.frozen.withholding import Shown, TextPolicy
from annotator.releases.row import COLUMNS
from annotator.releases.spans import VersionText
from annotator.releases.verifying import verify
from annotator.releases.zipping import Part, zipped

FERRY = ("👩‍👩‍👧‍👦 Family ferry 🇺🇦 late", "The rebels [supported covertly by the port] 🏴 took “the dam”, she said.")
ARABIC = ("قال الوزير: «أُغلق الجسر» in Cafe\u0301 Öst.", "One line\u2028and another.")
#: by version: its paragraphs
TEXTS = {7: FERRY, 9: ARABIC}
#: (version, paragraph from 0, words, words of its source or "")
MARKED = (
    (7, 0, "Family ferry 🇺🇦 late", ""),
    (7, 1, "[supported covertly by the port] 🏴", ""),
    (7, 1, "“the dam”", "she"),
    (9, 0, "أُغلق الجسر", "الوزير"),
)
CSV = ("annotations", "paragraphs", "attributions")
EVERYTHING = TextPolicy(Shown.FULL)
FORM = {"string": "", "integer": None, "number": None, "boolean": False, "datetime": None, "json": []}


OUTSIDE_TEXT = "The rebels took “the dam”, she said."


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


#: an original that is not in the sample
OUTSIDE = {"version_id": 3, "url": "https://original.example/3", "text_sha256": digest(OUTSIDE_TEXT)}


def release(
    policy: TextPolicy = EVERYTHING,
    *,
    texts: Mapping[int, Sequence[str]] = TEXTS,
    marked: Sequence[tuple[int, int, str, str]] = MARKED,
    captures: Mapping[int, str] | None = None,
    csv: bool = False,
) -> dict[str, bytes]:
    """The files of a release by path, manifest last; `captures` are the SHA-256 of the bytes as they were received."""
    whole = {version: "\n\n".join(paragraphs) for version, paragraphs in texts.items()}
    rows = [_annotation(number, whole, texts, *one) for number, one in enumerate(marked, 1)]
    released = {version: policy.text(text, _spans(rows, version)) for version, text in whole.items()}
    tables = {
        "annotations": [_withheld(row, released) for row in rows],
        "attributions": [part for row in rows for part in _attributions(row, released)],
        "documents": [_document(version, text, captures or {}) for version, text in whole.items()],
        "paragraphs": [one for version in texts for one in _paragraphs(version, texts[version], released[version])],
        "adjudicated": [_merged(_withheld(row, released)) for row in rows],
        "attribution_pairs": [_pair(_withheld(row, released)) for row in rows if row["role_spans"]],
        "versions": [*({"version_id": one} for one in texts), OUTSIDE],
        "decisions": [_decision(policy, rows[1])] if len(rows) > 1 else [],
        "insertions": [],
        "changes": [],
    }
    about = {"format": "annotator-release/1", "number": 1, "tables": {name: len(said) for name, said in tables.items()}}
    files = {"README.txt": b"A release.\n", "release.json": json.dumps(about, indent=2).encode()}
    files |= {f"jsonl/{name}.jsonl": jsonl(said) for name, said in tables.items()}
    if csv:
        files |= {f"csv/{name}.csv": _csv(said) for name, said in tables.items() if name in CSV}
    files["verify.py"] = Path(verify.__file__).read_bytes()
    return with_manifest(files)


def with_manifest(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files with hashes made again, as somebody would who wants a change to go unnoticed."""
    kept = {path: content for path, content in files.items() if not path.startswith("manifest")}
    said = [
        {"path": path, "bytes": len(content), "sha256": sha256(content).hexdigest()} for path, content in kept.items()
    ]
    kept["manifest.json"] = json.dumps({"files": said}, indent=2).encode()
    lines = [f"{sha256(content).hexdigest()}  {path}\n" for path, content in kept.items()]
    return {**kept, "manifest-sha256.txt": "".join(lines).encode()}


def packed(files: Mapping[str, bytes]) -> bytes:
    parts = [Part(path, lambda content=content: [content]) for path, content in files.items()]
    return b"".join(zipped(parts, written=[]))


def written(folder: Path, files: Mapping[str, bytes]) -> Path:
    path = folder / "release.zip"
    path.write_bytes(packed(files))
    return path


def jsonl(records: Sequence[Mapping[str, Any]]) -> bytes:
    lines = [json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in records]
    return "".join(lines).replace("\u2028", "\\u2028").encode()


def table(files: Mapping[str, bytes], name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in files[f"jsonl/{name}.jsonl"].decode().split("\n")[:-1]]


def changed(files: Mapping[str, bytes], name: str, number: int, **columns: Any) -> dict[str, bytes]:
    """The release with other values in one line of a table, `number` from 1, and every hash made again."""
    records = table(files, name)
    records[number - 1] |= columns
    return with_manifest({**files, f"jsonl/{name}.jsonl": jsonl(records)})


def _annotation(
    number: int, whole: Mapping[int, str], texts: Any, version: int, paragraph: int, words: str, source: str
) -> dict[str, Any]:
    text = VersionText(whole[version])
    offset = len("\n\n".join(texts[version][:paragraph])) + (2 if paragraph else 0)
    start = text.text.index(words, offset)
    end = start + len(words)
    said = {"role": "source", "paragraph_id": version * 100 + paragraph}
    parts = [_part(text.text, source, offset, said)] if source else []
    known = {
        "annotation_id": f"00000000-0000-4000-8000-{number:012}",
        "version_id": version,
        "paragraph_id": version * 100 + paragraph,
        "paragraph_index": paragraph,
        "start": start,
        "end": end,
        "start_utf16": text.utf16(start),
        "end_utf16": text.utf16(end),
        "quote": words,
        "prefix": text.prefix(start),
        "suffix": text.suffix(end),
        "paragraph_start": start - offset,
        "paragraph_end": end - offset,
        "source_name": source,
        "role_spans": parts,
        "text_sha256": digest(text.text),
        "created_at": "2026-03-08T09:30:00.000000Z",
        "status": "standing",
    }
    return {**{one.name: FORM[one.type] for one in COLUMNS}, **known, "quote_sha256": digest(words)}


def _part(text: str, words: str, offset: int, said: Mapping[str, Any]) -> dict[str, Any]:
    start = text.index(words, offset)
    return {**said, "start": start, "end": start + len(words), "quote": words}


def _spans(rows: Sequence[Mapping[str, Any]], version: int) -> list[tuple[int, int]]:
    here = [row for row in rows if row["version_id"] == version]
    return [(one["start"], one["end"]) for row in here for one in (row, *row["role_spans"])]


def _withheld(row: Mapping[str, Any], released: Mapping[int, str]) -> dict[str, Any]:
    text, start, end = released[row["version_id"]], row["start"], row["end"]
    parts = [{**one, "quote": text[one["start"] : one["end"]]} for one in row["role_spans"]]
    around = {"prefix": text[start - len(row["prefix"]) : start], "suffix": text[end : end + len(row["suffix"])]}
    source = " … ".join(one["quote"] for one in parts)
    return {**row, **around, "quote": text[start:end], "role_spans": parts, "source_name": source}


def _attributions(row: Mapping[str, Any], released: Mapping[int, str]) -> list[dict[str, Any]]:
    text, known = released[row["version_id"]], {name: row[name] for name in ("annotation_id", "version_id")}
    return [{**known, **one, "quote": text[one["start"] : one["end"]]} for one in row["role_spans"]]


def _document(version: int, text: str, captures: Mapping[int, str]) -> dict[str, Any]:
    capture = captures.get(version, digest(f"capture {version}"))
    return {
        "version_id": version,
        "title": f"Article {version}",
        "url": f"https://news.example/{version}",
        "archive_url": f"https://archive.example/{version}",
        "characters": len(text),
        "text_sha256": digest(text),
        "capture_sha256": capture,
    }


def _paragraphs(version: int, paragraphs: Sequence[str], released: str) -> list[dict[str, Any]]:
    found, at = [], 0
    for index, text in enumerate(paragraphs):
        end = at + len(text)
        found.append(
            {
                "paragraph_id": version * 100 + index,
                "version_id": version,
                "paragraph_index": index,
                "slot": "body",
                "start": at,
                "end": end,
                "text": released[at:end],
                "text_sha256": digest(text),
            }
        )
        at = end + 2
    return found


def _decision(policy: TextPolicy, row: Mapping[str, Any]) -> dict[str, Any]:
    words = policy.quote(row["quote"])
    place = {name: row[name] for name in ("version_id", "paragraph_id", "start", "end")}
    found = policy.quote("rebels took")
    evidence = {"evidence_version_id": 3, "evidence_start": 4, "evidence_end": 15, "evidence_quote": found}
    return {"case_id": 5, "number": 1, "stands": True, **place, "quote": words, **evidence}


def _merged(row: Mapping[str, Any]) -> dict[str, Any]:
    names = ("version_id", "paragraph_id", "start", "end", "quote", "annotation_id", "source_name", "cue")
    return {"item_id": row["start"], **{name: row[name] for name in names}}


def _pair(row: Mapping[str, Any]) -> dict[str, Any]:
    right = "; ".join(part["quote"] for part in row["role_spans"])
    left = {"left_annotation_id": "", "left_source": "", "left_cue": ""}
    return {**left, "right_annotation_id": row["annotation_id"], "right_source": right, "right_cue": ""}


def _csv(records: Sequence[Mapping[str, Any]]) -> bytes:
    columns = [Column(name, name, _type(value), "", "", "") for name, value in records[0].items()]
    return b"".join(csv_exact.write(columns, [SimpleNamespace(**one) for one in records]))


def _type(value: Any) -> str:
    types = {bool: "boolean", int: "integer", float: "number", list: "json"}
    return types.get(type(value), "string")
