"""What a case stands at. State is asked of flags and decisions, never stored.

    awaiting    a flag stands that no decision has seen: nobody has decided, or somebody has flagged it again since
    settled     somebody has decided and saw every flag that stands; the newest decision stands
    disputed    people disagree, or the evidence has gone, and nobody has resolved it: see `disputed`
    unsupported the original that the newest decision rests on is not, or no longer, confirmed as one
    withdrawn   every flag was taken back before anybody decided: out of the queue

Each function takes cases and returns cases, so that they compose: `disputed(awaiting(cases))`.
"""

from typing import Any

from django.db.models import (
    Count,
    Exists,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce

from annotator.annotations.models import Annotation, Reading
from annotator.review.models import Case, Decision, Flag
from annotator.studies.models import Study, StudyArticle
from articles.lineage.models import Derivation

type Cases = QuerySet[Case]

NOT_IN_SAMPLE = 2_000_000_000


def standing_flags() -> QuerySet[Flag]:
    """Flags that nobody has taken back; a machine never takes one back."""
    return Flag.objects.filter(Q(suggestion__isnull=False) | Q(annotation__ended_at__isnull=True))


def _flags(**conditions: Any) -> QuerySet[Flag]:
    return standing_flags().filter(case=OuterRef("pk"), **conditions)


def _decisions() -> QuerySet[Decision]:
    return Decision.objects.filter(case=OuterRef("pk"))


def _newest(field: str) -> Subquery:
    return Subquery(standing_decisions().filter(case=OuterRef("pk")).values(field)[:1])


def _unseen_flags() -> QuerySet[Flag]:
    """Standing flags that stood in their case at no decision: whoever flagged these words waits for an answer."""
    return _flags(seen_by__isnull=True)


def standing_decisions() -> QuerySet[Decision]:
    """The newest decision of each case."""
    newer = Decision.objects.filter(case=OuterRef("case"), number__gt=OuterRef("number"))
    return Decision.objects.filter(~Exists(newer))


def awaiting(cases: Cases) -> Cases:
    return cases.filter(Exists(_unseen_flags()))


def settled(cases: Cases) -> Cases:
    return cases.filter(Exists(_decisions()), ~Exists(_unseen_flags()))


def withdrawn(cases: Cases) -> Cases:
    return cases.filter(~Exists(_flags()), ~Exists(_decisions()))


def queued(cases: Cases) -> Cases:
    """Every case that is some reviewer's business: all but those withdrawn."""
    return cases.filter(Exists(_flags()) | Exists(_decisions()))


def disputed(cases: Cases) -> Cases:
    """Cases on which people disagree, or whose evidence has gone, and nobody has resolved it.

    Without a decision, coders disagree when two standing flags name different functions or different inserters, or
    when one coder who has finished the article flagged the passage and another who has also finished it did not.
    A decision resolves that. With decisions, reviewers disagree when one reviewer's newest verdict differs from
    the verdict that stands; changing one's own mind is no dispute. Machines take no side. And a case is disputed
    while it is `unsupported`.
    """
    coders = ~Exists(_decisions()) & (
        _differ("function") | _differ("inserter") | (Exists(_flagged_and_finished()) & _passed_over())
    )
    return cases.filter(coders | _reviewers_differ() | _lacks_support())


def unsupported(cases: Cases) -> Cases:
    """Cases whose newest decision rests on an original that is not, or no longer, confirmed as the article's."""
    return cases.filter(_lacks_support())


def _lacks_support() -> Exists:
    confirmed = Derivation.objects.confirmed().filter(
        derived=OuterRef("case__paragraph__article"), upstream=OuterRef("upstream")
    )
    return Exists(standing_decisions().filter(~Exists(confirmed), case=OuterRef("pk"), upstream__isnull=False))


def _differ(facet: str) -> Exists:
    """Two coders' standing flags name different values; one coder's own two flags are no disagreement."""
    column = f"annotation__{facet}"
    another = (
        standing_flags()
        .filter(case=OuterRef("case"), annotation__isnull=False)
        .exclude(annotation__reading__coder=OuterRef("annotation__reading__coder"))
        .exclude(**{f"{column}__in": ["", OuterRef(column)]})
    )
    return Exists(_flags(annotation__isnull=False).exclude(**{column: ""}).filter(Exists(another)))


def _flagged_and_finished() -> QuerySet[Flag]:
    return _flags(annotation__reading__finished_at__isnull=False)


def _passed_over() -> Exists:
    """Somebody finished the article without flagging any of these words."""
    flagged = (
        Annotation.objects.standing()
        .flags()
        .filter(
            reading=OuterRef("pk"),
            paragraph=OuterRef(OuterRef("paragraph")),
            start__lt=OuterRef(OuterRef("end")),
            end__gt=OuterRef(OuterRef("start")),
        )
    )
    finished = Reading.objects.finished().filter(study=OuterRef("study"), article=OuterRef("paragraph__article"))
    return Exists(finished.filter(~Exists(flagged)))


def _reviewers_differ() -> Exists:
    later = Decision.objects.filter(case=OuterRef("case"), reviewer=OuterRef("reviewer"), number__gt=OuterRef("number"))
    stands = Subquery(standing_decisions().filter(case=OuterRef("case")).values("verdict")[:1])
    return Exists(_decisions().filter(~Exists(later)).exclude(verdict=stands))


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
    return Annotation.objects.flags().filter(
        reading__coder_id=user.pk,
        reading__study=OuterRef("study"),
        paragraph=OuterRef("paragraph"),
        start__lt=OuterRef("end"),
        end__gt=OuterRef("start"),
    )


def with_original(cases: Cases) -> Cases:
    return cases.filter(Exists(_originals()))


def without_original(cases: Cases) -> Cases:
    return cases.filter(~Exists(_originals()))


def _originals() -> QuerySet[Derivation]:
    return Derivation.objects.standing().filter(derived=OuterRef("paragraph__article"), upstream__isnull=False)


def in_reading_order(cases: Cases) -> Cases:
    """As the articles stand in the sample, then down the page: a reviewer keeps one original in mind, and a case
    keeps its place when somebody decides it."""
    place = StudyArticle.objects.filter(study=OuterRef("study"), article=OuterRef("paragraph__article"))
    return cases.annotate(
        article_position=Coalesce(
            Subquery(place.values("position")[:1]), Value(NOT_IN_SAMPLE), output_field=IntegerField()
        )
    ).order_by("article_position", "paragraph__article_id", "paragraph__position", "start", "pk")


def with_state(cases: Cases) -> Cases:
    """Annotate what a list shows: the newest verdict and number, counts of flags, whether an original is stored,
    and what a reviewer has to be told."""
    flags = _flags().order_by().values("case")
    coders = flags.annotate(n=Count("annotation__reading__coder", distinct=True)).values("n")
    machines = flags.annotate(n=Count("suggestion__run__engine", distinct=True)).values("n")
    return cases.annotate(
        verdict=_newest("verdict"),
        newest_number=Coalesce(_newest("number"), 0),
        coders=Coalesce(Subquery(coders[:1]), 0),
        machines=Coalesce(Subquery(machines[:1]), 0),
        is_flagged=Exists(_flags()),
        is_awaiting=Exists(_unseen_flags()),
        is_unsupported=_lacks_support(),
        has_original=Exists(_originals()),
        is_disputed=Exists(disputed(Case.objects.filter(pk=OuterRef("pk")))),
    )


def recent_decisions(study: Study, reviewer: Any, limit: int = 10) -> QuerySet[Decision]:
    """This reviewer's last decisions here, newest first, each with its case."""
    mine = Decision.objects.filter(case__study=study, reviewer_id=reviewer.pk)
    return mine.select_related("case__paragraph").order_by("-at", "-number", "pk")[:limit]
