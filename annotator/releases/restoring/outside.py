"""Versions from outside the sample: a release tells of them only what others say.

What is known of their words stands where it stood, and a cover for every other character, unless one's own copy has the
text. So offsets hold in them as in any other version.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import count
from typing import Any

from django.db.models import Max

from annotator.releases.frozen.reading import BREAK
from annotator.releases.frozen.withholding import COVER, WIDE_COVER
from annotator.releases.restoring.articles import UNKNOWN, Outlets, dated
from annotator.releases.restoring.source import Source, moment
from annotator.releases.restoring.trusting import check_addresses
from annotator.releases.verifying.tables import Record
from articles.models import Article, Capture, Paragraph

_COVERS = {COVER, WIDE_COVER}


@dataclass(slots=True)
class Told:
    """What is known of a paragraph: its place in the version, and words at places of the version's text."""

    index: int | None = None
    spans: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def start(self) -> int:
        return min(one[0] for one in self.spans)

    @property
    def end(self) -> int:
        return max(one[1] for one in self.spans)


class Outside:
    """The versions that a release names and whose texts it does not hold."""

    def __init__(self, source: Source, sample: set[int]) -> None:
        self._source, self._sample = source, sample
        self.told: dict[int, dict[int, Told]] = {}
        self._look()

    def name(self, *versions: int | None) -> None:
        for version in versions:
            if version is not None and version not in self._sample:
                self.told.setdefault(version, {})

    def _paragraph(self, version: int | None, paragraph: int | None) -> Told | None:
        if version is None or version in self._sample:
            return None
        self.name(version)
        return None if paragraph is None else self.told[version].setdefault(paragraph, Told())

    def _span(self, version: int | None, paragraph: int | None, start: int | None, end: int | None, words: str) -> None:
        known = self._paragraph(version, paragraph)
        if known is not None and start is not None and end is not None:
            known.spans.append((start, end, words))

    def _look(self) -> None:
        look = self._source.look
        for one in look("documents"):
            self.name(one["work_id"], one["extends_version_id"])
        for one in look("versions"):
            self.name(one["version_id"], one["work_id"], one["parent_version_id"])
        for one in look("derivations"):
            self.name(one["upstream_version_id"])
        for one in look("alignments"):
            known = self._paragraph(one["left_version_id"], one["left_paragraph_id"])
            if known is not None:
                known.index = one["left_paragraph_index"]
        for one in look("changes"):
            self._part(one, "left_", version=one["left_version_id"])
        for one in look("decisions"):
            self._part(one, "evidence_", version=one["evidence_version_id"])
        for one in look("annotations"):
            for part in one["omitted_spans"]:
                self._part(part, "", version=part["version_id"])

    def _part(self, one: Record, name: str, *, version: int | None) -> None:
        if version is not None and version not in self._sample:
            paragraph, words = one[f"{name}paragraph_id"], one[f"{name}quote"]
            self._span(version, paragraph, one[f"{name}start"], one[f"{name}end"], words)


def restore_outside(source: Source, outside: Outside, outlets: Outlets, texts: Mapping[int, str], *, by: Any) -> None:
    """Store every version from outside the sample, those of which no more than a number is known too."""
    facts = {one["version_id"]: one for one in source.table("versions") if not one["in_sample"]}
    new = count(1 + _last(outside))
    for version, told in sorted(outside.told.items()):
        fact = facts.get(version, {})
        store_unknown(version, fact, outlets.named(fact.get("publisher", "")), by=by)
        own = texts.get(version)
        rows = _standing_in(version, told) if own is None else _copied(version, told, own, new)
        Paragraph.objects.bulk_create(rows)


def _last(outside: Outside) -> int:
    """The largest number of a paragraph that the release gives."""
    stored = Paragraph.objects.aggregate(last=Max("pk"))["last"] or 0
    return max([stored, *(pk for told in outside.told.values() for pk in told)])


def store_unknown(version: int, fact: Record, outlet: int | None = None, *, by: Any) -> None:
    """An article of which there is only what `fact`, a line of versions, says."""
    check_addresses(fact)
    url = fact.get("url", "")
    bytes_of = sha256(f"version {version}, whose bytes are not in the release".encode()).hexdigest()
    capture = Capture.objects.create(
        sha256=bytes_of,
        size=0,
        media_type=UNKNOWN,
        url=url,
        captured_at=moment(fact.get("captured_at")),
        received_by=by,
    )
    published, precision = dated(fact.get("published_at", ""))
    Article.objects.create(
        pk=version,
        capture=capture,
        reader=fact.get("extractor", ""),
        reader_version=fact.get("extractor_version", ""),
        outlet_id=outlet,
        title=f"Version {version}, whose text is not in the release",
        language=fact.get("language", ""),
        url=url,
        archive_url=fact.get("archive_url", ""),
        published_on=published,
        published_precision=precision,
        text_sha256=fact.get("text_sha256", ""),
        created_by=by,
    )


def _standing_in(version: int, told: Mapping[int, Told]) -> Iterator[Paragraph]:
    """Paragraphs of known words and covers, each as long as it must be for the next to begin where it does."""
    at = 0
    ordered = _in_order(told)
    for number, (pk, known) in enumerate(ordered):
        end = _end(known, [later for _, later in ordered[number + 1 :]], at)
        text = [COVER] * (end - at)
        for start, _, words in known.spans:
            for place, char in enumerate(words, start - at):
                if char not in _COVERS or char == WIDE_COVER:
                    text[place] = char
        position = number if known.index is None else known.index
        yield Paragraph(pk=pk, article_id=version, position=position, slot="body", text="".join(text), offset=at)
        at = end + len(BREAK)


def _in_order(told: Mapping[int, Told]) -> list[tuple[int, Told]]:
    """By their places in the version where they are known, else as their words stand."""
    if all(one.index is not None for one in told.values()):
        return sorted(told.items(), key=lambda item: (item[1].index or 0, item[0]))
    ordered = sorted(told.items(), key=lambda item: (not item[1].spans, item[1].start if item[1].spans else 0, item[0]))
    for number, (_, one) in enumerate(ordered):
        one.index = number
    return ordered


def _end(known: Told, later: Iterable[Told], at: int) -> int:
    """Where a paragraph ends, so that those after it of which no word is known, one character each, fit before the
    next that has words."""
    if not known.spans:
        return at + 1
    room = len(BREAK)
    for one in later:
        if one.spans:
            return max(known.end, one.start - room)
        room += 1 + len(BREAK)
    return known.end


def _copied(version: int, told: Mapping[int, Told], text: str, new: Iterator[int]) -> Iterator[Paragraph]:
    """The paragraphs of a whole text; those that the release gives no number get a new one."""
    at, pieces = 0, []
    for piece in text.split(BREAK):
        pieces.append((at, piece))
        at += len(piece) + len(BREAK)
    numbered: dict[int, int] = {}
    for pk, one in told.items():
        index = one.index
        if index is None and one.spans:
            index = max(number for number, (offset, _) in enumerate(pieces) if offset <= one.start)
        if index is not None and index < len(pieces):
            numbered[index] = pk
    for index, (offset, piece) in enumerate(pieces):
        pk = numbered[index] if index in numbered else next(new)
        yield Paragraph(pk=pk, article_id=version, position=index, slot="body", text=piece, offset=offset)
