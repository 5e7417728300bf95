"""brat standoff: a zip with pairs of .txt and .ann. Offsets count code points. Pure."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

from annotator.annotations.importing.found import FACETS, Found, NotReadable, Problem, Which

#: bytes that all files may unpack to
LARGEST = 100 * 1024 * 1024
_SPAN = re.compile(r"(T\S+)\t(\S+) (\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*)\t(.*)")
_NOTE = re.compile(r"#\S*\tAnnotatorNotes (T\S+)\t(.*)")
_FACET = re.compile(r"A\S*\t(\w+) (T\S+) (\S+)")
_OTHERS = {
    "R": "relation",
    "E": "event",
    "A": "attribute",
    "M": "attribute",
    "N": "normalisation",
    "*": "equivalence",
    "#": "note",
}


def read(content: bytes) -> Iterator[Found | Problem]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            entries = [one for one in archive.infolist() if not one.is_dir()]
            if sum(one.file_size for one in entries) > LARGEST:
                raise NotReadable(f"It would unpack to more than {LARGEST // 1024**2} MB.")
            files = {one.filename: archive.read(one) for one in entries if one.filename.endswith((".txt", ".ann"))}
    except (BadZipFile, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, zlib.error):
        raise NotReadable("It is no zip that can be read. Pack the folder with the .txt and .ann files.") from None
    marked = sorted(name for name in files if name.endswith(".ann"))
    if not marked:
        raise NotReadable("There is no .ann file in it.")
    for name in marked:
        yield from _document(name, files[name], files.get(f"{name[:-4]}.txt"))


def _document(name: str, marks: bytes, content: bytes | None) -> Iterator[Found | Problem]:
    try:
        text = content.decode("utf-8-sig") if content is not None else None
        lines = marks.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        yield Problem(name, "It, or its .txt file, is not UTF-8.")
        return
    version = re.match(r"(\d{1,9})(?:-|$)", PurePosixPath(name).stem)
    place = Which(version_id=int(version[1]) if version else None, text=text)
    notes: dict[str, str] = {found[1]: found[2] for line in lines if (found := _NOTE.fullmatch(line))}
    marks_there = {line.split("\t")[0]: line for line in lines if line.startswith("T")}
    for number, line in enumerate(lines, 1):
        note = _NOTE.fullmatch(line)
        if note and note[1] not in marks_there:
            yield Problem(f"{name}, line {number}", f"It is a note on {note[1]}, which is not in the file.")
        elif (facet := _FACET.fullmatch(line)) and facet[1].lower() in FACETS and facet[2] in marks_there:
            for one in _line(f"{name}, line {number}", marks_there[facet[2]], place, {}):
                yield replace(one, label=f"{facet[1]}/{facet[3]}") if isinstance(one, Found) else one
        elif line.strip():
            yield from _line(f"{name}, line {number}", line, place, notes)


def _line(where: str, line: str, place: Which, notes: dict[str, str]) -> Iterator[Found | Problem]:
    span = _SPAN.fullmatch(line)
    if span is not None:
        mark, label, offsets, quote = span.groups()
        if ";" in offsets:
            yield Problem(where, f"“{quote[:60]}” is in several pieces; a passage here is one stretch of words.")
            return
        start, end = map(int, offsets.split())
        yield Found(where, place, label, start, end, quote=quote, note=notes.get(mark, ""))
    elif not _NOTE.fullmatch(line):
        other = _OTHERS.get(line[0], "")
        yield Problem(where, f"Of the kind “{other}”, which has no place here." if other else "It cannot be read.")
