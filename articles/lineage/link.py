"""People's word on who came from whom: linking an original, confirming or rejecting a proposed one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles.lineage.likeness import later
from articles.lineage.models import Derivation
from articles.lineage.queries import comes_from
from articles.models import Article


def check_link(*, derived: Article, upstream: Article, note: str = "", but: Derivation | None = None) -> None:
    """Raise ValidationError with a sentence when `upstream` cannot be the original of `derived`.

    `but` is a derivation already stored for this pair, which then does not count against itself.
    """
    if derived.pk == upstream.pk:
        raise ValidationError("An article cannot be its own original.", code="self")
    passed = [but.pk] if but else []
    if Derivation.objects.filter(derived=derived, upstream=upstream).exclude(pk__in=passed).exists():
        raise ValidationError(
            "This original is already linked to this article: confirm or reject it above.", code="known"
        )
    if comes_from(upstream.pk, derived.pk, but=passed):
        raise ValidationError(
            f"“{upstream}” is stored as coming from this article. Reject that link first if it is wrong.",
            code="cycle",
        )
    younger = later(
        upstream.published_on, upstream.published_precision, derived.published_on, derived.published_precision
    )
    if younger and not note.strip():
        raise ValidationError(
            f"“{upstream}” was published on {upstream.published}, after this article ({derived.published}). "
            "If it is the original all the same, say why in the note.",
            code="younger",
        )


def link(
    *,
    derived: Article,
    upstream: Article,
    by: Any,
    relation: str = Derivation.Relation.REPUBLICATION,
    note: str = "",
) -> Derivation:
    """Store that `by` knows `upstream` to be the original. Raises ValidationError as `check_link`."""
    with transaction.atomic():
        _lock(derived, upstream)
        check_link(derived=derived, upstream=upstream, note=note)
        return Derivation.objects.create(
            derived=derived,
            upstream=upstream,
            relation=relation,
            note=note.strip(),
            status=Derivation.Status.CONFIRMED,
            evidence={"rule": "person"},
            created_by=by,
            settled_by=by,
            settled_at=timezone.now(),
        )


def settle(derivation: Derivation, *, status: str, by: Any, note: str = "") -> Derivation:
    """Confirm or reject. A later word replaces an earlier one. Raises ValidationError as `check_link`."""
    with transaction.atomic():
        if derivation.upstream:
            _lock(derivation.derived, derivation.upstream)
        current = Derivation.objects.get(pk=derivation.pk)
        note = note.strip() or current.note
        if status == Derivation.Status.CONFIRMED and current.upstream:
            check_link(derived=current.derived, upstream=current.upstream, note=note, but=current)
        current.status, current.note = status, note
        current.settled_by, current.settled_at = by, timezone.now()
        current.save(update_fields=["status", "note", "settled_by", "settled_at"])
    return current


def _lock(*articles: Article) -> None:
    """Two people linking the same two texts take turns (PostgreSQL; SQLite has one writer at a time)."""
    rows = Article.objects.select_for_update().filter(pk__in=[a.pk for a in articles]).order_by("pk")
    list(rows.values_list("pk"))
