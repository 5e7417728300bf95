"""Which of the reader's files is the text of which version. A hash decides, never a file's name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from annotator.releases.rehydrating.wanted import Wanted
from articles.ingest import Read
from articles.paragraphs import JOIN
from articles.readers import ParsedArticle, ReadError
from articles.readers.blocks import Block, at_blank_lines
from articles.words import file_name_of, storable

MOST_BYTES = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Match:
    """A file and the text it gave; `how` says in words what they have in common with the version."""

    file: str
    text: str
    how: str


@dataclass(slots=True)
class Copies:
    """What was found so far, by version; `differing` says why a file that should be a version's is not."""

    wanted: Sequence[Wanted]
    matched: dict[int, Match] = field(default_factory=dict)
    differing: dict[int, str] = field(default_factory=dict)
    #: files that are no version's, with the reason when they could not be read
    unused: list[tuple[str, str]] = field(default_factory=list)

    def look_at(self, file: Path, read: Read) -> None:
        name = file_name_of(file.name)
        try:
            if file.stat().st_size > MOST_BYTES:
                self.unused.append((name, "It is larger than any file the product reads."))
                return
            content = file.read_bytes()
        except OSError as error:
            self.unused.append((name, f"It cannot be opened: {error.strerror or error}."))
            return
        if not self._is_plain(name, content):
            self._is_capture(name, content, read)

    def _is_plain(self, name: str, content: bytes) -> bool:
        return any(self._is_text(name, text, "its text") for text in _plain(content))

    def _is_text(self, name: str, text: str, how: str) -> bool:
        digest = sha256(text.encode()).hexdigest()
        found = [one for one in self.wanted if one.text_sha256 == digest]
        for one in found:
            self.matched.setdefault(one.version_id, Match(name, text, how))
        return bool(found)

    def _is_capture(self, name: str, content: bytes, read: Read) -> None:
        digest = sha256(content).hexdigest()
        same = [one for one in self.wanted if one.capture_sha256 == digest]
        try:
            parsed = read(content, media_type="", filename=name)
        except ReadError as error:
            for one in same:
                self.differing[one.version_id] = f"{name} has the bytes that were captured, but: {error}"
            if not same:
                self.unused.append((name, str(error)))
            return
        text = JOIN.join(storable(paragraph.text) for paragraph in parsed.paragraphs)
        used = self._is_text(name, text, "the bytes that were captured" if same else "the same text on its page")
        pool = dict(_by_hash(parsed))
        for one in same:
            self._put_together(one, name, pool, parsed)
        if not used and not same:
            self.unused.append((name, ""))

    def _put_together(self, one: Wanted, name: str, pool: dict[str, str], parsed: ParsedArticle) -> None:
        """A version that a person made fuller has paragraphs that the reader had left out: their hashes tell."""
        if one.version_id in self.matched:
            return
        missing = sum(digest not in pool for digest in one.paragraphs)
        text = JOIN.join(pool.get(digest, "") for digest in one.paragraphs)
        if sha256(text.encode()).hexdigest() == one.text_sha256:
            self.matched[one.version_id] = Match(name, text, "the bytes that were captured")
            return
        self.differing[one.version_id] = (
            f"{name} has the bytes that were captured, but {missing} of {len(one.paragraphs)} paragraphs are read "
            f"otherwise: then by {one.reader or 'another reader'}, now by {parsed.reader} {parsed.reader_version}."
        )

    @property
    def missing(self) -> list[Wanted]:
        """The documents of the sample whose text was not found."""
        return [one for one in self.wanted if one.in_sample and one.version_id not in self.matched]

    def lines(self) -> Iterator[str]:
        """What became of each version, a line each."""
        for one in self.wanted:
            about = f"{one.version_id}  {one.title}".rstrip()
            match = self.matched.get(one.version_id)
            if match:
                yield f"matched  {about}  ← {match.file}: it has {match.how}"
            elif one.version_id in self.differing:
                yield f"differs  {about}: {self.differing[one.version_id]}"
            elif one.in_sample:
                yield (
                    f"missing  {about}: no file has its bytes (SHA-256 {one.capture_sha256[:12]}…) "
                    f"or its text ({one.text_sha256[:12]}…)"
                )


def _plain(content: bytes) -> Iterable[str]:
    """The file as plain text, as it is and without the line end that editors put last."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return ()
    return dict.fromkeys([text, text.removesuffix("\n"), text.strip("\n")])


def _by_hash(parsed: ParsedArticle) -> Iterator[tuple[str, str]]:
    left_out = (block.text for piece in parsed.left_out for block in at_blank_lines(Block(storable(piece))))
    for text in (*(paragraph.text for paragraph in parsed.paragraphs), *left_out):
        yield sha256(storable(text).encode()).hexdigest(), storable(text)


def files_in(folder: Path) -> list[Path]:
    """Every file under a folder, hidden ones aside, in order of path."""
    found = []
    for here, folders, names in folder.walk():
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [here / name for name in sorted(names) if not name.startswith(".")]
    return found
