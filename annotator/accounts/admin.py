"""People in the admin. Nobody can be removed: close the account instead ("Active" off), or pseudonymise its person."""

from typing import Any

import allauth.mfa.admin  # noqa: F401 - registers before it is replaced below
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from annotator.accounts.models import Pseudonymised, User
from articles.final_admin import FinalModelAdmin

admin.site.site_header = admin.site.site_title = "Annotator administration"
admin.site.index_title = "What is stored"
admin.site.unregister(Authenticator)


@admin.register(User)
class PersonAdmin(UserAdmin):
    list_display = ["username", "display_name", "email", "is_active", "is_staff", "last_login"]
    list_filter = ["is_active", "is_staff", "groups"]
    search_fields = ["username", "display_name", "email"]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        ("Person", {"fields": ["display_name", "email", "shortcuts_off"]}),
        (
            "May",
            {
                "fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"],
                "description": "To close an account, switch “Active” off. Nobody can be removed.",
            },
        ),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody is removed: an account is closed, or its person pseudonymised."""
        return False


@admin.register(Authenticator)
class AuthenticatorAdmin(FinalModelAdmin):
    """Second factors, without their secrets. A lost one is removed here, so that its owner can sign in again."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_filter = ["type"]
    list_select_related = ["user"]
    search_fields = ["user__username"]
    fields = ["user", "type", "created_at", "last_used_at"]

    has_delete_permission = admin.ModelAdmin.has_delete_permission


@admin.register(Pseudonymised)
class PseudonymisedAdmin(FinalModelAdmin):
    list_display = ["pseudonym", "at", "by"]
    list_select_related = ["by"]
    search_fields = ["pseudonym"]
