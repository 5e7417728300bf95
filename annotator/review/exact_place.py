"""Where in the original a comparison saw that the case's words are not, or are others."""

from dataclasses import dataclass

from django.db.models import QuerySet, Subquery

from annotator.review.models import Case, Flag
from annotator.review.queries import standing_flags
from articles.lineage.models import Derivation
from articles.lineage.records import Change, Comparison
from articles.models import Paragraph


@dataclass(frozen=True, slots=True)
class ExactPlace:
    """The original's paragraph in three parts, which joined are its text. `words` are those that the republication has
    others for; "" where it has put words in, at the point between `before` and `after`."""

    paragraph: Paragraph
    before: str
    words: str
    after: str
    anchor: str


def _compared(case: Case) -> QuerySet[Flag]:
    return standing_flags().filter(case=case, suggestion__run__comparison__isnull=False).order_by("pk")


def upstream_compared(case: Case) -> int | None:
    """The original with which a standing comparison suggestion of this case was compared."""
    return _compared(case).values_list("suggestion__run__comparison__derivation__upstream", flat=True).first()


def exact_place(case: Case, derivation: Derivation) -> ExactPlace | None:
    """As the newest comparison of this derivation has it; None when none of the case's standing flags comes from it."""
    flags = _compared(case).filter(suggestion__run__comparison__derivation=derivation)
    flag = flags.select_related("suggestion").first()
    if flag is None or flag.suggestion is None:
        return None
    made = flag.suggestion
    newest = Comparison.objects.filter(derivation=derivation).order_by("-pk").values("pk")[:1]
    changes = Change.objects.filter(
        comparison=Subquery(newest),
        right_paragraph=made.paragraph_id,
        right_start=made.start,
        right_quote=made.quote,
        left_paragraph__isnull=False,
    )
    change = changes.select_related("left_paragraph").first()
    if change is None or change.left_paragraph is None or change.left_start is None:
        return None
    text, end = change.left_paragraph.text, change.left_start + len(change.left_quote)
    return ExactPlace(
        change.left_paragraph, text[: change.left_start], change.left_quote, text[end:], f"c{change.number + 1}"
    )
