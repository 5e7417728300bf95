"""What an address asks of the compare page, and a person's word on two paragraphs."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import QueryDict

from articles.lineage.compare_page.wording import HOSTS, MARKINGS, OPERATIONS
from articles.lineage.records import Correction
from articles.models import Paragraph

_LONGEST_LABEL = 60


class WaysForm(forms.Form):
    """How the two texts are shown, and which changes are listed: parts of the address, so that every view is a link."""

    operation = forms.ChoiceField(
        required=False,
        label="What was done",
        choices=[("", "anything"), *((k.value, v) for k, v in OPERATIONS.items())],
    )
    marking = forms.ChoiceField(
        required=False,
        label="Shown as put in by",
        choices=[("", "anything"), *((k.value, v) for k, v in MARKINGS.items())],
    )
    host = forms.ChoiceField(
        required=False, label="Where", choices=[("", "anywhere"), *((k.value, v) for k, v in HOSTS.items())]
    )
    order = forms.ChoiceField(
        required=False, label="Order", choices=[("", "Unmarked first"), ("text", "As in the text")]
    )
    form = forms.ChoiceField(required=False, choices=[("", "no"), ("1", "yes")])
    view = forms.ChoiceField(required=False, choices=[("", "as it fits"), ("side", "side"), ("inline", "inline")])
    only = forms.ChoiceField(required=False, choices=[("", "no"), ("1", "yes")])
    swap = forms.ChoiceField(required=False, choices=[("", "no"), ("1", "yes")])
    announce = forms.ChoiceField(required=False, choices=[("", "yes"), ("off", "no")])
    page = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)
    correct = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)

    filters = ("operation", "marking", "host", "order")

    @property
    def narrowed(self) -> bool:
        return any(self.cleaned_data[name] for name in ("operation", "marking", "host"))

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the filters' form hands on of the view."""
        names = ("view", "only", "swap", "announce", "form")
        return [(name, self.cleaned_data[name]) for name in names if self.cleaned_data[name]]

    @property
    def query(self) -> str:
        """The view without an opened row, for the beginning of an address' query: "view=inline&" or ""."""
        query = self._query()
        return f"{query}&" if query else ""

    @property
    def other_length(self) -> str:
        """The query of the same view of only what changed; of the whole texts when this is only what changed."""
        return self._query(only="" if self.cleaned_data["only"] else "1")

    def _query(self, **other: str) -> str:
        query = QueryDict(mutable=True)
        said = self.cleaned_data | other
        query.update({name: str(value) for name, value in said.items() if value and name not in ("correct", "page")})
        return query.urlencode()


def read_ways(data: QueryDict) -> WaysForm:
    """Raises BadRequest with a sentence for what the page does not know."""
    if unknown := sorted(set(data) - set(WaysForm.base_fields)):
        raise BadRequest(f"The compare page has no view or filter called “{unknown[0][:60]}”.")
    form = WaysForm(data)
    if not form.is_valid():
        name = next(iter(form.errors))
        raise BadRequest(f"The compare page does not know “{str(data.get(name, ''))[:60]}” as “{name}”.")
    return form


class CorrectionForm(forms.Form):
    """`left` and `right` are paragraph numbers from 1, as they stand on the page."""

    kind = forms.TypedChoiceField(
        label="These two",
        choices=[
            (Correction.Kind.LINK, "belong together"),
            (Correction.Kind.UNLINK, "do not belong together"),
            (Correction.Kind.MOVED, "belong together, and were moved"),
            (Correction.Kind.MACHINE, "are as the machine has it"),
        ],
        error_messages={
            "required": "Say whether the two paragraphs belong together.",
            "invalid_choice": "Say whether the two paragraphs belong together.",
        },
    )
    left = forms.TypedChoiceField(label="Paragraph of the original", coerce=int)
    right = forms.TypedChoiceField(label="Paragraph of the republication", coerce=int)
    note = forms.CharField(required=False, max_length=2000, label="Note", help_text="Why, if it is not plain to see.")
    seen = forms.IntegerField(min_value=0, max_value=2_000_000_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, left: Sequence[Paragraph], right: Sequence[Paragraph], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, paragraphs, text in (("left", left, "original"), ("right", right, "republication")):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - as declared above
            field.choices = [(n, f"¶{n} {one.text[:_LONGEST_LABEL]}") for n, one in enumerate(paragraphs, 1)]
            missing = f"Choose a paragraph of the {text}."
            field.error_messages |= {"required": missing, "invalid_choice": missing}

    @property
    def sentences(self) -> list[str]:
        return [str(error) for errors in self.errors.values() for error in errors]
