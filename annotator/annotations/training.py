"""The training round: which articles are for training, whose reading is their gold, and who may see it when."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet

from annotator.annotations.feedback import Line, Mark, compare
from annotator.annotations.gold import Gold
from annotator.annotations.models import Annotation, Reading
from annotator.studies.models import OVERSEERS, Study, StudyArticle

_IN_USE = "“{}” has readings already, so it stays what it is."
_FIRST_FINISH = "Finish the article first: then you see it beside the gold reading."


@transaction.atomic
def set_training(article: StudyArticle, *, training: bool) -> None:
    """Put an article of the sample into the training round, or take it out. Raises ValidationError once it is read."""
    StudyArticle.objects.select_for_update().get(pk=article.pk)
    if Reading.objects.filter(study_id=article.study_id, article_id=article.article_id).exists():
        raise ValidationError(_IN_USE.format(article.article))
    StudyArticle.objects.filter(pk=article.pk).update(is_training=training)


def code_as_gold(article: StudyArticle, *, by: Any) -> Reading:
    """The reading in which `by`, an owner or reviewer, codes a training article; asked twice, it is the same one."""
    check_overseer(article.study, by)
    if not article.is_training:
        raise ValidationError("This article is not in the training round.")
    reading, _ = Reading.objects.get_or_create(
        study_id=article.study_id, article_id=article.article_id, coder=by, defaults={"assigned_by": by}
    )
    return reading


@transaction.atomic
def mark_as_gold(article: StudyArticle, *, by: Any, notes: str = "") -> Gold:
    """Make the finished reading of `by` the article's gold, in the place of an earlier one."""
    check_overseer(article.study, by)
    StudyArticle.objects.select_for_update().get(pk=article.pk, is_training=True)
    own = Reading.objects.finished().filter(study_id=article.study_id, article_id=article.article_id, coder=by).first()
    if own is None:
        raise ValidationError("Code this article yourself and finish it; then it can be marked as gold.")
    Gold.objects.filter(study_article=article).end(by=by)
    return Gold.objects.create(study_article=article, reading=own, notes=notes, marked_by=by)


def check_overseer(study: Study, user: Any) -> None:
    if study.role_of(user) not in OVERSEERS:
        raise PermissionDenied("Only an owner or a reviewer of this study makes a gold reading.")


def training_articles(study: Study) -> QuerySet[StudyArticle]:
    return study.study_articles.filter(is_training=True).select_related("article").order_by("position", "id")


@dataclass(frozen=True, slots=True)
class Feedback:
    """A finished training reading beside the gold. `lines` is None as long as there is no gold to show."""

    reading: Reading
    gold: Gold | None
    lines: list[Line] | None


def feedback_of(reading: Reading) -> Feedback:
    """Raises PermissionDenied for a reading that is not finished: the gold is not shown before."""
    if reading.finished_at is None:
        raise PermissionDenied(_FIRST_FINISH)
    gold = gold_of(reading)
    if gold is None:
        return Feedback(reading, None, None)
    return Feedback(reading, gold, compare(_marks(reading.pk), _marks(gold.reading_id)))


def gold_of(reading: Reading) -> Gold | None:
    """The gold that this reading is held against; none for the gold reading itself."""
    return Gold.objects.standing().of(reading).exclude(reading=reading).select_related("marked_by").first()


def _marks(reading_id: int) -> list[Mark]:
    rows = Annotation.objects.standing().filter(reading_id=reading_id).select_related("paragraph", "claim_type")
    in_order = rows.order_by("paragraph__position", "start", "created_at", "id")
    return [_mark(row) for row in in_order.prefetch_related("omitted")]


def _mark(row: Annotation) -> Mark:
    facets = (
        ("Claim type", row.claim_type.label if row.claim_type else ""),
        ("Attribution", row.get_attribution_display()),
        ("Source", row.get_source_kind_display()),
        ("Mode", row.get_mode_display()),
        ("Stance of the cue", row.get_stance_display()),
        ("Marking", row.get_marking_display()),
        ("Operation", row.get_operation_display()),
        ("Host", row.get_host_display()),
        ("Function", row.get_function_display()),
        ("Inserter", row.get_inserter_display()),
        ("Effect", row.get_effect_display()),
    )
    end = row.start + len(row.quote)
    return Mark(row.paragraph.position + 1, row.start, end, row.words, facets, row.note)
