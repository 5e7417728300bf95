"""Pure: the colours and underlines of a codebook revision as a stylesheet, since pages carry no inline style."""

from collections.abc import Iterable, Mapping
from typing import Any

from annotator.studies.codebooks import PATTERNS, is_colour

_NEUTRAL = "--code: currentColor; --code-line: solid; --code-thick: 2px;"


def stylesheet(content: Iterable[Mapping[str, Any]]) -> str:
    """One rule `.c<id> { --code; --code-line; --code-thick }` per claim type of a revision's content.

    Nothing that was stored is copied into the sheet unless it is exactly a colour or a known pattern; a type
    whose values are not gets the text's own colour.
    """
    rules = (_rule(one) for one in content if isinstance(one, Mapping))
    return "".join(rule for rule in rules if rule)


def _rule(one: Mapping[str, Any]) -> str:
    number = one.get("id")
    if not isinstance(number, int) or isinstance(number, bool) or number < 1:
        return ""
    return f".c{number} {{ {_properties(one)} }}\n"


def _properties(one: Mapping[str, Any]) -> str:
    light, dark, pattern = one.get("colour_light"), one.get("colour_dark"), one.get("pattern")
    if not is_colour(light) or not is_colour(dark) or pattern not in PATTERNS:
        return _NEUTRAL
    line = pattern.removeprefix("thick-")
    thick = "4px" if pattern != line else "2px"
    return f"--code: light-dark({light}, {dark}); --code-line: {line}; --code-thick: {thick};"
