"""What people said about paragraphs that belong together, and the comparisons made with it: kept as rows, all final.

`comparison.py` has the same things as plain values; `compare.py` goes between the two.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from articles.constraints import one_of
from articles.final import FinalModel
from articles.lineage.comparison import Host, Marking, Operation, Status, Triviality


class Correction(FinalModel):
    """One person's word on one paragraph of the original and one of the derived text. The newest on the two counts.

    `link`: they belong together. `unlink`: they do not. `moved`: they do, at another place. `machine`: an earlier word
    is taken back, and the machine decides again.
    """

    class Kind(models.TextChoices):
        LINK = "link", "Belong together"
        UNLINK = "unlink", "Do not belong together"
        MOVED = "moved", "Belong together, moved"
        MACHINE = "machine", "As the machine has it"

    derivation = models.ForeignKey("lineage.Derivation", models.PROTECT, related_name="corrections")
    number = models.PositiveIntegerField(help_text="1 for the derivation's first; order never asks the clock")
    kind = models.CharField(max_length=10, choices=Kind)
    left = models.ForeignKey("articles.Paragraph", models.PROTECT, related_name="+")
    right = models.ForeignKey("articles.Paragraph", models.PROTECT, related_name="+")
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["derivation_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["derivation", "number"], name="correction_number_is_unique"),
            one_of("kind", ["link", "unlink", "moved", "machine"], name="correction_kind_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.left_id} and {self.right_id}"


class Comparison(FinalModel):
    """One comparison of a derivation's two texts: by these rules, and with the corrections up to this number."""

    derivation = models.ForeignKey("lineage.Derivation", models.PROTECT, related_name="comparisons")
    algorithm = models.CharField(max_length=40)
    corrections = models.PositiveIntegerField(help_text="number of the last correction heeded; 0: the machine's own")
    too_long = models.JSONField(default=list, blank=True, help_text="numbers of pairs not compared word by word")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["derivation_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["derivation", "algorithm", "corrections"], name="comparison_is_made_once_per_rules"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.derivation} ({self.algorithm}, {self.corrections} corrections)"


class Pair(FinalModel):
    """Paragraphs that belong together, in the order of the derived text."""

    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="pairs")
    number = models.PositiveIntegerField()
    status = models.CharField(max_length=10)
    similarity = models.FloatField(help_text="0 (no word shared) to 1")
    correction = models.ForeignKey(
        Correction,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="the person's word that made it so",
    )

    class Meta:
        ordering = ["comparison_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["comparison", "number"], name="pair_number_is_unique"),
            one_of("status", [status.value for status in Status], name="pair_status_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.status}"


class PairMember(FinalModel):
    """A paragraph of a pair. `side`: left is the original, right the derived text."""

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="members")
    paragraph = models.ForeignKey("articles.Paragraph", models.PROTECT, related_name="+")
    side = models.CharField(max_length=5)

    class Meta:
        ordering = ["pair_id", "side", "paragraph_id"]
        constraints = [
            models.UniqueConstraint(fields=["pair", "paragraph"], name="pair_has_a_paragraph_once"),
            one_of("side", ["left", "right"], name="pair_member_is_left_or_right"),
        ]

    def __str__(self) -> str:
        return f"{self.side} {self.paragraph_id}"


class Change(FinalModel):
    """What was done at one place: the words of either text, as code points of one paragraph, half-open.

    An omission has words on the left and a point (an empty quote) on the right, an addition the reverse; a side without
    a paragraph to point into is empty altogether. See `comparison.Change`.
    """

    comparison = models.ForeignKey(Comparison, models.PROTECT, related_name="changes")
    pair = models.ForeignKey(Pair, models.PROTECT, related_name="changes")
    number = models.PositiveIntegerField()
    operation = models.CharField(max_length=12)
    marking = models.CharField(max_length=20)
    host = models.CharField(max_length=20)
    trivial = models.CharField(max_length=30, blank=True, help_text="why it is of form only; empty when of substance")
    whole = models.BooleanField(help_text="a paragraph as a whole was inserted, omitted or moved")
    left_paragraph = models.ForeignKey("articles.Paragraph", models.PROTECT, null=True, blank=True, related_name="+")
    left_start = models.PositiveIntegerField(null=True, blank=True)
    left_quote = models.TextField(blank=True)
    right_paragraph = models.ForeignKey("articles.Paragraph", models.PROTECT, null=True, blank=True, related_name="+")
    right_start = models.PositiveIntegerField(null=True, blank=True)
    right_quote = models.TextField(blank=True)
    inner_start = models.PositiveIntegerField(null=True, blank=True, help_text="in the right paragraph, without marks")
    inner_end = models.PositiveIntegerField(null=True, blank=True)
    numbers = models.JSONField(default=list, blank=True, help_text="numbers that changed: [[before, after], …]")
    names = models.JSONField(default=list, blank=True, help_text="names that changed: [[before, after], …]")

    class Meta:
        ordering = ["comparison_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["comparison", "number"], name="change_number_is_unique"),
            models.CheckConstraint(
                condition=Q(left_paragraph__isnull=False, left_start__isnull=False)
                | Q(left_paragraph__isnull=True, left_start__isnull=True, left_quote=""),
                name="change_stands_somewhere_left_or_nowhere",
            ),
            models.CheckConstraint(
                condition=Q(right_paragraph__isnull=False, right_start__isnull=False)
                | Q(right_paragraph__isnull=True, right_start__isnull=True, right_quote=""),
                name="change_stands_somewhere_right_or_nowhere",
            ),
            one_of("operation", [one.value for one in Operation], name="change_operation_is_known"),
            one_of("marking", [one.value for one in Marking], name="change_marking_is_known"),
            one_of("host", [one.value for one in Host], name="change_host_is_known"),
            one_of(
                "trivial", [one.value for one in Triviality if one.value], name="change_trivial_is_known", blank=True
            ),
        ]

    def __str__(self) -> str:
        return f"{self.operation}: {(self.right_quote or self.left_quote)[:60]}"
