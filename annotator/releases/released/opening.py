"""Who may look into a release, and who not yet."""

from typing import Any

from django.db.models import Q

from annotator.annotations.models import Reading
from annotator.studies.models import OVERSEERS, Role, Study

#: roles that see a study's releases; only overseers take them out
READERS = (*OVERSEERS, Role.READER)
STILL_READING = (
    "You still read an article of this study, and a release holds what others marked in it. "
    "Finish your readings first; it stays here."
)


def still_reads(user: Any, study: Study) -> bool:
    """Whether this person reads an article of which they may not see yet what others marked: a blind reading, or one of
    the training round. A release holds it, so it stays closed to them."""
    own = Reading.objects.filter(study=study, coder_id=user.pk, finished_at__isnull=True)
    lessons = study.study_articles.filter(is_training=True).values("article")
    return own.filter(Q(study__blind=True) | Q(article__in=lessons)).exists()
