"""What a page of the workbench shows, fetched in a handful of queries however long the article is."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from annotator.annotations.drawing import Drawn, cards_html, paragraph_html
from annotator.annotations.models import Annotation, ParagraphRead, Reading, RoleSpan
from annotator.facets import AttributionStatus, Function, Host, Marking
from annotator.suggestions.models import Suggestion
from articles.models import FRAME_SLOTS, Paragraph, Slot

_MARKING = dict(Marking.choices)
_HOST = dict(Host.choices)
_FUNCTION = dict(Function.choices)
_ATTRIBUTION = dict(AttributionStatus.choices)


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph ready to be shown. `state` is unread, read (nothing to tag), tagged or frame (needs no reading)."""

    id: int
    number: int
    slot: str
    slot_name: str
    state: str
    count: int
    html: str
    cards: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Page:
    blocks: list[Block]
    done: int
    total: int
    annotations: int

    @property
    def unread(self) -> int:
        return self.total - self.done


def page_of(reading: Reading, *, base: str, only: int | None = None) -> Page:
    """Return the article's paragraphs with this reading's standing annotations drawn in.

    `base` is the address below which annotation pages lie; `only` draws that paragraph alone (counts stay whole).
    """
    paragraphs = list(
        Paragraph.objects.filter(article_id=reading.article_id)
        .order_by("position")
        .values_list("pk", "position", "slot", "text", "marks")
    )
    order = {row[0]: row[1] for row in paragraphs}
    drawn = _drawn(reading, order)
    read = set(
        ParagraphRead.objects.filter(reading_id=reading.pk, ended_at__isnull=True).values_list(
            "paragraph_id", flat=True
        )
    )
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
        blocks.append(
            Block(
                id=pk,
                number=position + 1,
                slot=slot,
                slot_name=_SLOT_NAMES[slot],
                state=state,
                count=len(passages),
                html=HIDDEN if hidden else paragraph_html(text, marks, passages),
                cards="" if hidden else cards_html(passages, pk, position + 1, base),
                hidden=hidden,
            )
        )
    return Page(blocks, done, total, sum(len(passages) for passages in drawn.values()))


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


def _drawn(reading: Reading, order: dict[int, int]) -> dict[int, list[Drawn]]:
    rows = list(
        Annotation.objects.filter(reading_id=reading.pk, ended_at__isnull=True)
        .order_by()
        .values_list(
            "pk", "paragraph_id", "start", "end", "quote", "claim_type_id", "claim_type__label",
            "attribution", "marking", "host", "function", "note", "created_at",
        )
    )  # fmt: skip
    rows.sort(key=lambda row: (order[row[1]], row[2], -row[3], row[12], row[0]))
    roles: dict[Any, list[str]] = defaultdict(list)
    for annotation_id, role, quote in RoleSpan.objects.filter(
        annotation__reading_id=reading.pk, annotation__ended_at__isnull=True
    ).values_list("annotation_id", "role", "quote"):
        roles[annotation_id].append(f"{role}: {quote}")
    drawn: dict[int, list[Drawn]] = defaultdict(list)
    for number, row in enumerate(rows, start=1):
        (pk, paragraph, start, end, quote, claim_id, claim, attribution, marking, host, function, note, _) = row
        drawn[paragraph].append(
            Drawn(
                id=str(pk),
                number=number,
                start=start,
                end=end,
                quote=quote,
                label=claim or ("Insertion" if marking else "Attribution"),
                code=f"c{claim_id}" if claim_id else "c-none",
                insertion=bool(marking),
                attribution=attribution,
                details=_details(attribution, roles.get(pk, ()), marking, host, function),
                note=note,
            )
        )
    return drawn


def _details(attribution: str, roles: Any, marking: str, host: str, function: str) -> str:
    parts = []
    if attribution:
        parts.append("; ".join([_ATTRIBUTION[attribution], *roles]))
    if marking:
        shown = [_MARKING[marking], _HOST.get(host, ""), _FUNCTION.get(function, "")]
        parts.append("Insertion: " + ", ".join(filter(None, shown)))
    return " · ".join(parts)


def waiting_suggestions(reading: Reading) -> list[Suggestion]:
    """What machines suggest and this coder has neither taken over nor dismissed; none in a study that hides it."""
    if not reading.study.suggestions_shown:
        return []
    rows = (
        Suggestion.objects.editorial()
        .filter(run__article_id=reading.article_id)
        .exclude(dismissals__reading=reading)
        .exclude(taken_over_by__reading=reading, taken_over_by__ended_at__isnull=True)
        .select_related("paragraph", "run")
        .order_by("paragraph__position", "start", "pk")
    )
    return [row for row in rows if not is_hidden(reading, row.paragraph.slot)]


@dataclass(frozen=True, slots=True)
class Step:
    """Something this coder did lately, with what would take it back."""

    id: str
    at: Any
    did: str
    quote: str
    undo: str


def recent_steps(reading: Reading, most: int = 10) -> list[Step]:
    """The newest `most` saves, edits and withdrawals of this reading, newest first."""
    rows = list(
        Annotation.objects.filter(reading_id=reading.pk)
        .order_by("-created_at", "-pk")
        .values_list("pk", "created_at", "quote", "replaces_id", "ended_at", "ended_how", "claim_type__label")[:most]
    )
    withdrawn = list(
        Annotation.objects.filter(reading_id=reading.pk, ended_how="withdrawn", replaced_by__isnull=True)
        .order_by("-ended_at", "-pk")
        .values_list("pk", "ended_at", "quote", "claim_type__label")[:most]
    )
    steps = [
        Step(
            str(pk),
            created,
            ("Edited: " if replaces else "Saved: ") + (label or "passage"),
            quote,
            "withdraw",
        )
        for pk, created, quote, replaces, ended, how, label in rows
        if ended is None
    ]
    steps += [
        Step(str(pk), ended, f"Withdrew: {label or 'passage'}", quote, "restore")
        for pk, ended, quote, label in withdrawn
    ]
    return sorted(steps, key=lambda step: step.at, reverse=True)[:most]
