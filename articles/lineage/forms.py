from typing import Any

from django import forms

from articles.lineage.models import Derivation
from articles.models import Article


class LinkForm(forms.Form):
    """Which stored article is the original. The page offers some as radio buttons; any visible one is valid."""

    upstream = forms.ModelChoiceField(
        queryset=Article.objects.none(),
        label="Original",
        widget=forms.NumberInput(attrs={"min": 1}),
        error_messages={
            "required": "Choose the original.",
            "invalid_choice": "There is no article with this number.",
        },
    )
    relation = forms.ChoiceField(choices=Derivation.Relation.choices, label="This article is its")
    note = forms.CharField(
        required=False,
        max_length=2000,
        label="Note",
        help_text="How you know. Needed when the original is dated later than this article.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["upstream"].queryset = Article.objects.visible_to(user)  # type: ignore[attr-defined]


class MissingForm(forms.Form):
    """An original that is not stored, named as far as it is known."""

    prefix = "missing"

    outlet = forms.CharField(required=False, max_length=200, label="Outlet of the original")
    url = forms.URLField(
        required=False,
        max_length=2000,
        label="Its address",
        assume_scheme="https",
        help_text="Kept as a note; nothing is fetched from it.",
    )
    published_on = forms.DateField(
        required=False, label="Published on", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    relation = forms.ChoiceField(choices=Derivation.Relation.choices, label="This article is its")
    note = forms.CharField(
        required=False, max_length=2000, label="Note", help_text="How you know.", widget=forms.Textarea({"rows": 2})
    )


class SettleForm(forms.Form):
    status = forms.ChoiceField(
        choices=[("confirmed", "Confirm"), ("rejected", "Reject"), ("turned", "It is the other way round")]
    )
    relation = forms.ChoiceField(
        required=False, choices=[("", "as it is"), *Derivation.Relation.choices], label="This article is its"
    )
    note = forms.CharField(required=False, max_length=2000, label="Note")
    # What stood there when the page was made; a page that does not say showed a proposal.
    seen = forms.CharField(required=False, max_length=60, empty_value="proposed")
