"""What a case stands at. State is asked of flags and decisions, never stored.

    awaiting    a flag stands that no standing verdict speaks of: nobody has decided, the decision was taken back, or
                somebody has flagged the words again since
    settled     a verdict stands and speaks of every flag that stands
    disputed    people disagree, or the evidence has gone, and nobody has resolved it: see `disputed`
    unsupported the original that the standing verdict rests on is not, or no longer, confirmed as one
    withdrawn   no flag stands any more and no verdict stands: out of the queue

The newest decision of a case stands, unless it takes an earlier one back: then none does.

Each function takes cases and returns cases, so that they compose: `disputed(awaiting(cases))`.
"""

from typing import Any

from django.db.models import Count, Exists, IntegerField, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from annotator.annotations.models import Annotation, Reading
from annotator.review.models import Case, Decision, Flag, SeenFlag
from annotator.studies.models import Study, StudyArticle
from annotator.suggestions.models import Suggestion
from articles.lineage.models import Derivation

type Cases = QuerySet[Case]

NOT_IN_SAMPLE = 2_000_000_000


_CODERS = Q(annotation__isnull=False, annotation__ended_at__isnull=True)


def _machines() -> Exists:
    return Exists(Suggestion.objects.standing().filter(pk=OuterRef("suggestion")))


def standing_flags() -> QuerySet[Flag]:
    """Coders' flags that nobody has taken back, and machines' that a machine would still make: a comparison's goes
    when a correction shows the words no longer, or when the original is not held for one any more."""
    return Flag.objects.filter(_CODERS | _machines())


def standing_coders_flags() -> QuerySet[Flag]:
    # Asked for by itself wherever machines do not count: putting the question about them takes most of the time.
    return Flag.objects.filter(_CODERS)


def _flags() -> QuerySet[Flag]:
    return standing_flags().filter(case=OuterRef("pk"))


def _coders_flags() -> QuerySet[Flag]:
    return standing_coders_flags().filter(case=OuterRef("pk"))


def _machines_flags() -> QuerySet[Flag]:
    return Flag.objects.filter(_machines(), case=OuterRef("pk"))


def _newest_decisions() -> QuerySet[Decision]:
    newer = Decision.objects.filter(case=OuterRef("case"), number__gt=OuterRef("number"))
    return Decision.objects.filter(~Exists(newer))


def standing_decisions() -> QuerySet[Decision]:
    """The newest decision of each case; none of a case whose newest takes an earlier one back."""
    return _newest_decisions().filter(takes_back__isnull=True)


def _stands() -> QuerySet[Decision]:
    return standing_decisions().filter(case=OuterRef("pk"))


def _judged() -> QuerySet[SeenFlag]:
    """What the verdict that stands in a flag's case saw of the flag, or of the one that it only repeats."""
    newer = Decision.objects.filter(case=OuterRef("decision__case"), number__gt=OuterRef("decision__number"))
    return SeenFlag.objects.filter(
        ~Exists(newer), flag=Coalesce(OuterRef("repeats"), OuterRef("pk")), decision__takes_back__isnull=True
    )


def judged_flags(verdict: str = "") -> QuerySet[Flag]:
    """Flags that the verdict standing in their case speaks of; with `verdict`, those that it says this of."""
    return Flag.objects.filter(Exists(_judged().filter(decision__verdict=verdict) if verdict else _judged()))


def _unjudged_flags() -> QuerySet[Flag]:
    """Standing flags that no standing verdict speaks of: whoever flagged these words waits for an answer."""
    return _flags().filter(~Exists(_judged()))


def awaiting(cases: Cases) -> Cases:
    return cases.filter(Exists(_unjudged_flags()))


def settled(cases: Cases) -> Cases:
    return cases.filter(Exists(_stands()), ~Exists(_unjudged_flags()))


def withdrawn(cases: Cases) -> Cases:
    return cases.filter(~Exists(_flags()), ~Exists(_stands()))


def queued(cases: Cases) -> Cases:
    """Every case that is some reviewer's business: all but those withdrawn."""
    return cases.filter(Exists(_flags()) | Exists(_stands()))


def disputed(cases: Cases) -> Cases:
    """Cases on which people disagree, or whose evidence has gone, and nobody has resolved it.

    While no verdict stands, coders disagree when two standing flags name different functions or different inserters,
    or when one coder who has finished the article flagged the passage and another who has also finished it did not.
    A verdict resolves that. Then reviewers disagree when one reviewer's newest verdict differs from the verdict that
    stands; changing one's own mind is no dispute, and a verdict taken back is nobody's. Machines take no side. And a
    case is disputed while it is `unsupported`.
    """
    coders = ~Exists(_stands()) & (
        _differ("function") | _differ("inserter") | (Exists(_flagged_and_finished()) & _passed_over())
    )
    return cases.filter(coders | _reviewers_differ() | _lacks_support())


def unsupported(cases: Cases) -> Cases:
    """Cases whose standing verdict rests on an original that is not, or no longer, confirmed as the article's."""
    return cases.filter(_lacks_support())


def _lacks_support() -> Exists:
    confirmed = Derivation.objects.confirmed().filter(
        derived=OuterRef("case__paragraph__article"), upstream=OuterRef("upstream")
    )
    return Exists(_stands().filter(~Exists(confirmed), upstream__isnull=False))


def _differ(facet: str) -> Exists:
    """Two coders' standing flags name different values; one coder's own two flags are no disagreement."""
    column = f"annotation__{facet}"
    another = (
        standing_coders_flags()
        .filter(case=OuterRef("case"))
        .exclude(annotation__reading__coder=OuterRef("annotation__reading__coder"))
        .exclude(**{f"{column}__in": ["", OuterRef(column)]})
    )
    return Exists(_coders_flags().exclude(**{column: ""}).filter(Exists(another)))


def _flagged_and_finished() -> QuerySet[Flag]:
    return _coders_flags().filter(annotation__reading__finished_at__isnull=False)


def _passed_over() -> Exists:
    """Somebody finished the article without flagging any of these words."""
    flagged = (
        Annotation.objects.standing()
        .flags()
        .filter(
            reading=OuterRef("pk"),
            paragraph=OuterRef(OuterRef("paragraph")),
        )
        .filter(_over(OuterRef(OuterRef("start")), OuterRef(OuterRef("end"))))
    )
    finished = Reading.objects.finished().filter(study=OuterRef("study"), article=OuterRef("paragraph__article"))
    return Exists(finished.filter(~Exists(flagged)))


def _over(start: OuterRef, end: OuterRef) -> Q:
    """Annotations that share a character with a case; a point does with what it lies within and with the same point."""
    return Q(start__lt=end, end__gt=start) | Q(start=start, end=end)


def _reviewers_differ() -> Exists:
    """Of a case without a standing verdict nothing is found: who took theirs back leaves nothing to differ from."""
    later = Decision.objects.filter(case=OuterRef("case"), reviewer=OuterRef("reviewer"), number__gt=OuterRef("number"))
    another = standing_decisions().filter(case=OuterRef("case")).exclude(verdict=OuterRef("verdict"))
    own = Decision.objects.filter(case=OuterRef("pk"), takes_back__isnull=True)
    return Exists(own.filter(~Exists(later), Exists(another)))


def coders_by_pseudonym(study: Study) -> dict[str, int]:
    """Everybody who was ever given an article of this study, by the name they have in it."""
    coders = Reading.objects.filter(study=study).order_by().values_list("coder_id", flat=True).distinct()
    return {study.pseudonym(pk): pk for pk in coders}


def flagged_by(cases: Cases, user: Any) -> Cases:
    """Cases whose words this person has flagged as a coder of the same study, even if they took it back."""
    return cases.filter(Exists(_own_flags(user)))


def not_flagged_by(cases: Cases, user: Any) -> Cases:
    """Cases this person may decide."""
    return cases.filter(~Exists(_own_flags(user)))


def _own_flags(user: Any) -> QuerySet[Annotation]:
    # Asked of annotations, not of flags: one that no case has gathered yet counts too.
    return (
        Annotation.objects.flags()
        .filter(
            reading__coder_id=user.pk,
            reading__study=OuterRef("study"),
            paragraph=OuterRef("paragraph"),
        )
        .filter(_over(OuterRef("start"), OuterRef("end")))
    )


def with_original(cases: Cases) -> Cases:
    return cases.filter(Exists(_originals()))


def without_original(cases: Cases) -> Cases:
    return cases.filter(~Exists(_originals()))


def _originals() -> QuerySet[Derivation]:
    return Derivation.objects.standing().filter(derived=OuterRef("paragraph__article"), upstream__isnull=False)


def in_reading_order[Placed: Model](rows: QuerySet[Placed]) -> QuerySet[Placed]:
    """Cases, or whatever else has a study and a paragraph. As the articles stand in the sample, then down the page: a
    reviewer keeps one original in mind, and a case keeps its place when somebody decides it."""
    place = StudyArticle.objects.filter(study=OuterRef("study"), article=OuterRef("paragraph__article"))
    position = Coalesce(Subquery(place.values("position")[:1]), Value(NOT_IN_SAMPLE), output_field=IntegerField())
    placed: Any = rows.annotate(article_position=position)
    ordered: QuerySet[Placed] = placed.order_by(
        "article_position", "paragraph__article_id", "paragraph__position", "start", "pk"
    )
    return ordered


def with_state(cases: Cases) -> Cases:
    """Annotate what a list shows: the verdict that stands, counts of flags, whether an original is stored, and what
    a reviewer has to be told."""
    of_coders = _coders_flags().order_by().values("case")
    coders = of_coders.annotate(n=Count("annotation__reading__coder", distinct=True)).values("n")
    of_machines = _machines_flags().order_by().values("case")
    machines = of_machines.annotate(n=Count("suggestion__run__engine", distinct=True)).values("n")
    return cases.annotate(
        verdict=Subquery(_stands().values("verdict")[:1]),
        is_taken_back=Exists(_newest_decisions().filter(case=OuterRef("pk"), takes_back__isnull=False)),
        coders=Coalesce(Subquery(coders[:1]), 0),
        machines=Coalesce(Subquery(machines[:1]), 0),
        is_awaiting=Exists(_unjudged_flags()),
        is_unsupported=_lacks_support(),
        has_original=Exists(_originals()),
        is_disputed=Exists(disputed(Case.objects.filter(pk=OuterRef("pk")))),
    )


def first_left_out(case: str) -> Subquery:
    """For lists: the first words that a case's flags say were left out; `case` is the path to it from the row."""
    flags = Flag.objects.filter(case=OuterRef(case), annotation__omitted__isnull=False).order_by("pk")
    return Subquery(flags.values("annotation__omitted__quote")[:1])


def recent_decisions(study: Study, reviewer: Any, limit: int = 10) -> QuerySet[Decision]:
    """This reviewer's last verdicts here, newest first, each with its case, and whether they took it back."""
    mine = Decision.objects.filter(case__study=study, reviewer_id=reviewer.pk, takes_back__isnull=True)
    back = Exists(Decision.objects.filter(takes_back=OuterRef("pk")))
    told = mine.annotate(is_taken_back=back, left_out=first_left_out("case")).select_related("case__paragraph")
    return told.order_by("-at", "-number", "pk")[:limit]
