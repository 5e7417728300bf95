"""Pure: what the text itself shows about an inserted passage. A person may correct each answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from annotator.suggestions.detectors import inside_quotation

_PAIRS = {
    "[": ("]", "square-brackets"),
    "［": ("］", "square-brackets"),
    "【": ("】", "square-brackets"),
    "(": (")", "parentheses"),
    "（": ("）", "parentheses"),
}
_DASHES = "–—"
_LABELS = ("ed.", "ed:", "editor", "editor's note", "editor’s note", "note:", "red.", "n.b.", "translator")
_SLOT_HOSTS = {"headline": "headline", "standfirst": "standfirst", "caption": "caption", "notice": "notice"}


@dataclass(frozen=True, slots=True)
class Shown:
    """`marking` and `host` are values of the facets of the same names; `operation` is "addition" by default."""

    marking: str
    host: str
    operation: str = "addition"


def shown_by(text: str, start: int, end: int, *, slot: str, marks: Sequence[Sequence[object]] = ()) -> Shown:
    """Derive how the passage `text[start:end]` (code points) is marked and where it stands.

    `marks` are the paragraph's inline runs as [start, end, kind, href]. A passage counts as bracketed when the
    brackets are its first and last characters or stand directly around it. A point is where words were left out.
    """
    if start == end:
        return Shown("unmarked", host(text, start, end, slot=slot), "omission")
    return Shown(_marking(text, start, end, marks), host(text, start, end, slot=slot))


def host(text: str, start: int, end: int, *, slot: str) -> str:
    if start == end:  # the marks themselves are outside, so a point is inside with the character on either side of it
        within = inside_quotation(text, start - 1) or inside_quotation(text, start)
        return "inside-quotation" if within else _SLOT_HOSTS.get(slot, "running-text")
    if inside_quotation(text, start) and inside_quotation(text, max(start, end - 1)):
        return "inside-quotation"
    return _SLOT_HOSTS.get(slot, "running-text")


def _marking(text: str, start: int, end: int, marks: Sequence[Sequence[object]]) -> str:
    inner, first, last = _edges(text, start, end)
    if first in _PAIRS and _PAIRS[first][0] == last:
        return "labelled-note" if _is_labelled(inner) else _PAIRS[first][1]
    if _is_labelled(inner):
        return "labelled-note"
    if first in _DASHES and last in _DASHES and first and last:
        return "dashes"
    if any(kind == "emphasis" and run == (start, end) for run, kind in _runs(marks)):
        return "italics-or-type"
    return "unmarked"


def _edges(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The words without their marks, and the character that stands at (or just outside) either end."""
    passage = text[start:end].strip()
    if len(passage) > 1 and (passage[0] in _PAIRS or passage[0] in _DASHES):
        return passage[1:-1].strip(), passage[0], passage[-1]
    before, after = text[:start].rstrip(), text[end:].lstrip()
    return passage, before[-1:], after[:1]


def _is_labelled(words: str) -> bool:
    folded = words.casefold().lstrip("–—- ")
    return folded.startswith(_LABELS) or folded.endswith(("– ed.", "— ed.", "- ed.", "-ed."))


def _runs(marks: Sequence[Sequence[object]]) -> list[tuple[tuple[object, object], object]]:
    return [((mark[0], mark[1]), mark[2]) for mark in marks]
