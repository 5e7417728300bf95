"""Comparing a derivation's two texts, once for each version of the rules and each correction, and correcting it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from articles.lineage import comparison as values
from articles.lineage import records
from articles.lineage.comparison import ALGORITHM, Block, Corrections
from articles.lineage.comparison.changes import compare as compare_texts
from articles.lineage.models import Derivation
from articles.lineage.records import Change, Comparison, Correction, Pair, PairMember
from articles.lineage.signals import compared
from articles.models import Paragraph

BATCH = 1000


class CorrectedMeanwhile(Exception):
    """Somebody corrected this comparison after the page was made that the new correction comes from."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A derivation's two texts and what the rules make of them with the corrections in force. Nothing is stored.

    `left` and `right` are the paragraphs in order, so that number n of the values is `left[n]` or `right[n]`.
    `said` has the correction in force on a (left number, right number); `number` is that of the newest correction.
    """

    derivation: Derivation
    left: Sequence[Paragraph]
    right: Sequence[Paragraph]
    said: dict[tuple[int, int], Correction]
    number: int
    result: values.Comparison


def look(derivation: Derivation) -> Compared:
    """Compare the two texts now. Raises ValidationError when the original's text is not stored."""
    if derivation.upstream_id is None:
        raise ValidationError("The text of this original is not stored, so there is nothing to compare.", code="gap")
    left = _paragraphs(derivation.upstream_id)
    right = _paragraphs(derivation.derived_id)
    said, number = in_force(derivation.corrections.select_related("by").order_by("number"), left, right)
    result = compare_texts(blocks(left), blocks(right), as_values(said))
    return Compared(derivation, left, right, said, number, result)


def compare(derivation: Derivation) -> Comparison:
    """Store the comparison by today's rules and corrections, and return it; stored before, it is returned as it is.

    Later stages are told by `signals.compared`, in the same transaction. Raises ValidationError as `look`.
    """
    with transaction.atomic():
        Derivation.objects.select_for_update(of=("self",), no_key=True).get(pk=derivation.pk)
        newest = derivation.corrections.aggregate(newest=Max("number"))["newest"] or 0
        stored = Comparison.objects.filter(derivation=derivation, algorithm=ALGORITHM, corrections=newest).first()
        return stored or _store(look(derivation))


def stored_for(seen: Compared) -> Comparison | None:
    """The stored comparison that says what `seen` says, if it has been stored."""
    return Comparison.objects.filter(
        derivation=seen.derivation, algorithm=seen.result.algorithm, corrections=seen.number
    ).first()


def correct(
    derivation: Derivation, *, kind: str, left: Paragraph, right: Paragraph, by: Any, seen: int, note: str = ""
) -> Comparison:
    """Store a person's word on two paragraphs and compare anew around it.

    `seen` is the number of the newest correction on the page it comes from: CorrectedMeanwhile when there is a newer
    one. Raises ValidationError when the paragraphs are not of these two texts, or when nothing would be said that does
    not hold already.
    """
    with transaction.atomic():
        current = Derivation.objects.select_for_update(of=("self",), no_key=True).get(pk=derivation.pk)
        if left.article_id != current.upstream_id or right.article_id != current.derived_id:
            raise ValidationError("These two paragraphs are not one of the original and one of the derived text.")
        newest = current.corrections.aggregate(newest=Max("number"))["newest"] or 0
        before = current.corrections.filter(left=left, right=right).order_by("-number").first()
        standing = before.kind if before else Correction.Kind.MACHINE
        if standing == kind:
            if before and before.by_id == by.pk and newest == before.number:
                return compare(current)  # sent twice
            raise ValidationError("That has been said of these two paragraphs already.", code="known")
        if newest != seen:
            raise CorrectedMeanwhile("Somebody corrected this comparison since. Look at it as it is now, then go on.")
        Correction.objects.create(
            derivation=current, number=newest + 1, kind=kind, left=left, right=right, note=note.strip(), by=by
        )
        return compare(current)


def _paragraphs(article_id: int) -> list[Paragraph]:
    return list(Paragraph.objects.filter(article_id=article_id).order_by("position"))


def blocks(paragraphs: Sequence[Paragraph]) -> list[Block]:
    return [Block(one.slot, one.text, one.marks) for one in paragraphs]


def in_force(
    corrections: Iterable[Correction], left: Sequence[Paragraph], right: Sequence[Paragraph]
) -> tuple[dict[tuple[int, int], Correction], int]:
    """Of a derivation's corrections, by number, the newest word on each two paragraphs that still says something, and
    the number of the newest of all; 0 when there is none."""
    lefts = {one.pk: number for number, one in enumerate(left)}
    rights = {one.pk: number for number, one in enumerate(right)}
    said: dict[tuple[int, int], Correction] = {}
    number = 0
    for one in corrections:
        said[lefts[one.left_id], rights[one.right_id]] = one
        number = one.number
    return {where: one for where, one in said.items() if one.kind != Correction.Kind.MACHINE}, number


def as_values(said: dict[tuple[int, int], Correction]) -> Corrections:
    def of(kind: str) -> frozenset[tuple[int, int]]:
        return frozenset(where for where, one in said.items() if one.kind == kind)

    return Corrections(of(Correction.Kind.LINK), of(Correction.Kind.UNLINK), of(Correction.Kind.MOVED))


def _store(seen: Compared) -> Comparison:
    comparison = Comparison.objects.create(
        derivation=seen.derivation,
        algorithm=seen.result.algorithm,
        corrections=seen.number,
        too_long=sorted(seen.result.too_long),
    )
    pairs = Pair.objects.bulk_create(
        [
            Pair(
                comparison=comparison,
                number=number,
                status=pair.status.value,
                similarity=pair.similarity,
                correction=_said_of(pair, seen.said),
            )
            for number, pair in enumerate(seen.result.pairs)
        ],
        batch_size=BATCH,
    )
    PairMember.objects.bulk_create(
        [
            PairMember(pair=row, paragraph=paragraphs[number], side=side)
            for row, pair in zip(pairs, seen.result.pairs, strict=True)
            for side, numbers, paragraphs in (("left", pair.left, seen.left), ("right", pair.right, seen.right))
            for number in numbers
        ],
        batch_size=BATCH,
    )
    Change.objects.bulk_create(
        [_change_row(comparison, pairs, seen, number) for number in range(len(seen.result.changes))],
        batch_size=BATCH,
    )
    compared.send(sender=Comparison, comparison=comparison)
    return comparison


def _said_of(pair: values.Pair, said: dict[tuple[int, int], Correction]) -> Correction | None:
    """The newest correction that links two paragraphs of this pair."""
    here = [said[where] for where in product(pair.left, pair.right) if where in said]
    linking = [one for one in here if one.kind != Correction.Kind.UNLINK]
    return max(linking, key=lambda one: one.number, default=None)


def _change_row(comparison: Comparison, pairs: Sequence[Pair], seen: Compared, number: int) -> records.Change:
    change = seen.result.changes[number]
    left, left_start, left_quote = _words(change.left, seen.left)
    right, right_start, right_quote = _words(change.right, seen.right)
    return Change(
        comparison=comparison,
        pair=pairs[change.pair],
        number=number,
        operation=change.operation.value,
        marking=change.marking.value,
        host=change.host.value,
        trivial=change.trivial.value,
        whole=change.whole,
        left_paragraph=left,
        left_start=left_start,
        left_quote=left_quote,
        right_paragraph=right,
        right_start=right_start,
        right_quote=right_quote,
        inner_start=change.inner.start if change.inner else None,
        inner_end=change.inner.end if change.inner else None,
        numbers=[list(turn) for turn in change.numbers],
        names=[list(turn) for turn in change.names],
    )


def _words(place: values.Place | None, paragraphs: Sequence[Paragraph]) -> tuple[Paragraph | None, int | None, str]:
    if place is None:
        return None, None, ""
    paragraph = paragraphs[place.paragraph]
    return paragraph, place.start, paragraph.text[place.start : place.end]
