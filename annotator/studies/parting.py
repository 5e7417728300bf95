"""Somebody asks to be known here no longer: memberships, invitations and name go, the work stays."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from annotator.accounts.models import Pseudonymised
from annotator.accounts.pseudonymise import pseudonymise
from annotator.studies.invitations import Invitation
from annotator.studies.members import remove_member
from annotator.studies.models import Membership


@transaction.atomic
def part(person: Any, *, by: Any) -> Pseudonymised:
    """Raises ValidationError for a study's last owner, for oneself, and when it was done before."""
    for membership in Membership.objects.filter(user=person).select_related("study", "user").order_by("pk"):
        try:
            remove_member(membership, by=by)
        except ValidationError as last_owner:
            raise ValidationError(f"“{membership.study}”: {last_owner.messages[0]}") from last_owner
    Invitation.objects.filter(made_by=person).revoke(by=by)
    return pseudonymise(person, by=by)
