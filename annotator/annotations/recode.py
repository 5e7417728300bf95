"""Annotations whose claim type was split since: only their coder can say which part they are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page
from django.db.models import Count, QuerySet

from annotator.annotations.models import Annotation
from annotator.studies.codebook_history import fates_in, split_of, split_types
from annotator.studies.models import OVERSEERS, Role, Study


def to_recode(study: Study, user: Any, role: str, parts: Mapping[int, tuple[int, ...]]) -> QuerySet[Annotation]:
    """Those that this person may see, in the order of articles, readings and text; a coder sees their own.

    `parts` is what `split_types` says.
    """
    rows = Annotation.objects.standing().filter(reading__study=study, claim_type__in=list(parts))
    mine = rows.visible_to(user) if role in OVERSEERS else rows.filter(reading__coder_id=user.pk)
    fetched = mine.select_related("claim_type", "reading__article", "reading__coder", "paragraph")
    return fetched.prefetch_related("omitted").order_by(
        "reading__article_id", "reading_id", "paragraph__position", "start", "pk"
    )


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of somebody's own annotations in a study wait to be recoded."""

    study: Study
    count: int


def own_to_recode(studies: Iterable[Study], user: Any) -> list[Waiting]:
    """Those studies in which this person's own work waits, in the same order. Two queries at most."""
    of = {one.pk: one for one in studies}
    parts = split_of(fates_in(list(of)))
    if not parts:
        return []
    own = Annotation.objects.standing().filter(
        reading__coder_id=user.pk, reading__study__in=of, claim_type__in=list(parts)
    )
    counts = dict(own.order_by().values_list("reading__study_id").annotate(n=Count("pk")))
    return [Waiting(study, counts[pk]) for pk, study in of.items() if pk in counts]


@dataclass(frozen=True, slots=True)
class RecodeRow:
    """An annotation with the names of what its claim type was split into, and who made it; `can_edit` for its coder."""

    annotation: Annotation
    parts: str
    coder: str
    can_edit: bool


def recode_rows(study: Study, page: "Page[Annotation]", user: Any, role: str) -> list[RecodeRow]:
    parts = split_types(study)
    labels = dict(study.claim_types.values_list("pk", "label"))
    return [
        RecodeRow(
            annotation=one,
            parts=" or ".join(f"“{labels[pk]}”" for pk in parts.get(one.claim_type_id or 0, ())),
            coder=_coder(study, one, user, role),
            can_edit=one.reading.coder_id == user.pk and one.reading.finished_at is None,
        )
        for one in page
    ]


def _coder(study: Study, annotation: Annotation, user: Any, role: str) -> str:
    """The owner knows the coders by name; everybody else by the pseudonym that exports use."""
    reading = annotation.reading
    if reading.coder_id == user.pk:
        return "you"
    return str(reading.coder.get_full_name()) if role == Role.OWNER else study.pseudonym(reading.coder_id)
