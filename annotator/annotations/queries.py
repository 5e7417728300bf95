"""What a page of the workbench shows, fetched in a handful of queries however long the article is."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Count, Q, QuerySet

from annotator.annotations.drawing import Drawn, Frame, cards_html, paragraph_html, section_html
from annotator.annotations.models import Annotation, ParagraphRead, Reading, RoleSpan
from annotator.annotations.nesting import carried_on, latest
from annotator.annotations.omitted import Omitted, left_out_in_words
from annotator.facets import AttributionStatus, Certainty, Effect, Function, Host, Marking
from articles.models import FRAME_SLOTS, Paragraph, Slot

_MARKING = dict(Marking.choices)
_HOST = dict(Host.choices)
_FUNCTION = dict(Function.choices)
_EFFECT = dict(Effect.choices)
_ATTRIBUTION = dict(AttributionStatus.choices)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph ready to be shown. `state` is unread, read (nothing to tag), tagged or frame (needs no reading)."""

    id: int
    state: str
    count: int
    html: str
    section: str
    cards: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something this coder did lately, with what would take it back."""

    id: str
    did: str
    quote: str
    undo: str


@dataclass(frozen=True, slots=True)
class Page:
    blocks: list[Block]
    done: int
    total: int
    annotations: int
    recent: list[Step]

    @property
    def unread(self) -> int:
        return self.total - self.done


def page_of(reading: Reading, *, base: str, paragraphs_at: str = "", only: int | None = None) -> Page:
    """Return the article's paragraphs with this reading's standing annotations drawn in.

    `base` and `paragraphs_at` are the addresses below which annotations and paragraphs lie, "" where nothing can be
    changed; `only` draws that paragraph alone (counts stay whole).
    """
    asked = _asked()
    paragraphs = list(asked.paragraphs.filter(article_id=reading.article_id))
    order = {row[0]: row[1] for row in paragraphs}
    stored = _stored(reading)
    left_out = _left_out(stored)
    drawn = _drawn(reading, stored, order, left_out)
    read = {row[0] for row in asked.reads.filter(reading_id=reading.pk)}
    blocks, done, total = [], 0, 0
    for pk, position, slot, text, marks in paragraphs:
        passages = drawn.get(pk, [])
        state = _state(slot, bool(passages), pk in read)
        if slot not in FRAME_SLOTS:
            total += 1
            done += state != "unread"
        if only is not None and pk != only:
            continue
        hidden = is_hidden(reading, slot)
        words = HIDDEN if hidden else paragraph_html(text, marks, passages)
        frame = Frame(
            pk, position + 1, slot, _SLOT_NAMES[slot], state, len(passages), hidden=hidden, fixed=not paragraphs_at
        )
        cards = "" if hidden else cards_html(passages, pk, position + 1, base)
        blocks.append(Block(pk, state, len(passages), words, section_html(words, frame, paragraphs_at), cards))
    return Page(blocks, done, total, sum(len(passages) for passages in drawn.values()), _recent(stored, left_out))


_SLOT_NAMES = dict(Slot.choices)
#: slots that tell who published, hidden where the study masks outlets
_TELLING = FRAME_SLOTS
HIDDEN = "Hidden while coding"


def is_hidden(reading: Reading, slot: str) -> bool:
    """True for a paragraph that would tell a coder whose text it is, in a study that masks outlets."""
    return reading.study.mask_outlet and slot in _TELLING


def _state(slot: str, tagged: bool, read: bool) -> str:
    if tagged:
        return "tagged"
    if slot in FRAME_SLOTS:
        return "frame"
    return "read" if read else "unread"


@dataclass(frozen=True, slots=True)
class _Stored:
    """One annotation of the reading that stands, or was withdrawn and could be brought back."""

    pk: Any
    paragraph: int
    start: int
    end: int
    quote: str
    claim_id: int | None
    claim: str | None
    attribution: str
    marking: str
    host: str
    function: str
    effect: str
    note: str
    created_at: datetime
    ended_at: datetime | None
    replaces: Any
    outer: Any


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a page asks of the database, wanting only whose. Putting a question together costs more than asking it."""

    paragraphs: QuerySet[Paragraph, tuple[Any, ...]]
    reads: QuerySet[ParagraphRead, tuple[Any, ...]]
    annotations: QuerySet[Annotation, tuple[Any, ...]]
    roles: QuerySet[RoleSpan, tuple[Any, ...]]


@cache
def _asked() -> _Asked:
    can_come_back = Q(ended_how="withdrawn", replaced_by__isnull=True)
    return _Asked(
        Paragraph.objects.order_by("position").values_list("pk", "position", "slot", "text", "marks"),
        ParagraphRead.objects.filter(ended_at__isnull=True).order_by().values_list("paragraph_id"),
        Annotation.objects.filter(Q(ended_at__isnull=True) | can_come_back)
        .order_by()
        .values_list(
            "pk", "paragraph_id", "start", "end", "quote", "claim_type_id", "claim_type__label", "attribution",
            "marking", "host", "function", "effect", "note", "created_at", "ended_at", "replaces_id",
            "outer_id",
        ),
        RoleSpan.objects.filter(annotation__ended_at__isnull=True)
        .order_by("pk")
        .values_list("annotation_id", "role", "quote"),
    )  # fmt: skip


def _stored(reading: Reading) -> list[_Stored]:
    return [_Stored(*row) for row in _asked().annotations.filter(reading_id=reading.pk)]


def _left_out(stored: list[_Stored]) -> dict[Any, str]:
    """What each omission left out, by annotation; a query only where there is one."""
    points = [row.pk for row in stored if not row.quote]
    found: dict[Any, list[str]] = defaultdict(list)
    if points:
        rows = Omitted.objects.filter(annotation__in=points).order_by("annotation_id", "paragraph_id", "start", "pk")
        for pk, quote in rows.values_list("annotation_id", "quote"):
            found[pk].append(quote)
    return {pk: " … ".join(quotes) for pk, quotes in found.items()}


def _drawn(
    reading: Reading, stored: list[_Stored], order: dict[int, int], left_out: dict[Any, str]
) -> dict[int, list[Drawn]]:
    standing = [row for row in stored if row.ended_at is None]
    standing.sort(key=lambda row: (order[row.paragraph], row.start, -row.end, row.created_at, row.pk))
    roles: dict[Any, list[str]] = defaultdict(list)
    for annotation_id, role, quote in _asked().roles.filter(annotation__reading_id=reading.pk):
        roles[annotation_id].append(f"{role}: {quote}")
    around = _around(reading, standing)
    drawn: dict[int, list[Drawn]] = defaultdict(list)
    for number, row in enumerate(standing, start=1):
        drawn[row.paragraph].append(
            Drawn(
                id=str(row.pk),
                number=number,
                start=row.start,
                end=row.end,
                quote=row.quote,
                label=row.claim or _kind(row),
                code=f"c{row.claim_id}" if row.claim_id else "c-none",
                insertion=bool(row.marking),
                attribution=row.attribution,
                details=_details(row, roles.get(row.pk, ()), _inside(row, around, roles)),
                note=row.note,
                marking=_MARKING.get(row.marking, ""),
                outer=str(around[row.outer].pk) if row.outer in around else "",
                left_out=left_out.get(row.pk, ""),
            )
        )
    return drawn


def _kind(row: _Stored) -> str:
    """What an annotation without a claim is called."""
    return "Omission" if not row.quote else "Insertion" if row.marking else "Attribution"


def _around(reading: Reading, standing: list[_Stored]) -> dict[Any, _Stored]:
    """What each `outer` stands for now; a query more only where one was edited or withdrawn."""
    rows = {row.pk: row for row in standing}
    wanted = {row.outer for row in standing if row.outer}
    carried = carried_on(reading.pk) if wanted - rows.keys() else {}
    now = {outer: rows.get(latest(outer, carried)) for outer in wanted}
    return {outer: row for outer, row in now.items() if row}


def _inside(row: _Stored, around: dict[Any, _Stored], roles: dict[Any, list[str]]) -> str:
    if not row.outer:
        return ""
    if row.outer not in around:
        return "inside: an attribution that was withdrawn"
    outer = around[row.outer]
    short = outer.quote if len(outer.quote) <= 60 else outer.quote[:59] + "…"
    return "inside: " + "; ".join([f"“{short}”", *(r for r in roles.get(outer.pk, ()) if r.startswith("source"))])


def _details(row: _Stored, roles: Iterable[str], inside: str) -> str:
    parts = [inside] if inside else []
    if row.attribution:
        parts.append("; ".join([_ATTRIBUTION[row.attribution], *roles]))
    if not row.quote:
        parts.append("Omission: " + ", ".join(filter(None, [_HOST.get(row.host, ""), _EFFECT.get(row.effect, "")])))
    elif row.marking:
        shown = [_MARKING[row.marking], _HOST.get(row.host, ""), _FUNCTION.get(row.function, "function not coded yet")]
        parts.append("Insertion: " + ", ".join(filter(None, shown)))
    return " · ".join(parts)


def _recent(stored: list[_Stored], left_out: dict[Any, str], most: int = 10) -> list[Step]:
    """The newest `most` saves, edits and withdrawals, newest first."""
    newest = sorted(stored, key=lambda row: (row.ended_at or row.created_at, str(row.pk)), reverse=True)[:most]
    steps = []
    for row in newest:
        did = "Withdrew" if row.ended_at else "Edited" if row.replaces else "Saved"
        undo = "restore" if row.ended_at else "withdraw"
        said = left_out_in_words([left_out.get(row.pk, "")])
        steps.append(Step(str(row.pk), f"{did}: {row.claim or 'passage'}", row.quote or said, undo))
    return steps


@dataclass(frozen=True, slots=True)
class Summary:
    """Counts of a reading's standing annotations, for a last look before it is finished."""

    annotations: int
    flags: int
    flags_without_function: int
    attributions: int
    not_sure: int


def summary_of(reading: Reading) -> Summary:
    flagged = ~Q(marking="")
    counts = Annotation.objects.filter(reading_id=reading.pk, ended_at__isnull=True).aggregate(
        annotations=Count("pk"),
        flags=Count("pk", filter=flagged),
        flags_without_function=Count("pk", filter=flagged & Q(function="")),
        attributions=Count("pk", filter=~Q(attribution="")),
        not_sure=Count("pk", filter=~Q(certainty=Certainty.SURE)),
    )
    return Summary(**counts)
