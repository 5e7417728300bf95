from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth import get_user_model

from annotator.studies.invitations import INVITABLE, LASTS
from annotator.studies.models import Role, Study


class PlainForm(forms.Form):
    """Labels without a colon, as on every page here."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class StudyForm(forms.ModelForm):
    coders_per_article = forms.IntegerField(
        label="Coders per article",
        min_value=1,
        max_value=20,
        initial=2,
        help_text="How many people read each article when work is given out.",
    )
    overlap_percent = forms.IntegerField(
        label="Overlap sample, in percent",
        min_value=0,
        max_value=100,
        initial=0,
        required=False,
        help_text="Of 100 articles, how many are read by more coders, so that agreement can be measured. 0: none.",
    )
    overlap_coders = forms.IntegerField(
        label="Coders in the overlap sample",
        min_value=2,
        max_value=20,
        initial=2,
        required=False,
        help_text="How many people read each of these.",
    )

    class Meta:
        model = Study
        fields = [
            "title",
            "description",
            "coders_per_article",
            "overlap_percent",
            "overlap_coders",
            "draw_seed",
            "blind",
            "mask_outlet",
            "suggestions_shown",
        ]
        labels = {
            "draw_seed": "Seed of the draw",
            "blind": "Blind coding",
            "mask_outlet": "Hide the outlet while coding",
            "suggestions_shown": "Show suggestions while coding",
        }
        help_texts = {
            "description": "What is asked, and of which texts. Everybody in the study reads this.",
            "suggestions_shown": "Coders see what machines suggest and owners bring in as suggestions.",
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 5})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean_overlap_percent(self) -> int:
        return self.cleaned_data["overlap_percent"] or 0

    def clean_overlap_coders(self) -> int:
        return self.cleaned_data["overlap_coders"] or 2


class SettingsForm(StudyForm):
    """Of a study in which work has `begun`, blindness ends only by a tick and with a reason."""

    why_open = forms.CharField(
        label="Why",
        max_length=500,
        required=False,
        help_text="Kept in the study's log.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    open_sure = forms.BooleanField(label="Show coders each other's work from now on", required=False)

    def __init__(self, *args: Any, begun: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asks = begun and bool(self.initial.get("blind"))

    @property
    def opens(self) -> bool:
        """Whether coders who have begun will see each other's work."""
        return self.asks and not self.cleaned_data.get("blind")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.opens and not cleaned.get("why_open") and "why_open" not in self.errors:
            self.add_error("why_open", "Somebody has begun to code: say why they are to see each other's work now.")
        if self.opens and not cleaned.get("open_sure"):
            self.add_error("open_sure", "Tick this to turn blind coding off: what was seen cannot be unseen.")
        return cleaned


class PersonForm(PlainForm):
    """Find somebody with an account here and say what they are in the study."""

    username = forms.CharField(
        label="User name",
        max_length=150,
        help_text="They need an account on this site first.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )
    role = forms.ChoiceField(choices=Role.choices, initial=Role.CODER)

    def clean_username(self) -> Any:
        name = self.cleaned_data["username"]
        person = get_user_model().objects.filter(username=name, is_active=True).first()
        if person is None:
            raise forms.ValidationError(
                "Nobody with this user name can sign in here. Check the spelling, "
                "or ask the person who runs this site for an account."
            )
        return person


class InvitationForm(PlainForm):
    role = forms.ChoiceField(
        choices=[(role, Role(role).label) for role in INVITABLE],
        initial=Role.CODER,
        help_text="An owner is made of somebody who has joined.",
    )
    lasts = forms.IntegerField(label="Good for how many days", min_value=1, max_value=90, initial=LASTS.days)

    def clean_lasts(self) -> timedelta:
        return timedelta(days=self.cleaned_data["lasts"])


class NameForm(PlainForm):
    """Typed before something that cannot be undone."""

    typed = forms.CharField(
        label="Type the user name to confirm",
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.name = name

    def clean_typed(self) -> str:
        if self.cleaned_data["typed"] != self.name:
            raise forms.ValidationError("This is not the user name. Type it as it stands above.")
        return self.name


class RoleForm(PlainForm):
    role = forms.ChoiceField(choices=Role.choices)


class CodebookForm(PlainForm):
    """Which codebook a study starts from."""

    MOST_BYTES = 1_000_000

    source = forms.ChoiceField(
        label="Start from",
        choices=[
            ("standard", "the standard codebook"),
            ("copy", "the codebook of another of my studies"),
            ("file", "a TOML file"),
        ],
        initial="standard",
        widget=forms.RadioSelect,
    )
    study = forms.ModelChoiceField(
        Study.objects.none(), label="Study to copy from", required=False, empty_label="choose"
    )
    file = forms.FileField(
        label="TOML file",
        required=False,
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".toml,application/toml,text/plain"}),
    )

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["study"]
        offered.queryset = others

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        source = cleaned.get("source")
        if source == "copy" and not cleaned.get("study") and "study" not in self.errors:
            self.add_error("study", "Choose the study whose codebook is copied.")
        if source == "file" and "file" not in self.errors:
            self._check_file(cleaned.get("file"))
        return cleaned

    def _check_file(self, file: Any) -> None:
        if not file:
            self.add_error("file", "Choose the file.")
        elif file.size > self.MOST_BYTES:
            self.add_error("file", "A codebook has at most 1 MB.")
