"""What else there is to a reading: an earlier version whose annotations wait, the other side of a pair."""

from dataclasses import dataclass
from typing import Any

from django import template

from annotator.annotations.carrying_queries import Offer, offers_for
from annotator.annotations.models import Reading
from annotator.annotations.pairs import BothSides, both_sides, own_pairs
from articles.lineage.models import Derivation

register = template.Library()

#: so many pairs stand on the desk
_MOST = 10


@dataclass(frozen=True, slots=True)
class Beside:
    """`more` pairs are not listed."""

    offers: list[Offer]
    pairs: list[BothSides]
    more: int = 0


@register.simple_tag
def beside_desk(user: Any) -> Beside:
    """For the desk: every offer, and the newest pairs with a side that is not finished. Three queries where there is
    nothing of the kind."""
    pairs = [one for one in own_pairs(user) if not (one.left.finished_at and one.right.finished_at)]
    return Beside(offers_for(user), pairs[:_MOST], max(0, len(pairs) - _MOST))


@register.simple_tag
def pair_compared(derivation: Derivation, user: Any) -> BothSides | None:
    """The person's own pair of these two texts, where what was left out can be tagged."""
    own = Reading.objects.of(user).filter(study__mask_outlet=False)
    pairs = both_sides(own, of=derivation.derived_id) if derivation.upstream_id else []
    return next((one for one in pairs if one.derivation.pk == derivation.pk), None)


@register.simple_tag
def beside_reading(reading: Reading, user: Any) -> Beside:
    """For one reading of the person's own. Somebody else's has nothing beside it; a study that hides the outlet does
    not say which side is the original."""
    # most articles have no other version here; `workbench.whole` asked that along with the reading
    if reading.coder_id != user.pk or not getattr(reading, "has_kin", True):
        return Beside([], [])
    offers = [] if reading.finished_at else offers_for(user, reading)
    if reading.study.mask_outlet:
        return Beside(offers, [])
    own = Reading.objects.of(user).filter(study_id=reading.study_id)
    return Beside(offers, both_sides(own, of=reading.article_id)[:_MOST])
