"""In which order a reviewer walks the cases: what wants looking at first, or as the words stand in the text.

Both orders are total: they end with the place in the text and the primary key.
"""

from django.db.models import Case as Choice
from django.db.models import Exists, F, IntegerField, Min, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from annotator.facets import Function, Host, Marking, Operation
from annotator.review.models import Flag
from annotator.review.queries import Cases, in_reading_order, standing_decisions, standing_flags
from annotator.suggestions.comparing import CHANGED
from annotator.suggestions.ranking import RANKS
from articles.models import FRAME_SLOTS

RANKED, IN_TEXT = "", "text"

_PLACE = ("article_position", "paragraph__article_id", "paragraph__position", "start", "pk")
#: the columns that either order goes by
COLUMNS = {RANKED: ("rank", "in_frame", "replaced", *_PLACE), IN_TEXT: _PLACE}

_UNMARKED = Q(annotation__marking=Marking.UNMARKED) | Q(suggestion__marking=Marking.UNMARKED)
_IN_QUOTATION = Q(annotation__host=Host.INSIDE_QUOTATION) | Q(suggestion__host=Host.INSIDE_QUOTATION)
_REPLACED = Q(annotation__operation=Operation.SUBSTITUTION) | Q(suggestion__kind=CHANGED)
_LAST = max(RANKS)


def in_order(cases: Cases, order: str = RANKED) -> Cases:
    """The cases in the order asked for: a key of `COLUMNS`. Of those with one rank, words that only took the place of
    others come after words that were put in, and what stands in the frame of an article comes last: another outlet's
    byline, date or copyright line is no news, though somebody may put a claim into one."""
    placed = in_reading_order(cases)
    if order != RANKED:
        return placed
    in_frame = Choice(When(paragraph__slot__in=FRAME_SLOTS, then=1), default=0, output_field=IntegerField())
    return with_rank(placed).annotate(in_frame=in_frame).order_by(*COLUMNS[order])


def with_rank(cases: Cases) -> Cases:
    """Annotate `rank`, a key of `RANKS`: that of the flag which wants looking at first, among those that stand, or
    among all where none does; and `replaced`, 1 when that flag, and any other of its rank, says that the words took the
    place of others, else 0. A function counts whether a coder or the verdict that stands says it."""
    decided = standing_decisions().filter(case=OuterRef("pk"), function=Function.ADDS_CLAIM)
    flagged = Coalesce(
        _first(standing_flags()), _first(Flag.objects.all()), Value(2 * _LAST), output_field=IntegerField()
    )
    return cases.alias(_flagged=flagged).annotate(
        rank=Choice(When(Q(_flagged__gte=2 * _LAST) & Exists(decided), then=3), default=F("_flagged") / 2),
        replaced=F("_flagged") % 2,
    )


def _first(flags: QuerySet[Flag]) -> Subquery:
    """Twice what `suggestions.ranking.rank` says of each flag, and one more for words that were replaced; the least of
    them. One number, so that it is asked of all cases at once and once."""
    said = Choice(
        When(_UNMARKED & _IN_QUOTATION, then=1),
        When(_UNMARKED, then=2),
        When(annotation__function=Function.ADDS_CLAIM, then=3),
        default=_LAST,
        output_field=IntegerField(),
    )
    replaced = Choice(When(_REPLACED, then=1), default=0, output_field=IntegerField())
    of_case = flags.filter(case=OuterRef("pk")).order_by().values("case")
    return Subquery(of_case.annotate(first=Min(2 * said + replaced)).values("first")[:1])
