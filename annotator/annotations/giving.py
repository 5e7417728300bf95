"""Give articles to coders, and take back what nobody has begun."""

from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from annotator.annotations.models import Annotation, Dismissal, ParagraphRead, Reading
from annotator.studies.models import Membership, Role, Study

type Pair = tuple[int, int]
"""An article's and a coder's id."""


def draw(
    articles: Sequence[int],
    coders: Sequence[int],
    given: Mapping[int, set[int]],
    *,
    each: int,
    seed: str,
) -> list[Pair]:
    """Choose coders until every article has `each` of them; the same arguments give the same draw.

    `given` maps an article to the coders who have it already. Whoever has least is next, and ties are broken by
    lot, so that loads differ by at most one where the start was even and pairs of coders vary.
    """
    lot = Random(seed)  # noqa: S311 - a reproducible draw, not a secret
    load = {coder: sum(coder in has for has in given.values()) for coder in coders}
    pairs: list[Pair] = []
    for article in articles:
        has = given.get(article, set())
        free = [coder for coder in coders if coder not in has]
        lot.shuffle(free)
        wanted = max(0, each - sum(coder in load for coder in has))
        for coder in sorted(free, key=load.__getitem__)[:wanted]:
            pairs.append((article, coder))
            load[coder] += 1
    return pairs


@transaction.atomic
def give_out(study: Study, pairs: Iterable[Pair], *, by: Any) -> int:
    """Make the readings that do not exist yet; return how many. Raises ValidationError for an article outside the
    sample or a person who does not code here.
    """
    wanted = set(pairs)
    articles, people = {article for article, _ in wanted}, {coder for _, coder in wanted}
    if articles - set(study.study_articles.values_list("article_id", flat=True)):
        raise ValidationError("One of these articles is not in the study. Reload the page and try again.")
    if people - set(coders_of(study).values_list("user_id", flat=True)):
        raise ValidationError("One of these people does not code in this study. Reload the page and try again.")
    held = set(study.readings.values_list("article_id", "coder_id"))
    new = sorted(wanted - held)
    Reading.objects.bulk_create(
        (Reading(study=study, article_id=article, coder_id=coder, assigned_by=by) for article, coder in new),
        ignore_conflicts=True,
    )
    return len(new)


@transaction.atomic
def take_back(study: Study, pairs: Iterable[Pair]) -> int:
    """Remove readings that nobody has touched; those with any work in them stay. Return how many went."""
    unwanted = set(pairs)
    ids = [r.pk for r in _untouched(study) if (r.article_id, r.coder_id) in unwanted]
    return Reading.objects.filter(pk__in=ids).delete()[0]


def _untouched(study: Study) -> QuerySet[Reading]:
    """Readings never started, and without a mark of any kind."""
    return Reading.objects.filter(study=study, started_at__isnull=True).exclude(
        Exists(Annotation.objects.filter(reading=OuterRef("pk")).order_by())
        | Exists(ParagraphRead.objects.filter(reading=OuterRef("pk")).order_by())
        | Exists(Dismissal.objects.filter(reading=OuterRef("pk")).order_by())
    )


def coders_of(study: Study) -> QuerySet[Membership]:
    """Members who may be given articles: coders, and owners, who may code too."""
    able = study.memberships.filter(role__in=[Role.CODER, Role.OWNER], user__is_active=True)
    return able.select_related("user").order_by("role", "user__username", "id")
