"""How allauth treats this instance: people are invited, nobody signs up by themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import reverse

_NO_MATCH = "The user name and the password do not match. Check both; capital letters matter in the password."


class InvitedPeopleOnly(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _NO_MATCH,
        "email_password_mismatch": _NO_MATCH,
        "too_many_login_attempts": "Too many wrong passwords came from here. Wait an hour, or ask for a new password "
        "by e-mail; from another place you can sign in at once.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only while the page of a standing invitation makes the account: it says so on the request it was given."""
        return getattr(request, "invitation", None) is not None

    def new_user(self, request: HttpRequest) -> Any:
        if not self.is_open_for_signup(request):
            raise PermissionDenied("Accounts are made by invitation.")
        return super().new_user(request)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in the mail leads to SITE_URL, whatever host the request claimed to ask."""
        uid, _, token = key.partition("-")
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})
        return f"{settings.SITE_URL}{path}"

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count wrong passwords for a name from an address: nobody can lock a person out from elsewhere."""
        login = credentials.get("email") or credentials.get("username") or ""
        return f"{get_ip(request)}:{str(login).lower()}"
