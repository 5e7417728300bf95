"""What pages of an earlier stage show of this one."""

from dataclasses import dataclass

from django import template
from django.db.models import Count, Q

from annotator.suggestions.detect import DETECTORS
from annotator.suggestions.models import Run
from articles.models import Article

register = template.Library()


@dataclass(frozen=True, slots=True)
class Noticed:
    """What machines noticed in one article: `editorial` wait for a person, `aside` is the rest, such as footnotes."""

    editorial: int
    aside: int
    unread_by: tuple[str, ...]


@register.simple_tag
def noticed_in(article: Article) -> Noticed:
    """Counts of each engine's newest run, in one query; `unread_by` names engines that have no run of their version."""
    rows = (
        Run.objects.filter(article=article, batch__isnull=True)
        .order_by("id")
        .annotate(
            editorial=Count("suggestions", filter=Q(suggestions__editorial=True)),
            aside=Count("suggestions", filter=Q(suggestions__editorial=False)),
        )
    )
    newest = {run.engine: run for run in rows}
    done = {(run.engine, run.version) for run in rows}
    return Noticed(
        editorial=sum(run.editorial for run in newest.values()),
        aside=sum(run.aside for run in newest.values()),
        unread_by=tuple(d.engine for d in DETECTORS if (d.engine, d.version) not in done),
    )
