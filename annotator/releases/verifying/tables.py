"""Every span of a release, cut again out of its released text; in a package without texts, out of those given. Pure."""

import json
from collections.abc import Callable, Generator, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from io import BufferedReader, RawIOBase
from typing import Any, cast
from zipfile import ZipFile

from annotator.releases.verifying.archive import DAMAGE
from annotator.releases.verifying.finding import Finding, Tally
from annotator.releases.verifying.hashes import said
from annotator.releases.verifying.verify import COVERS, TABLES, spans, wrong

FOLDER = "jsonl"
#: bytes of a line that are read
LONGEST = 64 * 1024**2
TO_THE_LETTER = ("annotations", "attributions")
_ROTTEN = (*DAMAGE, LookupError, TypeError, AttributeError, RecursionError)

type Record = dict[str, Any]
#: from (version_id, text_sha256) to the stored text, or None when it is not stored
type Stored = Callable[[int, str], str | None]


def lines(archive: ZipFile, path: str) -> Iterator[tuple[int, Record]]:
    """The records of a file of JSON Lines with their numbers; raises one of `_ROTTEN` on what is none."""
    with archive.open(path) as entry:
        file, number = BufferedReader(cast(RawIOBase, entry)), 0
        while line := file.readline(LONGEST):
            number += 1
            record = json.loads(line.decode())
            if not isinstance(record, dict):
                raise TypeError("it is not an object")
            yield number, record


@dataclass(slots=True)
class Texts:
    """The released texts by version, put together from paragraphs as they come; `at` is where each paragraph begins."""

    pieces: dict[int, list[str]] = field(default_factory=dict)
    length: dict[int, int] = field(default_factory=dict)
    at: dict[int, tuple[int, int]] = field(default_factory=dict)
    joined: tuple[int, str] = (-1, "")

    def add(self, one: Record) -> str:
        """What is wrong with the place of a paragraph, or ""."""
        version, text = one["version_id"], one["text"]
        begins = self.length[version] + 2 if version in self.length else 0
        self.pieces.setdefault(version, []).append(text)
        self.length[version] = begins + len(text)
        self.at[one["paragraph_id"]] = (version, begins)
        if (one["start"], one["end"]) == (begins, begins + len(text)):
            return ""
        stands = f"from {begins} to {begins + len(text)}"
        return f"It is said to stand from {one['start']} to {one['end']}, but stands {stands}."

    def of(self, version: Any) -> str | None:
        if version not in self.pieces:
            return None
        if self.joined[0] != version:
            self.joined = (version, "\n\n".join(self.pieces[version]))
        return self.joined[1]


def wrong_lines(archive: ZipFile, tally: Tally, names: set[str], counts: Mapping[str, int]) -> Iterator[Finding]:
    """`counts` says how many lines each table has, as release.json gives them."""
    texts = Texts()
    for table in dict.fromkeys([*TABLES, "documents", *sorted(counts)]):
        path = f"{FOLDER}/{table}.jsonl"
        if path not in names:
            yield Finding(path, "It is missing: every release has this table.")
            continue
        look = partial(_wrong, table, texts=texts, tally=tally)
        number = yield from _looked_through(archive, path, tally, look)
        if number >= 0 and counts.get(table, number) != number:
            yield Finding(path, f"It has {number:,} lines; release.json says {counts[table]:,}.")


def _wrong(table: str, one: Record, texts: Texts, tally: Tally) -> Iterator[str]:
    if table == "paragraphs":
        yield from _paragraph(one, texts)
        tally.spans += 1
        return
    if table == "documents":
        text = texts.of(one["version_id"]) or ""
        one = {**one, "start": 0, "end": len(text), "quote": text, "quote_sha256": one["text_sha256"]}
    for version, part, name, exact in spans(one, table in TO_THE_LETTER):
        tally.spans += 1
        text_there = texts.of(version)
        if text_there is not None:
            tally.withheld += bool(COVERS & set(part.get(f"{name}quote") or ""))
            yield from _denied(text_there, part, name, exact)
        elif exact:
            yield f"The release has no version {version}."
        else:
            tally.elsewhere += 1
    if table == "annotations":
        yield from _context(one, texts)


def _paragraph(one: Record, texts: Texts) -> Iterator[str]:
    if sentence := texts.add(one):
        yield sentence
    whole = {"start": 0, "end": len(one["text"]), "quote": one["text"], "quote_sha256": one["text_sha256"]}
    if wrong(one["text"], whole, "", True):
        yield f"text_sha256 is not that of {_short(one['text'])}."


def _denied(text: str, part: Record, name: str, exact: bool) -> Iterator[str]:
    start, end = part[f"{name}start"], part[f"{name}end"]
    for column in wrong(text, part, name, exact):
        if column.endswith("quote"):
            has, there = part[column], text[max(0, start) : max(0, end)]
            yield f"{column} is {_short(has)}; the text from {start} to {end} is {_short(there)}."
        elif column.endswith("sha256"):
            yield f"{column} is not that of the words {_short(part.get(f'{name}quote') or '')}."
        else:
            yield f"{column} is {part[column]!r}, which does not fit the text of {len(text)} characters."


def _context(one: Record, texts: Texts) -> Iterator[str]:
    text, start, end = texts.of(one["version_id"]), one["start"], one["end"]
    if text is None or not 0 <= start <= end <= len(text):
        return
    if not text[:start].endswith(one.get("prefix", "")):
        yield f"prefix is not what stands before {start}."
    if not text[end:].startswith(one.get("suffix", "")):
        yield f"suffix is not what stands after {end}."
    version, begins = texts.at.get(one["paragraph_id"], (None, 0))
    if version != one["version_id"]:
        yield f"paragraph_id {one['paragraph_id']} is none of version {one['version_id']}."
        return
    in_it = [one.get(name, one[at] - begins) for name, at in (("paragraph_start", "start"), ("paragraph_end", "end"))]
    if in_it != [start - begins, end - begins]:
        yield "paragraph_start and paragraph_end are not where start and end are."


def wrong_in_package(archive: ZipFile, tally: Tally, stored: Stored) -> Iterator[Finding]:
    """The quick export has no texts: quotes are as long as they say, and are cut again where the text is stored."""
    yield from _looked_through(archive, "annotations.jsonl", tally, lambda one: _unfit(one, stored, tally))


def _looked_through(
    archive: ZipFile, path: str, tally: Tally, look: Callable[[Record], Iterator[str]]
) -> Generator[Finding, None, int]:
    """Yields what is wrong with each line, and returns how many there are."""
    number = 0
    try:
        for number, one in lines(archive, path):
            tally.rows += 1
            try:
                for sentence in look(one):
                    yield Finding(path, sentence, number)
            except _ROTTEN as error:
                yield Finding(path, f"Its columns are not those of this table: {_why(error)}.", number)
    except _ROTTEN as error:
        yield Finding(path, f"It cannot be read from here on: {_why(error)}.", number + 1)
        return -1
    return number


def _why(error: BaseException) -> str:
    return f"{said(error)} is missing" if isinstance(error, KeyError) else said(error)


def _unfit(one: Record, stored: Stored, tally: Tally) -> Iterator[str]:
    tally.spans += 1
    text = stored(one["version_id"], one["text_sha256"])
    if text is not None:
        yield from _denied(text, one, "", True)
        return
    tally.elsewhere += 1
    units = len(one["quote"].encode("utf-16-le")) // 2
    for name, length in (("start", len(one["quote"])), ("start_utf16", units), ("paragraph_start", len(one["quote"]))):
        end = name.replace("start", "end")
        if one[end] - one[name] != length:
            yield f"{name} {one[name]} and {end} {one[end]} are not as far apart as {_short(one['quote'])} is long."


def _short(words: str, most: int = 60) -> str:
    return json.dumps(words if len(words) <= most else words[:most] + "…", ensure_ascii=False)
