from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator

from annotator.releases.formats.datapackage import LICENSES
from annotator.releases.formats.releases import RELEASE_FORMATS, offered
from annotator.releases.frozen.withholding import WORDS
from annotator.releases.models import TextShown

MOST_WORDS = 100
MOST_CREATORS = 50
#: what is ticked at first
FIRST_FORMATS = ["csv", "spreadsheet"]


class ReleaseForm(forms.Form):
    """What an owner chooses about a release."""

    title = forms.CharField(max_length=200, help_text="As it is cited.")
    creators = forms.CharField(
        label="Authors",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        validators=[MaxLengthValidator(5000)],
        help_text="For the citation: one a line, as “Family, Given”, or the name of an organisation. Without any, the "
        "study is named and no person is.",
    )
    license = forms.ChoiceField(
        label="Licence of the annotations",
        required=False,
        choices=[("", "Not stated"), *((name, name) for name in LICENSES)],
        help_text="Of what coders and reviewers made, not of the articles.",
    )
    formats = forms.MultipleChoiceField(required=False, choices=[], widget=forms.CheckboxSelectMultiple)
    text_shown = forms.ChoiceField(
        label="Words of the articles",
        choices=[
            (TextShown.QUOTES, "Quotes, up to so many words each"),
            (TextShown.NONE, "No words: places, hashes and addresses"),
            (TextShown.FULL, "Full texts"),
        ],
        widget=forms.RadioSelect,
        initial=TextShown.QUOTES,
    )
    words = forms.IntegerField(
        label="Words of a quote at most", required=False, min_value=1, max_value=MOST_WORDS, initial=WORDS
    )
    permission = forms.CharField(
        label="Why the full texts may be given away",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For full texts only: who allowed it, or which licence does. It stands in the release.",
    )
    names = forms.BooleanField(
        label="Also put people’s names in",
        required=False,
        help_text="Names are personal data. That you released them is kept.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        formats: Any = self.fields["formats"]
        formats.choices = [(one.name, one.title) for one in offered()]

    def clean_creators(self) -> list[str]:
        lines = [" ".join(line.split()) for line in self.cleaned_data["creators"].splitlines()]
        names = [line for line in lines if line]
        if len(names) > MOST_CREATORS:
            raise forms.ValidationError(f"At most {MOST_CREATORS} authors.")
        return names

    def clean_formats(self) -> list[str]:
        """In the order of the list, however they were ticked."""
        asked = self.cleaned_data["formats"]
        return [name for name in RELEASE_FORMATS if name in asked]

    def clean_words(self) -> int:
        return int(self.cleaned_data["words"] or WORDS)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("text_shown") == TextShown.FULL and not said.get("permission") and "permission" not in self.errors:
            self.add_error("permission", "Say why the full texts may be given away, or choose quotes.")
        if said.get("text_shown") != TextShown.FULL:
            said["permission"] = ""
        return said

    @property
    def offered(self) -> list[dict[str, Any]]:
        """Each format with what is said beside its tick box."""
        ticked = self["formats"].value() or ()
        return [{"format": one, "ticked": one.name in ticked} for one in offered()]
