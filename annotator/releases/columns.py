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
    """`type` is string, integer, number, boolean, datetime or json; an empty cell says "not known".

    `label` is what the screen calls it, `name` what files call it. `words`: the cell holds words of an article, so that
    a release shows no more of it than its owner may give away.
    """

    name: str
    label: str
    type: str
    unit: str
    values: str
    description: str
    words: bool = False


def column(label: str, description: str, *, unit: str = "", values: Iterable[str] = (), words: bool = False) -> Any:
    """A dataclass field that carries its line of the data dictionary: in the screen's words, and what it says."""
    said = {"label": label, "description": description, "unit": unit, "values": " | ".join(values), "words": words}
    return field(metadata=said)


def same_as(record: type, name: str, description: str = "") -> Any:
    """A field that says what the column of this name says in another record, or the same in words that fit here."""
    stated = next(one.metadata for one in fields(record) if one.name == name)
    return field(metadata={**stated, "description": description or stated["description"]})


def columns_of(record: type) -> tuple[Column, ...]:
    """The data dictionary of a record type, in the order of its fields."""
    hints = get_type_hints(record)
    return tuple(
        Column(
            name=one.name,
            label=one.metadata["label"],
            type=_type(hints[one.name]),
            unit=one.metadata["unit"],
            values=one.metadata["values"],
            description=one.metadata["description"],
            words=one.metadata["words"],
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

    file: str = column("File", "the file that has this column, without its ending")
    name: str = column("Column", "its name")
    label: str = column("On screen", "what the pages of the site call it")
    type: str = column("Type", "string, integer, number, boolean, datetime or json")
    unit: str = column("Unit", "what numbers count, how dates are written")
    values: str = column("Values", "the allowed values, when they are a fixed list; an empty cell is always allowed")
    description: str = column("Meaning", "what it says")


COLUMNS = columns_of(DictionaryEntry)


def entries(file: str, columns: Iterable[Column]) -> list[DictionaryEntry]:
    return [
        DictionaryEntry(file, one.name, one.label, one.type, one.unit, one.values, one.description) for one in columns
    ]
