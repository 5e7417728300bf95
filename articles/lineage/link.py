"""People's word on who came from whom: linking an original, confirming, rejecting or turning round a proposed one."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from articles.lineage.candidates.likeness import address_key, later, name_key
from articles.lineage.compare import compare
from articles.lineage.models import Address, Derivation, Ruling
from articles.lineage.queries import family_of, way_up
from articles.models import Article, shown_date

_MOST_LOCKED = 5_000


class SettledMeanwhile(Exception):
    """Somebody settled this derivation otherwise after the page was made that asked about it."""

    def __init__(self, derivation: Derivation) -> None:
        super().__init__(str(derivation))
        self.derivation = derivation


def check_link(*, derived: Article, upstream: Article, note: str = "", but: Derivation | None = None) -> None:
    """Raise ValidationError with a sentence when `upstream` cannot be the original of `derived`.

    `but` is a derivation already stored for this pair, which then does not count against itself.
    """
    _check(derived, upstream, note, passed=[but.pk] if but else [])


def _check(derived: Article, upstream: Article, note: str, *, passed: Collection[int]) -> None:
    if derived.pk == upstream.pk:
        raise ValidationError("An article cannot be its own original.", code="self")
    if Derivation.objects.filter(derived=derived, upstream=upstream).exclude(pk__in=passed).exists():
        raise ValidationError(
            "This original is already linked to this article: confirm or reject it above.", code="known"
        )
    if way := way_up(upstream.pk, derived.pk, but=passed):
        raise ValidationError(_circle(derived, upstream, way), code="cycle")
    younger = later(
        upstream.published_on, upstream.published_precision, derived.published_on, derived.published_precision
    )
    if younger and not note.strip():
        raise ValidationError(
            f"“{upstream}” was published on {upstream.published}, after this article ({derived.published}). "
            "If it is the original all the same, say why in the note.",
            code="younger",
        )


def _circle(derived: Article, upstream: Article, way: list[int]) -> str:
    if len(way) == 2:
        return f"“{upstream}” is stored as coming from this article. Reject that link first if it is wrong."
    named = Article.objects.only("title").in_bulk(way[:6])
    steps = " ← ".join(f"“{named[pk]}”" for pk in reversed(way[:6]))
    more = f", and {len(way) - 6} more on the way" if len(way) > 6 else ""
    return (
        f"“{upstream}” is stored as coming from this article, by way of others ({steps}{more}). "
        f"With “{derived}” coming from “{upstream}” that would be a circle. Reject the link of it that is wrong first."
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
        _take_turns(derived, upstream)
        _check(derived, upstream, note, passed=[])
        return _confirmed(by, derived=derived, upstream=upstream, relation=relation, note=note.strip())


def name_missing(
    *,
    derived: Article,
    by: Any,
    outlet: str = "",
    url: str = "",
    published_on: date | None = None,
    relation: str = Derivation.Relation.REPUBLICATION,
    note: str = "",
) -> Derivation:
    """Store that `by` knows of an original whose text is not here. Raises ValidationError with a sentence."""
    with transaction.atomic():
        _take_turns(derived)
        _check_missing(derived, outlet, url, published_on, note)
        return _confirmed(
            by,
            derived=derived,
            upstream_outlet=outlet.strip(),
            upstream_url=url,
            upstream_published_on=published_on,
            relation=relation,
            note=note.strip(),
        )


def _check_missing(derived: Article, outlet: str, url: str, published_on: date | None, note: str) -> None:
    if not outlet.strip() and not url:
        raise ValidationError("Name the outlet of the original, or its address.", code="nothing")
    key = address_key(url)
    stored = Address.objects.filter(key=key, stated=False).exclude(article=derived) if key else Address.objects.none()
    if known := stored.select_related("article").order_by("article_id").first():
        raise ValidationError(
            f"The text at this address is stored: “{known.article}” (article {known.article_id}). "
            "Link that article instead.",
            code="stored",
        )
    for one in derived.upstream_derivations.standing().filter(upstream=None):
        same_outlet = name_key(one.upstream_outlet) == name_key(outlet)
        if same_outlet and address_key(one.upstream_url) == key and one.upstream_published_on == published_on:
            raise ValidationError("This missing original is already named: confirm or reject it above.", code="known")
    if later(published_on, "day", derived.published_on, derived.published_precision) and not note.strip():
        raise ValidationError(
            f"That is {shown_date(published_on, 'day')}, after this article was published ({derived.published}). "
            "If it is the original all the same, say why in the note.",
            code="younger",
        )


def settle(
    derivation: Derivation, *, status: str, by: Any, note: str = "", relation: str = "", seen: str | None = None
) -> Derivation:
    """Confirm or reject. A later word replaces an earlier one, and both are kept as rulings.

    `seen` is the `Derivation.word` that `by` was looking at. Raises ValidationError as `check_link`, and
    SettledMeanwhile when somebody has said the contrary since; when they said the same, theirs stands.
    """
    with transaction.atomic():
        current = _current(derivation)
        if _overtaken(current, seen):
            if current.status == status:
                return current
            raise SettledMeanwhile(current)
        note = note.strip() or current.note
        if status == Derivation.Status.CONFIRMED and current.upstream:
            _check(current.derived, current.upstream, note, passed=[current.pk])
        return _ruled(current, status, by, note, relation)


def turn(derivation: Derivation, *, by: Any, note: str = "", relation: str = "", seen: str | None = None) -> Derivation:
    """Reject this direction and confirm the other one: the original turned out to be the copy.

    Returns the confirmed derivation. Raises as `settle`.
    """
    with transaction.atomic():
        current = _current(derivation)
        if current.upstream is None:
            raise ValidationError("Only a link between two stored articles can be turned round.", code="missing")
        if _overtaken(current, seen):
            raise SettledMeanwhile(current)
        derived, upstream = current.upstream, current.derived
        opposite = Derivation.objects.filter(derived=derived, upstream=upstream).first()
        _check(derived, upstream, note, passed=[current.pk, *([opposite.pk] if opposite else [])])
        _ruled(current, Derivation.Status.REJECTED, by, note.strip() or "It is the other way round.")
        if opposite:
            return _ruled(opposite, Derivation.Status.CONFIRMED, by, note.strip() or opposite.note, relation)
        return _confirmed(
            by, derived=derived, upstream=upstream, relation=relation or current.relation, note=note.strip()
        )


def _current(derivation: Derivation) -> Derivation:
    """The row as it is now, to be changed by nobody else until the transaction ends."""
    _take_turns(derivation.derived, *([derivation.upstream] if derivation.upstream else []))
    rows = Derivation.objects.select_for_update(of=("self",)).select_related("derived", "upstream", "settled_by")
    return rows.get(pk=derivation.pk)


def _overtaken(current: Derivation, seen: str | None) -> bool:
    return seen is not None and seen != current.word


def _ruled(current: Derivation, status: str, by: Any, note: str, relation: str = "") -> Derivation:
    current.status, current.note, current.relation = status, note, relation or current.relation
    current.settled_by, current.settled_at = by, timezone.now()
    current.save(update_fields=["status", "note", "relation", "settled_by", "settled_at"])
    _note_ruling(current)
    return current


def _confirmed(by: Any, **facts: Any) -> Derivation:
    made = Derivation.objects.create(
        status=Derivation.Status.CONFIRMED,
        evidence={"rule": "person"},
        created_by=by,
        settled_by=by,
        settled_at=timezone.now(),
        **facts,
    )
    _note_ruling(made)
    return made


def _note_ruling(d: Derivation) -> None:
    assert d.settled_by is not None and d.settled_at is not None  # noqa: S101, PT018 - a person's word has both
    Ruling.objects.create(
        derivation=d, status=d.status, relation=d.relation, note=d.note, by=d.settled_by, at=d.settled_at
    )
    _keep_comparison(d)


def _keep_comparison(d: Derivation) -> None:
    """What a person has confirmed is compared at once: the comparison is stored with the word, or neither is."""
    if d.status == Derivation.Status.CONFIRMED and d.upstream_id is not None:
        compare(d)


def _take_turns(*articles: Article) -> None:
    """People who link texts of one family take turns (PostgreSQL; SQLite has one writer at a time).

    All texts that are joined to these are locked: of two links that would close a circle together, neither touches the
    other's two articles, but both touch the family.
    """
    joined = Q()
    for article in articles:
        joined |= Q(pk__in=family_of(article.pk, most=_MOST_LOCKED))
    list(Article.objects.select_for_update(no_key=True).filter(joined).order_by("pk").values_list("pk"))
