"""What the editor offers as the attribution around an annotation."""

import uuid
from collections import defaultdict
from dataclasses import dataclass

from django import template

from annotator.annotations.models import Reading, RoleSpan
from annotator.annotations.nesting import carried_on, latest
from annotator.facets import RoleName

register = template.Library()

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Holder:
    """An attribution that can lie around another annotation; `words` are its paragraph, quote and source."""

    pk: uuid.UUID
    words: str
    chosen: bool


@register.simple_tag
def holders_for(reading: Reading, edited: object, chosen: object) -> list[Holder]:
    """The reader's own standing attributions in reading order, without `edited` and whatever lies inside it.

    `edited` is the id of the annotation that is being changed, `chosen` of the attribution around it; "" for none.
    Where `chosen` was changed since, the row that carries it on is the chosen one. Three queries, however many rows.
    """
    rows = list(
        reading.annotations.standing()
        .exclude(attribution="")
        .exclude(quote="")
        .order_by("paragraph__position", "start", "created_at", "id")
        .values_list("pk", "paragraph__position", "quote", "outer_id")
    )
    carried = carried_on(reading.pk)
    around = {pk: latest(outer, carried) for pk, _, _, outer in rows if outer}
    sources: dict[uuid.UUID, list[str]] = defaultdict(list)
    spans = RoleSpan.objects.filter(annotation__in=[row[0] for row in rows], role=RoleName.SOURCE)
    for annotation_id, quote in spans.order_by("annotation_id", "pk").values_list("annotation_id", "quote"):
        sources[annotation_id].append(quote)
    now, own = latest(_id(chosen), carried), latest(_id(edited), carried)
    return [
        Holder(pk, _words(position + 1, quote, sources[pk]), pk == now)
        for pk, position, quote, _ in rows
        if not _lies_in(pk, own, around)
    ]


def _id(value: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(value)) if value else None
    except ValueError:
        return None


def _lies_in(pk: uuid.UUID, own: uuid.UUID | None, around: dict[uuid.UUID, uuid.UUID | None]) -> bool:
    """True for `own` itself and for what lies, at whatever depth, inside it."""
    at: uuid.UUID | None = pk
    seen: set[uuid.UUID] = set()
    while at is not None and at not in seen:
        if at == own:
            return True
        seen.add(at)
        at = around.get(at)
    return False


def _words(number: int, quote: str, sources: list[str]) -> str:
    short = quote if len(quote) <= _LONGEST else quote[: _LONGEST - 1] + "…"
    return f"¶{number} “{short}”" + (f" · source: {', '.join(sources)}" if sources else "")
