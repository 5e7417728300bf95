"""The versions whose texts a release lacks, and by what their copies are known. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from zipfile import ZipFile

from annotator.releases.verifying.tables import FOLDER, lines


@dataclass(slots=True)
class Wanted:
    """`capture_sha256` is "" for an original from outside the sample, of which a release has no paragraphs either."""

    version_id: int
    title: str
    text_sha256: str
    capture_sha256: str = ""
    reader: str = ""
    #: the SHA-256 of each paragraph, down the page
    paragraphs: list[str] = field(default_factory=list)

    @property
    def in_sample(self) -> bool:
        return bool(self.capture_sha256)


def wanted(archive: ZipFile) -> list[Wanted]:
    """The documents in the order of the sample, then the originals from outside it."""
    found = {one.version_id: one for one in _documents(archive)}
    for _, one in lines(archive, f"{FOLDER}/paragraphs.jsonl"):
        found[one["version_id"]].paragraphs.append(one["text_sha256"])
    path = f"{FOLDER}/versions.jsonl"
    for _, one in lines(archive, path) if path in archive.namelist() else ():
        if one["version_id"] not in found:
            title = one.get("url") or one.get("publisher") or ""
            found[one["version_id"]] = Wanted(one["version_id"], title, one["text_sha256"])
    return list(found.values())


def _documents(archive: ZipFile) -> Iterator[Wanted]:
    for _, one in lines(archive, f"{FOLDER}/documents.jsonl"):
        reader = f"{one.get('extractor', '')} {one.get('extractor_version', '')}".strip()
        yield Wanted(one["version_id"], one.get("title", ""), one["text_sha256"], one["capture_sha256"], reader)
