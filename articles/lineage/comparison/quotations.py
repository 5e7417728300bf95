"""Which places of a text stand inside quotation marks, also where a quotation runs on over paragraphs. Pure.

Knows straight and curly marks, „German“, «French» and »reversed« guillemets, ”Swedish” and 「corner」 marks, double
and single. Apostrophes open nothing. A quotation that is never closed runs to its paragraph's end; one that is only
closed has run since the paragraph's start, and through the paragraphs without marks back to the one that was left open.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence

type Span = tuple[int, int]

_BEFORE_OPENING = set("([{<«‹“„‘‚「『【［（—–-/…\"'")
_ELISION = re.compile(r"['‘’](?:\d0s\b|tis\b|twas\b|em\b|til\b|till\b|cause\b|bout\b|round\b|n['’]?\b)", re.IGNORECASE)
_CLOSES = {"“": "”", "„": "“”", "”": "”", '"': '"', "「": "」", "『": "』"}
_GUILLEMETS = {"«": "»", "»": "«", "‹": "›", "›": "‹"}
_ANY_MARK = re.compile("[\"“”„«»‹›「」『』'‘’‚]")
_DOUBLE = re.compile('["“”„«»‹›「」『』]')
# A quotation of more paragraphs than this between its marks is more likely a mark forgotten.
_LONGEST_RUN = 8


class Quotations:
    """The quotations of a text's paragraphs. Places are asked in code points; the marks themselves are outside."""

    def __init__(self, texts: Sequence[str], slots: Sequence[str] = ()) -> None:
        """`slots`, when given, one for each text: in a "quotation" every place is inside."""
        self._spans = [quoted_spans(text) if _ANY_MARK.search(text) else [] for text in texts]
        self._run_on(texts)
        for number, slot in enumerate(slots):
            if slot == "quotation":
                self._spans[number] = [(-1, len(texts[number]) + 1)]

    def hold(self, paragraph: int, start: int, end: int) -> bool:
        """Whether [start, end) is inside one quotation; a point (start == end) when it is strictly inside."""
        spans = self._spans[paragraph]
        found = bisect_right(spans, (start - 1, 1 << 60)) - 1
        return found >= 0 and spans[found][0] < start and end <= spans[found][1]

    def _run_on(self, texts: Sequence[str]) -> None:
        opened = -1
        for number, text in enumerate(texts):
            spans = self._spans[number]
            closes_first = bool(spans) and spans[0][0] < 0
            if opened >= 0 and closes_first and 1 < number - opened <= _LONGEST_RUN:
                for between in range(opened + 1, number):
                    self._spans[between] = [(-1, len(texts[between]) + 1)]
            if spans and spans[-1][1] > len(text):
                opened = number
            elif _DOUBLE.search(text):
                opened = -1


def quoted_spans(text: str) -> list[Span]:
    """Spans of one paragraph from mark to mark; a start of -1 or an end of len(text) + 1 lies beyond it.

    `start` is where the opening mark stands, `end` where the closing one does: what is inside is text[start + 1:end].
    """
    return _merged(_double_quoted(text) + _single_quoted(text))


def _opens(text: str, at: int) -> bool:
    """A mark may open here: space or an opening mark before it, something other than space after it."""
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    return (not before or before.isspace() or before in _BEFORE_OPENING) and bool(after) and not after.isspace()


def _word_after(text: str, at: int) -> bool:
    return text[at + 1 : at + 2].isalnum() or text[at + 1 : at + 2] in ("[", "$")


def _double_quoted(text: str) -> list[Span]:
    spans: list[Span] = []
    begun, closes = -1, ""
    guillemets = re.search("[«»‹›]", text)
    reversed_marks = bool(guillemets and guillemets.group() in "»›" and _opens(text, guillemets.start()))
    for match in _DOUBLE.finditer(text):
        mark, at = match.group(), match.start()
        if closes:
            # An opening mark of the same sort while one is open: the first was left open; go on inside.
            if mark in closes and not (mark == '"' and _opens(text, at) and _word_after(text, at)):
                spans.append((begun, at))
                closes = ""
        elif mark in _GUILLEMETS:
            if (mark in "»›") == reversed_marks:
                begun, closes = at, _GUILLEMETS[mark]
            elif not spans:
                spans.append((-1, at))
        elif mark in "“„「『" or _opens(text, at):
            begun, closes = at, _CLOSES[mark]
        elif not spans and at and not (mark == '"' and text[at - 1].isdigit()):
            spans.append((-1, at))  # closed here, opened in a paragraph before
    if closes:
        spans.append((begun, len(text) + 1))
    return spans


def _single_quoted(text: str) -> list[Span]:
    """Spans between single marks; an apostrophe is told from a closing mark by what stands round it."""
    marks = [m.start() for m in re.finditer("['‘’‚]", text)]
    closing = {
        at
        for at in marks
        if at and text[at] != "‚" and not text[at - 1].isspace() and not text[at + 1 : at + 2].isalnum()
    }
    spans: list[Span] = []
    begun, last = -1, -1  # `last`: a closing mark that may have been a plural's apostrophe
    for at in marks:
        opens = text[at] != "’" and _opens(text, at) and not _ELISION.match(text, at)
        if begun < 0:
            if opens:
                begun, last = at, -1
            continue
        if opens and last >= 0:  # the doubtful apostrophe before was the closing mark after all
            spans.append((begun, last))
            begun, last = at, -1
        elif at in closing:
            if text[at - 1] in "sS" and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].islower():
                last = at if last < 0 else last
            else:
                spans.append((begun, at))
                begun = -1
    if begun >= 0 and last >= 0:
        spans.append((begun, last))
    elif begun == 0 and text[:1] == "‘":
        spans.append((0, len(text) + 1))
    return spans


def _merged(spans: list[Span]) -> list[Span]:
    """Overlapping spans as one, sorted."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
