"""What an item stands at. State is asked of rows, never stored.

    unanimous   everybody who finished the article marked the same words and said the same of them
    adjudicated a reviewer's resolution stands; or coders differ about an insertion alone, and the verdict of its case
                speaks of every one of their flags
    unresolved  a reviewer has said that it cannot be resolved, and that stands
    awaiting    all the others: coders differ, and nobody has said what holds

Each item is in exactly one of them. Only items of an article's newest matching are `current`.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.db.models import Case as Choice
from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet, Value, When

from annotator.annotations.models import Reading
from annotator.facets import Resolution
from annotator.review import queries
from annotator.review.adjudication.differing import OF_CASES
from annotator.review.adjudication.models import (
    Adjudication,
    Difference,
    Item,
    ItemQuerySet,
    Matched,
    Matching,
    Version,
)
from annotator.studies.models import OVERSEERS, Membership, Study

type Items = QuerySet[Item]


class State(StrEnum):
    UNANIMOUS = "unanimous"
    ADJUDICATED = "adjudicated"
    AWAITING = "awaiting"
    UNRESOLVED = "unresolved"

    @property
    def words(self) -> str:
        return {"awaiting": "Awaiting a decision"}.get(self, self.capitalize())

    @property
    def sign(self) -> str:
        return {"unanimous": "=", "adjudicated": "●", "awaiting": "○", "unresolved": "◐"}[self]


def newest_matchings() -> QuerySet[Matching]:
    newer = Matching.objects.filter(study=OuterRef("study"), article=OuterRef("article"), number__gt=OuterRef("number"))
    return Matching.objects.filter(~Exists(newer))


def current(study: Study) -> ItemQuerySet:
    """The items that there are now, as `matching.match` last found them."""
    newest = newest_matchings().filter(study=study).order_by().values("pk")
    return Item.objects.filter(study=study, pk__in=Matched.objects.filter(matching__in=newest).values("item"))


def _newest() -> QuerySet[Adjudication]:
    newer = Adjudication.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    return Adjudication.objects.filter(~Exists(newer))


def standing_adjudications() -> QuerySet[Adjudication]:
    """The newest of each item; none of an item whose newest takes an earlier one back."""
    return _newest().filter(takes_back__isnull=True)


def with_state(items: Items) -> Items:
    """Annotate `state`, a State."""
    stands = standing_adjudications().filter(item=OuterRef("pk"))
    differ = Difference.objects.filter(item=OuterRef("pk"))
    return items.annotate(
        state=Choice(
            When(Exists(stands.filter(resolution=Resolution.UNRESOLVED)), then=Value(State.UNRESOLVED.value)),
            When(Exists(stands), then=Value(State.ADJUDICATED.value)),
            When(~Exists(differ), then=Value(State.UNANIMOUS.value)),
            When(
                ~Exists(differ.exclude(kind__in=OF_CASES)) & ~Exists(_open_flags()),
                then=Value(State.ADJUDICATED.value),
            ),
            default=Value(State.AWAITING.value),
            output_field=CharField(),
        )
    )


def in_state(items: Items, state: str) -> Items:
    return with_state(items).filter(Q(state=state))


def _open_flags() -> QuerySet[Version]:
    """Versions of an item whose flag no standing verdict speaks of."""
    judged = queries.judged_flags().filter(annotation=OuterRef("annotation"))
    flagged = Version.objects.filter(item=OuterRef("pk"), annotation__isnull=False).exclude(annotation__marking="")
    return flagged.filter(~Exists(judged))


def for_cases_alone(items: Items) -> Items:
    """Items that coders differ on only in whether an insertion is there: its case decides, and nobody decides twice."""
    differ = Difference.objects.filter(item=OuterRef("pk"))
    return items.filter(Exists(differ), ~Exists(differ.exclude(kind="flag")))


def differing(items: Items) -> Items:
    """Items that are not unanimous."""
    return items.filter(Exists(Difference.objects.filter(item=OuterRef("pk"))))


def counted(items: Items) -> Mapping[State, int]:
    """How many stand at each state; they add up to how many there are."""
    stated: Any = with_state(items).order_by()
    rows = dict(stated.values("state").annotate(n=Count("pk")).values_list("state", "n"))
    return {state: rows.get(state.value, 0) for state in State}


def in_reading_order(items: Items) -> Items:
    """As the articles stand in the sample, then down the page."""
    return queries.in_reading_order(items)


def adjudicable_by(items: Items, user: Any) -> Items:
    """Items this person may decide: of articles they did not code themselves, or that nobody else could decide."""
    return items.filter(~Exists(_coded_by(user)) | ~Exists(_others(user)))


def _coded_by(user: Any) -> QuerySet[Reading]:
    return Reading.objects.filter(coder_id=user.pk, study=OuterRef("study"), article=OuterRef("paragraph__article"))


def _others(user: Any) -> QuerySet[Membership]:
    """Others who oversee the study, can sign in, and have not coded the article."""
    coded = Reading.objects.filter(
        coder=OuterRef("user"), study=OuterRef("study"), article=OuterRef(OuterRef("paragraph__article"))
    )
    overseers = Membership.objects.filter(study=OuterRef("study"), role__in=OVERSEERS, user__is_active=True)
    return overseers.exclude(user_id=user.pk).filter(~Exists(coded))


def told_to(study: Study, user: Any) -> Items:
    """Items of articles that this coder and everybody else who was given them have finished."""
    unfinished = Reading.objects.filter(
        study=OuterRef("study"), article=OuterRef("paragraph__article"), finished_at__isnull=True
    )
    own = Version.objects.filter(
        item=OuterRef("pk"), reading__in=Reading.objects.of(user).filter(study=study).values("pk")
    )
    return current(study).filter(Exists(own), ~Exists(unfinished))


def of_pair(items: Items, one: int, other: int) -> Items:
    """Items of articles that both of these people coded."""
    versions = Version.objects.filter(item=OuterRef("pk"))
    return items.filter(
        Exists(versions.filter(reading__coder_id=one)), Exists(versions.filter(reading__coder_id=other))
    )


def that_differ(items: Items, kind: str) -> Items:
    return items.filter(Exists(Difference.objects.filter(item=OuterRef("pk"), kind=kind)))
