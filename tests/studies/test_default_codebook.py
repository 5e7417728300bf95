"""The default codebook is data that people read and screens draw: it must be whole and legible."""

from __future__ import annotations

import itertools
import tomllib
from pathlib import Path
from typing import Any

import pytest

CODEBOOK = Path(__file__).parents[2] / "annotator/studies/codebooks/default.toml"
DATA: dict[str, Any] = tomllib.loads(CODEBOOK.read_text(encoding="utf-8"))
TYPES: list[dict[str, Any]] = DATA["claim_type"]

CODES = [
    "event",
    "state",
    "quantity",
    "causal",
    "relation",
    "intent",
    "prediction",
    "rule",
    "evidence",
    "evaluation",
]
LIGHT_PAGES = ("#ffffff", "#faf9f7")
DARK_PAGES = ("#16181d", "#1d2026")
STYLES = ("solid", "double", "dotted", "dashed", "wavy")
PATTERNS = {*STYLES, *(f"thick-{style}" for style in STYLES)}


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb", 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_contrast_formula_gives_the_known_extremes() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_codebook_says_what_it_is() -> None:
    codebook = DATA["codebook"]
    assert codebook["name"] == "NPCA-1"
    assert codebook["version"]
    assert codebook["unit"]
    assert all(codebook["notes"])


def test_the_types_are_those_of_the_field_with_other_and_unclear_last() -> None:
    assert [t["code"] for t in TYPES] == [*CODES, "other", "unclear"]


@pytest.mark.parametrize("field", ["code", "label", "key", "pattern_and_colour"])
def test_no_two_types_share(field: str) -> None:
    values = [(t["pattern"], t["colour"]["light"]) if field == "pattern_and_colour" else t[field] for t in TYPES]
    assert len(set(values)) == len(TYPES)


def test_digits_pick_the_first_nine_and_shift_digits_the_rest() -> None:
    assert [t["key"] for t in TYPES] == [*"123456789", "shift+1", "shift+2", "shift+3"]


@pytest.mark.parametrize("claim_type", TYPES, ids=lambda t: t["code"])
def test_each_type_is_explained(claim_type: dict[str, Any]) -> None:
    assert set(claim_type) == {
        "code", "label", "key", "definition", "example", "not_when", "note_required", "colour", "pattern",
    }  # fmt: skip
    assert all(claim_type[field].strip() for field in ("definition", "example", "not_when"))


def test_only_other_and_unclear_ask_for_a_note() -> None:
    assert [t["code"] for t in TYPES if t["note_required"] is True] == ["other", "unclear"]
    assert all(isinstance(t["note_required"], bool) for t in TYPES)


def test_the_order_for_doubt_names_every_type_but_unclear_once() -> None:
    order = DATA["codebook"]["priority_on_doubt"]
    assert sorted(order) == sorted([*CODES, "other"])
    assert order[:4] == ["causal", "relation", "intent", "prediction"]


@pytest.mark.parametrize("claim_type", TYPES, ids=lambda t: t["code"])
def test_its_colour_can_be_read_as_text_on_every_page(claim_type: dict[str, Any]) -> None:
    colour = claim_type["colour"]
    assert min(contrast(colour["light"], page) for page in LIGHT_PAGES) >= 4.5
    assert min(contrast(colour["dark"], page) for page in DARK_PAGES) >= 4.5


def test_patterns_are_known_and_neighbours_differ() -> None:
    patterns = [t["pattern"] for t in TYPES]
    assert set(patterns) <= PATTERNS
    assert all(one != other for one, other in itertools.pairwise(patterns))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_types_that_share_a_pattern_differ_in_lightness(mode: str) -> None:
    for one, other in itertools.combinations(TYPES, 2):
        if one["pattern"] == other["pattern"]:
            ratio = contrast(one["colour"][mode], other["colour"][mode])
            assert ratio >= 1.2, (one["code"], other["code"], ratio)
