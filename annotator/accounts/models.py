"""People who sign in."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Now

from articles.final import FinalModel


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


class Pseudonymised(FinalModel):
    """That somebody's name was taken out of the instance. What it was is written nowhere."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="pseudonymised")
    pseudonym = models.CharField(max_length=150, unique=True)
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = verbose_name_plural = "people pseudonymised"

    def __str__(self) -> str:
        return self.pseudonym
