"""The formats an export can be had in. A new one is a file beside this one and a line here."""

from annotator.releases.formats import csv_exact, csv_spreadsheet, jsonl
from annotator.releases.formats.base import Format

FORMATS: dict[str, Format] = {
    each.name: each
    for each in (
        csv_exact.FORMAT,
        csv_spreadsheet.FORMAT,
        jsonl.FORMAT,
    )
}
