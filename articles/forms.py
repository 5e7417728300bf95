"""Adding articles by hand: files or pasted text; and page text that a reader left out."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxValueValidator

from articles.batch import counted
from articles.models import Slot

MOST_FILES = 20


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFiles(forms.FileField):
    """Any number of files; what is in them is judged one by one later."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        single = super().clean
        files = data if isinstance(data, list | tuple) else [data]
        return [single(file, initial) for file in files if file]


class AddForm(forms.Form):
    uploads = SeveralFiles(
        required=False,
        allow_empty_file=True,
        label="Files",
        help_text="HTML pages as your browser saves them, Markdown or plain text; "
        f"up to {MOST_FILES} at once, 20 MB each.",
        widget=SeveralFilesInput(
            attrs={"multiple": True, "accept": ".html,.htm,.xhtml,.md,.markdown,.txt,text/html,text/plain"}
        ),
    )
    pasted = forms.CharField(
        required=False,
        strip=False,
        label="Or paste a text",
        help_text="Headline, byline and date lines included: they tell where the text comes from.",
        widget=forms.Textarea(attrs={"rows": 12}),
    )
    pasted_type = forms.ChoiceField(
        required=False,
        label="The pasted text is",
        choices=[
            ("text/plain", "plain text"),
            ("text/markdown", "Markdown"),
            ("text/html", "HTML source"),
        ],
    )
    url = forms.URLField(
        required=False,
        max_length=2000,
        assume_scheme="https",
        label="Address of the page",
        help_text="For one file or a pasted text. It is noted with the article; nothing is fetched from it.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        files, pasted = cleaned.get("uploads") or [], cleaned.get("pasted", "")
        if files and pasted.strip():
            raise forms.ValidationError("Choose files or paste a text, one of the two at a time.")
        if not files and not pasted.strip() and not self.errors:
            raise forms.ValidationError("Choose at least one file, or paste a text.")
        if len(files) > MOST_FILES:
            raise forms.ValidationError(
                f"These are {len(files)} files; send at most {MOST_FILES} at once. "
                "For whole folders there is manage.py ingest."
            )
        if len(files) > 1 and cleaned.get("url"):
            self.add_error("url", "An address belongs to one text: send its file by itself.")
        return cleaned


class PlaceForm(forms.Form):
    """Where one piece of left-out page text belongs. `prefix` tells the pieces of a page apart."""

    slot = forms.ChoiceField(choices=[("", "choose"), *Slot.choices], label="It is a")
    after = forms.IntegerField(min_value=0, label="It stands after paragraph", help_text="0: before the first one")

    def __init__(self, *args: Any, paragraphs: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        after = self.fields["after"]
        after.validators.append(MaxValueValidator(paragraphs, f"The article has {counted(paragraphs, 'paragraph')}."))
        after.widget.attrs["max"] = paragraphs
