"""Groups of people on this instance."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

RESEARCHERS = "Researchers"
_MAY = {
    "articles": ["view_article", "add_article"],
    "studies": ["add_study"],
    "lineage": ["add_derivation", "change_derivation"],
}


def researchers() -> Group:
    """The group of those who may read the library, add to it, and start studies."""
    group, created = Group.objects.get_or_create(name=RESEARCHERS)
    if created:
        wanted = Q(pk__in=[])
        for app, names in _MAY.items():
            wanted |= Q(content_type__app_label=app, codename__in=names)
        group.permissions.set(Permission.objects.filter(wanted))
    return group


def make_researcher(user: Any) -> None:
    user.groups.add(researchers())
