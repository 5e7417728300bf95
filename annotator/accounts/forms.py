"""What people fill in about themselves."""

from typing import Any

from allauth.account.forms import LoginForm, SignupForm
from django import forms
from django.http import HttpRequest

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


class InvitedForm(SignupForm):  # type: ignore[misc]
    """allauth's form for a new account. It asks for no e-mail address: the administrator keeps those."""

    display_name = forms.CharField(
        label="Your name",
        max_length=120,
        required=False,
        help_text="How colleagues see you; your user name when empty.",
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    field_order = ("username", "display_name", "password1", "password2")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self.fields.pop("email", None)
        username = self.fields["username"]
        username.label = "User name"
        username.help_text = "You sign in with it. Letters, digits and @ . + - _"
        username.widget.attrs = {
            "autocomplete": "username",
            "autocapitalize": "none",
            "spellcheck": "false",
            "maxlength": "150",
        }
        for name in ("password1", "password2"):
            self.fields[name].widget.attrs = {"autocomplete": "new-password"}
        self.fields["password1"].help_text = "Ten characters at least, not a common password and not like your name."

    def signup(self, request: HttpRequest, user: User) -> None:
        user.display_name = self.cleaned_data["display_name"]
        user.save(update_fields=["display_name"])


class ProfileForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ["display_name", "shortcuts_off"]
        labels = {"display_name": "Display name", "shortcuts_off": "Turn single-key shortcuts off"}
        help_texts = {
            "display_name": "How colleagues see you. Exports show a pseudonym unless a study’s owner says otherwise.",
            "shortcuts_off": "Keys such as 1 or 0 then only type; everything stays within reach of Tab and the mouse.",
        }
