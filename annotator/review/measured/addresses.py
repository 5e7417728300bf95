"""What a figure is about, as the query of an address, and back. Pure."""

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from annotator.review.agreement import Asked, Code, Question, Report


class Unknown(ValueError):
    """The address asks for something that was not measured."""


def query(asked: Asked) -> str:
    parts = {
        "question": asked.question.value,
        "facet": asked.code.facet if asked.code else asked.facet,
        "code": asked.code.value if asked.code else "",
        "pair": ".".join(asked.coders),
        "week": asked.week,
        "article": "" if asked.article is None else str(asked.article),
    }
    return urlencode({name: value for name, value in parts.items() if value})


def asked_from(given: Mapping[str, str], report: Report) -> Asked:
    """Raises `Unknown` for what is not in the report."""
    question = question_from(given.get("question", ""), tuple(Question))
    facet, value = given.get("facet", ""), given.get("code", "")
    code = Code(facet, value) if value else None
    pair = tuple(filter(None, given.get("pair", "").split(".")))
    labelled = facet if question is Question.LABEL or not code else ""
    asked = Asked(question, code, labelled, pair, given.get("week", ""))
    if not any(figure.asked == asked for figure in report.figures):
        raise Unknown("Nothing like this was measured.")
    article = given.get("article", "")
    if article and not (article.isascii() and article.isdigit()):
        raise Unknown("This article is not known here.")
    return replace(asked, article=int(article)) if article else asked


def question_from(given: str, allowed: tuple[Question, ...]) -> Question:
    """The first one when nothing is given. Raises `Unknown`."""
    if not given:
        return allowed[0]
    if given not in allowed:
        raise Unknown("This question is not known here.")
    return Question(given)


def one_of(given: str, allowed: tuple[str, ...], what: str) -> str:
    """The first one when nothing is given. Raises `Unknown`."""
    if given and given not in allowed:
        raise Unknown(f"This {what} is not known here.")
    return given or (allowed[0] if allowed else "")
