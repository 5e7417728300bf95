"""What a reviewer sends about an item. One form, three ways to end it: a version's button, "nothing here", an edit."""

from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Q

from annotator.facets import (
    AttributionStatus,
    Effect,
    ErrorType,
    Function,
    Inserter,
    Marking,
    Mode,
    Resolution,
    SourceKind,
    Stance,
)
from annotator.review.adjudication.decide import NOT_THERE, Edit, Ruling
from annotator.review.adjudication.models import Item
from annotator.studies.codebook_history import facets_off
from annotator.studies.models import ClaimType

_NONE = [("", "none")]
_UNSAID = [("", "not said")]


class RulingForm(forms.Form):
    """`id` is made when the form is shown, so that sending twice decides once. `pick` is the annotation of the version
    whose button was pressed; without it `resolution` says which other button."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    seen_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    pick = forms.UUIDField(required=False)
    resolution = forms.ChoiceField(choices=Resolution.choices, required=False)
    error_type = forms.ChoiceField(label="Error type", choices=[*_UNSAID, *ErrorType.choices], required=False)
    reason = forms.CharField(
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="The coders read this too.",
    )
    base = forms.ChoiceField(label="Source and cue of", required=False)
    quote = forms.CharField(
        label="Words",
        required=False,
        strip=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Select them in the text, or type them as they stand there.",
    )
    occurrence = forms.IntegerField(
        label="Which of them", required=False, min_value=1, max_value=10_000, help_text="if they stand there twice"
    )
    claim_type = forms.ModelChoiceField(
        label="Claim type", queryset=ClaimType.objects.none(), required=False, empty_label="none"
    )
    attribution = forms.ChoiceField(choices=[*_NONE, *AttributionStatus.choices], required=False)
    source_kind = forms.ChoiceField(label="Source", choices=[*_UNSAID, *SourceKind.choices], required=False)
    mode = forms.ChoiceField(choices=[*_UNSAID, *Mode.choices], required=False)
    stance = forms.ChoiceField(label="Stance of the cue", choices=[*_UNSAID, *Stance.choices], required=False)
    marking = forms.ChoiceField(label="Insertion", choices=[*_NONE, *Marking.choices], required=False)
    function = forms.ChoiceField(choices=[*_UNSAID, *Function.choices], required=False)
    inserter = forms.ChoiceField(choices=[*_UNSAID, *Inserter.choices], required=False)
    effect = forms.ChoiceField(choices=[*_UNSAID, *Effect.choices], required=False)

    def __init__(self, *args: Any, item: Item, versions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.item = item
        claim_type: Any = self.fields["claim_type"]
        claim_type.queryset = item.study.claim_types.filter(
            Q(retired_at__isnull=True) | Q(pk__in=item.versions.values("annotation__claim_type"))
        ).order_by("position", "pk")
        self.fields["base"].choices = versions  # type: ignore[attr-defined]
        for field in self.fields.values():
            # the fields stand beside what they are about, outside the form's own element
            field.widget.attrs["form"] = "ruling"

    @property
    def why(self) -> list[forms.BoundField]:
        return [self[name] for name in ("error_type", "reason")]

    @property
    def edit(self) -> list[forms.BoundField]:
        """What the study codes: a facet that it leaves out is not asked for."""
        off = {_CALLED.get(name, name) for name in facets_off(self.item.study.revision)}
        return [self[name] for name in _EDIT if name not in off]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("pick"):
            said["resolution"] = Resolution.PICKED.value
        elif not said.get("resolution") and "resolution" not in self.errors:
            self.add_error(
                None, "Press one of the buttons: a version, “Nothing here”, “Unresolved” or “Save the edit”."
            )
        if said.get("resolution") == Resolution.EDITED and "quote" in said:
            self._place(said)
        return said

    def _place(self, said: dict[str, Any]) -> None:
        """Where the words stand: the one of them that was asked for, else the one nearest to the item."""
        text, words = self.item.paragraph.text, said["quote"].replace("\r\n", "\n")
        said["quote"] = words
        said["start"] = self.item.start
        if not words:
            return
        places = [at for at in range(len(text)) if text.startswith(words, at)]
        wanted = said.get("occurrence")
        if not places or (wanted and wanted > len(places)):
            self.add_error("quote", NOT_THERE)
            return
        nearest = min(places, key=lambda at: abs(at - self.item.start))
        said["start"] = places[wanted - 1] if wanted else nearest

    def ruling(self) -> Ruling:
        said = self.cleaned_data
        base = UUID(said["base"]) if said["base"] else None
        edited = said["resolution"] == Resolution.EDITED
        return Ruling(
            resolution=said["resolution"],
            annotation=base if edited else said["pick"],
            error_type=said["error_type"],
            reason=said["reason"].replace("\r\n", "\n"),
            edit=self._edit() if edited else None,
        )

    def _edit(self) -> Edit:
        said = self.cleaned_data
        claim_type = said["claim_type"]
        facets = {name: said[name] for name in _FACETS}
        return Edit(
            start=said["start"],
            quote=said["quote"],
            claim_type=claim_type.pk if claim_type else None,
            **facets,
        )


_EDIT = (
    "quote", "occurrence", "base", "claim_type", "attribution", "source_kind", "mode", "stance", "marking", "function",
    "inserter", "effect",
)  # fmt: skip
#: where the codebook calls a facet otherwise than an annotation's column
_CALLED = {"insertion": "marking"}
_FACETS = ("attribution", "source_kind", "mode", "stance", "marking", "function", "inserter", "effect")


class TakeBackForm(forms.Form):
    adjudication = forms.UUIDField()
    reason = forms.CharField(required=False, max_length=10_000)
