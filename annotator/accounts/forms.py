"""What people fill in about themselves."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms

from annotator.accounts.models import User


class SignInForm(LoginForm):  # type: ignore[misc]
    """allauth's form with labels for people and the names that password managers look for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = "User name or e-mail address"
        login.widget.attrs = {"autocomplete": "username webauthn", "autocapitalize": "none", "autofocus": True}
        password = self.fields["password"]
        password.help_text = ""
        password.widget.attrs = {"autocomplete": "current-password"}


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["display_name", "shortcuts_off"]
        labels = {"display_name": "Display name", "shortcuts_off": "Turn single-key shortcuts off"}
        help_texts = {
            "display_name": "How colleagues see you. Exports show a pseudonym unless a study’s owner says otherwise.",
            "shortcuts_off": "Keys such as 1 or 0 then only type; everything stays within reach of Tab and the mouse.",
        }
