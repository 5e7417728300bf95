"""Who came from whom."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from articles.constraints import one_of, together
from articles.final import FinalModel
from articles.models import Article


class DerivationQuerySet(models.QuerySet["Derivation"]):
    def confirmed(self) -> Self:
        return self.filter(status=Derivation.Status.CONFIRMED)

    def standing(self) -> Self:
        """Not rejected: confirmed by a person, or proposed and waiting for one."""
        return self.exclude(status=Derivation.Status.REJECTED)

    def visible_to(self, user: Any) -> Self:
        return self if user.has_perm("articles.view_article") else self.none()


class Derivation(models.Model):
    """A claim that one stored article came from another; a machine proposes, only a person confirms."""

    class Relation(models.TextChoices):
        REPUBLICATION = "republication", "Republication"
        UPDATE = "update", "Update"
        EXCERPT = "excerpt", "Excerpt"
        TRANSLATION = "translation", "Translation"
        REWRITE = "rewrite", "Rewrite"
        QUOTES = "quotes", "Quotes"

    class Status(models.TextChoices):
        PROPOSED = "proposed", "Proposed"
        CONFIRMED = "confirmed", "Confirmed"
        REJECTED = "rejected", "Rejected"

    derived = models.ForeignKey(Article, models.PROTECT, related_name="upstream_derivations")
    upstream = models.ForeignKey(Article, models.PROTECT, null=True, blank=True, related_name="derived_derivations")
    upstream_outlet = models.CharField(max_length=200, blank=True)
    upstream_url = models.URLField(max_length=2000, blank=True)
    upstream_published_on = models.DateField(null=True, blank=True)
    relation = models.CharField(max_length=16, choices=Relation, default=Relation.REPUBLICATION)
    status = models.CharField(max_length=10, choices=Status, default=Status.PROPOSED)
    evidence = models.JSONField(default=dict, blank=True)
    note = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now())
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    objects = DerivationQuerySet.as_manager()

    class Meta:
        ordering = ["derived_id", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["derived", "upstream"],
                condition=Q(upstream__isnull=False),
                name="derivation_is_stated_once",
                violation_error_message="This original is already linked to this article.",
            ),
            models.CheckConstraint(
                condition=~Q(derived=F("upstream")),
                name="derivation_is_between_two_articles",
                violation_error_message="An article cannot be its own original.",
            ),
            one_of(
                "relation",
                ["republication", "update", "excerpt", "translation", "rewrite", "quotes"],
                name="derivation_relation_is_known",
            ),
            one_of("status", ["proposed", "confirmed", "rejected"], name="derivation_status_is_known"),
            together("settled_at", "settled_by", name="derivation_is_settled_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.derived} ← {self.upstream or self.upstream_outlet or self.upstream_url}"

    @property
    def word(self) -> str:
        """What stands here now: a page that was made before somebody said otherwise holds another word."""
        return f"{self.status} {self.settled_at.isoformat()}" if self.settled_at else self.status

    @property
    def from_machine(self) -> bool:
        """Proposed by a rule, and nobody has answered."""
        return self.status == self.Status.PROPOSED and self.created_by_id is None


class Address(FinalModel):
    """An address that an article has, or names as its original's, kept so that it is found however it is written.

    Noted when the article is stored. `key` is `likeness.address_key`.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="addresses")
    stated = models.BooleanField(help_text="named as the original's; otherwise the article's own")
    key = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "addresses"
        constraints = [
            models.UniqueConstraint(fields=["key", "stated", "article"], name="address_is_noted_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article}: {'names' if self.stated else 'is at'} {self.key[:12]}"


class NamedOutlet(FinalModel):
    """The outlet that an article names as its original's, kept so that its outlet's articles find it.

    Noted when the article is stored. `key` is `likeness.name_key`, cut to 200 letters.
    """

    article = models.OneToOneField(Article, models.PROTECT, primary_key=True, related_name="+")
    key = models.CharField(max_length=200, db_index=True)

    class Meta:
        ordering = ["article_id"]

    def __str__(self) -> str:
        return f"{self.article} names {self.key}"


class Fingerprint(FinalModel):
    """That an article's words are noted for the search by text, and how many numbers that gave.

    The numbers are `Shingle` rows; `articles.lineage.candidates.shingles` says what they are.
    """

    article = models.OneToOneField(Article, models.PROTECT, primary_key=True, related_name="fingerprint")
    kept = models.PositiveIntegerField(help_text="numbers, whether or not others held them before")
    sampled = models.PositiveIntegerField(help_text="those of them that a long text would keep as well")
    whole = models.BooleanField(help_text="a short text: every shingle is kept")

    class Meta:
        ordering = ["article_id"]

    def __str__(self) -> str:
        return f"{self.article}: {self.kept}"


class Shingle(FinalModel):
    """The number of a run of words, and an article that has it; the first hundred articles of each number are kept."""

    number = models.BigIntegerField(help_text="48 bits, signed")
    # Nobody asks for an article's shingles, so the key has no index of its own.
    article = models.ForeignKey(Article, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["number", "article"], name="shingle_is_noted_once")]

    def __str__(self) -> str:
        return f"{self.number:x} in article {self.article_id}"


class Ruling(FinalModel):
    """One person's word on a derivation. The newest is also on the derivation itself; all are kept."""

    derivation = models.ForeignKey(Derivation, models.PROTECT, related_name="rulings")
    status = models.CharField(max_length=10, choices=Derivation.Status)
    relation = models.CharField(max_length=16, choices=Derivation.Relation)
    note = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering = ["id"]
        constraints = [
            one_of("status", ["confirmed", "rejected"], name="ruling_status_is_a_word_of_a_person"),
            one_of("relation", Derivation.Relation.values, name="ruling_relation_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.derivation}: {self.status}"


# Comparisons have a module of their own; Django looks for models here.
from articles.lineage.records import Change, Comparison, Correction, Pair, PairMember  # noqa: E402, F401
