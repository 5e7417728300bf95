"""What the pages of agreement show, made ready. Pure but for `words_of` and `news`, which ask the database."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from annotator.accounts.models import User
from annotator.annotations.models import Annotation, Reading
from annotator.review.agreement import Figure, Question, Report
from annotator.review.measured.addresses import one_of, question_from
from annotator.review.measured.charts import Chart, by_code, by_week
from annotator.review.measured.models import Agreement
from annotator.review.measured.tables import Table, by_topic, main_statistic, table
from annotator.review.measured.words import FACETS, QUESTIONS, Words
from annotator.studies.models import Role, Study

FINDING = (Question.PARAGRAPHS, Question.SENTENCES, Question.TOKENS)
BOUNDARIES = (Question.EXACT, Question.OVERLAP, Question.UNITIZING)


def words_of(study: Study, user: Any) -> Words:
    """Owners see who a coder is, as in an export; reviewers see pseudonyms."""
    coders: dict[str, str] = {}
    if study.role_of(user) == Role.OWNER:
        ids = Reading.objects.filter(study=study).order_by().values("coder_id")
        people = User.objects.filter(pk__in=ids).order_by("pk")
        coders = {study.pseudonym(one.pk): one.get_full_name() for one in people}
    return Words(claim_types=dict(study.claim_types.values_list("code", "label")), coders=coders)


def news(agreement: Agreement, *, readings: int) -> list[str]:
    """What has changed since it was measured, in words. `readings` are those that count now."""
    finished = Reading.objects.filter(study=agreement.study, finished_at__gt=agreement.as_of).count()
    marks = Annotation.objects.filter(reading__study=agreement.study, reading__finished_at__isnull=False)
    changed = marks.filter(Q(created_at__gt=agreement.as_of) | Q(ended_at__gt=agreement.as_of)).count()
    said = []
    if finished:
        said.append(f"{finished:,} reading{'s were' if finished > 1 else ' was'} finished")
    if changed:
        said.append(f"{changed:,} annotation{'s' if changed > 1 else ''} changed")
    if readings < agreement.readings:
        gone = agreement.readings - readings
        said.append(f"{gone:,} reading{'s do' if gone > 1 else ' does'} not count any more")
    return said


def summary(report: Report, words: Words) -> list[Table]:
    """Everything about all coders, all codes and all weeks together."""
    topics = by_topic(report.overall())
    finding = table("finding", "Do coders find the same?", "Found", Question.PARAGRAPHS)
    bounds = table("boundaries", "Do they draw the same boundaries?", "Cut", ["Figure"])
    labels = table("labels", "Where both marked the same, do they say the same of it?", "Facet", Question.LABEL)
    for figures in topics:
        asked = figures[0].asked
        if asked.question is Question.LABEL:
            labels.add(FACETS.get(asked.facet, asked.facet), figures)
        elif asked.question in FINDING:
            finding.add(QUESTIONS[asked.question], figures)
        else:
            bounds.add(_boundary(figures[0]), figures)
    return [finding, bounds, labels]


def _boundary(figure: Figure) -> str:
    what = {Question.EXACT: "F1", Question.OVERLAP: "F1", Question.UNITIZING: "α for unitizing, 2004"}
    asked = figure.asked
    of = f" of each {FACETS[asked.facet].lower()}" if asked.facet else ""
    return f"{QUESTIONS[asked.question]}{of} ({what[asked.question]})"


def codes(report: Report, words: Words, given: Mapping[str, str]) -> tuple[dict[str, Any], Table, Chart | None]:
    """By code: of one facet, for one question. Raises `addresses.Unknown`."""
    question = question_from(given.get("question", ""), tuple(Question))
    facet = one_of(given.get("facet", ""), report.plan.code_facets, "facet")
    there = [
        figures
        for figures in by_topic(report.figures)
        if (asked := figures[0].asked).question is question and asked.code and asked.code.facet == facet
    ]
    shown = table("codes", f"{FACETS[facet]}: {QUESTIONS[question].lower()}", FACETS[facet], question)
    drawn = []
    for figures in there:
        label = words.value(*figures[0].asked.code)  # type: ignore[misc]  # those without were left out
        shown.add(label, figures)
        drawn.append((label, _main(figures, question)))
    choices = {"question": _questions(tuple(Question), question), "facet": _facets(report.plan.code_facets, facet)}
    return choices, shown, by_code(drawn) if drawn else None


def pairs(report: Report, words: Words, given: Mapping[str, str]) -> tuple[dict[str, Any], Table]:
    """By pair of coders, for one question. Raises `addresses.Unknown`."""
    question, facet, choices = _asked_for(report, given, report.plan.facets)
    shown = table("pairs", _title(question, facet), "Coders", question)
    for figures in by_topic(report.figures):
        asked = figures[0].asked
        if asked.question is question and asked.coders and not asked.code and asked.facet == facet:
            shown.add(words.pair(asked.coders), figures)
    return choices, shown


def weeks(report: Report, words: Words, given: Mapping[str, str]) -> tuple[dict[str, Any], Table, Chart | None]:
    """By week, for one question. Raises `addresses.Unknown`."""
    question, facet, choices = _asked_for(report, given, report.plan.code_facets)
    shown = table("weeks", _title(question, facet), "Week", question)
    drawn = []
    for figures in by_topic(report.figures):
        asked = figures[0].asked
        if asked.question is question and asked.week and asked.facet == facet:
            shown.add(asked.week, figures)
            drawn.append((asked.week, _main(figures, question)))
    return choices, shown, by_week(drawn) if drawn else None


def _asked_for(
    report: Report, given: Mapping[str, str], facets: tuple[str, ...]
) -> tuple[Question, str, dict[str, Any]]:
    question = question_from(given.get("question", ""), tuple(Question))
    facet = one_of(given.get("facet", ""), facets, "facet")
    choices = {"question": _questions(tuple(Question), question), "facet": _facets(facets, facet)}
    return question, facet if question is Question.LABEL else "", choices


def _title(question: Question, facet: str) -> str:
    return f"{QUESTIONS[question]}: {FACETS[facet].lower()}" if facet else QUESTIONS[question]


def _main(figures: list[Figure], question: Question) -> Figure:
    return next(one for one in figures if one.statistic is main_statistic(question))


def _questions(allowed: tuple[Question, ...], chosen: Question) -> list[tuple[str, str, bool]]:
    return [(one.value, QUESTIONS[one], one is chosen) for one in allowed]


def _facets(allowed: tuple[str, ...], chosen: str) -> list[tuple[str, str, bool]]:
    return [(one, FACETS.get(one, one), one == chosen) for one in allowed]
