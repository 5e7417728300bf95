"""In which order a reviewer walks the cases: what wants looking at first, or as the words stand in the text.

Both orders are total: they end with the place in the text and the primary key.
"""

from django.db.models import Case as Choice
from django.db.models import Exists, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from annotator.facets import Function, Host, Marking
from annotator.review.models import Flag
from annotator.review.queries import Cases, in_reading_order, standing_decisions, standing_flags
from annotator.suggestions.ranking import RANKS
from articles.models import Slot

RANKED, IN_TEXT = "", "text"

_PLACE = ("article_position", "paragraph__article_id", "paragraph__position", "start", "pk")
#: the columns that either order goes by
COLUMNS = {RANKED: ("rank", "in_notice", *_PLACE), IN_TEXT: _PLACE}

_UNMARKED = Q(annotation__marking=Marking.UNMARKED) | Q(suggestion__marking=Marking.UNMARKED)
_IN_QUOTATION = Q(annotation__host=Host.INSIDE_QUOTATION) | Q(suggestion__host=Host.INSIDE_QUOTATION)
_LAST = max(RANKS)


def in_order(cases: Cases, order: str = RANKED) -> Cases:
    """The cases in the order asked for: a key of `COLUMNS`. Of those with one rank, what stands in a notice comes last:
    another outlet's copyright line is no news, though somebody may put a claim into one."""
    placed = in_reading_order(cases)
    if order != RANKED:
        return placed
    in_notice = Choice(When(paragraph__slot=Slot.NOTICE, then=1), default=0, output_field=IntegerField())
    return with_rank(placed).annotate(in_notice=in_notice).order_by(*COLUMNS[order])


def with_rank(cases: Cases) -> Cases:
    """Annotate `rank`, a key of `RANKS`: that of the flag which wants looking at first, among those that stand, or
    among all where none does. A function counts whether a coder or the verdict that stands says it."""
    decided = standing_decisions().filter(case=OuterRef("pk"), function=Function.ADDS_CLAIM)
    flagged = Coalesce(_first(standing_flags()), _first(Flag.objects.all()), Value(_LAST), output_field=IntegerField())
    return cases.annotate(
        _flagged=flagged,
        rank=Choice(When(Q(_flagged__gt=3) & Exists(decided), then=3), default="_flagged", output_field=IntegerField()),
    )


def _first(flags: QuerySet[Flag]) -> Subquery:
    """What `suggestions.ranking.rank` says of each flag, the least of them; asked of all cases at once."""
    said = Choice(
        When(_UNMARKED & _IN_QUOTATION, then=1),
        When(_UNMARKED, then=2),
        When(annotation__function=Function.ADDS_CLAIM, then=3),
        default=_LAST,
        output_field=IntegerField(),
    )
    of_case = flags.filter(case=OuterRef("pk")).order_by().values("case")
    return Subquery(of_case.annotate(first=Min(said)).values("first")[:1])
