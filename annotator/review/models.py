"""Cases: flagged passages under review, and the decisions taken on them."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from annotator.annotations.omitted import Omitted, left_out_in_words
from annotator.facets import Effect, Function, Inserter, Marking, Verdict
from annotator.studies.models import OVERSEERS, Study
from articles.constraints import one_of
from articles.final import FinalModel, FinalQuerySet
from articles.passages import Passage


class CaseQuerySet(FinalQuerySet["Case"]):
    def visible_to(self, user: Any) -> Self:
        """Cases of studies this person oversees; coders are told of decisions elsewhere, after blinding ends."""
        return self.filter(study__in=Study.objects.with_role(user, *OVERSEERS).values("pk"))


class Case(FinalModel, Passage):
    """A passage that somebody or some machine flagged. What it stands at is asked of its flags and decisions.

    Where words were left out it is a point, without a quote.
    """

    study = models.ForeignKey(Study, models.PROTECT, related_name="cases")
    opened_at = models.DateTimeField(db_default=Now())

    objects = CaseQuerySet.as_manager()  # type: ignore[misc]  # narrows FinalModel.objects

    class Meta:
        ordering = ["study_id", "paragraph_id", "start", "id"]
        constraints = [
            models.UniqueConstraint(fields=["study", "paragraph", "start", "end"], name="case_is_opened_once"),
        ]

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def is_omission(self) -> bool:
        return not self.quote

    @property
    def words(self) -> str:
        """The quote, or what the flags say was left out. One query for an omission."""
        if self.quote:
            return self.quote
        rows = Omitted.objects.filter(annotation__flag__case=self).order_by("annotation__flag", "pk")
        return left_out_in_words(dict.fromkeys(rows.values_list("quote", flat=True)))


class Flag(FinalModel):
    """Why a case is here: one coder's annotation or one machine's suggestion of mostly the same words."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="flags")
    annotation = models.OneToOneField(
        "annotations.Annotation", models.PROTECT, null=True, blank=True, related_name="flag"
    )
    suggestion = models.ForeignKey(
        "suggestions.Suggestion", models.PROTECT, null=True, blank=True, related_name="flags"
    )
    repeats = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="repeated_by",
        help_text="the same coder's first flag here that says the same of the same words; the note may differ",
    )
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["case_id", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(annotation__isnull=False, suggestion__isnull=True)
                | Q(annotation__isnull=True, suggestion__isnull=False),
                name="flag_comes_from_one_hand",
            ),
            models.CheckConstraint(
                condition=Q(repeats__isnull=True) | Q(annotation__isnull=False), name="flag_that_repeats_is_a_coders"
            ),
            models.UniqueConstraint(fields=["case", "suggestion"], name="flag_joins_a_suggestion_once"),
        ]


class Decision(FinalModel):
    """A reviewer's verdict, or their word that they take an earlier one back. The newest counts; all are kept.

    While the newest takes one back, no verdict stands: an older one was superseded before and nobody said it again.
    """

    id = models.UUIDField(primary_key=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="decisions")
    number = models.PositiveIntegerField(help_text="1 for the case's first decision; order never asks the clock")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    takes_back = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_back_by",
        help_text="then there is no verdict",
    )
    verdict = models.CharField(max_length=30, blank=True, choices=Verdict)
    marking = models.CharField(max_length=20, blank=True, choices=Marking)
    function = models.CharField(max_length=20, blank=True, choices=Function)
    inserter = models.CharField(max_length=20, choices=Inserter, default=Inserter.UNKNOWN)
    effect = models.CharField(max_length=20, blank=True, choices=Effect)
    reason = models.TextField(blank=True)
    upstream = models.ForeignKey("articles.Article", models.PROTECT, null=True, blank=True, related_name="+")
    upstream_sha256 = models.CharField(max_length=64, blank=True)
    evidence_paragraph = models.ForeignKey(
        "articles.Paragraph", models.PROTECT, null=True, blank=True, related_name="+"
    )
    evidence_start = models.PositiveIntegerField(null=True, blank=True)
    evidence_quote = models.TextField(blank=True)
    best_match = models.TextField(blank=True, help_text="the original's paragraph that is most alike")
    best_match_score = models.FloatField(null=True, blank=True, help_text="0 to 100")
    at = models.DateTimeField(db_default=Now())
    flags_seen = models.ManyToManyField(Flag, through="SeenFlag", related_name="decisions")

    objects = FinalQuerySet.as_manager()  # type: ignore[misc]  # narrows FinalModel.objects

    class Meta:
        ordering = ["case_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["case", "number"], name="decision_number_is_unique"),
            models.CheckConstraint(
                condition=~Q(verdict__in=["confirmed-absent-in-original", "differs-in-original", "present-in-original"])
                | (Q(upstream__isnull=False) & ~Q(upstream_sha256="")),
                name="decision_about_an_original_names_the_stored_one",
                violation_error_message="No original is stored for this article, so nobody can say what stands in it. "
                "Choose “Original not available”.",
            ),
            models.CheckConstraint(
                condition=(Q(takes_back__isnull=True) & ~Q(verdict=""))
                | Q(
                    takes_back__isnull=False,
                    verdict="",
                    marking="",
                    function="",
                    inserter="unknown",
                    effect="",
                    upstream__isnull=True,
                    evidence_paragraph__isnull=True,
                ),
                name="decision_gives_a_verdict_or_takes_one_back",
                violation_error_message="A decision gives a verdict, or it takes an earlier one back and says no more.",
            ),
            one_of("verdict", Verdict.values, name="decision_verdict_is_known", blank=True),
            one_of("marking", Marking.values, name="decision_marking_is_known", blank=True),
            one_of("function", Function.values, name="decision_function_is_known", blank=True),
            one_of("inserter", Inserter.values, name="decision_inserter_is_known"),
            one_of("effect", Effect.values, name="decision_effect_is_known", blank=True),
        ]

    def __str__(self) -> str:
        return "Taken back" if self.takes_back_id else self.get_verdict_display()


class SeenFlag(FinalModel):
    """A flag that the reviewer was shown before the decision. The verdict speaks of these flags and of no others,
    but for later ones that only repeat them.
    """

    decision = models.ForeignKey(Decision, models.PROTECT, related_name="seen")
    flag = models.ForeignKey(Flag, models.PROTECT, related_name="seen_by")

    class Meta:
        ordering = ["decision_id", "flag_id"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "flag"], name="decision_sees_a_flag_once"),
        ]


# What coders differ on and the figures of agreement have folders of their own; Django looks for models here.
from annotator.review.adjudication.models import (  # noqa: E402, F401
    Adjudication,
    Difference,
    Item,
    Matched,
    Matching,
    Version,
)
from annotator.review.measured.models import Agreement  # noqa: E402, F401
