"""Who belongs to a study, and as what. Leaving takes away access, never work.

Who oversees a study is a researcher of the instance; who oversees none any more is not, unless they are staff.
"""

import logging
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Now

from annotator.accounts.groups import make_researcher, unmake_researcher
from annotator.accounts.models import User
from annotator.studies.models import OVERSEERS, Membership, Role, Study

_log = logging.getLogger(__name__)
_NEEDS_AN_OWNER = "A study needs an owner. Make somebody else an owner first."


@transaction.atomic
def add_member(study: Study, user: Any, role: str, *, by: Any) -> Membership:
    """Give a person a role; overseers also become researchers of the instance. Raises ValidationError."""
    membership = Membership(study=study, user=user, role=role)
    membership.full_clean()
    membership.save()
    _keep_in_step(user, "", role)
    _log.info("%s gave %s the role %s in %s", by, user, role, study.slug)
    return membership


@transaction.atomic
def change_role(membership: Membership, role: str, *, by: Any) -> None:
    """Raises ValidationError when the study would be left without an owner, or the role is not known."""
    if membership.role == Role.OWNER and role != Role.OWNER:
        _check_another_owner(membership)
    before, membership.role = membership.role, role
    membership.full_clean()
    membership.save(update_fields=["role"])
    _keep_in_step(membership.user, before, role)
    _log.info("%s made %s %s in %s", by, membership.user, role, membership.study.slug)


@transaction.atomic
def remove_member(membership: Membership, *, by: Any) -> None:
    """End somebody's access. Their readings and annotations stay, and so does the row. Raises ValidationError for the
    last owner."""
    if membership.role == Role.OWNER:
        _check_another_owner(membership)
    Membership.objects.filter(pk=membership.pk).update(ended_at=Now(), ended_by=by)
    _keep_in_step(membership.user, membership.role, "")
    _log.info("%s ended the membership of %s in %s", by, membership.user, membership.study.slug)


def check_role(membership: Membership, role: str) -> None:
    """Raise ValidationError when the change would leave the study without an owner; asked again when it is made."""
    if membership.role == Role.OWNER and role != Role.OWNER and not _other_owners(membership).exists():
        raise ValidationError(_NEEDS_AN_OWNER, code="last_owner")


def _keep_in_step(user: Any, before: str, after: str) -> None:
    """Make a researcher of somebody who now oversees a study, and none of somebody who oversaw their last.

    The lock on the person lets two studies change their roles one after the other.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    if after in OVERSEERS:
        make_researcher(user)
    elif before in OVERSEERS and not user.is_staff and not _oversees_a_study(user):
        unmake_researcher(user)


def _oversees_a_study(user: Any) -> bool:
    return Membership.objects.filter(user=user, role__in=OVERSEERS).exists()


def _check_another_owner(membership: Membership) -> None:
    """Lock the study's owners, so that two of them cannot leave in the same moment."""
    owners = Membership.objects.select_for_update().filter(study_id=membership.study_id, role=Role.OWNER)
    if not [one for one in owners if one.pk != membership.pk]:
        raise ValidationError(_NEEDS_AN_OWNER, code="last_owner")


def _other_owners(membership: Membership) -> QuerySet[Membership]:
    return Membership.objects.filter(study_id=membership.study_id, role=Role.OWNER).exclude(pk=membership.pk)
