"""The zip of a release, made from what is frozen. Pure: the same folder and formats give the same bytes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from hashlib import sha256
from pathlib import Path

from annotator.releases import columns
from annotator.releases.formats import csv_exact
from annotator.releases.formats.release_base import ReleaseFormat, is_large
from annotator.releases.frozen.citing import citation_cff, datacite_json
from annotator.releases.frozen.describing import manifest, readme
from annotator.releases.frozen.reading import ABOUT, Frozen, bytes_of
from annotator.releases.verifying import verify
from annotator.releases.zipping import Part, Written, zipped

ROWS = "jsonl/"
VERIFY = Path(verify.__file__)


def packed(
    frozen: Frozen,
    formats: Sequence[ReleaseFormat],
    *,
    written: list[Written],
    told: Callable[[int], None] = lambda size: None,
) -> Iterator[bytes]:
    """Yield the zip. `written` fills with what is in it; `told` hears how many bytes went in, before compression."""

    def manifest_json() -> list[bytes]:
        return [manifest(frozen.about, list(written), rows_sha256(written))]

    def checksums() -> list[bytes]:
        return [_sums(written)]

    parts = [
        Part("README.txt", lambda: [readme(frozen.about, formats)]),
        Part("CITATION.cff", lambda: [citation_cff(frozen.about)]),
        Part("datacite.json", lambda: [datacite_json(frozen)]),
        Part(ABOUT, partial(bytes_of, frozen.folder / ABOUT)),
        Part("columns.csv", lambda: csv_exact.write(columns.COLUMNS, dictionary(frozen))),
        Part("codebook.json", partial(bytes_of, frozen.folder / "codebook.json")),
        *[
            Part(f"{ROWS}{name}.jsonl", partial(bytes_of, frozen.path(name)), large=is_large(frozen, name))
            for name in frozen.columns
        ],
    ]
    last = [
        Part("verify.py", partial(bytes_of, VERIFY)),
        Part("manifest.json", manifest_json),
        Part("manifest-sha256.txt", checksums),
    ]
    yield from zipped(_counted(parts, formats, frozen, last, told), written=written)


def _counted(
    parts: Iterable[Part],
    formats: Iterable[ReleaseFormat],
    frozen: Frozen,
    last: Iterable[Part],
    told: Callable[[int], None],
) -> Iterator[Part]:
    so_far = 0

    def pieces(part: Part) -> Iterator[bytes]:
        nonlocal so_far
        for piece in part.pieces():
            so_far += len(piece)
            told(so_far)
            yield piece

    for part in parts:
        yield replace(part, pieces=partial(pieces, part))
    for one in formats:
        for part in one.parts(frozen):
            yield replace(part, pieces=partial(pieces, part))
    yield from last


def dictionary(frozen: Frozen) -> list[columns.DictionaryEntry]:
    """Every column of every table."""
    return [entry for name, table in frozen.columns.items() for entry in columns.entries(name, table)]


def rows_sha256(written: Iterable[Written]) -> str:
    """Of the data alone: the same whatever formats lie beside the JSON Lines."""
    return sha256(_sums(one for one in written if one.path.startswith(ROWS))).hexdigest()


def _sums(written: Iterable[Written]) -> bytes:
    return "".join(f"{one.sha256}  {one.path}\n" for one in written).encode()
