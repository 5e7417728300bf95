"""Every file of a release against manifest-sha256.txt and manifest.json. Pure."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from hashlib import sha256
from typing import Any
from zipfile import ZipFile

from annotator.releases.verifying.archive import DAMAGE, astray
from annotator.releases.verifying.finding import Finding, Tally
from articles.words import printable

SUMS, ABOUT = "manifest-sha256.txt", "manifest.json"
#: bytes of a file in which one flipped bit is looked for, and of a manifest
SHORT, LONGEST = 12_000, 128 * 1024**2
PIECE = 1 << 20
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")

type Advance = Callable[[int], object]


def wrong_files(archive: ZipFile, tally: Tally, advance: Advance) -> Iterator[Finding]:
    """What is missing, too much or changed, in the order of the manifest."""
    counted = Counter(archive.namelist())
    names = {name for name in counted if not name.endswith("/")}
    for name in sorted(counted):
        if counted[name] > 1:
            yield Finding(printable(name), f"It is in the zip {counted[name]} times.")
        if astray(name):
            yield Finding(printable(name), "Unpacked, it would be written outside the folder of the release.")
    if SUMS not in names:
        yield Finding(SUMS, "It is missing, so that no file can be checked: this is no release of Annotator.")
        return
    sums = dict[str, str]()
    yield from _read_sums(archive, sums)
    for path, digest in sums.items():
        if path in names:
            tally.files += 1
            yield from _changed(archive, path, digest, advance)
        else:
            yield Finding(printable(path), f"It is missing; {SUMS} names it.")
    for path in sorted(names - set(sums) - {SUMS}):
        yield Finding(printable(path), f"It is in the zip, but {SUMS} does not name it.")
    yield from _wrong_sizes(archive, names, sums)


def _read_sums(archive: ZipFile, sums: dict[str, str]) -> Iterator[Finding]:
    try:
        lines = contents(archive, SUMS).decode().split("\n")
    except DAMAGE as error:
        yield Finding(SUMS, f"It cannot be read, so that no file can be checked: {said(error)}.")
        return
    if lines.pop():
        yield Finding(SUMS, "Its last line has no end: something is missing or changed there.", len(lines) + 1)
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None:
            yield Finding(SUMS, "It is not 64 hexadecimal digits, two spaces and a path.", number)
        elif match[2] in sums:
            yield Finding(SUMS, f"It names {printable(match[2])} a second time.", number)
        else:
            sums[match[2]] = match[1]


def contents(archive: ZipFile, path: str) -> bytes:
    """A small file as a whole."""
    if archive.getinfo(path).file_size > LONGEST:
        raise ValueError(f"it has more than {LONGEST:,} bytes")
    return archive.read(path)


def _changed(archive: ZipFile, path: str, digest: str, advance: Advance) -> Iterator[Finding]:
    found, short, at = sha256(), b"", 0
    try:
        with archive.open(path) as file:
            while piece := file.read(PIECE):
                found.update(piece)
                short = piece if not at else b""
                at += len(piece)
                advance(len(piece))
    except DAMAGE as error:
        yield Finding(printable(path), f"It is damaged after byte {at:,}: {said(error)}.")
        return
    if found.hexdigest() != digest:
        where = flipped(short, digest) if at <= SHORT else None
        place = (
            "" if where is None else f" One bit is wrong, in byte {where + 1:,} (line {short[:where].count(10) + 1})."
        )
        yield Finding(
            printable(path), f"Its SHA-256 is {found.hexdigest()[:12]}…, that of the release {digest[:12]}….{place}"
        )


def flipped(content: bytes, digest: str) -> int | None:
    """The byte, from 0, in which one flipped bit is all that is wrong; None when more or something else is."""
    head = sha256()
    for at, byte in enumerate(content):
        for bit in range(8):
            tried = head.copy()
            tried.update(bytes([byte ^ 1 << bit]) + content[at + 1 :])
            if tried.hexdigest() == digest:
                return at
        head.update(content[at : at + 1])
    return None


def _wrong_sizes(archive: ZipFile, names: set[str], sums: dict[str, str]) -> Iterator[Finding]:
    """manifest.json against the other two; other things it says are not looked at."""
    if ABOUT not in names:
        yield Finding(ABOUT, "It is missing.")
        return
    try:
        files: Any = json.loads(contents(archive, ABOUT))["files"]
        for file in files:
            path, size, digest = file["path"], file["bytes"], file["sha256"]
            if path in names and archive.getinfo(path).file_size != size:
                yield Finding(ABOUT, f"It says that {printable(path)} has {size:,} bytes; it has another number.")
            if sums.get(path) != digest:
                yield Finding(ABOUT, f"It gives {printable(path)} another SHA-256 than {SUMS}.")
    except (*DAMAGE, LookupError, TypeError, RecursionError) as error:
        yield Finding(ABOUT, f"It cannot be read: {said(error)}.")


def said(error: BaseException) -> str:
    """An error's own words within a sentence."""
    return printable(str(error) or type(error).__name__).strip(" .")[:300]
