"""Check this release with Python alone: python verify.py [release.zip or its folder]. Exit status 1: what is wrong.
Hashes every file again and cuts every span again out of the released text; ░ and 🮐 stand for withheld characters."""

import json
import sys
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any
from zipfile import Path as InZip

COVERS = {"\u2591", "\U0001fb90"}
TABLES = ("paragraphs", "annotations", "attributions", "adjudicated", "decisions", "insertions", "changes")


def spans(one: dict, exact: bool) -> list:
    """Each span of a record: its version, the object with its columns, how they begin, and if it is to the letter."""
    here, parts = one.get("version_id"), [*(one.get("role_spans") or ()), *(one.get("omitted_spans") or ())]
    found = [(part.get("version_id", here), part, "", exact and "version_id" not in part) for part in parts]
    for name in ("", "case_", "evidence_", "omitted_", "left_", "right_"):
        if one.get(f"{name}start") is not None:
            found.append((one.get(f"{name}version_id", here), one, name, exact and not name))
    return found


def wrong(text: str, one: dict, name: str, exact: bool) -> list:
    """The columns that the text denies. Unless to the letter, words may be withheld in one of the two places alone."""
    start, end, words = one[f"{name}start"], one[f"{name}end"], one.get(f"{name}quote") or ""
    there = text[max(0, start) : max(0, end)]
    mixed = "".join(a if exact or not COVERS & {a, b} else b for a, b in zip(there, words, strict=False))
    told = mixed + there[len(words) :] if words or exact else words
    real: dict = {"start": max(0, start), "end": start + len(there), "quote": told}
    real |= {f"{at}_utf16": len(text[: one[name + at]].encode("utf-16-le")) // 2 for at in ("start", "end")}
    real |= {"quote_sha256": sha256(words.encode()).hexdigest()} if words and not COVERS & set(words) else {}
    return [name + column for column, value in real.items() if one.get(name + column, value) != value]


def first_wrong(given: Path, texts: dict, where: str = "manifest-sha256.txt") -> str:
    try:
        root: Any = given if given.is_dir() else InZip(given)
        for line in (root / where).read_text(encoding="utf-8").removesuffix("\n").split("\n"):
            with (root / (where := line[66:])).open("rb") as file:
                if file_digest(file, "sha256").hexdigest() + "  " != line[:66]:
                    return f"{where} is not what was released: its SHA-256 is another."
        for table in TABLES:
            with (root / (where := f"jsonl/{table}.jsonl")).open(encoding="utf-8", newline="\n") as lines:
                for number, one in enumerate(map(json.loads, lines), 1):
                    where = f"jsonl/{table}.jsonl, line {number}"
                    if table == "paragraphs":
                        one |= {"quote": one["text"], "quote_sha256": one["text_sha256"]}
                        texts.setdefault(one["version_id"], []).append(one["text"])
                    for version, *span in spans(one, table in ("annotations", "attributions")):
                        if (version in texts or span[2]) and (no := wrong("\n\n".join(texts[version]), *span)):
                            return f"{where}: {no[0]} is not what the released text has there."
    except Exception as error:  # noqa: BLE001 - whatever a damaged file does, it is said in which
        return f"{where} cannot be read: {error!r}"
    return ""


if __name__ == "__main__":
    sys.exit(first_wrong(Path(sys.argv[1]) if sys.argv[1:] else Path(__file__).parent, {}) or None)
