"""Every table as exact CSV, described by a Data Package. Pure."""

from collections.abc import Iterator
from functools import partial
from hashlib import sha256

from annotator.releases.formats import csv_exact
from annotator.releases.formats.beside import TABLE, made_beside
from annotator.releases.formats.datapackage import Resource, descriptor
from annotator.releases.formats.release_base import ReleaseFormat, is_large, values_of
from annotator.releases.frozen.reading import Frozen, bytes_of
from annotator.releases.zipping import Part

NAME = "csv"


def parts(frozen: Frozen) -> Iterator[Part]:
    written: list[Resource] = []
    for name in frozen.columns:
        yield Part(f"csv/{name}.csv", partial(_table, frozen, name, written), large=is_large(frozen, name))
    yield Part("datapackage.json", lambda: [descriptor(frozen, written)])


def _table(frozen: Frozen, name: str, written: list[Resource]) -> Iterator[bytes]:
    digest, size = sha256(), 0
    made = made_beside(frozen, NAME) if name == TABLE else None
    pieces = bytes_of(made) if made else csv_exact.write(frozen.columns[name], frozen.table(name), values_of=values_of)
    for piece in pieces:
        digest.update(piece)
        size += len(piece)
        yield piece
    written.append(Resource(name, f"csv/{name}.csv", size, digest.hexdigest()))


FORMAT = ReleaseFormat(
    name=NAME,
    title="CSV with a Data Package",
    hint="Every table, exact, for R, Python and databases; datapackage.json says types, keys and allowed values.",
    loses="",
    parts=parts,
)
