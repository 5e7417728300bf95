"""The queue of items, made ready to show: a page of rows, and the walk from one item to the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from annotator.review.adjudication.differing import Kind
from annotator.review.adjudication.filters import ItemFilter
from annotator.review.adjudication.models import Item
from annotator.review.adjudication.queries import (
    Items,
    State,
    adjudicable_by,
    differing,
    for_cases_alone,
    in_reading_order,
    in_state,
    with_state,
)
from annotator.review.adjudication.shown import told_kinds
from annotator.review.context import InContext, in_context


@dataclass(frozen=True, slots=True)
class Row:
    number: int
    item: Item
    state: State
    kinds: str
    context: InContext
    coders: int
    versions: int


def rows(pks: Sequence[int], first: int) -> list[Row]:
    """Rows for these items, in this order, numbered from `first`: three queries, however many."""
    found = (
        with_state(Item.objects.filter(pk__in=pks))
        .select_related("paragraph__article")
        .defer("paragraph__article__tags", "paragraph__article__left_out", "paragraph__article__rights")
        .prefetch_related("differences", "versions")
    ).in_bulk()
    return [_row(found[pk], number) for number, pk in enumerate(pks, start=first) if pk in found]


def _row(item: Item, number: int) -> Row:
    state: Any = item
    versions = list(item.versions.all())
    with_words = sum(version.annotation_id is not None for version in versions)
    kinds = told_kinds([Kind(one.kind) for one in item.differences.all()], with_words)
    return Row(
        number=number,
        item=item,
        state=State(state.state),
        kinds=", ".join(kinds),
        context=in_context(item.paragraph.text, item.start, item.start + len(item.quote)),
        coders=len(versions),
        versions=with_words,
    )


@dataclass(frozen=True, slots=True)
class Walk:
    """Where one item stands, by primary key; `number` counts from 1, None outside the list that is filtered for.

    `awaiting` is the next that awaits a decision of this reviewer's, `left` how many do beside this one.
    """

    number: int | None
    total: int
    previous: int | None
    next: int | None
    awaiting: int | None
    left: int


def walk(filters: ItemFilter, pk: int, reviewer: Any) -> Walk:
    listed = list(filters.items.values_list("pk", flat=True))
    whole = list(in_reading_order(filters.everything).values_list("pk", flat=True))
    place = {one: at for at, one in enumerate(whole)}
    here = place.get(pk, -1)
    todo = [one for one in _awaiting(filters, reviewer) if one != pk]
    before = [one for one in listed if place[one] < here]
    after = [one for one in listed if place[one] > here]
    return Walk(
        number=listed.index(pk) + 1 if pk in listed else None,
        total=len(listed),
        previous=before[-1] if before else None,
        next=after[0] if after else None,
        awaiting=_following(todo, place, here),
        left=len(todo),
    )


def next_awaiting(filters: ItemFilter, pk: int, reviewer: Any) -> int | None:
    """The item to open after this one: the next of the list that awaits a decision of this person's, from the top again
    when none follows; None when none is left."""
    return walk(filters, pk, reviewer).awaiting


def _awaiting(filters: ItemFilter, reviewer: Any) -> list[int]:
    """Of the list, whatever state it asks for, those that await a decision which this person may take, in order."""
    asked: Items = filters.everything
    for name in ("article", "pair", "kind"):
        if value := filters.form.cleaned_data.get(name) if not filters.errors else None:
            asked = filters.filters[name].filter(asked, value)
    open_ones = in_state(differing(asked), State.AWAITING).exclude(pk__in=for_cases_alone(asked).values("pk"))
    return list(in_reading_order(adjudicable_by(open_ones, reviewer)).values_list("pk", flat=True))


def _following(todo: Sequence[int], place: dict[int, int], here: int) -> int | None:
    later = next((one for one in todo if place[one] > here), None)
    return later if later is not None else next(iter(todo), None)
