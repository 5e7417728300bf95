"""The new zip: the data of a release with words, and hashes of its own. Pure."""

import csv
import json
from collections.abc import Callable, Iterator
from functools import partial
from hashlib import sha256
from io import StringIO, TextIOWrapper
from itertools import batched
from typing import Any
from zipfile import ZipFile

from annotator.releases.formats.base import BATCH
from annotator.releases.rehydrating.filling import Filling
from annotator.releases.verifying.hashes import contents
from annotator.releases.verifying.tables import FOLDER, Record, lines
from annotator.releases.zipping import Part, Written, zipped

PIECE = 256 * 1024
NOTE = "REHYDRATED.txt"
#: files that stay true when words are put back
KEPT = ("README.txt", "CITATION.cff", "datacite.json", "columns.csv", "codebook.json", "verify.py")
_LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_ZIP64 = 1 << 30

type Advance = Callable[[int], object]


def rehydrated(archive: ZipFile, filling: Filling, facts: Record, note: str, advance: Advance) -> Iterator[bytes]:
    """Yield the zip. `facts` go into release.json and manifest.json; raises Contradiction, perhaps halfway."""
    written: list[Written] = []

    def manifest() -> list[bytes]:
        return [_json(_manifest(archive, facts, written))]

    def sums() -> list[bytes]:
        return [_sums(written).encode()]

    about = {**json.loads(contents(archive, "release.json")), "rehydrated": facts}
    parts = [Part(NOTE, lambda: [note.encode()]), Part("release.json", lambda: [_json(about)])]
    names = archive.namelist()
    parts += [Part(path, partial(_same, archive, path)) for path in KEPT if path in names]
    parts += [_table(archive, path, filling, advance) for path in sorted(names, key=_annotations_first)]
    parts = [part for part in parts if part.path]
    yield from zipped([*parts, Part("manifest.json", manifest), Part("manifest-sha256.txt", sums)], written=written)


def _annotations_first(path: str) -> tuple[bool, bool]:
    """JSON Lines before CSV, and the table first whose words others repeat; else as they were."""
    return not path.startswith(f"{FOLDER}/"), not path.endswith("/annotations.jsonl")


def _table(archive: ZipFile, path: str, filling: Filling, advance: Advance) -> Part:
    folder, _, name = path.partition("/")
    table, _, ending = name.rpartition(".")
    large = archive.getinfo(path).file_size > _ZIP64
    source = f"{FOLDER}/{table}.jsonl"
    if (folder, ending) == (FOLDER, "jsonl"):
        return Part(path, lambda: _jsonl(_filled(archive, source, table, filling, advance)), large=large)
    if (folder, ending) == ("csv", "csv") and source in archive.namelist():
        again = Filling(filling.texts, said=filling.said)
        return Part(path, lambda: _csv(archive, path, _filled(archive, source, table, again, advance)), large=large)
    return Part("", lambda: ())


def _filled(archive: ZipFile, path: str, table: str, filling: Filling, advance: Advance) -> Iterator[Record]:
    for _, record in lines(archive, path):
        advance(1)
        yield filling(table, record)


def _jsonl(records: Iterator[Record]) -> Iterator[bytes]:
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
    for batch in batched(records, BATCH):
        page = "".join(encode(record) + "\n" for record in batch)
        for char, escaped in _LINE_ENDS.items():
            page = page.replace(char, escaped)
        yield page.encode()


def _csv(archive: ZipFile, path: str, records: Iterator[Record]) -> Iterator[bytes]:
    """The same columns as before, each cell in exact CSV's way."""
    with TextIOWrapper(archive.open(path), encoding="utf-8", newline="") as before:
        header = next(csv.reader(before))
    page = StringIO(newline="")
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(header)
    for batch in batched(records, BATCH):
        writer.writerows([_cell(record[name]) for name in header] for record in batch)
        yield page.getvalue().encode()
        page.seek(0)
        page.truncate()
    yield page.getvalue().encode()


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return repr(value)
        case list() | dict():
            return json.dumps(value, ensure_ascii=False, allow_nan=False)
    return str(value)


def _same(archive: ZipFile, path: str) -> Iterator[bytes]:
    with archive.open(path) as file:
        while piece := file.read(PIECE):
            yield piece


def _manifest(archive: ZipFile, facts: Record, written: list[Written]) -> Record:
    before = json.loads(contents(archive, "manifest.json"))
    known = {one["path"]: one for one in before["files"]}
    files = [{**known.get(one.path, {}), "path": one.path, "bytes": one.size, "sha256": one.sha256} for one in written]
    rows = sha256(_sums([one for one in written if one.path.startswith(f"{FOLDER}/")]).encode()).hexdigest()
    return {**before, "rehydrated": facts, "rows_sha256": rows, "files": files}


def _sums(written: list[Written]) -> str:
    return "".join(f"{one.sha256}  {one.path}\n" for one in written)


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, allow_nan=False, indent=2) + "\n").encode()
