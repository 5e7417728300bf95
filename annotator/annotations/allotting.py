"""Draw by the study's rule: a plan that anybody may look at, and the verb that gives it out."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from annotator.annotations.giving import coders_of, give_out
from annotator.annotations.handing import Draw
from annotator.annotations.lots import Lots, Pair, Rule, draw, shared_between
from annotator.annotations.models import Reading
from annotator.annotations.opening import Conflict
from annotator.studies.models import Membership, Role, Study

_STALE = "Articles, coders or the rule have changed since this page was opened. This is the draw as it would be now."


@dataclass(frozen=True, slots=True)
class Load:
    """One coder's work: what they have, what is drawn for them, and how much of both is in the overlap sample."""

    coder: Any
    held: int
    drawn: int
    overlap: int

    @property
    def total(self) -> int:
        return self.held + self.drawn


@dataclass(frozen=True)
class Plan:
    """A draw before it is given out."""

    study: Study
    rule: Rule
    seed: str
    articles: list[int]
    coders: list[Membership]
    held: frozenset[Pair]
    lots: Lots
    training: tuple[Pair, ...] = ()

    @cached_property
    def digest(self) -> str:
        """Says whether two plans are the same: what a page showed is what is given out, or nothing is."""
        said = (self.seed, self.rule, self.articles, [one.user_id for one in self.coders], sorted(self.pairs))
        return sha256(repr(said).encode()).hexdigest()[:20]

    @cached_property
    def loads(self) -> list[Load]:
        held, drawn = (Counter(coder for _, coder in pairs) for pairs in (self.held, self.lots.pairs))
        overlap = Counter(coder for article, coder in self._all if article in self.lots.overlap)
        return [Load(one.user, held[one.user_id], drawn[one.user_id], overlap[one.user_id]) for one in self.coders]

    @cached_property
    def shared(self) -> tuple[int, int]:
        """The fewest and the most articles that two coders will have in common; (0, 0) for a single coder."""
        ids = [one.user_id for one in self.coders]
        met = shared_between(self._all)
        counts = [met[min(a, b), max(a, b)] for at, a in enumerate(ids) for b in ids[:at]]
        return min(counts, default=0), max(counts, default=0)

    @property
    def short(self) -> int:
        """How many coders the rule asks for beyond those there are."""
        return max(0, self.rule.most - len(self.coders))

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Everything that would be given out: each training article to each coder, and what was drawn."""
        return (*self.training, *self.lots.pairs)

    @property
    def _all(self) -> set[Pair]:
        return {*self.held, *self.lots.pairs}


def rule_of(study: Study) -> Rule:
    return Rule(study.coders_per_article, study.overlap_percent, study.overlap_coders)


def plan(study: Study) -> Plan:
    """What the study's rule would give out now. Owners are never drawn. Three queries."""
    coders = [one for one in coders_of(study) if one.role == Role.CODER]
    articles: list[int] = []
    lessons: list[int] = []
    for article, is_lesson in study.study_articles.order_by("position", "id").values_list("article_id", "is_training"):
        (lessons if is_lesson else articles).append(article)
    has: dict[int, set[int]] = {article: set() for article in (*articles, *lessons)}
    for article, coder in Reading.objects.filter(study=study).values_list("article_id", "coder_id"):
        has.setdefault(article, set()).add(coder)
    given = {article: has[article] for article in articles}
    rule, ids = rule_of(study), {one.user_id for one in coders}
    held = frozenset((article, coder) for article, those in given.items() for coder in those & ids)
    lots = draw(articles, ids, given, rule=rule, seed=study.seed)
    training = tuple((article, coder) for article in lessons for coder in sorted(ids - has[article]))
    return Plan(study, rule, study.seed, articles, coders, held, lots, training)


@transaction.atomic
def allot(study: Study, *, expects: str, by: Any) -> Draw:
    """Give out what the plan with the digest `expects` says, and log it.

    Raises `Conflict` when the plan has changed since, and ValidationError when nothing can or need be drawn.
    """
    study = Study.objects.select_for_update(no_key=True).get(pk=study.pk)
    now = plan(study)
    if now.digest != expects:
        raise Conflict(_STALE)
    check_plan(now)
    give_out(study, now.pairs, by=by)
    last = study.draws.aggregate(last=Max("number"))["last"] or 0
    return Draw.objects.create(
        study=study, number=last + 1, seed=now.seed, rule=_as_said(now.rule), result=_result(now), by=by
    )


def check_plan(plan: Plan) -> None:
    """Raise ValidationError with what is in the way of giving this plan out."""
    if not plan.articles and not plan.training:
        raise ValidationError("The study has no articles to give out. Add articles first.")
    if plan.articles and plan.short:
        raise ValidationError(
            f"The rule needs {plan.rule.most} coders and the study has {len(plan.coders)}. "
            "Add coders, or change the rule in the settings."
        )
    if not plan.pairs:
        raise ValidationError("Every article has its coders already, so there is nothing to draw.")


def _as_said(rule: Rule) -> dict[str, int]:
    return {
        "coders_per_article": rule.each,
        "overlap_percent": rule.overlap_percent,
        "overlap_coders": rule.overlap_coders,
    }


def _result(plan: Plan) -> dict[str, Any]:
    return {
        "articles": len(plan.articles),
        "overlap": len(plan.lots.overlap),
        "readings": len(plan.pairs),
        "training": len(plan.training),
        "coders": {str(load.coder.pk): load.drawn for load in plan.loads},
    }
