from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

#: what every database and every JSON reader can hold
HIGHEST_SEED = 2**31 - 1


class MeasureForm(forms.Form):
    """How to measure: what a plan has that people choose."""

    seed = forms.IntegerField(
        initial=1,
        required=False,
        min_value=1,
        max_value=HIGHEST_SEED,
        help_text="Intervals are drawn from it. The same seed draws the same intervals.",
    )
    least_overlap = forms.FloatField(
        label="Least overlap of matching spans",
        initial=0,
        required=False,
        validators=[MinValueValidator(0), MaxValueValidator(0.95)],
        widget=forms.NumberInput(attrs={"min": 0, "max": 0.95, "step": 0.05}),
        help_text="0 to 0.95: how much of what either span covers both must share. At 0, one character is enough.",
    )

    def clean_seed(self) -> int:
        return int(self.cleaned_data["seed"] or 1)

    def clean_least_overlap(self) -> float:
        return float(self.cleaned_data["least_overlap"] or 0)
