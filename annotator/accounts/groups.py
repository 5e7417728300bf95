"""Researchers: people who bring articles in and start studies of their own."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from annotator.accounts.models import User

NAME = "Researchers"
#: (app label, codename) of what a researcher may do. What they may do inside a study is their role there.
PERMISSIONS = (
    ("articles", "view_article"),
    ("articles", "add_article"),
    ("studies", "add_study"),
    ("lineage", "add_derivation"),
    ("lineage", "change_derivation"),
)


def researchers() -> Group:
    """The group, made at its first use; a permission that was taken away by hand stays away."""
    group, made = Group.objects.get_or_create(name=NAME)
    if made:
        wanted = Q()
        for app_label, codename in PERMISSIONS:
            wanted |= Q(content_type__app_label=app_label, codename=codename)
        group.permissions.set(Permission.objects.filter(wanted))
    return group


def make_researcher(user: User | Any) -> None:
    """Give this person the researchers' permissions; asked twice, it changes nothing."""
    user.groups.add(researchers())


def unmake_researcher(user: User | Any) -> None:
    """Take the researchers' permissions back; what an administrator gave besides the group stays."""
    user.groups.remove(*Group.objects.filter(name=NAME))
