"""One coder's pass over one article, and what they marked in it."""

from typing import Any, NoReturn, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from annotator.facets import (
    AttributionStatus,
    Certainty,
    Effect,
    Function,
    Host,
    Inserter,
    Marking,
    Mode,
    Operation,
    RoleName,
    SourceKind,
    Stance,
)
from annotator.studies.models import OVERSEERS, Membership, Role, StudyArticle
from annotator.studies.reveals import Reveal
from articles.constraints import one_of, together
from articles.final import FinalModel, FinalQuerySet, FinalRowError
from articles.passages import Passage, check_point


class ReadingQuerySet(models.QuerySet["Reading"]):
    def of(self, user: Any) -> Self:
        """This person's own readings, in studies where they still have a role."""
        # one standing membership per person and study, so the join finds no reading twice
        return self.filter(
            coder_id=user.pk, study__memberships__user_id=user.pk, study__memberships__ended_at__isnull=True
        )

    def visible_to(self, user: Any) -> Self:
        """One's own; in a study one oversees, every reading; another coder's when both have finished that article.

        Whoever still reads an article themselves sees no other reading of it, whatever their role: nobody is half
        blind. In a study that is not blind, and of an article that an owner revealed, coders see each other at once,
        but for training articles.
        """
        member = Membership.objects.filter(user_id=user.pk, study_id=models.OuterRef("study_id"))
        own = Reading.objects.filter(
            coder_id=user.pk, study_id=models.OuterRef("study_id"), article_id=models.OuterRef("article_id")
        )
        open_here = models.Exists(own.filter(finished_at__isnull=True))
        both_done = Q(finished_at__isnull=False) & models.Exists(own.filter(finished_at__isnull=False))
        # the gold of a training article is seen by nobody who still reads it, blind study or not
        revealed = Reveal.objects.filter(study=models.OuterRef("study_id"), article=models.OuterRef("article_id"))
        blind = (Q(study__blind=True) & ~models.Exists(revealed.order_by())) | models.Exists(training_place())
        overseen = models.Exists(member.filter(role__in=OVERSEERS)) & (~open_here | ~blind)
        openly = ~blind & models.Exists(member.filter(role=Role.CODER))
        return self.filter(models.Exists(member)).filter(Q(coder_id=user.pk) | overseen | openly | both_done)

    def finished(self) -> Self:
        return self.filter(finished_at__isnull=False)

    def training(self) -> Self:
        """Of articles of the training round, the gold among them."""
        return self.filter(models.Exists(training_place()))

    def outside_training(self) -> Self:
        """Those that count as data."""
        return self.filter(~models.Exists(training_place()))


def training_place(prefix: str = "") -> models.QuerySet[StudyArticle]:
    """The article's place in its study's training round, asked of a reading (or of what leads to one by `prefix`)."""
    here = {"study": models.OuterRef(f"{prefix}study_id"), "article": models.OuterRef(f"{prefix}article_id")}
    return StudyArticle.objects.filter(**here, is_training=True).order_by()


class Reading(models.Model):
    """One coder, one article, one study: made when the work is assigned, started at the first mark."""

    study = models.ForeignKey("studies.Study", models.PROTECT, related_name="readings")
    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="+")
    coder = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="readings")
    assigned_at = models.DateTimeField(db_default=Now())
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        ordering = ["study_id", "article_id", "coder_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["study", "article", "coder"], name="reading_is_one_per_coder"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(started_at__isnull=False),
                name="reading_is_started_before_it_is_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coder} reads {self.article}"


class ParagraphRead(models.Model):
    """ "Read, nothing to tag" for one paragraph. Taking it back ends the row; it is not removed."""

    reading = models.ForeignKey(Reading, models.PROTECT, related_name="paragraphs_read")
    paragraph = models.ForeignKey("articles.Paragraph", models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["reading_id", "paragraph_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["reading", "paragraph"],
                condition=Q(ended_at__isnull=True),
                name="paragraph_is_marked_read_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.paragraph_id} read"


class Ending(models.TextChoices):
    WITHDRAWN = "withdrawn", "Withdrawn"
    REPLACED = "replaced", "Replaced"


class AnnotationQuerySet(FinalQuerySet["Annotation"]):
    def standing(self) -> Self:
        """Neither withdrawn nor replaced."""
        return self.filter(ended_at__isnull=True)

    def flags(self) -> Self:
        """Those that flag an editorial insertion."""
        return self.exclude(marking="")

    def outside_training(self) -> Self:
        """Those that count as data."""
        return self.filter(~models.Exists(training_place("reading__")))

    def visible_to(self, user: Any) -> Self:
        return self.filter(reading__in=Reading.objects.visible_to(user).values("pk"))

    def end(self, *, by: Any, how: str) -> int:
        """Set the one ending of those still standing; return how many this call ended."""
        standing = self.filter(ended_at__isnull=True)
        return models.QuerySet.update(standing, ended_at=Now(), ended_by=by, ended_how=how)


class Annotation(Passage):
    """Some words of a paragraph with a claim type, an attribution or an insertion flag, or several of them.

    An omission is a point: `quote` is "", and its `omitted` rows are the original's words that are not there.
    Final but for one set-once ending: an edit is a new row that `replaces` this one. The id is made by the client,
    so that a save repeated after a lost answer cannot make a second row.
    """

    id = models.UUIDField(primary_key=True)
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="annotations")
    codebook_revision = models.ForeignKey("studies.CodebookRevision", models.PROTECT, related_name="+")
    claim_type = models.ForeignKey("studies.ClaimType", models.PROTECT, null=True, blank=True, related_name="+")

    # attribution: `attribution` is "" when there is none
    attribution = models.CharField(max_length=16, blank=True, choices=AttributionStatus)
    source_kind = models.CharField(max_length=20, blank=True, choices=SourceKind)
    mode = models.CharField(max_length=12, blank=True, choices=Mode)
    stance = models.CharField(max_length=12, blank=True, choices=Stance)
    anonymity_reason_given = models.BooleanField(null=True, blank=True)
    denied = models.BooleanField(default=False, db_default=False)
    outer = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="inner")

    # editorial insertion: `marking` is "" when none is flagged
    marking = models.CharField(max_length=20, blank=True, choices=Marking)
    operation = models.CharField(max_length=12, blank=True, choices=Operation)
    host = models.CharField(max_length=20, blank=True, choices=Host)
    function = models.CharField(max_length=20, blank=True, choices=Function)
    inserter = models.CharField(max_length=20, blank=True, choices=Inserter)
    effect = models.CharField(max_length=20, blank=True, choices=Effect)

    note = models.TextField(blank=True)
    certainty = models.CharField(max_length=8, choices=Certainty, default=Certainty.SURE)
    suggestion = models.ForeignKey(
        "suggestions.Suggestion", models.PROTECT, null=True, blank=True, related_name="taken_over_by"
    )
    replaces = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    created_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    ended_how = models.CharField(max_length=10, blank=True, choices=Ending, editable=False)

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        ordering = ["paragraph_id", "start", "created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(claim_type__isnull=False) | ~Q(attribution="") | ~Q(marking=""),
                name="annotation_says_something",
                violation_error_message="Pick a claim type, an attribution or an editorial insertion.",
            ),
            models.CheckConstraint(
                condition=~Q(marking="") | Q(operation="", host="", function="", inserter="", effect=""),
                name="annotation_details_an_insertion_only_when_flagged",
            ),
            models.CheckConstraint(
                condition=~Q(attribution="") | Q(source_kind="", mode="", stance=""),
                name="annotation_details_an_attribution_only_when_given",
            ),
            models.CheckConstraint(
                condition=~Q(quote="") | Q(operation=Operation.OMISSION),
                name="annotation_quotes_something",
                violation_error_message="Only an omission is a point without words.",
            ),
            models.UniqueConstraint(
                fields=["reading", "paragraph", "start", "end", "claim_type"],
                condition=Q(ended_at__isnull=True) & ~Q(quote=""),
                name="annotation_is_not_made_twice",
                violation_error_message="You have already given these words this claim type.",
            ),
            models.UniqueConstraint(
                fields=["reading", "paragraph", "start", "end", "marking", "attribution"],
                condition=Q(ended_at__isnull=True, claim_type__isnull=True) & ~Q(quote=""),
                name="annotation_without_a_claim_is_not_made_twice",
                violation_error_message="You have already annotated these words in the same way.",
            ),
            models.CheckConstraint(
                condition=(Q(ended_at__isnull=True) & Q(ended_how="")) | (Q(ended_at__isnull=False) & ~Q(ended_how="")),
                name="annotation_ends_somehow",
            ),
            together("ended_at", "ended_by", name="annotation_is_ended_by_somebody"),
            one_of("attribution", AttributionStatus.values, name="annotation_attribution_is_known", blank=True),
            one_of("source_kind", SourceKind.values, name="annotation_source_kind_is_known", blank=True),
            one_of("mode", Mode.values, name="annotation_mode_is_known", blank=True),
            one_of("stance", Stance.values, name="annotation_stance_is_known", blank=True),
            one_of("marking", Marking.values, name="annotation_marking_is_known", blank=True),
            one_of("operation", Operation.values, name="annotation_operation_is_known", blank=True),
            one_of("host", Host.values, name="annotation_host_is_known", blank=True),
            one_of("function", Function.values, name="annotation_function_is_known", blank=True),
            one_of("inserter", Inserter.values, name="annotation_inserter_is_known", blank=True),
            one_of("effect", Effect.values, name="annotation_effect_is_known", blank=True),
            one_of("certainty", Certainty.values, name="annotation_certainty_is_known"),
            one_of("ended_how", Ending.values, name="annotation_ending_is_known", blank=True),
        ]
        indexes = [
            models.Index(fields=["reading", "paragraph"], name="annotation_by_place"),
        ]

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def is_omission(self) -> bool:
        """A point where words of the original are not."""
        return not self.quote

    @property
    def words(self) -> str:
        """The quote, or what an omission left out. One query for an omission whose `omitted` were not fetched."""
        return self.quote or left_out_in_words(one.quote for one in self.omitted.all())

    @property
    def told(self) -> str:
        """The words for a sentence, in quotation marks and not too many."""
        return (
            f"“{self.quote[:80]}”"
            if self.quote
            else left_out_in_words((one.quote for one in self.omitted.all()), most=80)
        )

    def clean(self) -> None:
        if self.is_omission:
            check_point(self.paragraph.text, self.start)
        else:
            super().clean()

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise FinalRowError("an annotation is final: save another that replaces it")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise FinalRowError("an annotation is final: withdraw it")


class RoleSpan(FinalModel, Passage):
    """A span that plays a part in an annotation's attribution; it may lie in a neighbouring paragraph."""

    annotation = models.ForeignKey(Annotation, models.PROTECT, related_name="role_spans")
    role = models.CharField(max_length=8, choices=RoleName)

    class Meta:
        ordering = ["annotation_id", "role", "paragraph_id", "start", "id"]
        constraints = [
            one_of("role", RoleName.values, name="role_span_role_is_known"),
            models.UniqueConstraint(
                fields=["annotation", "role", "paragraph", "start", "end"], name="role_span_is_given_once"
            ),
        ]


class Dismissal(FinalModel):
    """A coder says that a suggestion is not worth tagging."""

    suggestion = models.ForeignKey("suggestions.Suggestion", models.PROTECT, related_name="dismissals")
    reading = models.ForeignKey(Reading, models.PROTECT, related_name="dismissals")
    at = models.DateTimeField(db_default=Now())

    objects = FinalQuerySet.as_manager()  # type: ignore[misc]  # narrows FinalModel.objects

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["suggestion", "reading"], name="suggestion_is_dismissed_once"),
        ]


# What was carried over, brought in, handed out, left out and what is gold have modules of their own; Django looks for
# models here.
from annotator.annotations.carried import CarriedOver  # noqa: E402, F401
from annotator.annotations.gold import Gold  # noqa: E402, F401
from annotator.annotations.handing import Draw, ReadingEvent  # noqa: E402, F401
from annotator.annotations.importing.models import BroughtIn  # noqa: E402, F401
from annotator.annotations.omitted import Omitted, left_out_in_words  # noqa: E402, F401
