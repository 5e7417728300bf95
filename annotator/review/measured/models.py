"""Figures of agreement as they were measured: kept for good, with all that is needed to measure them again."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.functional import cached_property

from annotator.review.agreement import Report
from annotator.review.measured.keeping import plan_from, report_from
from annotator.studies.models import OVERSEERS, Study
from articles.final import FinalModel, FinalQuerySet


class AgreementQuerySet(FinalQuerySet["Agreement"]):
    def visible_to(self, user: Any) -> Self:
        """Those of studies this person oversees: what coders did is in them."""
        return self.filter(study__in=Study.objects.with_role(user, *OVERSEERS).values("pk"))


class Agreement(FinalModel):
    """How far the coders of a study agreed at one moment, `as_of`.

    `sha256` is of the inputs in the order in which they were measured: two rows with the same sum and plan have
    the same figures. Coders are in them by their pseudonyms.
    """

    study = models.ForeignKey(Study, models.PROTECT, related_name="agreements")
    number = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    job = models.OneToOneField("jobs.Job", models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    as_of = models.DateTimeField(help_text="what was finished and stood at this moment was measured")
    revision = models.ForeignKey("studies.CodebookRevision", models.PROTECT, related_name="+")
    plan = models.JSONField()
    seed = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    articles = models.PositiveIntegerField(help_text="finished by two coders or more")
    readings = models.PositiveIntegerField(help_text="that count")
    figures = models.JSONField()

    objects = AgreementQuerySet.as_manager()  # type: ignore[misc]  # narrows FinalModel.objects

    class Meta:
        ordering = ["study_id", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="agreement_number_is_unique"),
        ]

    def __str__(self) -> str:
        return f"Agreement {self.number} of {self.study}"

    @cached_property
    def report(self) -> Report:
        return report_from(self.figures, plan_from(self.plan))
