"""Every table as Apache Parquet, for R, Python, DuckDB and the like: typed columns, small files. Needs pyarrow.

Types are those of the data dictionary: times are timestamps in UTC with microseconds, lists and objects are JSON text.
What a column means stands in the file, as the metadata `description` of its field.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from importlib.util import find_spec
from itertools import batched
from typing import TYPE_CHECKING, Any

from annotator.releases.columns import Column
from annotator.releases.formats.release_base import ReleaseFormat, is_large
from annotator.releases.frozen.reading import Frozen, Record
from annotator.releases.zipping import Part

if TYPE_CHECKING:  # large, and not needed unless somebody ticks the box
    from pyarrow import Schema

FOLDER = "parquet"
ABSENT = "Parquet needs pyarrow, which is not installed here: pip install 'pyarrow>=20', then freeze again."
#: rows that are in memory at once
ROWS = 2_000


class ParquetAbsent(RuntimeError):
    """pyarrow is not installed; the message is a sentence for people."""


def is_available() -> bool:
    return find_spec("pyarrow") is not None


def _as_json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _moment(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


_CELLS: dict[str, Callable[[Any], Any]] = {"json": _as_json, "datetime": _moment}


def schema_of(columns: Sequence[Column]) -> "Schema":
    import pyarrow as pa

    types = {
        "string": pa.string(),
        "integer": pa.int64(),
        "number": pa.float64(),
        "boolean": pa.bool_(),
        "datetime": pa.timestamp("us", tz="UTC"),
        "json": pa.string(),
    }
    return pa.schema(
        [pa.field(one.name, types[one.type], metadata={"description": one.description}) for one in columns]
    )


def _column(records: Sequence[Record], column: Column) -> list[Any]:
    cell = _CELLS.get(column.type)
    values = [record[column.name] for record in records]
    return values if cell is None else [cell(value) for value in values]


class _Outlet:
    """A file that gives away what was written to it."""

    closed = False

    def __init__(self) -> None:
        self._waiting: list[bytes] = []
        self._at = 0

    def write(self, data: Any) -> int:
        piece = bytes(data)
        self._waiting.append(piece)
        self._at += len(piece)
        return len(piece)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        """Nothing is kept back."""

    def close(self) -> None:
        self.closed = True

    def taken(self) -> bytes:
        data = b"".join(self._waiting)
        self._waiting.clear()
        return data


def _table(frozen: Frozen, name: str) -> Iterator[bytes]:
    import pyarrow as pa
    from pyarrow import parquet

    columns = frozen.columns[name]
    schema = schema_of(columns)
    outlet = _Outlet()
    with parquet.ParquetWriter(pa.PythonFile(outlet, mode="w"), schema, compression="zstd") as writer:
        for some in batched(frozen.table(name), ROWS):
            arrays = [pa.array(_column(some, one), type=schema.field(one.name).type) for one in columns]
            writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
            yield outlet.taken()
    yield outlet.taken()


def parts(frozen: Frozen) -> Iterator[Part]:
    """Raises ParquetAbsent."""
    if not is_available():
        raise ParquetAbsent(ABSENT)
    for name in frozen.columns:
        yield Part(f"{FOLDER}/{name}.parquet", partial(_table, frozen, name), large=is_large(frozen, name))


FORMAT = ReleaseFormat(
    name="parquet",
    title="Parquet",
    hint="Every table with true types in small files, for R, Python, DuckDB and the like.",
    loses="",
    parts=parts,
    is_available=is_available,
)
