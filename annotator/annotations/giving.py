"""Give articles to coders, and take back what nobody has begun."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Now

from annotator.annotations.handing import Happening, ReadingEvent
from annotator.annotations.lots import Pair
from annotator.annotations.models import Annotation, Dismissal, ParagraphRead, Reading
from annotator.annotations.opening import Conflict
from annotator.studies.models import Membership, Role, Study

_BEGUN = "This reading was begun meanwhile, so it stays where it is. Give the article to somebody else besides."


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
def take_back(study: Study, pairs: Iterable[Pair], *, by: Any) -> int:
    """Remove readings that nobody has touched, and log it; those with any work in them stay. Return how many went."""
    unwanted = set(pairs)
    gone = [r for r in untouched(study) if (r.article_id, r.coder_id) in unwanted]
    ReadingEvent.objects.bulk_create(
        ReadingEvent(study=study, article_id=r.article_id, coder_id=r.coder_id, kind=Happening.TAKEN_BACK, by=by)
        for r in gone
    )
    return Reading.objects.filter(pk__in=[r.pk for r in gone]).delete()[0]


@transaction.atomic
def move(reading: Reading, to: Any, *, by: Any, reason: str = "") -> None:
    """Give a reading that nobody has begun to another coder, and log it.

    Raises `Conflict` when somebody has begun it meanwhile, and ValidationError for a person who does not code here or
    has the article already.
    """
    locked = Reading.objects.select_for_update(of=("self",)).select_related("study").get(pk=reading.pk)
    study = locked.study
    if locked.coder_id != reading.coder_id or not untouched(study).filter(pk=locked.pk).exists():
        raise Conflict(_BEGUN)
    if not coders_of(study).filter(user_id=to.pk).exists():
        raise ValidationError("This person does not code in this study. Choose one from the list.")
    if study.readings.filter(article_id=locked.article_id, coder_id=to.pk).exists():
        raise ValidationError(f"{to.get_full_name()} has this article already.")
    Reading.objects.filter(pk=locked.pk).update(coder=to, assigned_by=by, assigned_at=Now())
    ReadingEvent.objects.create(
        study=study, article_id=locked.article_id, coder_id=locked.coder_id, to_coder=to, reason=reason, by=by,
        kind=Happening.MOVED,
    )  # fmt: skip


def untouched(study: Study) -> QuerySet[Reading]:
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
