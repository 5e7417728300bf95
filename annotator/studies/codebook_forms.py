"""What an owner fills in to change a codebook: each form carries the revision its page was drawn for, and a why."""

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import slugify

from annotator.studies.codebooks import PATTERNS, Codebook, Type
from annotator.studies.codebooks.facets import FACETS, SwitchedFacet
from annotator.studies.codebooks.looks import free_look
from annotator.studies.codebooks.rules import CodebookRefused, free_keys
from annotator.studies.forms import PlainForm
from annotator.studies.models import CodebookRevision

_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_LONGEST = 4000


def _area(label: str, help_text: str, *, required: bool = False, rows: int = 3) -> Any:
    return forms.CharField(
        label=label,
        max_length=_LONGEST,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class RevisionForm(PlainForm):
    """`since` are the revisions that came between the page and its sending, when that is why it was refused."""

    seen = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)
    note = forms.CharField(
        label="Why",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Everybody in the study reads this in the codebook's history.",
    )
    since: Sequence[CodebookRevision] = ()
    field_order: list[str] = []

    def refuse(self, refused: CodebookRefused) -> None:
        """Say each fault at its field, or above the form where there is none."""
        for field, sentence in refused.errors.items():
            self.add_error(field if field in self.fields else None, sentence)

    def outrun(self, since: Sequence[CodebookRevision]) -> None:
        """Show what came meanwhile, and let the same form be sent again in full knowledge of it."""
        self.since = since
        data: Any = self.data
        self.data = data.copy()
        self.data["seen"] = str(since[0].number) if since else ""  # type: ignore[index]  # a QueryDict


class TypeFields(PlainForm):
    """The fields of a claim type; `one` fills them, or what is still free in the codebook and `besides`."""

    label = forms.CharField(label="Name", max_length=60)
    code = forms.CharField(
        label="Code",
        max_length=40,
        required=False,
        help_text="Its name in exports, for good: small letters, digits and hyphens. Empty, it is made of the name.",
    )
    key = forms.ChoiceField(label="Key", help_text="One press while coding. Only free keys are listed.")
    definition = _area("Definition", "A claim that …", required=True)
    example = _area("Example", "Words as they stand in a text, without quotation marks.", rows=2)
    not_when = _area("Not when", "What it is mistaken for, and which type that is instead.", rows=2)
    note_required = forms.BooleanField(label="Asks for a note", required=False)
    colour_light = forms.CharField(
        label="Colour on light pages", max_length=7, widget=forms.TextInput(attrs={"type": "color"})
    )
    colour_dark = forms.CharField(
        label="Colour on dark pages", max_length=7, widget=forms.TextInput(attrs={"type": "color"})
    )
    pattern = forms.ChoiceField(
        label="Underline",
        choices=[(one, one.replace("-", ", ").capitalize()) for one in PATTERNS],
        help_text="Tells types apart without colour.",
    )

    def __init__(
        self, *args: Any, codebook: Codebook, one: Type | None = None, besides: Sequence[Type] = (), **kwargs: Any
    ) -> None:
        self.one = one
        others = [other for other in codebook.active if one is None or other.code != one.code]
        keys = free_keys(others)
        light, dark, pattern = free_look([*others, *besides])
        free = {
            "key": next(iter(free_keys([*others, *besides])), ""),
            "colour_light": light,
            "colour_dark": dark,
            "pattern": pattern,
        }
        of_one = {name: getattr(one, name) for name in self.base_fields if hasattr(one, name)} if one else {}
        super().__init__(*args, initial={**free, **of_one, **kwargs.pop("initial", {})}, **kwargs)
        choice: Any = self.fields["key"]
        choice.choices = [(key, key.replace("shift+", "Shift and ")) for key in keys]
        if one is not None:
            del self.fields["code"]

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"] or slugify(self.cleaned_data.get("label", ""))[:40].strip("-_")
        if not _CODE.fullmatch(code):
            raise forms.ValidationError("Write small letters, digits and hyphens, such as “border-crossing”.")
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name in ("colour_light", "colour_dark"):
            if name in cleaned and not re.fullmatch(r"#[0-9a-fA-F]{6}", cleaned[name]):
                self.add_error(name, "Write the colour as #rrggbb.")
        return cleaned

    def as_begun(self, code: str) -> Type:
        """The key and look that the form begins with, so that the next form begins with others."""
        key, light, dark, pattern = (
            str(self.initial[name]) for name in ("key", "colour_light", "colour_dark", "pattern")
        )
        return Type(code, code, key, "", "", "", False, light, dark, pattern)

    def as_type(self) -> Type:
        """What the valid form says."""
        said = self.cleaned_data
        return Type(
            code=self.one.code if self.one else said["code"],
            label=" ".join(said["label"].split()),
            key=said["key"],
            note_required=said["note_required"],
            colour_light=said["colour_light"].lower(),
            colour_dark=said["colour_dark"].lower(),
            pattern=said["pattern"],
            definition=said["definition"].replace("\r\n", "\n"),
            example=said["example"].replace("\r\n", "\n"),
            not_when=said["not_when"].replace("\r\n", "\n"),
        )


class TypeForm(TypeFields, RevisionForm):
    field_order = ["label", "code", "key", "definition", "example", "not_when", "note_required", "note", "seen"]


class RestoreForm(RevisionForm):
    key = forms.ChoiceField(label="Key", help_text="Only free keys are listed.")
    field_order = ["key", "note", "seen"]

    def __init__(self, *args: Any, codebook: Codebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["key"]
        choice.choices = [(key, key.replace("shift+", "Shift and ")) for key in free_keys(codebook.active)]


class MergeForm(RevisionForm):
    merged = forms.MultipleChoiceField(
        label="Merge these",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one claim type to merge."},
    )
    into = forms.ChoiceField(label="Into")
    field_order = ["merged", "into", "note", "seen"]

    def __init__(self, *args: Any, codebook: Codebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("merged", "into"):
            choice: Any = self.fields[name]
            choice.choices = [(one.code, one.label) for one in codebook.active]


class OrderForm(RevisionForm):
    """For each type its place in the list, and its place when two types fit one span: empty for none."""

    def __init__(self, *args: Any, codebook: Codebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codebook = codebook
        doubt = list(codebook.priority_on_doubt)
        for number, one in enumerate(codebook.active, 1):
            first = doubt.index(one.code) + 1 if one.code in doubt else None
            self.fields[f"place-{one.code}"] = _number(f"Place of {one.label}", initial=number)
            self.fields[f"doubt-{one.code}"] = _number(f"{one.label} on doubt", initial=first, required=False)

    @property
    def rows(self) -> list[tuple[Type, Any, Any]]:
        return [(one, self[f"place-{one.code}"], self[f"doubt-{one.code}"]) for one in self.codebook.active]

    def places(self, name: str) -> list[str]:
        """The codes in the order of the numbers given under `name`; equal numbers keep the order they were in."""
        given = {one.code: self.cleaned_data.get(f"{name}-{one.code}") for one in self.codebook.active}
        numbers = {code: int(number) for code, number in given.items() if number is not None}
        return sorted(numbers, key=lambda code: numbers[code])


def _number(label: str, *, initial: int | None, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=999, initial=initial, required=required)


class FacetsForm(RevisionForm):
    on = forms.MultipleChoiceField(
        choices=[(one.name, one.label) for one in FACETS], required=False, widget=forms.CheckboxSelectMultiple
    )

    @property
    def off(self) -> list[str]:
        return [one.name for one in FACETS if one.name not in self.cleaned_data["on"]]

    def refuse(self, refused: CodebookRefused) -> None:
        super().refuse(CodebookRefused({"": " ".join(refused.errors.values())}))

    @property
    def groups(self) -> list[tuple["Switch", list["Switch"]]]:
        """Each facet that stands by itself, with its parts."""
        chosen = set(self["on"].value() or ())
        rows = [Switch(one, one.name in chosen) for one in FACETS]
        return [
            (row, [part for part in rows if part.facet.part_of == row.facet.name])
            for row in rows
            if not row.facet.part_of
        ]


@dataclass(frozen=True, slots=True)
class Switch:
    """A facet with whether the form has it on."""

    facet: SwitchedFacet
    is_on: bool


class UploadForm(PlainForm):
    file = forms.FileField(label="File", max_length=200, help_text="A codebook as TOML, CSV or REFI-QDA (.qdc).")
    retire_missing = forms.BooleanField(
        label="Retire the claim types that the file does not have",
        required=False,
        initial=True,
        help_text="What was coded with them keeps them. Untick it to add to the codebook you have.",
    )


class BringInForm(RevisionForm):
    """The file again, held by the page between looking at it and bringing it in."""

    name = forms.CharField(max_length=200, widget=forms.HiddenInput)
    content = forms.CharField(max_length=400_000, widget=forms.HiddenInput)
    retire_missing = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def clean_content(self) -> bytes:
        try:
            return base64.b64decode(self.cleaned_data["content"], validate=True)
        except (binascii.Error, ValueError):
            raise forms.ValidationError("The file got lost on the way. Choose it again.") from None
