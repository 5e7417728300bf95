"""A paragraph of the compare page as HTML: its own words, with what was put in and left out set apart.

A template loop over thousands of runs costs more than a second; this costs milliseconds. Every text goes through
`format_html` or `escape`.
"""

from collections.abc import Iterator

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString

from articles.lineage.compare_page.drawn_words import Run
from articles.lineage.compare_page.side_by_side import Paragraph

_TAGS = {"ins": "ins", "del": "del", "set": "span"}
_SAID = '<span class="vh" dir="ltr" lang="en">{}</span>'


def paragraph_html(one: Paragraph, language: str = "") -> SafeString:
    """Whatever is not the paragraph's own text is a link, in a `.no`, a `.vh` or a `.between`. `language`: BCP 47."""
    return format_html(
        '<p class="words slot-{}" id="{}-{}" dir="auto" tabindex="-1" data-side="{}" data-number="{}"{}>'
        '<span class="no" dir="ltr" lang="en">¶{}</span>{}</p>',
        one.slot,
        one.side,
        one.number,
        one.side,
        one.number,
        format_html(' lang="{}"', language) if language else "",
        one.number,
        format_html_join("", "{}", ((part,) for run in one.runs for part in _run(run))),
    )


def _run(run: Run) -> Iterator[SafeString]:
    if run.is_plain:
        yield escape(run.text)
    elif run.kind == "caret":
        yield _caret(run)
    elif run.own:
        yield from _told(run)
    else:
        yield format_html('<span class="between">{}</span>', format_html_join("", "{}", ((one,) for one in _told(run))))


def _told(run: Run) -> Iterator[SafeString]:
    words = escape(run.text)
    if run.emphasis:
        words = format_html("<em>{}</em>", words)
    if run.strong:
        words = format_html("<strong>{}</strong>", words)
    if run.opens:
        yield format_html(_SAID, run.opens)
    if run.kind:
        yield _set_apart(run, words)
    else:
        yield words
    if run.goes:
        yield format_html('<a class="goes small" dir="ltr" lang="en" href="#{}">{}</a>', run.goes, run.leads)
    if run.closes:
        yield format_html(_SAID, run.closes)


def _set_apart(run: Run, words: SafeString) -> SafeString:
    tag = _TAGS[run.kind]
    classes = " ".join(
        name
        for name, holds in (
            (run.kind, True),
            ("starts", run.starts),
            ("faint", run.faint),
            ("moved", bool(run.leads)),
        )
        if holds
    )
    if not run.anchor:
        return format_html('<{} class="{}">{}</{}>', tag, classes, words, tag)
    return format_html(
        '<{} class="{}" id="{}" tabindex="-1" data-change="{}">{}</{}>',
        tag,
        classes,
        run.anchor,
        run.number,
        words,
        tag,
    )


def _caret(run: Run) -> SafeString:
    place = format_html(' id="{}" data-change="{}"', run.anchor, run.number) if run.anchor else ""
    return format_html(
        '<a class="caret{}" dir="ltr" lang="en"{} href="#{}" title="{}">'
        '<span aria-hidden="true">⌃</span><span class="vh">{}</span></a>',
        " faint" if run.faint else "",
        place,
        run.goes,
        run.leads,
        run.leads,
    )
