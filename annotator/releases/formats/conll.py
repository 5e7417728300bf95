"""CoNLL-U Plus with BIO tags, a file for each facet: what sequence labellers are trained on.

Columns are named in the first line, as CoNLL-U Plus has it. A block is a paragraph, because a passage may run over
sentences. Tokens are words and single marks, never half of what a reader sees as one letter, and are cut where a span
begins or ends inside one; so the spans that are there can be had back to the letter from START and END, code points in
the version's text. BIO has one tag a token: of spans that overlap the longest is kept, the others are listed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from tempfile import SpooledTemporaryFile

from annotator.releases.formats.codes import VOCABULARIES, Codes
from annotator.releases.formats.left_out import POINT, LeftOut
from annotator.releases.formats.release_base import ReleaseFormat
from annotator.releases.frozen.reading import Document, Frozen, Record
from annotator.releases.frozen.withholding import COVER, WIDE_COVER
from annotator.releases.zipping import Part
from articles.graphemes import is_boundary

FOLDER = "conll"
HEAD = "# global.columns = ID FORM ANNOTATOR:START ANNOTATOR:END ANNOTATOR:TAG\n"
_COLUMNS = {one.name.replace("_", "-"): one.column for one in VOCABULARIES if one.part_of}
FACETS = ("claim-type", *_COLUMNS, "role")
_TOKEN = re.compile(rf"[{COVER}{WIDE_COVER}]+|\w+(?:['’\-.]\w+)*|[^\w\s]")
_IN_MEMORY = 1024 * 1024
_PIECE = 64 * 1024

type Span = tuple[int, int, str]


class _Files:
    """One file for each facet, filled in one pass over the documents."""

    def __init__(self, frozen: Frozen, opened: ExitStack) -> None:
        self.frozen, self.codes, self.left_out = frozen, Codes(frozen), LeftOut(FOLDER)
        self.files: dict[str, SpooledTemporaryFile[bytes]] = {}
        for name in FACETS:
            self.files[name] = opened.enter_context(SpooledTemporaryFile(_IN_MEMORY))  # noqa: SIM115 - the stack closes it

    def fill(self) -> None:
        for document in self.frozen.documents():
            by_coder: dict[str, list[Record]] = {}
            for one in document.annotations:
                if one["status"] != "standing":
                    self.left_out.add(one, f"status: {one['status']}")
                elif one["start"] == one["end"]:
                    self.left_out.add(one, POINT)
                else:
                    by_coder.setdefault(one["coder_pseudonym"], []).append(one)
            blocks = list(_blocks(document)) if by_coder else []
            for coder, records in sorted(by_coder.items()):
                for facet in FACETS:
                    if spans := self._spans(facet, records):
                        lines = _lines(blocks, spans, document.text)
                        head = f"# newdoc id = {document.version_id}\n# coder = {coder}\n"
                        self.files[facet].write((head + "".join(lines)).encode())

    def _spans(self, facet: str, records: Iterable[Record]) -> list[Span]:
        """What of a facet has room beside each other, the longest first, then as it stands in the text."""
        wanted = [(place, said, one) for one in records for place, said in self._said(facet, one)]
        wanted.sort(key=lambda one: (one[0][0] - one[0][1], one[0][0], one[1], one[2]["annotation_id"]))
        kept: list[Span] = []
        for (start, end), said, one in wanted:
            clash = next((span for span in kept if span[0] < end and start < span[1]), None)
            if clash is None:
                kept.append((start, end, said))
            elif clash != (start, end, said):
                self.left_out.add(one, f"{facet}: {said} at {start} overlaps another")
        return sorted(kept)

    def _said(self, facet: str, one: Record) -> Iterator[tuple[tuple[int, int], str]]:
        if facet == "role":
            for part in one["role_spans"]:
                yield (part["start"], part["end"]), part["role"]
        elif facet == "claim-type":
            if claim_type := self.codes.claim_type(one):
                yield (one["start"], one["end"]), claim_type.value
        elif said := one[_COLUMNS[facet]]:
            yield (one["start"], one["end"]), said


@dataclass(frozen=True, slots=True)
class _Block:
    """A paragraph: its tokens, and its lines where nothing is tagged, which are the same for every facet."""

    start: int
    end: int
    head: str
    tokens: Sequence[Span]
    untagged: str


def _blocks(document: Document) -> Iterator[_Block]:
    for one in document.paragraphs:
        if tokens := list(_words(document.text, one["start"], one["end"])):
            head = f"# newpar id = {one['paragraph_id']}\n"
            untagged = "".join(_tagged(tokens, (), document.text))
            yield _Block(one["start"], one["end"], head, tokens, untagged)


def _lines(blocks: Iterable[_Block], spans: Iterable[Span], text: str) -> Iterator[str]:
    for block in blocks:
        inside = [span for span in spans if span[0] < block.end and block.start < span[1]]
        yield block.head
        yield "".join(_tagged(block.tokens, inside, text)) if inside else block.untagged
        yield "\n"


def _words(text: str, first: int, last: int) -> Iterator[Span]:
    """Marks and joiners stay with the letter before them."""
    start = end = first
    for found in _TOKEN.finditer(text, first, last):
        if end > start and (found.start() != end or is_boundary(text, end)):
            yield start, end, text[start:end]
            start = found.start()
        elif end == start:
            start = found.start()
        end = found.end()
    if end > start:
        yield start, end, text[start:end]


def _tagged(tokens: Iterable[Span], spans: Iterable[Span], text: str) -> Iterator[str]:
    """Lines of a paragraph. `spans` are in order and do not overlap."""
    number = 0
    waiting = iter(spans)
    span = next(waiting, None)
    for start, end, _ in tokens:
        at = start
        while at < end:
            while span and span[1] <= at:
                span = next(waiting, None)
            inside = span is not None and span[0] <= at
            border = min(end, (span[1] if inside else max(span[0], at)) if span else end)
            number += 1
            tag = "O"
            if inside and span:
                tag = f"{'B' if _begins(span, at, text) else 'I'}-{span[2]}"
            yield f"{number}\t{text[at:border]}\t{at}\t{border}\t{tag}\n"
            at = border


def _begins(span: Span, at: int, text: str) -> bool:
    """Whether no token of the span was before this one: only white space can stand before it."""
    return span[0] == at or not text[span[0] : at].strip()


def _read(file: "SpooledTemporaryFile[bytes]") -> Iterator[bytes]:
    yield HEAD.encode()
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece


def parts(frozen: Frozen) -> Iterator[Part]:
    with ExitStack() as opened:
        files = _Files(frozen, opened)
        files.fill()
        for facet, file in files.files.items():
            yield Part(f"{FOLDER}/{facet}.conll", partial(_read, file), large=True)
        yield files.left_out.part()


FORMAT = ReleaseFormat(
    name="conll",
    title="CoNLL with BIO tags",
    hint="A file for each facet, for training and testing sequence labellers: tokens with their places and tags.",
    loses="One tag a token: overlapping spans, omissions and ended annotations are only listed, links and notes are "
    "in the tables only.",
    parts=parts,
)
