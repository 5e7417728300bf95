"""What a coder's annotations of an older version become in their reading of a newer one, and what was decided."""

import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.db.models import Exists, OuterRef, Q

from annotator.annotations.carried import CarriedOver
from annotator.annotations.carry_omissions import Missing
from annotator.annotations.carrying import Fate, Old, Reason, State, carry
from annotator.annotations.insertions import Shown, shown_by
from annotator.annotations.models import Annotation, Reading, RoleSpan
from annotator.annotations.omitted import Omitted
from annotator.annotations.queries import is_hidden
from annotator.facets import Marking
from articles.lineage.compare_many import SideBySide, Two, compare_many
from articles.lineage.comparison import Place
from articles.lineage.models import Derivation
from articles.lineage.versions import older_versions
from articles.models import Article, Paragraph, Slot

_REASONS = {
    Reason.CHANGED: "The words changed.",
    Reason.BESIDE_CHANGED: "The words beside the point changed: look whether they are still missing there.",
    Reason.MOVED: "They stand at another place now.",
    Reason.SPLIT: "They run over the end of a paragraph now; the longer part is proposed.",
    Reason.AMBIGUOUS: "The same words stand at several places, so another could be meant.",
    Reason.ROLE_CHANGED: "The words of its source, cue or content changed or moved.",
    Reason.ROLE_LOST: "Words of its source, cue or content are gone.",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """Words of a paragraph of the newer version; a point, without words, for an omission."""

    paragraph: Paragraph
    start: int
    quote: str

    @property
    def end(self) -> int:
        return self.start + len(self.quote)


@dataclass(slots=True)
class Item:
    """One annotation of the older version. `spot` is where the newer one has its words, if it does, and `spots` are
    those of its `spans`; `beside` is the paragraph that its old one became.

    `state` and `score` are what the decision says once there is one. `doubts` are sentences: what to look at.
    """

    annotation: Annotation
    paragraph: Paragraph
    spans: Sequence[RoleSpan]
    state: State
    score: float
    doubts: list[str]
    spot: Spot | None
    spots: Sequence[Spot | None]
    beside: Paragraph | None
    around_changed: bool
    hidden: bool
    decision: CarriedOver | None
    omitted: Sequence[Omitted] = ()
    code_problem: bool = False
    outer: "Item | None" = None

    @property
    def pk(self) -> uuid.UUID:
        return self.annotation.pk

    @property
    def number(self) -> int:
        """That of the newest decision, 0 before the first."""
        return self.decision.number if self.decision else 0

    @property
    def is_settled(self) -> bool:
        """Decided, and what was decided still holds: what was carried over stands or was changed there since."""
        if self.decision is None:
            return False
        there = self.decision.to_annotation
        return there is None or there.ended_how != "withdrawn"

    @property
    def is_ready(self) -> bool:
        """Nothing was decided, and there is nothing to look at."""
        return self.decision is None and self.state is State.CARRIED


@dataclass(frozen=True, slots=True)
class Sheet:
    """All of them, in the order of the older text. Each is in exactly one of three states, so the counts add up."""

    reading: Reading
    earlier: Reading
    items: Sequence[Item]

    def of(self, state: State) -> list[Item]:
        return [item for item in self.items if item.state is state]

    @property
    def counts(self) -> Counter[State]:
        return Counter(item.state for item in self.items)

    @property
    def ready(self) -> list[Item]:
        return [item for item in self.items if item.is_ready]

    @property
    def decided(self) -> list[Item]:
        return [item for item in self.items if item.decision is not None]

    @property
    def seal(self) -> str:
        """Stands for what "carry all" would do now: a page that shows something else holds another one."""
        told = [f"{item.pk} {_told(item.spot)} {[_told(spot) for spot in item.spots]}" for item in self.ready]
        return sha256("\n".join(told).encode()).hexdigest()[:32]

    def get(self, pk: uuid.UUID) -> Item:
        """Raises Annotation.DoesNotExist for one that is not on the sheet."""
        for item in self.items:
            if item.pk == pk:
                return item
        raise Annotation.DoesNotExist


def _told(spot: Spot | None) -> str:
    return f"{spot.paragraph.pk}:{spot.start}:{spot.end}" if spot else "-"


def earlier_readings(reading: Reading, user: Any) -> list[Reading]:
    """This person's readings of older versions of the reading's article in its study, the nearest version first."""
    older = older_versions(Article.objects.filter(pk=reading.article_id)).get(reading.article_id, [])
    steps = {one.article: one.steps for one in older}
    own = Reading.objects.of(user).filter(study_id=reading.study_id, article_id__in=steps).select_related("article")
    return sorted(own, key=lambda one: (steps[one.article_id], -one.article_id))


def sheet_of(reading: Reading, earlier: Reading) -> Sheet:
    """Compare the two texts and say what becomes of each annotation. Eight queries however many there are, four more
    with omissions."""
    derivation = Derivation.objects.confirmed().filter(
        upstream_id=earlier.article_id, derived_id=reading.article_id, relation=Derivation.Relation.UPDATE
    )
    two = Two(earlier.article_id, reading.article_id, derivation.order_by().values_list("pk", flat=True).first())
    [texts] = compare_many([two])
    decisions = _decisions(reading, earlier)
    spans: dict[uuid.UUID, list[RoleSpan]] = defaultdict(list)
    for span in RoleSpan.objects.filter(annotation__reading=earlier).order_by("pk"):
        spans[span.annotation_id].append(span)
    rows = _annotations(reading, earlier)
    missing = Missing(reading, earlier, asked=any(row.is_omission for row in rows))
    at = {paragraph.pk: number for number, paragraph in enumerate(texts.left)}
    olds = [Old(_place(row, at), tuple(_place(span, at) for span in spans[row.pk])) for row in rows]
    fates = carry([p.text for p in texts.left], [p.text for p in texts.right], texts.comparison, olds)
    twins = _twins(reading)
    items = []
    for row, old, fate in zip(rows, olds, fates, strict=True):
        item = _item(reading, texts, row, spans[row.pk], old, fate, decisions.get(row.pk))
        item.omitted = missing.omitted[row.pk]
        _doubt(reading, item, decisions, twins)
        if row.is_omission:
            point = (item.spot.paragraph.pk, item.spot.start) if item.spot and item.decision is None else None
            item.doubts += missing.doubts(row.pk, point)
        items.append(item)
    _nest(items, _following(earlier))
    for item in items:
        if item.decision:
            item.state, item.score = State(item.decision.status), item.decision.score
        elif item.doubts and item.state is State.CARRIED:
            item.state = State.CHECK
    return Sheet(reading, earlier, items)


def _annotations(reading: Reading, earlier: Reading) -> list[Annotation]:
    """Those that stand, and those about which something was decided before they ended."""
    decided = CarriedOver.objects.filter(reading=reading, from_annotation=OuterRef("pk")).order_by()
    rows = Annotation.objects.filter(Q(ended_at__isnull=True) | Exists(decided), reading=earlier)
    return list(rows.select_related("claim_type").order_by("paragraph__position", "start", "-end", "created_at", "pk"))


def _decisions(reading: Reading, earlier: Reading) -> dict[uuid.UUID, CarriedOver]:
    rows = CarriedOver.objects.filter(reading=reading, from_annotation__reading=earlier)
    rows = rows.select_related("to_annotation__paragraph").order_by("from_annotation_id", "number")
    return {row.from_annotation_id: row for row in rows}


def _following(reading: Reading) -> dict[uuid.UUID, uuid.UUID]:
    rows = Annotation.objects.filter(reading=reading, replaces__isnull=False).order_by()
    return {replaced: pk for replaced, pk in rows.values_list("replaces_id", "pk") if replaced}


type _Twin = tuple[int, int, int, int | None, str, str]


def _twins(reading: Reading) -> set[_Twin]:
    """What stands in the newer reading, as the database tells one from another."""
    rows = Annotation.objects.standing().filter(reading=reading).exclude(quote="").order_by()
    columns = ("paragraph_id", "start", "end", "claim_type_id", "marking", "attribution")
    return {(*row[:4], *(("", "") if row[3] else row[4:])) for row in rows.values_list(*columns)}


def _place(row: Annotation | RoleSpan, at: dict[int, int]) -> Place:
    return Place(at[row.paragraph_id], row.start, row.start + len(row.quote))


def _item(
    reading: Reading,
    texts: SideBySide,
    row: Annotation,
    spans: Sequence[RoleSpan],
    old: Old,
    fate: Fate,
    decision: CarriedOver | None,
) -> Item:
    def spot(place: Place | None) -> Spot | None:
        if place is None:
            return None
        paragraph = texts.right[place.paragraph]
        return Spot(paragraph, place.start, paragraph.text[place.start : place.end])

    paragraph = texts.left[old.place.paragraph]
    return Item(
        annotation=row,
        paragraph=paragraph,
        spans=spans,
        state=fate.state,
        score=fate.score,
        doubts=[_REASONS[reason] for reason in fate.reasons],
        spot=spot(fate.place),
        spots=[spot(role) for role in fate.roles],
        beside=None if fate.beside is None else texts.right[fate.beside],
        around_changed=fate.around_changed,
        hidden=is_hidden(reading, paragraph.slot),
        decision=decision,
    )


def _doubt(reading: Reading, item: Item, decisions: dict[uuid.UUID, CarriedOver], twins: set[_Twin]) -> None:
    """Add what stands in the way though the words are there."""
    row, spot = item.annotation, item.spot
    claim = row.claim_type
    if claim and claim.retired_at:
        item.code_problem = True
        item.doubts.append(f"“{claim.label}” is no longer in the codebook: choose another claim type.")
    elif claim and claim.note_required and not row.note.strip():
        item.code_problem = True
        item.doubts.append(f"“{claim.label}” asks for a note now.")
    if row.replaces_id in decisions:
        item.doubts.append("You changed it after an earlier version of it was decided about.")
    if spot is None:
        return
    if is_hidden(reading, spot.paragraph.slot):
        item.doubts.append("The paragraph is hidden while coding, so nothing can be tagged in it.")
        item.spot = None
    elif claim and spot.paragraph.slot == Slot.NOTICE:
        item.doubts.append("The words stand in a notice now, and notices are not coded for claims.")
    kind = (claim.pk, "", "") if claim else (None, row.marking, row.attribution)
    if item.decision is None and (spot.paragraph.pk, spot.start, spot.end, *kind) in twins:
        item.doubts.append("You have annotated these words in the same way in the new version already.")
    if row.marking and not row.is_omission and (marking := _remarked(item, spot)):
        item.doubts.append(f"The text marks the inserted words in another way: {marking}.")


def _remarked(item: Item, spot: Spot) -> str:
    """How the newer text shows an insertion if it is not how the older one did, in words; else ""."""
    before, after = (
        shown_by(paragraph.text, start, end, slot=paragraph.slot, marks=paragraph.marks)
        for paragraph, start, end in (
            (item.paragraph, item.annotation.start, item.annotation.start + len(item.annotation.quote)),
            (spot.paragraph, spot.start, spot.end),
        )
    )
    return "" if before == after else _in_words(after)


def _in_words(shown: Shown) -> str:
    return f"{Marking(shown.marking).label.lower()}, {shown.host.replace('-', ' ')}"


def _nest(items: Sequence[Item], following: dict[uuid.UUID, uuid.UUID]) -> None:
    """Tie each to the attribution around it; what is not carried over holds back what lies in it."""
    by_pk = {item.pk: item for item in items}
    for item in items:
        outer = item.annotation.outer_id
        while outer in following:
            outer = following[outer]
        item.outer = by_pk.get(outer) if outer else None
    held = True
    while held:
        held = False
        for item in items:
            if item.outer and item.decision is None and _holds_back(item.outer) and _OUTER not in item.doubts:
                item.doubts.append(_OUTER)
                held = True


_OUTER = "The attribution around it is not carried over, or not yet."


def _holds_back(outer: Item) -> bool:
    if outer.decision is not None:
        return outer.decision.to_annotation is None
    return outer.state is not State.CARRIED or bool(outer.doubts)
