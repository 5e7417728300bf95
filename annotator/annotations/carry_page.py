"""The words of the carry-over page: each annotation's old and new words in what they stand in, ready for a template."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.http import urlencode

from annotator.annotations.carried import Why
from annotator.annotations.carry_sheet import Item, Sheet
from annotator.annotations.carrying import State, differences
from annotator.annotations.models import Annotation
from annotator.annotations.omitted import left_out_in_words
from annotator.annotations.queries import HIDDEN
from annotator.studies.models import ClaimType

#: so many characters of the old paragraph are shown on either side
_AROUND = 160
#: so many of each list stand on one page
SHOWN = 50
#: what stands for the words where there are none
POINT = ("‸", False)


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a paragraph: `pieces` are (words, whether only this version has them), between what is around."""

    number: int
    before: str
    pieces: Sequence[tuple[str, bool]]
    after: str


@dataclass(frozen=True, slots=True)
class Role:
    """A source, cue or further content: its old words and the new ones, "" where there are none."""

    name: str
    old: str
    new: str

    @property
    def is_same(self) -> bool:
        return self.old == self.new


@dataclass(frozen=True, slots=True)
class Shown:
    """An item as the page shows it. `typed` is what was sent when it was refused, `errors` by field."""

    item: Item
    old: Words
    new: Words | None
    roles: Sequence[Role]
    label: str
    code: str
    id: uuid.UUID
    typed: Mapping[str, str]
    errors: Mapping[str, str]

    @property
    def words(self) -> str:
        """The old words, or that they may not be seen."""
        item = self.item
        if item.hidden:
            return HIDDEN
        return item.annotation.quote or left_out_in_words(one.quote for one in item.omitted)

    @property
    def paragraph(self) -> Any:
        """The new paragraph in which words may be chosen."""
        return self.item.spot.paragraph if self.item.spot else self.item.beside

    @property
    def is_open(self) -> bool:
        """A person may still decide."""
        return not self.item.is_settled or self.is_dropped

    @property
    def is_dropped(self) -> bool:
        return self.item.decision is not None and self.item.decision.to_annotation_id is None

    @property
    def percent(self) -> int:
        """How alike the words are; the whole hundred means the same characters."""
        return 100 if self.item.score >= 1 else min(99, round(100 * self.item.score))


@dataclass(frozen=True, slots=True)
class Part:
    """Those of the items in one state that stand on this page of them. `before` and `after` lead to the first item
    on the pages beside it; "" where there is none."""

    state: State
    page: "Page[Item]"
    items: Sequence[Shown]
    before: str
    after: str


def page_context(
    sheet: Sheet,
    *,
    pages: Mapping[str, str],
    at: uuid.UUID | None = None,
    typed: Mapping[str, str] | None = None,
    errors: Any = None,
) -> dict[str, Any]:
    """The context of `carry_over.html`. `pages` are the numbers of the pages shown, by state, as in the address; `at`
    is the annotation to which what was `typed` and its `errors` belong, and which is shown whatever they say."""
    if at:
        pages = with_page_of(sheet, at, pages)
    counts = sheet.counts
    landed = sum(item.decision is not None and item.decision.to_annotation_id is not None for item in sheet.items)
    return {
        "sheet": sheet,
        "reading": sheet.reading,
        "earlier": sheet.earlier,
        "study": sheet.reading.study,
        "readonly": sheet.reading.finished_at is not None,
        "parts": [_part(sheet, state, pages, at, typed or {}, errors or {}) for state in State],
        "total": len(sheet.items),
        "carried": counts[State.CARRIED],
        "check": counts[State.CHECK],
        "lost": counts[State.LOST],
        "ready": len(sheet.ready),
        "decided": len(sheet.decided),
        "landed": landed,
        "left_out": len(sheet.decided) - landed,
        "batch": uuid.uuid4(),
        "seal": sheet.seal,
        "why_choices": Why.choices,
        "claim_types": _claim_types(sheet),
        "query": query_of(pages),
    }


def query_of(pages: Mapping[str, str]) -> str:
    """ "?check=2", or "" for the first pages."""
    told = [(state.value, pages[state]) for state in State if pages.get(state, "1") != "1"]
    return f"?{urlencode(told)}" if told else ""


def with_page_of(sheet: Sheet, pk: uuid.UUID, pages: Mapping[str, str]) -> dict[str, str]:
    """The same pages, but for that of the list in which this annotation stands."""
    for state in State:
        listed = [item.pk for item in sheet.of(state)]
        if pk in listed:
            return {**pages, state: str(listed.index(pk) // SHOWN + 1)}
    return dict(pages)


def _part(
    sheet: Sheet,
    state: State,
    pages: Mapping[str, str],
    at: uuid.UUID | None,
    typed: Mapping[str, str],
    errors: Mapping[str, str],
) -> Part:
    items = sheet.of(state)
    page = Paginator(items, SHOWN).get_page(pages.get(state))

    def address(number: int) -> str:
        return f"{query_of({**pages, state: str(number)})}#i-{items[(number - 1) * SHOWN].pk}"

    return Part(
        state,
        page,
        [_shown(item, *((typed, errors) if item.pk == at else ({}, {}))) for item in page],
        before=address(page.number - 1) if page.has_previous() else "",
        after=address(page.number + 1) if page.has_next() else "",
    )


def _claim_types(sheet: Sheet) -> list[ClaimType]:
    """What may be chosen in place of a retired type; asked only when something has one."""
    if not any(item.code_problem for item in sheet.items):
        return []
    return list(sheet.reading.study.claim_types.filter(retired_at__isnull=True))


def _shown(item: Item, typed: Mapping[str, str], errors: Mapping[str, str]) -> Shown:
    row = item.annotation
    old, new = _in_both(item)
    return Shown(
        item=item,
        old=old,
        new=new,
        roles=[
            Role(span.get_role_display(), span.quote, spot.quote if spot else "")
            for span, spot in zip(item.spans, item.spots, strict=True)
        ]
        if not item.hidden
        else [],
        label=row.claim_type.label if row.claim_type else _kind(row),
        code=f"c{row.claim_type_id}" if row.claim_type_id else "c-none",
        id=uuid.uuid4(),
        typed=typed,
        errors=errors,
    )


def _kind(row: Annotation) -> str:
    """What an annotation without a claim is called."""
    return "Omission" if row.is_omission else "Insertion" if row.marking else "Attribution"


def _in_both(item: Item) -> tuple[Words, Words | None]:
    row = item.annotation
    if item.hidden:
        return Words(item.paragraph.number, "", [(HIDDEN, False)], ""), None
    there = item.decision.to_annotation if item.decision else None
    paragraph, start, quote = (
        (there.paragraph, there.start, there.quote)
        if there
        else (item.spot.paragraph, item.spot.start, item.spot.quote)
        if item.spot
        else (item.beside, 0, "")
    )
    if row.is_omission:
        before, after = [POINT], ([POINT] if there or item.spot else [])
    else:
        before, after = differences(row.quote, quote) if quote else ([(row.quote, True)], [])
    end = row.start + len(row.quote)
    text = item.paragraph.text
    first, last = max(0, row.start - _AROUND), min(len(text), end + _AROUND)
    old = Words(
        item.paragraph.number,
        "…" * (first > 0) + text[first : row.start],
        before,
        text[end:last] + "…" * (last < len(text)),
    )
    if paragraph is None:
        return old, None
    whole = paragraph.text
    return old, Words(paragraph.number, whole[:start], after, whole[start + len(quote) :])
