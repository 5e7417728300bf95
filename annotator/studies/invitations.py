"""Links by which one person may join a study. Rows, final but for one ending: accepted or revoked."""

from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from articles.constraints import one_of, together
from articles.final import FinalModel, FinalQuerySet

#: roles that a link may give; an owner is made of somebody who is known
INVITABLE = ("reviewer", "coder", "reader")
LASTS = timedelta(days=14)


class State(StrEnum):
    STANDING = "standing"
    EXPIRED = "expired"
    ACCEPTED = "accepted"
    REVOKED = "revoked"


def digest_of(token: str) -> str:
    """What is stored of a token: who reads the database cannot join with it."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class InvitationQuerySet(FinalQuerySet["Invitation"]):
    def standing(self) -> Self:
        """Neither accepted nor revoked nor expired."""
        return self._open().filter(expires_at__gt=timezone.now())

    def with_token(self, token: str) -> Self:
        """Found by the token's SHA-256, so the time it takes tells nothing of the token."""
        return self.filter(token_sha256=digest_of(token))

    def accept(self, *, by: Any) -> int:
        """Set the ending of those still standing; return how many this call ended."""
        return models.QuerySet.update(self.standing(), accepted_at=Now(), accepted_by=by)

    def revoke(self, *, by: Any) -> int:
        return models.QuerySet.update(self._open(), revoked_at=Now(), revoked_by=by)

    def _open(self) -> Self:
        return self.filter(accepted_at__isnull=True, revoked_at__isnull=True)


class Invitation(FinalModel):
    study = models.ForeignKey("studies.Study", models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=8, choices=[(role, role.capitalize()) for role in INVITABLE])
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(db_default=Now())
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )

    objects = InvitationQuerySet.as_manager()  # type: ignore[misc]  # narrows FinalModel.objects

    class Meta:
        ordering = ["study_id", "-made_at", "-id"]
        constraints = [
            one_of("role", INVITABLE, name="invitation_role_can_be_given_by_a_link"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="invitation_lasts_a_while"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True), name="invitation_ends_once"
            ),
            together("accepted_at", "accepted_by", name="invitation_is_accepted_by_somebody"),
            together("revoked_at", "revoked_by", name="invitation_is_revoked_by_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} for {self.study}"

    def state(self, now: datetime | None = None) -> State:
        if self.accepted_at is not None:
            return State.ACCEPTED
        if self.revoked_at is not None:
            return State.REVOKED
        return State.STANDING if self.expires_at > (now or timezone.now()) else State.EXPIRED
