"""A spreadsheet program takes no cell of the spreadsheet CSV for a formula, and shows the text as it was."""

import re
import shutil
import subprocess
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from annotator.releases.formats import FORMATS
from annotator.releases.formats.csv_spreadsheet import GUARDED, unguarded
from tests.releases.formats.test_formats import COLUMNS, Record

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

#: what attacks on spreadsheets look like, after each beginning that may be taken for a formula
ATTACKS = [
    'HYPERLINK("http://127.0.0.1/?"&A1,"look")',
    "cmd|' /C calc'!A0",
    "1+1",
    "SUM(1;2)",
    'WEBSERVICE("http://127.0.0.1")',
    "",
]
CELLS = [f"{first}{attack}" for first in GUARDED for attack in ATTACKS]
CELLS += [f" {cell}" for cell in CELLS] + [f'"{cell}"' for cell in CELLS] + ["2026-03-01", "007", "1e5", "TRUE"]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not SOFFICE, reason="no LibreOffice found: soffice is not on the PATH"),
]


def converted(folder, name, content):
    """The file as LibreOffice opens it (comma, double quote, UTF-8) and saves it again, as an xlsx."""
    (folder / name).write_bytes(content)
    command = [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--infilter=CSV:44,34,76,1", "--convert-to", "xlsx", "--outdir", str(folder), str(folder / name)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stderr
    return ZipFile((folder / name).with_suffix(".xlsx"))


def read(workbook, name):
    return ElementTree.fromstring(workbook.read(name))  # noqa: S314 - written here, by the program just called


def formulas(workbook):
    """How many cells of the workbook are formulas."""
    sheets = [name for name in workbook.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
    assert sheets
    return sum(len(list(read(workbook, name).iter(f"{MAIN}f"))) for name in sheets)


def words(workbook):
    """The texts of all cells that hold text."""
    strings = read(workbook, "xl/sharedStrings.xml")
    return ["".join(part.text or "" for part in item.iter(f"{MAIN}t")) for item in strings.iter(f"{MAIN}si")]


def written(name):
    records = [Record(cell, cell, None, None, None, None, ()) for cell in CELLS]
    return b"".join(FORMATS[name].write(COLUMNS, records))


def test_no_cell_of_the_spreadsheet_csv_is_a_formula(tmp_path):
    workbook = converted(tmp_path, "guarded.csv", written("spreadsheet"))
    assert formulas(workbook) == 0
    shown = {unguarded(word).strip() for word in words(workbook)}
    assert '=HYPERLINK("http://127.0.0.1/?"&A1,"look")' in shown


def test_the_exact_csv_would_have_formulas(tmp_path):
    """So that the test above can fail: without the guard the same cells run."""
    assert formulas(converted(tmp_path, "exact.csv", written("csv"))) > 0
