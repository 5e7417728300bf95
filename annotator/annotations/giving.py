"""Give articles to coders, and take back what nobody has begun."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from annotator.annotations.lots import Pair
from annotator.annotations.models import Annotation, Dismissal, ParagraphRead, Reading
from annotator.studies.models import Membership, Role, Study


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
