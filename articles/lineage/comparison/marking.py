"""How a text shows that words were put into it, and which words those are without the marks. Pure."""

import re

from articles.lineage.comparison import Block, Marking, Place
from articles.lineage.comparison.typeface import emphasised, within
from articles.lineage.comparison.words import DASHES

_SQUARE = {"[": "]", "［": "］", "【": "】"}
_ROUND = {"(": ")", "（": "）"}
_PAIRS = _SQUARE | _ROUND
_NOTE = (
    r"(?:(?:the )?(?:editor|translator|publisher)(?:['’]?s)?,? note|editorial note|ed\.? note|translator['’]?s note"
    r"|anm(?:\.|erkung) d(?:\.|er) red(?:\.|aktion)|note de la rédaction|ndlr|прим(?:\.|ечание) ред(?:\.|акции))"
)
_ED = r"(?-i:Eds?\.?|Editors?|Red\.|Ред\.)"
_LABEL = re.compile(
    rf"\W*(?:{_NOTE}\s*[:.–—,-]|{_ED}\s*[:–—-]"
    r"|(?:updated?|corrected|correction|clarification|note|n\. ?b\.?)\s*[:–—])\s*",
    re.IGNORECASE,
)
_SIGNED = re.compile(rf"\s*[-–—;,]\s*(?:{_NOTE}|(?-i:(?:[Tt]he )?Eds?\.?|Red\.|Ред\.|Tr(?:ans)?\.))\W*$", re.IGNORECASE)
_FOOTNOTE = re.compile(r"^[\[(（［]?\^?(?:\d{1,3}[a-z]?|[*†‡§]{1,3}|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)[\])）］]?$")
_FOOTNOTE_PARAGRAPH = re.compile(r"^(?:[\[(]\d{1,3}[\])]|[*†‡§]{1,3}|[¹²³⁴⁵⁶⁷⁸⁹⁰]+)\s*\S")
_AFTER_MARKS = ".,;:!?…"


def marking_of(block: Block, place: Place, *, whole: bool = False) -> tuple[Marking, Place | None]:
    """How text[place] of the derived paragraph is shown as put in, and its place without the marks (None: the same).

    `whole`: the paragraph was put in as a whole. Closing punctuation after a bracket counts as outside it.
    """
    text = block.text[place.start : place.end]
    inner = _within_brackets(text)
    bare = text[inner[0] : inner[1]] if inner else text
    if _FOOTNOTE.match(text.strip()) and not text.strip().isdecimal():
        return Marking.FOOTNOTE, _inside(place, text, inner)
    if whole and _FOOTNOTE_PARAGRAPH.match(text):
        return Marking.FOOTNOTE, None
    if _LABEL.match(bare) or (_SIGNED.search(bare) and (inner or whole)):
        return Marking.LABELLED_NOTE, _inside(place, text, _without_label(text, inner or (0, len(text))))
    if inner:
        kind = Marking.SQUARE_BRACKETS if text.lstrip()[0] in _SQUARE else Marking.PARENTHESES
        return kind, _inside(place, text, inner)
    around = block.text[place.start - 1 : place.start], block.text[place.end : place.end + 1]
    if around[0] and _PAIRS.get(around[0]) == around[1]:
        return Marking.SQUARE_BRACKETS if around[0] in _SQUARE else Marking.PARENTHESES, None
    if dashed := _within_dashes(block.text, place, text):
        return Marking.DASHES, _inside(place, text, dashed)
    if _set_off(block, place, whole):
        return Marking.ITALICS_OR_TYPE, None
    return Marking.UNMARKED, None


def bracket_group(text: str) -> tuple[int, int] | None:
    """A bracket that stands at one end of `text` and leaves words outside it: where it is. The last one first."""
    for at, opening in ((text.rfind("["), "["), (text.find("["), "["), (text.rfind("("), "("), (text.find("("), "(")):
        end = _closing(text, at) if at >= 0 else -1
        if end < 0:
            continue
        before, after = text[:at].strip(), text[end:].strip()
        if opening and any(map(str.isalnum, before + after)) and (not before or not after.strip(_AFTER_MARKS)):
            return at, end
    return None


def _closing(text: str, at: int) -> int:
    """Where the bracket that opens at `at` has closed; -1 when it does not."""
    opened, closes, depth = text[at], _PAIRS[text[at]], 0
    for place in range(at, len(text)):
        depth += (text[place] == opened) - (text[place] == closes)
        if not depth:
            return place + 1
    return -1


def _within_brackets(text: str) -> tuple[int, int] | None:
    """What stands inside the one bracket that is all of `text`, but for punctuation after it."""
    stripped = text.rstrip(_AFTER_MARKS + " ")
    if len(stripped) < 3 or stripped[0] not in _PAIRS or _closing(stripped, 0) != len(stripped):
        return None
    return 1, len(stripped) - 1


def _within_dashes(text: str, place: Place, words: str) -> tuple[int, int] | None:
    """Between two dashes, or after one to the end of a sentence. A hyphen counts when it stands free."""
    if not _is_dash(text, place.start) or len(words) < 3:
        return None
    start = 1 + (words[1] == "-")
    end = place.end - 1
    if _is_dash(text, end) and end > place.start + 1:
        return start, len(words) - 1
    if _is_dash(text, _after_blank(text, place.end)) or text[place.end : place.end + 1] in ("", ".", "!", "?", "…"):
        return start, len(words)
    return (start, len(words)) if words[-1] in ".!?…" else None


def _after_blank(text: str, at: int) -> int:
    while text[at : at + 1].isspace():
        at += 1
    return at


def _is_dash(text: str, at: int) -> bool:
    char = text[at : at + 1]
    if not char or char not in DASHES:
        return False
    free = not (text[at - 1 : at].isalnum() and text[at + 1 : at + 2].isalnum()) if at else True
    return char in "–—―" or free


def _without_label(text: str, inner: tuple[int, int]) -> tuple[int, int]:
    start, end = inner
    if label := _LABEL.match(text[start:end]):
        return start + label.end(), end
    if signed := _SIGNED.search(text[start:end]):
        return start, start + signed.start()
    return inner


def _inside(place: Place, text: str, span: tuple[int, int] | None) -> Place | None:
    if span is None:
        return None
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Place(place.paragraph, place.start + start, place.start + end) if start < end else None


def _set_off(block: Block, place: Place, whole: bool) -> bool:
    """The words are in italics or bold, and what stands beside them (in the paragraph) is not."""
    if not block.marks:
        return False
    spans = emphasised(block.marks)
    covered = sum(end - start for start, end in within(spans, place.start, place.end))
    if covered < 0.9 * (place.end - place.start):
        return False
    return whole or sum(end - start for start, end in spans) < 0.9 * len(block.text.strip())
