"""What an export would hold, and what is not ready yet."""

from dataclasses import dataclass

from django.db.models import Count, Q

from annotator.annotations.models import AnnotationQuerySet, Reading
from annotator.releases.columns import Column
from annotator.releases.filters import undecided
from annotator.releases.formats import csv_exact
from annotator.releases.row import COLUMNS
from annotator.releases.rows import rows
from annotator.releases.snapshot import all_of, take
from annotator.review.adjudication.models import Item
from annotator.studies.models import Study

ROWS = 5
#: what a person wants to see before taking a file: the rest is for programs
SHOWN = (
    "quote, label, attribution_status, source_name, marking, function, verdict, coder_pseudonym, status, "
    "outlet, title, paragraph_index, start, end"
)


@dataclass(frozen=True, slots=True)
class Summary:
    """`annotations` of `of` standing or ended ones pass the filters; the rest is about those, but for readings."""

    annotations: int
    of: int
    articles: int
    coders: int
    insertions: int
    undecided: int
    readings: int
    unfinished: int


def summary(study: Study, annotations: AnnotationQuerySet) -> Summary:
    found = annotations.order_by().aggregate(
        annotations=Count("pk"),
        articles=Count("reading__article", distinct=True),
        coders=Count("reading__coder", distinct=True),
        insertions=Count("pk", filter=~Q(marking="")),
    )
    readings = (
        Reading.objects.filter(study=study)
        .outside_training()
        .aggregate(readings=Count("pk"), unfinished=Count("pk", filter=Q(finished_at__isnull=True)))
    )
    return Summary(of=all_of(study).count(), undecided=undecided(annotations).count(), **found, **readings)


@dataclass(frozen=True, slots=True)
class Preview:
    """Cells as in the exact CSV, of those that are `shown` of the `columns` that a file has."""

    shown: list[Column]
    rows: list[tuple[str, ...]]
    columns: tuple[Column, ...] = COLUMNS


def preview(study: Study, annotations: AnnotationQuerySet) -> Preview:
    """The first rows; people always by pseudonym."""
    by_name = {column.name: column for column in COLUMNS}
    shown = [by_name[name] for name in SHOWN.split(", ")]
    first = rows(take(study, annotations, items=Item.objects.none(), limit=ROWS))
    lines = list(csv_exact.lines(shown, first))
    return Preview(shown=shown, rows=lines)
