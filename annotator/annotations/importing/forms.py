import base64
import binascii
import zlib
from typing import Any

from django import forms
from django.contrib.auth import get_user_model

from annotator.annotations.giving import coders_of
from annotator.annotations.importing.formats import FORMATS
from annotator.studies.models import Study
from articles.words import file_name_of

#: bytes of a file
LARGEST = 5_000_000
READING, SUGGESTIONS = "reading", "suggestions"
WAYS = [(READING, "As the reading of one coder"), (SUGGESTIONS, "As suggestions for the coders")]


class _WayForm(forms.Form):
    """Knows a file's way in: as the reading of `coder`, or as suggestions, when `coder` is cleaned to None."""

    def __init__(self, *args: Any, study: Study, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["coder"]
        people = get_user_model().objects.filter(pk__in=coders_of(study).order_by().values("user"))
        field.queryset = people.order_by("display_name", "username", "pk")
        field.label_from_instance = lambda person: person.get_full_name()

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        if said.get("way") == SUGGESTIONS:
            said["coder"] = None
            self.errors.pop("coder", None)
        elif not said.get("coder") and "coder" not in self.errors:
            self.add_error("coder", "Say whose reading it becomes.")
        return said


class ChooseForm(_WayForm):
    """Which file, in which format, as what."""

    file = forms.FileField(label="File", help_text=f"At most {LARGEST // 1_000_000} MB.")
    format = forms.ChoiceField(label="Format", choices=[(one.name, one.title) for one in FORMATS.values()])
    way = forms.ChoiceField(label="What becomes of it", choices=WAYS, initial=READING, widget=forms.RadioSelect)
    coder: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None, required=False, label="Whose reading", help_text="A member who codes here."
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(f"At most {LARGEST // 1_000_000} MB: split the file.")
        return file


class ConfirmForm(_WayForm):
    """The file as it was looked at, packed; and, when several people marked in it, whose marks to take."""

    name = forms.CharField(max_length=1000, widget=forms.HiddenInput)
    content = forms.CharField(widget=forms.HiddenInput)
    format = forms.ChoiceField(choices=[(one.name, one.title) for one in FORMATS.values()], widget=forms.HiddenInput)
    way = forms.ChoiceField(choices=WAYS, widget=forms.HiddenInput)
    coder: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None, required=False, widget=forms.HiddenInput)
    who = forms.CharField(max_length=1000, required=False, widget=forms.HiddenInput)

    def clean_name(self) -> str:
        return file_name_of(self.cleaned_data["name"])

    def clean_content(self) -> bytes:
        try:
            return unpacked(self.cleaned_data["content"])
        except (ValueError, binascii.Error, zlib.error):
            raise forms.ValidationError("The file was lost on the way. Choose it again.") from None


def packed(content: bytes) -> str:
    return base64.b64encode(zlib.compress(content, 6)).decode()


def unpacked(text: str) -> bytes:
    """Raises ValueError when it is more than a file may be, or none."""
    opener = zlib.decompressobj()
    content = opener.decompress(base64.b64decode(text, validate=True), LARGEST + 1)
    if len(content) > LARGEST or not opener.eof:
        raise ValueError("too large, or cut off")
    return content
