"""Claim types to add to the shipped ones."""

from dataclasses import replace

from annotator.studies.codebooks import Type

BORDER = Type("border", "Border", "shift+4", "A claim about a border.", "", "", False, "#6028bd", "#a37de3", "wavy")
RIVER = replace(
    BORDER, code="river", label="River", key="shift+5", pattern="dotted", colour_light="#101216", colour_dark="#f4f6f8"
)
LAW = replace(BORDER, code="law", label="Law", key="shift+6", pattern="thick-double")
