"""Invite somebody by a link, join by it, take it back."""

import logging
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from annotator.studies.invitations import LASTS, Invitation, digest_of
from annotator.studies.members import add_member
from annotator.studies.models import Membership, Study

_log = logging.getLogger(__name__)


class Over(Exception):
    """The invitation was accepted, revoked or has expired."""

    def __init__(self, invitation: Invitation) -> None:
        super().__init__("This invitation is over.")
        self.invitation = invitation


def invite(study: Study, role: str, *, by: Any, lasts: timedelta = LASTS) -> tuple[Invitation, str]:
    """Return the invitation and its token, which is stored nowhere: it is told once."""
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        study=study, role=role, token_sha256=digest_of(token), made_by=by, expires_at=timezone.now() + lasts
    )
    _log.info("%s invited a %s to %s (invitation %s)", by, role, study.slug, invitation.pk)
    return invitation, token


@transaction.atomic
def accept(invitation: Invitation, *, by: Any) -> Membership:
    """Make `by` a member. Of two who use one link at once the first joins.

    Raises `Over`, and ValidationError for somebody who has a role in the study already; then the link still stands.
    """
    if not Invitation.objects.filter(pk=invitation.pk).accept(by=by):
        raise Over(Invitation.objects.get(pk=invitation.pk))
    return add_member(invitation.study, by, invitation.role, by=invitation.made_by)


def revoke(invitation: Invitation, *, by: Any) -> bool:
    """Take it back; False when there was nothing to take back any more."""
    return bool(Invitation.objects.filter(pk=invitation.pk).revoke(by=by))
