"""How often claim types were used, as far as somebody may know.

Annotations belong to a later stage and are reached through the readings' reverse relation.
"""

from typing import Any

from django.db.models import Count

from annotator.studies.codebook_history import split_types
from annotator.studies.models import OVERSEERS, Role, Study


def uses(study: Study, user: Any, role: str) -> dict[int, int] | None:
    """Standing annotations by claim type: an overseer's of all readings they may see, a coder's of their own.

    None for readers, to whom nobody's work is shown.
    """
    if role == Role.READER:
        return None
    readings: Any = study.readings
    mine = readings.visible_to(user) if role in OVERSEERS else readings.filter(coder_id=user.pk)
    standing = mine.filter(annotations__ended_at__isnull=True, annotations__claim_type__isnull=False)
    counted = standing.order_by().values_list("annotations__claim_type_id").annotate(used=Count("annotations"))
    return dict(counted)


def to_recode(study: Study, user: Any, role: str) -> int:
    """How many of those annotations wait for their coder to say which part of a split claim type they are."""
    parts = split_types(study)
    used = uses(study, user, role) if parts else None
    return sum((used or {}).get(pk, 0) for pk in parts)
