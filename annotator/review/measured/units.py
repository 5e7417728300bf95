"""The units behind a figure, made again from what stood when it was measured, a few articles at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db.models import Q

from annotator.annotations.models import Annotation, Reading
from annotator.review.agreement import Asked, Question, Unit, units
from annotator.review.agreement.shared import week_of
from annotator.review.context import InContext, in_context
from annotator.review.measured.counting import whose
from annotator.review.measured.models import Agreement
from annotator.review.measured.reading_in import Inputs
from annotator.review.measured.words import Words
from articles.models import Article, Paragraph

#: articles on a page, and the most units that one shows
ARTICLES, MOST = 10, 2_000
SHOW = {"": "All", "differ": "Where they differ", "agree": "Where they agree", "left-out": "Left out"}
#: their units are marks: an article without such a mark has none
_OF_MARKS = (Question.LABEL, Question.EXACT, Question.OVERLAP, Question.UNITIZING)
_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Said:
    """What one coder said of a unit; `reading` is where to look, for whoever may."""

    coder: str
    value: str
    reading: int | None


@dataclass(frozen=True, slots=True)
class Row:
    unit: Unit
    article: Article
    paragraph: Paragraph
    words: InContext
    cut: bool
    said: Sequence[Said]


def articles_of(agreement: Agreement, asked: Asked, user: Any) -> tuple[list[int], int]:
    """The articles whose units this person may see, in the order of the sample, and how many are kept from them."""
    inputs = Inputs(agreement.study, at=agreement.as_of)
    shared = inputs.shared
    if asked.article is not None:
        shared = [one for one in shared if one == asked.article]
    if asked.coders:
        shared = [one for one in shared if set(asked.coders) <= {inputs.name(c) for c in inputs.counted[one].finished}]
    if asked.week:
        shared = [one for one in shared if _week(inputs, one) == asked.week]
    if asked.question in _OF_MARKS:
        there = _with_marks(agreement, asked)
        shared = [one for one in shared if one in there]
    hidden = whose(agreement.study, user)
    seen = [one for one in shared if one not in hidden]
    return seen, len(shared) - len(seen)


def _week(inputs: Inputs, article: int) -> str:
    return week_of({str(coder): moment for coder, moment in inputs.counted[article].finished.items()})


def _with_marks(agreement: Agreement, asked: Asked) -> set[int]:
    stood = Q(ended_at__isnull=True) | Q(ended_at__gt=agreement.as_of)
    marks = Annotation.objects.filter(stood, reading__study=agreement.study)
    facet = asked.code.facet if asked.code else asked.facet
    column = "claim_type__code" if facet == "claim_type" else facet
    if asked.code and asked.question is not Question.LABEL:  # labels compare it with all other values
        marks = marks.filter(**{column: asked.code.value})
    elif facet == "claim_type":
        marks = marks.filter(claim_type__isnull=False)
    elif facet:
        marks = marks.exclude(**{facet: ""})
    return set(marks.order_by().values_list("reading__article_id", flat=True).distinct())


def rows(
    agreement: Agreement, asked: Asked, articles: Sequence[int], *, user: Any, words: Words, show: str = ""
) -> tuple[list[Row], bool]:
    """The units of these articles, and whether there were more than are shown. As many queries for many as for few."""
    inputs = Inputs(agreement.study, at=agreement.as_of, only=articles)
    found = list(islice(_chosen(units(asked, inputs, agreement.report.plan), show), MOST + 1))
    shown = found[:MOST]
    texts = Paragraph.objects.in_bulk([unit.paragraph for unit in shown])
    stored = Article.objects.in_bulk(list(articles))
    readings = _readings(agreement, articles, user)
    return [_row(unit, texts, stored, readings, words, asked) for unit in shown], len(found) > MOST


def _chosen(found: Iterable[Unit], show: str) -> Iterable[Unit]:
    if show == "left-out":
        return (unit for unit in found if unit.left_out)
    if show:
        return (unit for unit in found if not unit.left_out and unit.agree is (show == "agree"))
    return found


def _readings(agreement: Agreement, articles: Sequence[int], user: Any) -> dict[tuple[Any, str], int]:
    study = agreement.study
    seen = Reading.objects.visible_to(user).filter(study=study, article_id__in=articles).order_by()
    return {
        (article, study.pseudonym(coder)): pk for pk, article, coder in seen.values_list("pk", "article_id", "coder_id")
    }


def _row(unit: Unit, texts: Any, stored: Any, readings: Any, words: Words, asked: Asked) -> Row:
    text = texts[unit.paragraph]
    end = min(unit.end, unit.start + _LONGEST)
    facet = asked.code.facet if asked.code else asked.facet
    said = [
        Said(words.coder(coder), _value(asked, facet, value, words), readings.get((unit.article, coder)))
        for coder, value in zip(unit.coders, unit.values, strict=True)
    ]
    around = in_context(text.text, unit.start, end)
    return Row(unit, stored[unit.article], text, around, end < unit.end, said)


def _value(asked: Asked, facet: str, value: str | None, words: Words) -> str:
    if value is None:
        return "–"
    return words.value(facet, value) if asked.question is Question.LABEL else value
