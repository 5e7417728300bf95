"""What a person decided about an annotation of an older version of their article. Rows, all final."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from annotator.annotations.carrying import State
from annotator.facets import Facet
from articles.constraints import one_of
from articles.final import FinalModel


class Decided(Facet):
    """How an annotation came over, or that it did not."""

    TOGETHER = ("together", "carried with all that stood unchanged, by one press", "", "", "Carried with all unchanged")
    ACCEPTED = ("accepted", "carried to the place that was proposed", "", "", "Carried as proposed")
    PLACED = ("placed", "carried to words that the person chose", "", "", "Carried to chosen words")
    DROPPED = ("dropped", "not carried over", "", "", "Left out")


class Why(Facet):
    """Why a person left an annotation out."""

    GONE = ("gone", "the words are not in the new version", "", "", "The words are gone")
    CHANGED = ("changed", "the new version says something else there", "", "", "The text says something else now")
    THERE_ALREADY = (
        "there-already",
        "another annotation of the new version says it",
        "",
        "",
        "I have tagged it there already",
    )
    MISTAKEN = ("mistaken", "it should not have been made", "", "", "It was a mistake before")
    OTHER = ("other", "none of these; say what", "", "", "Another reason")


class CarriedOver(FinalModel):
    """One decision about one annotation of an older reading, in the reading of the newer version by the same coder.

    The newest of an annotation counts; all are kept. The id is made by the client, so that one sent again cannot make
    a second row; a new annotation has the same id. `status` and `score` are what the comparison said when it was
    decided: see `carrying.Fate`.
    """

    id = models.UUIDField(primary_key=True)
    reading = models.ForeignKey("annotations.Reading", models.PROTECT, related_name="carried_over")
    from_annotation = models.ForeignKey("annotations.Annotation", models.PROTECT, related_name="carried_over")
    number = models.PositiveIntegerField(help_text="1 for the first decision about it in this reading")
    to_annotation = models.OneToOneField(
        "annotations.Annotation", models.PROTECT, null=True, blank=True, related_name="carried_from"
    )
    status = models.CharField(max_length=7, choices=[(one.value, one.value) for one in State])
    score = models.FloatField(help_text="how alike the old and the proposed words are: 0 to 1")
    decided = models.CharField(max_length=8, choices=Decided)
    why = models.CharField(max_length=13, blank=True, choices=Why, help_text="why it was left out")
    note = models.TextField(blank=True)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["reading_id", "from_annotation_id", "number"]
        verbose_name_plural = "annotations carried over"
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "from_annotation", "number"], name="carried_over_is_decided_in_turn"
            ),
            models.CheckConstraint(
                condition=(Q(decided=Decided.DROPPED, to_annotation__isnull=True) & ~Q(why=""))
                | (~Q(decided=Decided.DROPPED) & Q(to_annotation__isnull=False, why="")),
                name="carried_over_lands_somewhere_or_says_why_not",
            ),
            models.CheckConstraint(
                condition=~Q(why=Why.OTHER) | ~Q(note=""), name="carried_over_for_another_reason_says_which"
            ),
            models.CheckConstraint(condition=Q(score__gte=0, score__lte=1), name="carried_over_score_is_0_to_1"),
            one_of("status", [one.value for one in State], name="carried_over_status_is_known"),
            one_of("decided", Decided.values, name="carried_over_decided_is_known"),
            one_of("why", Why.values, name="carried_over_why_is_known", blank=True),
        ]

    def __str__(self) -> str:
        return f"{self.get_decided_display()}: {self.from_annotation_id}"
