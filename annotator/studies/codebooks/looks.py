"""Pure: whether claim types can be read and told apart on the pages, in sentences for the person who chose the colours.

Text needs a contrast of 4.5:1 (WCAG 2.2, 1.4.3) and an underline 3:1 (1.4.11). Two types with the same underline must
differ in lightness, so that nobody needs hue to tell them apart (1.4.1).
"""

import colorsys
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import combinations

from annotator.studies.codebooks import PATTERNS, Type
from annotator.studies.codebooks.colours import DEFICIENCIES, contrast, distance

TEXT, MARK, TWINS = 4.5, 3.0, 1.2
#: ΔE*ab below which two colours are taken for one at a glance
CLOSE = 10.0
#: what code colours stand on, as site.css has it: page and paper, and the wash behind flagged words
PAGES = {"light": ("#faf9f7", "#ffffff"), "dark": ("#16181d", "#1d2026")}
WASH = {"light": "#fff1b8", "dark": "#4a4113"}
#: hues in an order in which each is far from those before it, saturation 0.65
_HUES = tuple(number * 0.381966 % 1 for number in range(1, 25))


def text_ratio(colour: str, mode: str) -> float:
    """The least contrast of "#rrggbb" as text on the pages of `mode`, light or dark."""
    return min(contrast(colour, page) for page in PAGES[mode])


def colour_of(one: Type, mode: str) -> str:
    return one.colour_light if mode == "light" else one.colour_dark


def unreadable(one: Type) -> dict[str, str]:
    """A sentence for each of its colours that cannot be read, by the field's name."""
    faults = {}
    for mode, better in (("light", "darker"), ("dark", "lighter")):
        colour = colour_of(one, mode)
        text, mark = text_ratio(colour, mode), contrast(colour, WASH[mode])
        if text < TEXT:
            faults[f"colour_{mode}"] = (
                f"{colour} has a contrast of {ratio(text)} as text on {mode} pages, and at least 4.5:1 is needed. "
                f"Take a {better} colour."
            )
        elif mark < MARK:
            faults[f"colour_{mode}"] = (
                f"{colour} has a contrast of {ratio(mark)} as an underline on flagged words on {mode} pages, "
                f"and at least 3:1 is needed. Take a {better} colour."
            )
    return faults


def ratio(value: float) -> str:
    """A contrast as people write it, never rounded up: 4.49 does not become 4.5."""
    return f"{int(value * 100) / 100:.2f}".rstrip("0").rstrip(".") + ":1"


def twin_of(one: Type, others: Iterable[Type]) -> Type | None:
    """Another type with the same underline that is as light or as dark, so that only hue would tell them apart."""
    for other in others:
        if other.code != one.code and other.pattern == one.pattern and _as_light(one, other):
            return other
    return None


def _as_light(one: Type, other: Type) -> bool:
    return any(contrast(colour_of(one, mode), colour_of(other, mode)) < TWINS for mode in PAGES)


def how_it_reads(one: Type) -> str:
    """One line about its colours: both contrasts, as text."""
    light, dark = (ratio(text_ratio(colour_of(one, mode), mode)) for mode in ("light", "dark"))
    return f"Text contrast {light} on light pages, {dark} on dark ones."


def close_pairs(types: Sequence[Type], about: Iterable[str] = ()) -> list[str]:
    """A sentence for each pair whose colours look alike to somebody; with `about`, of these codes only.

    It is no fault: their underlines differ, which `twin_of` sees to.
    """
    wanted = set(about)
    said = []
    for one, other in combinations(types, 2):
        eyes = _alike(one, other)
        if eyes and (not wanted or wanted & {one.code, other.code}):
            said.append(
                f"“{one.label}” and “{other.label}” look alike {_for(eyes)}; "
                f"their underlines tell them apart ({_underlines(one, other)})."
            )
    return said


def _alike(one: Type, other: Type) -> list[str]:
    kinds = ("", *DEFICIENCIES)
    return [
        kind
        for kind in kinds
        if any(distance(colour_of(one, mode), colour_of(other, mode), kind) < CLOSE for mode in PAGES)
    ]


def _for(eyes: Sequence[str]) -> str:
    return "to everybody" if "" in eyes else "to people with " + " or ".join(eyes)


def _underlines(one: Type, other: Type) -> str:
    if one.pattern == other.pattern:
        return f"both {one.pattern}, one lighter than the other"
    return f"{one.pattern} and {other.pattern}"


def fitted(colour: str) -> tuple[str, str]:
    """A light-page and a dark-page colour of the same hue that can be read there."""
    hue, _, saturation = colorsys.rgb_to_hls(*(int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)))
    light = next(c for c in _shades(hue, saturation, range(45, -1, -1)) if not _bad(c, "light"))
    dark = next(c for c in _shades(hue, saturation, range(60, 101)) if not _bad(c, "dark"))
    return light, dark


def _bad(colour: str, mode: str) -> bool:
    return text_ratio(colour, mode) < TEXT + 0.1 or contrast(colour, WASH[mode]) < MARK + 0.1


def _shades(hue: float, saturation: float, lightness: Iterable[int]) -> Iterable[str]:
    for percent in lightness:
        channels = colorsys.hls_to_rgb(hue, percent / 100, saturation)
        yield "#" + "".join(f"{round(channel * 255):02x}" for channel in channels)


def free_look(others: Sequence[Type]) -> tuple[str, str, str]:
    """(light colour, dark colour, underline) that no other type has: the least used underline, the farthest colour."""
    used = [one.pattern for one in others]
    by_use = sorted(PATTERNS, key=lambda pattern: (used.count(pattern), PATTERNS.index(pattern)))
    for pattern in by_use:
        pairs = [pair for pair in _palette() if not _twins(pair, pattern, others)]
        if pairs:
            light, dark = max(pairs, key=lambda pair: _nearest(pair, others))
            return light, dark, pattern
    return (*_palette()[0], by_use[0])


@cache
def _palette() -> list[tuple[str, str]]:
    colours = (next(iter(_shades(hue, 0.65, [45]))) for hue in _HUES)
    return [*(fitted(colour) for colour in colours), ("#3a3f45", "#ced5dc"), ("#101216", "#f4f6f8")]


def _twins(pair: tuple[str, str], pattern: str, others: Iterable[Type]) -> bool:
    return any(
        other.pattern == pattern
        and (contrast(pair[0], other.colour_light) < TWINS or contrast(pair[1], other.colour_dark) < TWINS)
        for other in others
    )


def _nearest(pair: tuple[str, str], others: Iterable[Type]) -> float:
    distances = [distance(pair[0], other.colour_light, kind) for other in others for kind in ("", *DEFICIENCIES)]
    return min(distances, default=0.0)
