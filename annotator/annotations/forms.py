"""What is asked when a reading is opened again, given to somebody else or made the gold of a training article."""

from typing import Any

from django import forms

from annotator.studies.forms import PlainForm
from annotator.studies.models import Membership, StudyArticle


class ReasonForm(PlainForm):
    reason = forms.CharField(
        label="Why",
        max_length=500,
        help_text="Kept in the log and in exports.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class RevealForm(PlainForm):
    reason = forms.CharField(
        label="Why",
        max_length=500,
        help_text="Kept in the study's log.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sure = forms.BooleanField(
        label="Reveal it for good",
        error_messages={"required": "Tick this to reveal it: it cannot be taken back."},
    )


class PersonChoice(forms.ModelChoiceField):
    def label_from_instance(self, membership: Any) -> str:
        return str(membership.user.get_full_name())


class ArticleChoice(forms.ModelChoiceField):
    def label_from_instance(self, row: Any) -> str:
        return f"{row.position + 1}. {row.article}"


class TrainingForm(PlainForm):
    article = ArticleChoice(StudyArticle.objects.none(), label="Article", empty_label="choose")

    def __init__(self, *args: Any, articles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        article: Any = self.fields["article"]
        article.queryset = articles


class GoldForm(PlainForm):
    notes = forms.CharField(label="Notes for coders", max_length=4000, required=False, widget=forms.Textarea)


class MoveForm(PlainForm):
    to = PersonChoice(Membership.objects.none(), label="Give it to", empty_label="choose")
    reason = forms.CharField(label="Why", max_length=500, required=False, help_text="Optional; kept in the log.")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        to.queryset = people
