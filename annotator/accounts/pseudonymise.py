"""Take a person's name out of the instance for good, and keep all they did.

Only what is stored as a name is reached: what people typed into notes and reasons, files that were exported, backups
and logs of a proxy are not.
"""

import re
import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction

from annotator.accounts.models import Pseudonymised, User


@transaction.atomic
def pseudonymise(person: Any, *, by: Any) -> Pseudonymised:
    """Replace user name, names and address by a pseudonym, close the account and sign it out everywhere.

    Raises ValidationError when it was done before, and for oneself.
    """
    user = User.objects.select_for_update().get(pk=person.pk)
    check_pseudonymise(user, by)
    names = [user.username, user.display_name, user.first_name, user.last_name, user.email]
    user.username = f"person-{secrets.token_hex(5)}"
    user.display_name = user.first_name = user.last_name = user.email = ""
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()
    user.groups.clear()
    user.user_permissions.clear()
    _shut_every_door(user)
    _out_of_the_admins_log([name for name in names if name], user.username)
    return Pseudonymised.objects.create(user=user, pseudonym=user.username, by=by)


def check_pseudonymise(person: User, by: Any) -> None:
    if Pseudonymised.objects.filter(user=person).exists():
        raise ValidationError(f"This was done before: {person.username} has no name here any more.")
    if person.pk == by.pk:
        raise ValidationError("Ask another administrator to do this for you: it would sign you out half-way.")


def _shut_every_door(user: User) -> None:
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    for session in UserSession.objects.filter(user=user):
        session.end()


def _out_of_the_admins_log(names: list[str], pseudonym: str) -> None:
    """The admin notes what each row was called when it was changed."""
    word = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(names, key=len, reverse=True)))
    for entry in LogEntry.objects.all().iterator():
        said = word.sub(pseudonym, entry.object_repr), word.sub(pseudonym, entry.change_message)
        if said != (entry.object_repr, entry.change_message):
            LogEntry.objects.filter(pk=entry.pk).update(object_repr=said[0][:200], change_message=said[1])
