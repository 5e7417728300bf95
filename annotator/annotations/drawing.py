"""The one module that writes HTML by hand: paragraphs with their passages, and the list beside them.

A template loop over thousands of passages costs more than a second; this costs milliseconds. Everything that comes
from a person or a text goes through `escape`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from annotator.annotations.segments import Segment, Span, lanes, segments

#: where more passages than this lie over one another, the innermost are numbered but not underlined
_DEEPEST = 24
#: a word joiner: no line ends between the last marked word and its chip
_JOINED = "&#8288;"
#: notes longer than this are folded on the card; the whole note is one press away
_LONG_NOTE = 280
_INLINE = {"emphasis": "em", "strong": "strong"}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One passage as it is shown: `number` counts through the article, `label` is words, `code` a CSS class.

    An omission is a point, start == end, and `left_out` the original's words that are not there.
    `marking` says in words how a flagged insertion is marked, `outer` is the id of the attribution around this one.
    """

    id: str
    number: int
    start: int
    end: int
    quote: str
    label: str
    code: str
    insertion: bool
    attribution: str = ""
    details: str = ""
    note: str = ""
    kind: str = "annotation"
    marking: str = ""
    outer: str = ""
    left_out: str = ""

    @property
    def is_point(self) -> bool:
        return self.start == self.end

    @property
    def chip(self) -> str:
        """The words behind the passage: its label, and in words that it is flagged, and how it is marked."""
        if self.is_point:
            return self.label if self.label == "Omission" else f"{self.label} · omission"
        if not self.insertion:
            return self.label
        flag = "insertion, " + self.marking.lower() if self.marking else "insertion"
        return flag.capitalize() if self.label == "Insertion" else f"{self.label} · {flag}"


def paragraph_html(text: str, marks: Sequence[Sequence[object]], passages: Sequence[Drawn]) -> SafeString:
    """Return the text with a `<mark>` around each passage and a link at its end to its card; of an omission, the link
    alone, at its point.

    Whatever is not the stored text carries `data-chrome`, so that offsets are counted over the stored text alone.
    """
    by_ref = {passage.id: passage for passage in passages}
    spans = [Span(p.start, p.end, p.id) for p in passages if not p.is_point]
    points: dict[int, list[Drawn]] = {}
    for passage in passages:
        if passage.is_point:
            points.setdefault(passage.start, []).append(passage)
    inline = [(int(str(m[0])), int(str(m[1])), _INLINE[str(m[2])]) for m in marks if m[2] in _INLINE]
    if not passages and not inline:
        return mark_safe(escape(text))  # noqa: S308 - escaped on the spot
    lane = lanes(spans)
    typed = [Span(start, end, f"\0{tag}{index}") for index, (start, end, tag) in enumerate(inline)]
    out: list[str] = []
    for segment in segments(len(text), [*spans, *typed], points):
        out.extend(map(_caret, points.pop(segment.start, ())))
        _draw(out, text, segment, by_ref, lane)
    out.extend(map(_caret, points.pop(len(text), ())))
    return mark_safe("".join(out))  # noqa: S308 - each piece is escaped in _draw


def _draw(out: list[str], text: str, segment: Segment, by_ref: Mapping[str, Drawn], lane: Mapping[str, int]) -> None:
    for ref in segment.opens:
        if passage := by_ref.get(ref):
            out.append(f'<span class="vh" data-chrome>start of {_spoken(passage)}. </span>')
    closing = []
    for ref in segment.refs[:_DEEPEST]:
        if passage := by_ref.get(ref):
            flag = " flagged" if passage.insertion else ""
            out.append(f'<mark class="{passage.code} l{lane[ref]}{flag}" data-a="{passage.id}">')
            closing.append("</mark>")
        else:
            tag = "em" if ref.startswith("\0em") else "strong"
            out.append(f"<{tag}>")
            closing.append(f"</{tag}>")
    out.append(escape(text[segment.start : segment.end]))
    out.extend(reversed(closing))
    for ref in segment.closes:
        if passage := by_ref.get(ref):
            chip = escape(passage.chip)
            out.append(
                f'<span class="vh" data-chrome> end of {passage.kind} {passage.number}. </span>'
                f'<a class="ref {passage.code}" data-chrome href="#a-{passage.id}" '
                f'aria-label="{passage.kind.capitalize()} {passage.number}, {chip}. Go to details">'
                f"{_JOINED}<b>{passage.number}</b>&nbsp;{chip}</a>"
            )


def _caret(passage: Drawn) -> str:
    """The sign at a point where words are missing; spoken, what they are."""
    return (
        f'<a class="ref caret {passage.code}" data-chrome href="#a-{passage.id}" '
        f'aria-label="{_spoken(passage)}, left out here: ‘{escape(_short(passage.left_out))}’. Go to details">'
        f'<span class="sign" aria-hidden="true">‸</span><b>{passage.number}</b>&nbsp;{escape(passage.chip)}</a>'
    )


def _spoken(passage: Drawn) -> str:
    return f"{passage.kind} {passage.number}, {escape(passage.label)}"


_STATES = {
    "tagged": '<span aria-hidden="true">●</span><span class="vh">, {count} tagged</span>',
    "read": '<span aria-hidden="true">✓</span><span class="vh">, read, nothing to tag</span>',
    "unread": '<span aria-hidden="true">○</span><span class="vh">, unread</span>',
    "frame": "",
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a paragraph's words: its number, its state, and what can be done with it (not when fixed)."""

    id: int
    number: int
    slot: str
    slot_name: str
    state: str
    count: int
    hidden: bool
    fixed: bool


def section_html(words: str, frame: Frame, paragraphs: str) -> SafeString:
    """Return one paragraph with its margin and its tools; `paragraphs` is the address below which paragraphs lie.

    `words` is what `paragraph_html` made, so it is not escaped again.
    """
    pk, number, state = frame.id, frame.number, frame.state
    dot = _STATES[state].format(count=frame.count)
    text = "" if frame.hidden else " data-text"
    return mark_safe(  # noqa: S308 - numbers, our own words, and `words`, which is escaped
        f'<section class="para slot-{frame.slot} is-{state}" id="p-{pk}" data-id="{pk}" data-number="{number}" '
        f'tabindex="-1" aria-label="Paragraph {number}">'
        f'<a class="num" href="#p-{pk}"><span class="vh">Paragraph </span>'
        f'{number}<span class="state">{dot}</span></a><p class="words" dir="auto"{text}>{words}</p>'
        f"{'' if frame.hidden or frame.fixed else _tools(frame, paragraphs)}</section>"
    )


def _tools(frame: Frame, paragraphs: str) -> str:
    pk, number, state = frame.id, frame.number, frame.state
    if state == "frame":
        why = "Notice: not coded for claims" if frame.slot == "notice" else f"{frame.slot_name}: needs no mark"
        mark = f'<span class="quiet">{why}</span>'
    else:
        value, said = ("0", "Not read after all") if state == "read" else ("1", "Read, nothing to tag")
        mark = (
            f'<button class="link" form="read-form" formaction="{paragraphs}{pk}/read/" name="read" value="{value}" '
            f"data-nothing{' hidden' if state == 'tagged' else ''}>{said}"
            f'<span class="vh">, paragraph {number}</span></button>'
        )
    return (
        f'<p class="tools small"><a href="?select={pk}#editor" data-select>Select text…'
        f'<span class="vh"> in paragraph {number}</span></a> {mark}</p>'
    )


def cards_html(passages: Iterable[Drawn], paragraph_id: int, paragraph_number: int, base: str) -> SafeString:
    """Return `<li>` cards for the list at the side. An annotation's page lies below `base`; "" draws no way to edit."""
    out = []
    for passage in passages:
        extra = f'<span class="details">{escape(passage.details)}</span>' if passage.details else ""
        if passage.note:
            extra += _note(passage.note)
        nested = " data-attributed" if passage.attribution and not passage.is_point else ""
        if passage.outer:
            nested += f' data-outer="{passage.outer}"'
        edit = (
            f'<a class="edit" href="{base}{passage.id}/">'
            f'Edit<span class="vh"> {passage.kind} {passage.number}</span></a>'
            if base
            else ""
        )
        out.append(
            f'<li id="a-{passage.id}" tabindex="-1" data-id="{passage.id}" data-paragraph="{paragraph_id}"{nested}>'
            f'<a class="back" href="#p-{paragraph_id}">¶{paragraph_number}</a> '
            f'<b class="label {passage.code}">{passage.number} {escape(passage.label)}</b>'
            f"{_words(passage)}{extra}"
            f"{edit}</li>"
        )
    return mark_safe("".join(out))  # noqa: S308 - each piece is escaped above


def _words(passage: Drawn) -> str:
    if passage.is_point:
        words = f'left out here: <q dir="auto">{escape(_short(passage.left_out))}</q>'
        return f'<span class="left-out"><span class="sign" aria-hidden="true">‸</span> {words}</span>'
    return f'<q dir="auto">{escape(_short(passage.quote))}</q>'


def _short(words: str) -> str:
    return words if len(words) <= 90 else words[:88] + "…"


def _note(note: str) -> str:
    if len(note) <= _LONG_NOTE:
        return f'<span class="note" dir="auto">{escape(note)}</span>'
    start = escape(note[: _LONG_NOTE // 2].rsplit(None, 1)[0])
    return (
        f'<details class="note" dir="auto"><summary><span class="start">{start}…</span> '
        f'<span class="all">Show all<span class="vh"> of the note</span></span></summary>{escape(note)}</details>'
    )
