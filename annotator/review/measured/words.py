"""What questions, statistics, facets and values are called on the page. Pure."""

from collections.abc import Mapping

from django.db.models import TextChoices

from annotator import facets as vocabularies
from annotator.review.agreement import Asked, Question, Statistic

QUESTIONS: Mapping[Question, str] = {
    Question.PARAGRAPHS: "In the same paragraphs",
    Question.SENTENCES: "In the same sentences",
    Question.TOKENS: "Over the same words",
    Question.EXACT: "The very same spans",
    Question.OVERLAP: "Spans that overlap",
    Question.UNITIZING: "The same stretches",
    Question.LABEL: "The same label",
}
STATISTICS: Mapping[Statistic, str] = {
    Statistic.PERCENT: "Percent",
    Statistic.COHEN: "Cohen’s κ",
    Statistic.FLEISS: "Fleiss’ κ",
    Statistic.ALPHA: "Krippendorff’s α",
    Statistic.F1: "F1",
    Statistic.ALPHA_U: "α for unitizing (2004)",
}
FACETS: Mapping[str, str] = {
    "claim_type": "Claim type",
    "attribution": "Attribution",
    "source_kind": "Source kind",
    "mode": "Mode",
    "stance": "Stance",
    "marking": "Marking",
    "operation": "Operation",
    "host": "Host",
    "function": "Function",
    "inserter": "Inserter",
    "effect": "Effect",
    "certainty": "Certainty",
}
_VALUES: Mapping[str, type[TextChoices]] = {
    "attribution": vocabularies.AttributionStatus,
    "source_kind": vocabularies.SourceKind,
    "mode": vocabularies.Mode,
    "stance": vocabularies.Stance,
    "marking": vocabularies.Marking,
    "operation": vocabularies.Operation,
    "host": vocabularies.Host,
    "function": vocabularies.Function,
    "inserter": vocabularies.Inserter,
    "effect": vocabularies.Effect,
    "certainty": vocabularies.Certainty,
}


class Words:
    """Names of one study: its claim types, and what its coders are called for the person who looks."""

    def __init__(self, *, claim_types: Mapping[str, str], coders: Mapping[str, str]) -> None:
        self.claim_types, self.coders = claim_types, coders

    def value(self, facet: str, value: str | None) -> str:
        if value is None:
            return "Nothing there"
        if facet == "claim_type":
            return self.claim_types.get(value, value)
        known = _VALUES.get(facet)
        return str(known(value).label) if known and value in known.values else value

    def coder(self, name: str) -> str:
        return self.coders.get(name, name)

    def pair(self, coders: tuple[str, ...]) -> str:
        return " and ".join(map(self.coder, coders)) or "all coders"

    def asked(self, asked: Asked) -> str:
        """What a figure is about, as a heading: "In the same paragraphs · Claim type: Causal · Ada and Ben"."""
        parts = [QUESTIONS[asked.question]]
        if asked.code:
            parts.append(f"{FACETS.get(asked.code.facet, asked.code.facet)}: {self.value(*asked.code)}")
        elif asked.facet:
            parts.append(FACETS.get(asked.facet, asked.facet))
        if asked.coders:
            parts.append(self.pair(asked.coders))
        if asked.week:
            parts.append(f"week {asked.week}")
        return " · ".join(parts)


def number(statistic: Statistic, value: float) -> str:
    """Three digits, as papers print them; a percentage with one."""
    if statistic is Statistic.PERCENT:
        return f"{100 * value:.1f} %"
    return f"{value:.3f}".replace("-", "−")


def units_of(count: int, units: str) -> str:
    """The units as they follow their count: "1 marked stretch", "2 marked stretches"."""
    if count != 1:
        return units
    return units.removesuffix("es") if units.endswith("ches") else units.removesuffix("s")
