"""A codebook's colours as a stylesheet: only what is exactly a colour or a known line gets into it."""

import re

import pytest

from annotator.studies.codebooks import PATTERNS
from annotator.studies.stylesheet import stylesheet

TYPE = {"id": 7, "colour_light": "#0859ac", "colour_dark": "#83b9fe", "pattern": "solid"}
SHAPE = re.compile(
    r"(\.c\d+ \{ --code: (light-dark\(#[0-9a-fA-F]{6}, #[0-9a-fA-F]{6}\)|currentColor); "
    r"--code-line: (solid|double|dotted|dashed|wavy); --code-thick: [24]px; \}\n)*"
)


def test_a_type_becomes_one_rule():
    assert stylesheet([TYPE]) == (
        ".c7 { --code: light-dark(#0859ac, #83b9fe); --code-line: solid; --code-thick: 2px; }\n"
    )


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_pattern_has_a_line_and_a_thickness(pattern):
    sheet = stylesheet([{**TYPE, "pattern": pattern}])
    assert f"--code-line: {pattern.removeprefix('thick-')};" in sheet
    assert ("4px" if pattern.startswith("thick-") else "2px") in sheet


ATTACKS = [
    "red",
    "#fff",
    "#fff}a{",
    "#123456;}*{x:y",
    "#123456\n",
    "url(//e.example)",
    "",
    None,
    7,
    ["#123456"],
    "</style>",
]


@pytest.mark.parametrize("field", ["colour_light", "colour_dark", "pattern"])
@pytest.mark.parametrize("value", ATTACKS, ids=repr)
def test_nothing_else_gets_in(field, value):
    sheet = stylesheet([{**TYPE, field: value}])
    assert SHAPE.fullmatch(sheet)
    assert "currentColor" in sheet


@pytest.mark.parametrize("number", ["7", "7{}*", 0, -1, True, None, 7.5], ids=repr)
def test_an_id_that_is_no_row_number_gets_no_rule(number):
    assert stylesheet([{**TYPE, "id": number}]) == ""


def test_content_of_another_shape_gives_an_empty_sheet():
    assert stylesheet(["x", 3, None]) == ""
    assert stylesheet({"unit": 1}) == ""
