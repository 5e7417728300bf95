"""The articles of a study."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max

from annotator.studies.models import Study, StudyArticle


@transaction.atomic
def add_articles(study: Study, articles: Iterable[Any], *, by: Any) -> int:
    """Put articles at the end of the sample, in the given order; return how many were not in it yet."""
    Study.objects.select_for_update().get(pk=study.pk)  # one writer at a time: positions stay in order
    held = set(study.study_articles.values_list("article_id", flat=True))
    new = [article for article in dict.fromkeys(articles) if article.pk not in held]
    last = study.study_articles.aggregate(last=Max("position"))["last"]
    first = 0 if last is None else last + 1
    StudyArticle.objects.bulk_create(
        StudyArticle(study=study, article=article, position=position, added_by=by)
        for position, article in enumerate(new, first)
    )
    return len(new)
