"""Codebooks as TOML: text in, a checked `Codebook` out. Pure: what a study does with it is in `studies.codebook`.

A file has one [codebook] table (name, version, unit, notes, priority_on_doubt) and one [[claim_type]] table per
type: code, label, key, definition, colour = { light, dark }, pattern, and where wanted example, not_when and
note_required; `facets_off` in [codebook] names what is not coded. `default.toml` in this folder is the one that new
studies start from.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from annotator.studies.codebooks.facets import FACETS, in_order

DEFAULT = Path(__file__).with_name("default.toml")

#: styles of CSS text-decoration-style; with "thick-" before them they are drawn twice as thick
LINES = ("solid", "double", "dotted", "dashed", "wavy")
PATTERNS = (*LINES, *(f"thick-{line}" for line in LINES))

#: what picks a claim type while coding. Letters and 0 are commands there (`annotations.keys`), so there are no more
TYPE_KEYS = (*"123456789", *(f"shift+{digit}" for digit in "123456789"))

_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_KEY = re.compile(r"(?:shift\+)?[1-9]")
_LONGEST = {"label": 60, "definition": 4000, "example": 4000, "not_when": 4000}
_NEEDED = ("code", "label", "key", "definition", "colour", "pattern")
_ALLOWED = {*_NEEDED, "example", "not_when", "note_required"}
_CODEBOOK = {"name", "version", "unit", "notes", "priority_on_doubt", "facets_off"}


class CodebookError(ValueError):
    """The file cannot be used as a codebook; the message is a sentence with the line and the field."""


@dataclass(frozen=True, slots=True)
class Type:
    """One claim type. Colours are "#rrggbb"; `key` is "1" to "9" or "shift+1" to "shift+9", "" once it is retired.

    `guid` is its UUID in the study ("" when it has none yet), `replaced_by` the codes it was merged or split into.
    """

    code: str
    label: str
    key: str
    definition: str
    example: str
    not_when: str
    note_required: bool
    colour_light: str
    colour_dark: str
    pattern: str
    retired: bool = False
    guid: str = ""
    replaced_by: tuple[str, ...] = ()

    @property
    def shown_key(self) -> str:
        return self.key.replace("shift+", "⇧")


@dataclass(frozen=True, slots=True)
class Codebook:
    """`priority_on_doubt` holds codes, the first of which is taken when two types fit one span; `facets_off` names
    of `codebooks.facets`.
    """

    name: str
    version: str
    unit: str
    notes: tuple[str, ...]
    priority_on_doubt: tuple[str, ...]
    types: tuple[Type, ...]
    facets_off: tuple[str, ...] = ()

    @property
    def active(self) -> tuple[Type, ...]:
        """The types on offer."""
        return tuple(one for one in self.types if not one.retired)

    def get(self, code: str) -> Type | None:
        return next((one for one in self.types if one.code == code), None)


def is_colour(value: object) -> bool:
    """Say whether it is "#rrggbb" and nothing besides."""
    return isinstance(value, str) and _COLOUR.fullmatch(value) is not None


def load_codebook(path: Path | None = None) -> Codebook:
    """Read a codebook file, the shipped one by default. Raises CodebookError."""
    file = path or DEFAULT
    try:
        return parse(file.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise CodebookError(f"{file.name} is not UTF-8 text.") from error


def parse(text: str) -> Codebook:
    """Read the text of a codebook file. Raises CodebookError with the first fault found."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise CodebookError(f"This is not valid TOML: {error}.") from error
    unknown = sorted(set(data) - {"codebook", "claim_type"})
    if unknown:
        raise CodebookError(f"“{unknown[0]}” is not a part of a codebook; use [codebook] and [[claim_type]].")
    tables = data.get("claim_type")
    if not isinstance(tables, list) or not tables:
        raise CodebookError("The codebook has no [[claim_type]], so there would be nothing to code with.")
    lines = _lines_of_types(text, len(tables))
    types = tuple(read_type(table, f"Line {line}") for table, line in zip(tables, lines, strict=True))
    check_unique(types, lines)
    return _codebook(data.get("codebook"), types)


def _lines_of_types(text: str, count: int) -> list[int]:
    """The line of each [[claim_type]] header; 1 where it cannot be told (an array written inline)."""
    found = [n for n, line in enumerate(text.splitlines(), 1) if re.match(r"\s*\[\[\s*claim_type\s*\]\]", line)]
    return found if len(found) == count else [1] * count


def _codebook(table: Any, types: tuple[Type, ...]) -> Codebook:
    if not isinstance(table, dict):
        raise CodebookError("The [codebook] table is missing; it gives the codebook its name.")
    if unknown := sorted(set(table) - _CODEBOOK):
        raise CodebookError(f"[codebook] has a field “{unknown[0]}” that is not known.")
    name, version, unit = (_text(table, field, "[codebook]", longest=n) for field, n in _HEAD)
    if not name:
        raise CodebookError("[codebook] has no “name”.")
    notes, priority = (_texts(table, field) for field in ("notes", "priority_on_doubt"))
    codes = {one.code for one in types}
    for code in priority:
        if code not in codes or priority.count(code) > 1:
            raise CodebookError(f"[codebook] “priority_on_doubt” names “{code}” twice, or no claim type has this code.")
    off = _texts(table, "facets_off")
    if unknown := sorted(set(off) - {one.name for one in FACETS}):
        raise CodebookError(
            f"[codebook] “facets_off” names “{unknown[0]}”, which is no facet that can be switched off."
        )
    return Codebook(name, version, unit, notes, priority, types, in_order(off))


_HEAD = (("name", 60), ("version", 20), ("unit", 2000))


def read_type(table: Any, place: str, *, keyed: bool = True) -> Type:
    """One type of a file, from a table of its fields; `place` says where it stands. A type without a key is retired.

    Raises CodebookError naming the field.
    """
    if not isinstance(table, dict):
        raise CodebookError(f"{place}: a claim type is a table of fields.")
    code = table.get("code")
    if not isinstance(code, str) or not _CODE.fullmatch(code):
        raise CodebookError(
            f"{place}: “code” must be 1 to 40 small letters, digits, hyphens or underscores, such as “event”."
        )
    place = f"{place}, claim type “{code}”"
    for field in _NEEDED:
        if field not in table:
            raise CodebookError(f"{place}: “{field}” is missing.")
    if unknown := sorted(set(table) - _ALLOWED):
        raise CodebookError(f"{place}: “{unknown[0]}” is not a field of a claim type.")
    words = {field: _text(table, field, place, longest=n) for field, n in _LONGEST.items()}
    for field in ("label", "definition"):
        if not words[field]:
            raise CodebookError(f"{place}: “{field}” is empty.")
    light, dark = _colours(table["colour"], place)
    return Type(
        code=code,
        label=words["label"],
        key=_one(table, "key", _KEY, place, "a digit from 1 to 9, or “shift+1” to “shift+9”") if keyed else "",
        definition=words["definition"],
        example=words["example"],
        not_when=words["not_when"],
        note_required=_flag(table, place),
        colour_light=light,
        colour_dark=dark,
        pattern=_pattern(table["pattern"], place),
        retired=not keyed,
    )


def _text(table: dict[str, Any], field: str, place: str, *, longest: int) -> str:
    value = table.get(field, "")
    if not isinstance(value, str) or "\0" in value:
        raise CodebookError(f"{place}: “{field}” must be text in quotation marks.")
    if len(value) > longest:
        raise CodebookError(f"{place}: “{field}” is longer than {longest} characters.")
    return value.strip()


def _texts(table: dict[str, Any], field: str) -> tuple[str, ...]:
    value = table.get(field, [])
    if not isinstance(value, list) or not all(isinstance(item, str) and "\0" not in item for item in value):
        raise CodebookError(f"[codebook] “{field}” must be a list of texts.")
    return tuple(value)


def _one(table: dict[str, Any], field: str, form: re.Pattern[str], place: str, wanted: str) -> str:
    value = table[field]
    if not isinstance(value, str) or not form.fullmatch(value):
        raise CodebookError(f"{place}: “{field}” must be {wanted}.")
    return value


def _flag(table: dict[str, Any], place: str) -> bool:
    value = table.get("note_required", False)
    if not isinstance(value, bool):
        raise CodebookError(f"{place}: “note_required” must be true or false.")
    return value


def _colours(value: Any, place: str) -> tuple[str, str]:
    if not isinstance(value, dict) or set(value) != {"light", "dark"}:
        raise CodebookError(f'{place}: “colour” must be {{ light = "#rrggbb", dark = "#rrggbb" }}.')
    for mode in ("light", "dark"):
        if not is_colour(value[mode]):
            raise CodebookError(f"{place}: the {mode} colour must be written as #rrggbb.")
    return value["light"], value["dark"]


def _pattern(value: Any, place: str) -> str:
    if value not in PATTERNS:
        raise CodebookError(f"{place}: “pattern” must be one of {', '.join(PATTERNS)}.")
    return str(value)


def check_unique(types: Iterable[Type], lines: Iterable[int]) -> None:
    """No two types share a code or a key. Raises CodebookError."""
    seen: set[tuple[str, str]] = set()
    for one, line in zip(types, lines, strict=True):
        for field in ("code",) if one.retired else ("code", "key"):
            value = (field, getattr(one, field))
            if value in seen:
                raise CodebookError(f"Line {line}, claim type “{one.code}”: the {field} “{value[1]}” is taken.")
            seen.add(value)
