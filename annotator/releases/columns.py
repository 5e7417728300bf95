"""How a record says what its columns are: one table for formats, data dictionary and documentation."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import datetime
from types import NoneType
from typing import Any, get_args, get_type_hints

_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean", datetime: "datetime"}

CODE_POINTS = "Unicode code points, half-open"
UTF16 = "UTF-16 code units, half-open"
UTC = "ISO 8601, UTC"
DATE = "ISO 8601 date, as precise as it is known"


@dataclass(frozen=True, slots=True)
class Column:
    """`type` is string, integer, number, boolean, datetime or json; an empty cell says "not known"."""

    name: str
    type: str
    unit: str
    values: str
    description: str


def column(description: str, *, unit: str = "", values: Iterable[str] = ()) -> Any:
    """A dataclass field that carries its line of the data dictionary."""
    return field(metadata={"description": description, "unit": unit, "values": " | ".join(values)})


def columns_of(record: type) -> tuple[Column, ...]:
    """The data dictionary of a record type, in the order of its fields."""
    hints = get_type_hints(record)
    return tuple(
        Column(
            name=one.name,
            type=_type(hints[one.name]),
            unit=one.metadata["unit"],
            values=one.metadata["values"],
            description=one.metadata["description"],
        )
        for one in fields(record)
    )


def _type(hint: Any) -> str:
    known = [arg for arg in get_args(hint) if arg is not NoneType]
    optional = NoneType in get_args(hint)
    return _TYPES.get(known[0] if optional else hint, "json")


@dataclass(frozen=True, slots=True)
class DictionaryEntry:
    """One line of columns.csv."""

    file: str = column("the file that has this column, without its ending")
    name: str = column("its name")
    type: str = column("string, integer, number, boolean, datetime or json")
    unit: str = column("what numbers count, how dates are written")
    values: str = column("the allowed values, when they are a fixed list; an empty cell is always allowed")
    description: str = column("what it says")


COLUMNS = columns_of(DictionaryEntry)


def entries(file: str, columns: Iterable[Column]) -> list[DictionaryEntry]:
    return [DictionaryEntry(file, one.name, one.type, one.unit, one.values, one.description) for one in columns]
