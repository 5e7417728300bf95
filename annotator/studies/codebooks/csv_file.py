"""A codebook's claim types as CSV: RFC 4180 with line feeds, UTF-8, every cell exactly what is stored.

Retired types are in it too, marked so. What is said around the types (unit, notes, order on doubt) is not.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace

from annotator.studies.codebooks import Codebook, CodebookError, Type, check_unique, read_type

TITLE, SUFFIX, MEDIA_TYPE = "CSV", "csv", "text/csv; charset=utf-8"
HINT = "The claim types as a table, retired ones too. Cells are exact: not for opening in a spreadsheet unseen."

COLUMNS = (
    "code", "label", "key", "definition", "example", "not_when", "note_required", "colour_light", "colour_dark",
    "pattern", "retired", "replaced_by", "guid",
)  # fmt: skip
_NEEDED = COLUMNS[:4] + COLUMNS[7:10]
_BOOLEANS = {"true": True, "false": False, "": False}
#: longer cells than a definition may have are no codebook
_LONGEST = 20_000


def write(codebook: Codebook) -> bytes:
    page = io.StringIO(newline="")
    writer = csv.writer(page, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(getattr(one, name)) for name in COLUMNS] for one in codebook.types)
    return page.getvalue().encode()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return " ".join(value) if isinstance(value, tuple) else str(value)


def read(data: bytes, now: Codebook) -> Codebook:
    """The types of the file; all else stays as it is `now`. Raises CodebookError with the line and the field."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CodebookError("The file is not UTF-8 text. Save it as “CSV UTF-8”.") from error
    lines, types = [], []
    for line, one in _types(text):
        lines.append(line)
        types.append(one)
    if not types:
        raise CodebookError("The file has no claim type, so there would be nothing to code with.")
    check_unique(types, lines)
    return replace(now, version="", types=tuple(types))


def _types(text: str) -> Iterator[tuple[int, Type]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    head: list[str] | None = None
    line = 1
    try:
        for cells in reader:
            if head is None:
                head = _head(cells)
            elif any(cells):
                yield line, _type(dict(zip(head, _fitting(cells, head, line), strict=True)), line)
            line = reader.line_num + 1
    except csv.Error as error:
        raise CodebookError(f"Line {line}: this is not valid CSV ({error}).") from error


def _head(cells: list[str]) -> list[str]:
    head = [cell.strip() for cell in cells]
    if missing := [name for name in _NEEDED if name not in head]:
        raise CodebookError(f"Line 1: the column “{missing[0]}” is missing. The first line names the columns.")
    unknown = [name for name in head if name not in COLUMNS]
    if unknown or len(set(head)) < len(head):
        name = unknown[0] if unknown else next(name for name in head if head.count(name) > 1)
        raise CodebookError(f"Line 1: “{name}” is not a column of a codebook, or stands there twice.")
    return head


def _fitting(cells: list[str], head: list[str], line: int) -> list[str]:
    if len(cells) != len(head):
        raise CodebookError(f"Line {line} has {len(cells)} cells, and the first line names {len(head)} columns.")
    if any(len(cell) > _LONGEST for cell in cells):
        raise CodebookError(f"Line {line}: a cell is longer than {_LONGEST:,} characters.")
    return cells


def _type(row: dict[str, str], line: int) -> Type:
    place = f"Line {line}"
    booleans = {}
    for name in ("note_required", "retired"):
        value = row.get(name, "").strip().lower()
        if value not in _BOOLEANS:
            raise CodebookError(f"{place}: “{name}” must be true or false.")
        booleans[name] = _BOOLEANS[value]
    table = {
        **{name: row[name] for name in ("code", "label", "key", "definition", "pattern")},
        **{name: row.get(name, "") for name in ("example", "not_when")},
        "colour": {"light": row["colour_light"], "dark": row["colour_dark"]},
        "note_required": booleans["note_required"],
    }
    return read_type(table, place, keyed=not booleans["retired"])
