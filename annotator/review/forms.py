from typing import Any

from django import forms

from annotator.facets import Effect, Function, Inserter, Marking, Verdict
from annotator.review.decide import Judgement
from annotator.review.originals import Original

_UNSAID = [("", "not said")]


class DecisionForm(forms.Form):
    """A verdict and what is said with it. `id` is made when the form is shown, so that sending twice decides once."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    seen_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2_000_000_000)
    seen_flag = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=9_000_000_000_000_000_000)
    original = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=1, max_value=9_000_000_000_000_000_000
    )
    verdict = forms.ChoiceField(
        choices=Verdict.choices, error_messages={"required": "Pick a verdict: one of the five buttons."}
    )
    evidence_quote = forms.CharField(
        label="Words in the original",
        required=False,
        strip=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For 2 and 3: select them there or type them.",
    )
    evidence_paragraph = forms.ChoiceField(label="In paragraph", required=False)
    evidence_start = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000_000)
    checked_elsewhere = forms.BooleanField(
        label="I have checked: where these words stand in the original, they mean something else or stand in "
        "another place",
        required=False,
    )
    function = forms.ChoiceField(choices=[*_UNSAID, *Function.choices], required=False)
    inserter = forms.ChoiceField(
        choices=Inserter.choices, required=False, help_text="“Republisher” needs a confirmed original."
    )
    effect = forms.ChoiceField(choices=[*_UNSAID, *Effect.choices], required=False)
    marking = forms.ChoiceField(choices=[*_UNSAID, *Marking.choices], required=False)
    reason = forms.CharField(
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For whoever reads this decision later.",
    )
    stay = forms.BooleanField(label="Stay on this case after deciding", required=False)

    def __init__(self, *args: Any, original: Original | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        paragraphs = original.paragraphs if original else []
        found = [(str(p.pk), f"¶{p.number} {shortened(p.text)}") for p in paragraphs]
        self.fields["evidence_paragraph"].choices = [("", "wherever they stand"), *found]  # type: ignore[attr-defined]

    def now_shows(self, original: Original | None, *, newest_flag: int) -> None:
        """On a page that comes back, what is sent along is what stands on it now: its original and its flags."""
        shown = {"original": str(original.article.pk) if original else "", "seen_flag": str(newest_flag)}
        self.data = {**{name: self.data[name] for name in self.data}, **shown}

    def speaks_of_an_omission(self) -> None:
        self.fields["inserter"].label = "Left out by"
        self.fields["evidence_quote"].label = "Words left out, in the original"

    def judgement(self) -> Judgement:
        said = self.cleaned_data
        paragraph = said["evidence_paragraph"]
        return Judgement(
            verdict=said["verdict"],
            marking=said["marking"],
            function=said["function"],
            inserter=said["inserter"] or Inserter.UNKNOWN,
            effect=said["effect"],
            reason=said["reason"].replace("\r\n", "\n"),
            original_id=said["original"],
            evidence_paragraph_id=int(paragraph) if paragraph else None,
            evidence_start=said["evidence_start"],
            evidence_quote=said["evidence_quote"],
            checked_elsewhere=said["checked_elsewhere"],
        )


class TakeBackForm(forms.Form):
    decision = forms.UUIDField()
    reason = forms.CharField(required=False, max_length=10_000)


def shortened(text: str, width: int = 60) -> str:
    return text if len(text) <= width else text[:width].rstrip() + "…"
