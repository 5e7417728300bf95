"""A study: whose articles, whose codebook, which people in which roles."""

import hmac
import secrets
import uuid
from hashlib import sha256
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from annotator.facets import Facet
from annotator.studies.codebooks import PATTERNS, is_colour
from articles.constraints import one_of, together
from articles.final import FinalModel


class Role(Facet):
    OWNER = ("owner", "runs the study", "", "", "Owner")
    REVIEWER = ("reviewer", "decides what coders flagged", "", "", "Reviewer")
    CODER = ("coder", "reads and annotates", "", "", "Coder")
    READER = ("reader", "sees results, changes nothing", "", "", "Reader")


#: roles that see the whole study, coders' work included
OVERSEERS = (Role.OWNER, Role.REVIEWER)


def new_pseudonym_key() -> str:
    return secrets.token_hex(32)


class StudyQuerySet(models.QuerySet["Study"]):
    def visible_to(self, user: Any) -> Self:
        return self.with_role(user, *Role.values)

    def with_role(self, user: Any, *roles: str) -> Self:
        """Studies in which this person has one of `roles`."""
        return self.filter(pk__in=Membership.objects.filter(user_id=user.pk, role__in=roles).values("study_id"))


class Study(models.Model):
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=80, unique=True)
    description = models.TextField(blank=True)
    blind = models.BooleanField(
        default=True,
        db_default=True,
        help_text="Coders see nothing of each other's work until both have finished.",
    )
    suggestions_shown = models.BooleanField(
        default=False, db_default=False, help_text="Coders see what machines suggest while they read."
    )
    mask_outlet = models.BooleanField(
        default=False, db_default=False, help_text="Outlet, byline and address are hidden while coding."
    )
    coders_per_article = models.PositiveSmallIntegerField(default=2, db_default=2)
    overlap_percent = models.PositiveSmallIntegerField(
        default=0,
        db_default=0,
        help_text="Of 100 articles, how many more coders read, so that agreement can be measured. 0: none.",
    )
    overlap_coders = models.PositiveSmallIntegerField(
        default=2, db_default=2, help_text="How many coders read an article of the overlap sample."
    )
    draw_seed = models.CharField(
        max_length=60,
        blank=True,
        help_text="Any words or number: whoever knows it can repeat the draw. The study’s own when left empty.",
    )
    is_sample = models.BooleanField(default=False, db_default=False)
    pseudonym_key = models.CharField(max_length=64, default=new_pseudonym_key, editable=False)
    kept_pseudonyms = models.JSONField(
        default=dict,
        blank=True,
        editable=False,
        help_text="Of a study that was restored from a release: what people are called there, by the person’s id.",
    )
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    objects = StudyQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        verbose_name_plural = "studies"
        constraints = [
            models.CheckConstraint(
                condition=Q(overlap_percent__lte=100),
                name="study_overlap_is_of_a_hundred",
                violation_error_message="At most 100 of 100 articles can be in the overlap sample.",
            ),
            models.CheckConstraint(
                condition=Q(overlap_coders__gte=2),
                name="study_overlap_is_of_two_coders_at_least",
                violation_error_message="Articles of the overlap sample have two coders at least.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.overlap_percent and self.overlap_coders <= self.coders_per_article:
            raise ValidationError(
                {"overlap_coders": "The overlap sample needs more coders than the other articles have."}
            )

    @property
    def coders_needed(self) -> int:
        """How many coders the rule of this study needs."""
        return max(self.coders_per_article, self.overlap_coders) if self.overlap_percent else self.coders_per_article

    @property
    def seed(self) -> str:
        """What draws by lot start from."""
        return self.draw_seed or f"study {self.pk}"

    @property
    def revision(self) -> "CodebookRevision":
        """The codebook revision in force: the newest."""
        return self.revisions.latest("number")

    def pseudonym(self, user_id: int) -> str:
        """A name for a coder that holds within this study only: HMAC-SHA256 under a key that is never exported. Who
        stands in the release that the study was restored from is called as there."""
        if kept := self.kept_pseudonyms.get(str(user_id)):
            return str(kept)
        digest = hmac.new(self.pseudonym_key.encode(), f"coder:{user_id}".encode(), sha256).hexdigest()
        return f"C-{digest[:8]}"

    def role_of(self, user: Any) -> str:
        """This person's role here, or ""."""
        membership = self.memberships.filter(user_id=user.pk).first()
        return membership.role if membership else ""


class MembershipQuerySet(models.QuerySet["Membership"]):
    def standing(self) -> Self:
        """Neither ended by an owner nor by the person's leaving."""
        return self.filter(ended_at__isnull=True)

    def ended(self) -> Self:
        return self.filter(ended_at__isnull=False)


class StandingMemberships(models.Manager["Membership"]):
    """What `objects` and `study.memberships` give: an ended membership opens no door, also where nobody thought of it.
    A join over memberships knows no manager and has to say `ended_at__isnull=True` itself.
    """

    def get_queryset(self) -> MembershipQuerySet:
        return MembershipQuerySet(self.model, using=self._db).standing()


class Membership(models.Model):
    """What somebody is in a study. It is ended, never removed: who once worked here stays on record."""

    study = models.ForeignKey(Study, models.PROTECT, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=8, choices=Role)
    created_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = StandingMemberships()
    ever = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["study_id", "role", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "user"],
                condition=Q(ended_at__isnull=True),
                name="membership_is_one_role_per_person",
                violation_error_message="This person already has a role in this study.",
            ),
            together("ended_at", "ended_by", name="membership_is_ended_by_somebody"),
            one_of("role", Role.values, name="membership_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.get_role_display()}"


class StudyArticle(models.Model):
    """An article that belongs to a study's sample."""

    study = models.ForeignKey(Study, models.PROTECT, related_name="study_articles")
    article = models.ForeignKey("articles.Article", models.PROTECT, related_name="+")
    position = models.PositiveIntegerField()
    is_training = models.BooleanField(
        default=False,
        db_default=False,
        help_text="For the training round: every coder reads it, and nothing of it counts as data.",
    )
    added_at = models.DateTimeField(db_default=Now())
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["study_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["study", "article"], name="study_holds_an_article_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position + 1}. {self.article}"


class ClaimType(models.Model):
    """One code of a study's codebook. The row is the identity: names may change, annotations keep pointing here."""

    study = models.ForeignKey(Study, models.PROTECT, related_name="claim_types")
    guid = models.UUIDField(default=uuid.uuid4, editable=False, help_text="its id in files that other tools read")
    position = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=40)
    label = models.CharField(max_length=60)
    key = models.CharField(max_length=10, blank=True, help_text='"1" to "9", then "shift+1" and on')
    colour_light = models.CharField(max_length=7)
    colour_dark = models.CharField(max_length=7)
    pattern = models.CharField(max_length=20, default="solid")
    definition = models.TextField()
    example = models.TextField(blank=True)
    not_when = models.TextField(blank=True)
    note_required = models.BooleanField(default=False, db_default=False)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["study_id", "position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["study", "code"], name="claim_type_code_is_unique_in_its_study"),
            models.UniqueConstraint(
                fields=["study", "key"], condition=~Q(key=""), name="claim_type_key_is_unique_in_its_study"
            ),
            models.UniqueConstraint(fields=["study", "guid"], name="claim_type_guid_is_unique_in_its_study"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def shown_key(self) -> str:
        """The key as it is printed on the page: ⇧1 for Shift and 1."""
        return self.key.replace("shift+", "⇧")

    def clean(self) -> None:
        """Colours and patterns become a stylesheet, so nothing else may stand in them."""
        super().clean()
        for field in ("colour_light", "colour_dark"):
            if not is_colour(getattr(self, field)):
                raise ValidationError({field: "Write the colour as #rrggbb."})
        if self.pattern not in PATTERNS:
            raise ValidationError({"pattern": f"Use one of {', '.join(PATTERNS)}."})


class CodebookRevision(FinalModel):
    """What the codebook said from this number on; every annotation stamps the one in force."""

    study = models.ForeignKey(Study, models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    codebook = models.CharField(max_length=60, default="NPCA-1")
    note = models.TextField(blank=True)
    content = models.JSONField(help_text="the claim types as they stood")
    guidance = models.JSONField(
        default=dict,
        blank=True,
        help_text="unit, notes, priority_on_doubt, facets_off and version, as a codebook file has them",
    )
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["study_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="codebook_revision_number_is_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.codebook} r{self.number}"


# Invitations, reveals and codebook changes have modules of their own; Django looks for models here.
from annotator.studies.changes import ChangeKind, CodebookChange  # noqa: E402, F401
from annotator.studies.invitations import Invitation  # noqa: E402, F401
from annotator.studies.reveals import Reveal  # noqa: E402, F401
