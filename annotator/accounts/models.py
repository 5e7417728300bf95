"""People who sign in."""

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """A person with an account. Never deleted while work of theirs is kept: deactivate instead."""

    display_name = models.CharField(
        max_length=120, blank=True, help_text="How colleagues see this person; the user name when empty."
    )
    shortcuts_off = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Single-key shortcuts are off (WCAG 2.1.4); keys with Ctrl, Alt or in menus still work.",
    )

    def get_full_name(self) -> str:
        return self.display_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()
