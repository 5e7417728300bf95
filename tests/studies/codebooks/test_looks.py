"""Whether colours can be read and told apart, by the published formulas and in sentences."""

from dataclasses import replace
from itertools import combinations

import pytest

from annotator.studies.codebooks import Type, load_codebook
from annotator.studies.codebooks.colours import contrast, distance
from annotator.studies.codebooks.looks import (
    TEXT,
    close_pairs,
    fitted,
    free_look,
    how_it_reads,
    ratio,
    text_ratio,
    twin_of,
    unreadable,
)

SHIPPED = load_codebook().types
PLAIN = Type("one", "One", "1", "A claim.", "", "", False, "#0859ac", "#83b9fe", "solid")


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("#000000", "#ffffff", 21),
        ("#777777", "#ffffff", 4.478),
        ("#ffffff", "#ffffff", 1),
        ("#ff0000", "#ffffff", 3.998),
    ],
)
def test_contrast_is_that_of_wcag(one, other, said):
    assert contrast(one, other) == pytest.approx(said, abs=0.001)
    assert contrast(other, one) == contrast(one, other)


@pytest.mark.parametrize(
    ("one", "other", "said"), [("#ff0000", "#00ff00", 170.57), ("#000000", "#ffffff", 100), ("#123456", "#123456", 0)]
)
def test_distance_is_that_of_cie_1976(one, other, said):
    assert distance(one, other) == pytest.approx(said, abs=0.05)


def test_red_and_green_of_one_lightness_come_close_without_the_cones_for_them():
    red, green = "#b7434a", "#67700b"
    assert distance(red, green) > 60
    assert distance(red, green, "deuteranopia") < distance(red, green) / 3
    assert distance("#808080", "#808080", "tritanopia") == 0


def test_the_shipped_types_can_be_read_and_told_apart():
    for one in SHIPPED:
        assert unreadable(one) == {}
        assert twin_of(one, SHIPPED) is None


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"colour_light": "#ffcc00"}, "colour_light", "contrast of 1.4"),
        ({"colour_light": "#ffcc00"}, "colour_light", "at least 4.5:1 is needed. Take a darker colour."),
        ({"colour_dark": "#0859ac"}, "colour_dark", "Take a lighter colour."),
        ({"colour_dark": "#7d8087"}, "colour_dark", "contrast of 4."),
    ],
)
def test_a_colour_that_cannot_be_read_is_named_with_its_ratio(changes, field, said):
    assert said in unreadable(replace(PLAIN, **changes))[field]


def test_a_ratio_is_never_rounded_up():
    assert [ratio(value) for value in (4.499, 4.5, 21.0, 3.009)] == ["4.49:1", "4.5:1", "21:1", "3:1"]


def test_types_with_one_underline_must_differ_in_lightness_not_in_hue_alone():
    other = replace(PLAIN, code="two", label="Two", colour_light="#7544a3", colour_dark="#cea5fd")
    assert twin_of(PLAIN, [other]) is other
    assert twin_of(PLAIN, [replace(other, pattern="dotted")]) is None
    assert twin_of(PLAIN, [replace(other, colour_light="#3a3f45", colour_dark="#f4f6f8")]) is None


def test_look_alikes_are_told_with_who_mistakes_them_and_what_tells_them_apart():
    other = replace(PLAIN, code="two", label="Two", colour_light="#4851b0", colour_dark="#a3b2fe", pattern="dashed")
    [sentence] = close_pairs([PLAIN, other])
    assert sentence.startswith("“One” and “Two” look alike to people with protanopia or deuteranopia")
    assert sentence.endswith("their underlines tell them apart (solid and dashed).")
    assert close_pairs([PLAIN, other], about=["three"]) == []
    assert "Text contrast 6.57:1 on light pages" in how_it_reads(PLAIN)


@pytest.mark.parametrize("colour", ["#ffff00", "#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff", "#808080"])
def test_any_colour_is_made_fit_for_both_kinds_of_page(colour):
    light, dark = fitted(colour)
    assert text_ratio(light, "light") >= TEXT
    assert text_ratio(dark, "dark") >= TEXT
    assert unreadable(replace(PLAIN, colour_light=light, colour_dark=dark)) == {}


def test_there_is_a_look_for_each_of_eighteen_types():
    types = []
    for number in range(18):
        light, dark, pattern = free_look(types)
        types.append(replace(PLAIN, code=str(number), colour_light=light, colour_dark=dark, pattern=pattern))
    assert all(unreadable(one) == {} for one in types)
    assert all(twin_of(one, types) is None for one in types)
    assert len({(one.pattern, one.colour_light) for one, _ in combinations(types, 2)}) >= 17
