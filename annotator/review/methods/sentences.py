"""The methods section in words. Pure: the same facts give the same text, so that a paper can be checked against it.

What is said follows what content analysts are asked to report (Krippendorff, Content Analysis, 4th ed., chapter 12;
Neuendorf, The Content Analysis Guidebook, 2nd ed., chapter 6): sample, coders and their training, instrument, what was
covered, agreement with its coefficient and n, and how disagreements were settled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from annotator import __version__
from annotator.facets import Verdict
from annotator.review.agreement import Figure, Question, Statistic
from annotator.review.measured.words import FACETS, STATISTICS, number, units_of

#: figures that a paper names, in this order: question, facet ("" for any), statistics
_REPORTED: Sequence[tuple[Question, str, tuple[Statistic, ...]]] = (
    (Question.PARAGRAPHS, "", (Statistic.PERCENT, Statistic.ALPHA)),
    (Question.SENTENCES, "", (Statistic.ALPHA,)),
    (Question.EXACT, "", (Statistic.F1,)),
    (Question.OVERLAP, "", (Statistic.F1,)),
    (Question.LABEL, "claim_type", (Statistic.PERCENT, Statistic.ALPHA)),
    (Question.LABEL, "attribution", (Statistic.PERCENT, Statistic.ALPHA)),
    (Question.LABEL, "marking", (Statistic.PERCENT, Statistic.ALPHA)),
)
_ABOUT = {
    Question.PARAGRAPHS: "whether a paragraph holds something to tag",
    Question.SENTENCES: "whether a sentence holds something to tag",
    Question.EXACT: "marking the very same words",
    Question.OVERLAP: "marking words that overlap",
}


@dataclass(frozen=True, slots=True)
class Sample:
    """`first` and `last` are the days of the oldest and newest text; `draws` are (seed, rule), the oldest first."""

    articles: int
    outlets: int
    undated: int
    first: date | None
    last: date | None
    training: int
    draws: Sequence[tuple[str, Mapping[str, Any]]]


@dataclass(frozen=True, slots=True)
class Settings:
    codebook: str
    revision: int
    claim_types: int
    revisions_used: Sequence[int]
    blind: bool
    suggestions_shown: bool
    mask_outlet: bool
    reveals: int
    #: files of suggestions, and how many of them were taken back
    brought_in: int = 0
    taken_back: int = 0


@dataclass(frozen=True, slots=True)
class Coding:
    """Readings outside training. `shared` articles count towards agreement; the coders of `after_others` may have seen
    others' work; `hidden` readings are of articles that whoever asks still reads."""

    given: int
    finished: int
    coders: int
    shared: int
    after_others: int
    hidden: int


@dataclass(frozen=True, slots=True)
class Covered:
    """Of finished readings: paragraphs to read, those tagged, those said to hold nothing; all standing annotations."""

    paragraphs: int
    tagged: int
    nothing: int
    annotations: int


@dataclass(frozen=True, slots=True)
class Measured:
    number: int
    as_of: datetime
    articles: int
    readings: int
    coders: int
    revision: int
    seed: int
    figures: Sequence[Figure]


@dataclass(frozen=True, slots=True)
class Adjudicated:
    unanimous: int
    adjudicated: int
    unresolved: int
    awaiting: int

    @property
    def total(self) -> int:
        return self.unanimous + self.adjudicated + self.unresolved + self.awaiting


@dataclass(frozen=True, slots=True)
class Reviewed:
    """Cases of flagged insertions, and the verdicts that stand, by value."""

    cases: int
    awaiting: int
    verdicts: Mapping[str, int]
    reviewers: int


@dataclass(frozen=True, slots=True)
class Facts:
    title: str
    sample: Sample
    settings: Settings
    coding: Coding
    covered: Covered
    measured: Measured | None
    adjudicated: Adjudicated
    reviewed: Reviewed


@dataclass(frozen=True, slots=True)
class Section:
    heading: str
    text: str


def sections(facts: Facts) -> list[Section]:
    """The section, ready to paste; a heading and a paragraph each."""
    return [
        Section("Sample", _sample(facts.sample)),
        Section("Coders and coding", _coding(facts)),
        Section("Codebook", _codebook(facts.settings)),
        Section("Coverage", _coverage(facts.covered)),
        Section("Agreement", _agreement(facts)),
        Section("Adjudication", _adjudication(facts)),
        Section("Software", f"Coding, agreement and adjudication were done with Annotator {__version__}."),
    ]


def as_text(facts: Facts) -> str:
    """The file: UTF-8 text, a paragraph to a line."""
    parts = [f"Methods: {facts.title}", *(f"{one.heading}. {one.text}" for one in sections(facts))]
    return "\n\n".join(parts) + "\n"


def open_ends(facts: Facts) -> list[str]:
    """What is not done yet and would change the text, a sentence each."""
    coding, told = facts.coding, []
    if coding.hidden:
        told.append(
            f"{_n(coding.hidden, 'reading')} by others of articles that you still code yourself "
            f"{_is(coding.hidden)} not told of here."
        )
    if left := coding.given - coding.finished:
        told.append(f"{_n(left, 'reading')} of {_count(coding.given)} {_is(left)} not finished.")
    if facts.measured is None:
        told.append("Agreement has not been measured.")
    elif facts.measured.articles != coding.shared:
        told.append(
            f"Agreement was measured over {_n(facts.measured.articles, 'article')}, and {_count(coding.shared)} "
            f"{_is(coding.shared)} finished by two coders or more now: measure it again."
        )
    if waiting := facts.adjudicated.awaiting:
        told.append(f"{_n(waiting, 'item')} on which coders differ {_wait(waiting)} for a decision.")
    if waiting := facts.reviewed.awaiting:
        told.append(f"{_n(waiting, 'flagged insertion')} {_wait(waiting)} for a decision.")
    return told


def _sample(sample: Sample) -> str:
    if not sample.articles:
        return "The sample is empty."
    said = f"The sample holds {_n(sample.articles, 'article')}"
    if sample.outlets:
        said += f" by {_n(sample.outlets, 'outlet')}"
    if sample.first and sample.last:
        said += (
            f", published on {_day(sample.first)}"
            if sample.first == sample.last
            else (f", published between {_day(sample.first)} and {_day(sample.last)}")
        )
    said += f" ({_count(sample.undated)} without a date)." if sample.undated else "."
    if sample.training:
        said += f" {_n(sample.training, 'further article')} served for training and {_is(sample.training)} not data."
    if sample.draws:
        seed, rule = sample.draws[-1]
        said += f" Articles were given to coders by lot (seed “{seed}”, {_rule(rule)})."
    return said


def _rule(rule: Mapping[str, Any]) -> str:
    said = f"{_n(int(rule.get('coders_per_article') or 1), 'coder')} for each article"
    if percent := rule.get("overlap_percent"):
        said += f", {rule.get('overlap_coders')} for a random {percent} %"
    return said


def _coding(facts: Facts) -> str:
    coding, settings = facts.coding, facts.settings
    if not coding.finished:
        return "No reading has been finished yet."
    said = [
        f"{_n(coding.coders, 'coder')} finished {_n(coding.finished, 'reading')} (one coder, one article)"
        f"{'' if coding.finished == coding.given else f' ({_count(coding.given)} were given out)'}; "
        f"{_n(coding.shared, 'article')} {_was(coding.shared)} finished by two coders or more."
    ]
    if settings.blind:
        said.append("Coders worked blind: nobody saw another coder’s work on an article before both had finished it.")
    else:
        said.append("Coding was not blind: coders could see each other’s work.")
    if settings.reveals:
        said.append(f"The coding was opened early {_times(settings.reveals)}.")
    if coding.after_others:
        left = coding.after_others
        said.append(
            f"{_n(left, 'reading')} {_was(left)} finished or opened again when others’ work could be seen, and "
            f"{_is(left)} left out of agreement."
        )
    said.append(
        "Suggestions by machines were "
        + ("shown" if settings.suggestions_shown else "hidden")
        + " while coding"
        + ("; outlet, byline and address were hidden." if settings.mask_outlet else ".")
    )
    if settings.brought_in:
        back = f"; {_count(settings.taken_back)} of them {_was(settings.taken_back)} taken back" * bool(
            settings.taken_back
        )
        files = _n(settings.brought_in, "file")
        said.append(f"Annotations from other tools were brought in as suggestions, in {files}{back}.")
    return " ".join(said)


def _codebook(settings: Settings) -> str:
    types = _n(settings.claim_types, "claim type")
    said = f"The codebook was {settings.codebook}, revision {settings.revision}, with {types}."
    used = [str(one) for one in settings.revisions_used]
    if len(used) > 1:
        said += f" It was revised while coding: annotations were made under revisions {_and(used)}."
    elif used and used != [str(settings.revision)]:
        said += f" The annotations were made under revision {used[0]}."
    return said


def _coverage(covered: Covered) -> str:
    if not covered.paragraphs:
        return "Nothing has been covered yet."
    rest = covered.paragraphs - covered.tagged - covered.nothing
    said = (
        f"In finished readings, of {_n(covered.paragraphs, 'paragraph')} to be read (bylines, datelines and notices "
        f"aside) {_part(covered.tagged, covered.paragraphs)} {_was(covered.tagged)} tagged and "
        f"{_part(covered.nothing, covered.paragraphs)} marked as holding nothing to tag"
    )
    said += f"; nothing is recorded of {_part(rest, covered.paragraphs)}." if rest else "."
    return f"{said} They hold {_n(covered.annotations, 'annotation')}."


def _agreement(facts: Facts) -> str:
    measured = facts.measured
    if measured is None:
        return "Agreement between coders has not been measured."
    said = [
        f"Agreement between coders was measured on {_day(measured.as_of)} over the {_n(measured.articles, 'article')} "
        f"that two or more of {_n(measured.coders, 'coder')} had finished, under revision {measured.revision} of the "
        "codebook."
    ]
    found = list(_reported(measured.figures))
    said += [_figure(figure) for figure in found]
    interval = next((one.interval for one in found if one.interval), None)
    if interval:
        said.append(
            f"Brackets hold {interval.confidence:.0%} percentile bootstrap intervals from {_count(interval.resamples)} "
            f"resamples of articles (seed {measured.seed})."
        )
    if left_out := _left_out(found):
        said.append(f"Left out: {left_out}.")
    return " ".join(said)


def _reported(figures: Sequence[Figure]) -> Sequence[Figure]:
    by = {(one.asked.question, one.asked.facet, one.statistic): one for one in figures}
    wanted = ((question, facet, statistic) for question, facet, statistics in _REPORTED for statistic in statistics)
    return [by[one] for one in wanted if one in by]


def _figure(figure: Figure) -> str:
    asked = figure.asked
    about = _ABOUT.get(asked.question) or f"the {FACETS[asked.facet].lower()} given to words that both marked"
    name = {Statistic.PERCENT: "Percent agreement", Statistic.F1: "F1"}.get(
        figure.statistic, STATISTICS[figure.statistic]
    )
    if figure.value is None:
        return f"{name} on {about} is {figure.undefined.rstrip('.')}."
    value = number(figure.statistic, figure.value)
    if figure.interval:
        low, high = (number(figure.statistic, end) for end in (figure.interval.low, figure.interval.high))
        value += f" [{low}, {high}]"
    return f"{name} on {about} was {value} (n = {_count(figure.n)} {units_of(figure.n, figure.units)})."


def _left_out(figures: Sequence[Figure]) -> str:
    told: dict[tuple[str, str], int] = {}
    for figure in figures:
        for one in figure.exclusions:
            told[one.reason, one.units] = max(told.get((one.reason, one.units), 0), one.count)
    return "; ".join(
        f"{_count(count)} {units_of(count, units)} ({reason})" for (reason, units), count in sorted(told.items())
    )


def _adjudication(facts: Facts) -> str:
    items, cases = facts.adjudicated, facts.reviewed
    said = []
    if items.total:
        said.append(
            f"Of {_n(items.total, 'item')} that coders of shared articles marked, "
            f"{_part(items.unanimous, items.total)} "
            f"{_was(items.unanimous)} unanimous, {_part(items.adjudicated, items.total)} adjudicated by a reviewer and "
            f"{_part(items.unresolved, items.total)} left unresolved"
            + (f"; {_count(items.awaiting)} still await a decision." if items.awaiting else ".")
        )
    if cases.cases:
        decided = sum(cases.verdicts.values())
        verdicts = [f"{_count(cases.verdicts[one])} {one.label.lower()}" for one in Verdict if cases.verdicts.get(one)]
        said.append(
            f"Of {_n(cases.cases, 'flagged editorial insertion')}, {_count(decided)} {_was(decided)} decided by "
            f"{_n(cases.reviewers, 'reviewer')}: {_and(verdicts)}."
            if decided
            else f"None of {_n(cases.cases, 'flagged editorial insertion')} has been decided."
        )
    return " ".join(said) or "There was nothing to adjudicate."


def _n(count: int, noun: str) -> str:
    return f"{_count(count)} {noun}{'' if count == 1 else 's'}"


def _count(count: int) -> str:
    return f"{count:,}"


def _part(count: int, of: int) -> str:
    return f"{_count(count)} ({100 * count / of:.1f} %)"


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def _was(count: int) -> str:
    return "was" if count == 1 else "were"


def _wait(count: int) -> str:
    return "waits" if count == 1 else "wait"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{_count(count)} times"


def _and(parts: Sequence[str]) -> str:
    return ", ".join(parts[:-1]) + f" and {parts[-1]}" if len(parts) > 1 else "".join(parts)


def _day(moment: date) -> str:
    return f"{moment.day} {moment:%B %Y}"
