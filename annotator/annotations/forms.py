"""What is asked when a reading is opened again or given to somebody else."""

from typing import Any

from django import forms

from annotator.studies.forms import PlainForm
from annotator.studies.models import Membership


class ReasonForm(PlainForm):
    reason = forms.CharField(
        label="Why",
        max_length=500,
        help_text="Kept in the log and in exports.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, membership: Any) -> str:
        return str(membership.user.get_full_name())


class MoveForm(PlainForm):
    to = PersonChoice(Membership.objects.none(), label="Give it to", empty_label="choose")
    reason = forms.CharField(label="Why", max_length=500, required=False, help_text="Optional; kept in the log.")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.queryset = people
