"""Words around a passage, for lists. Pure; offsets are code points, half-open."""

import unicodedata
from dataclasses import dataclass

WIDTH = 60


@dataclass(frozen=True, slots=True)
class InContext:
    prefix: str
    quote: str
    suffix: str


def in_context(text: str, start: int, end: int, width: int = WIDTH) -> InContext:
    """At most `width` code points on either side, cut between words where there are any, with "…" where cut."""
    return InContext(_before(text[:start], width), text[start:end], _after(text[end:], width))


def _before(text: str, width: int) -> str:
    if len(text) <= width:
        return text
    cut = len(text) - width
    while cut < len(text) and _joins(text[cut]):
        cut += 1
    tail = text[cut:]
    space = tail.find(" ")
    return "…" + (tail[space:] if 0 <= space < width // 2 else tail)


def _after(text: str, width: int) -> str:
    if len(text) <= width:
        return text
    cut = width
    while cut > 0 and _joins(text[cut]):
        cut -= 1
    head = text[:cut]
    space = head.rfind(" ")
    return (head[: space + 1] if space > width // 2 else head) + "…"


def _joins(character: str) -> bool:
    """True when a cut before this character would split what a reader sees as one."""
    return unicodedata.combining(character) != 0 or character in "\u200d\ufe0f" or "🏻" <= character <= "🏿"
