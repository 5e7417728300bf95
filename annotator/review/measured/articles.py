"""Agreement article by article: a page of them, each measured on its own."""

from typing import Any

from django.core.paginator import Page, Paginator

from annotator.review.agreement import Question, by_article
from annotator.review.measured.counting import whose
from annotator.review.measured.models import Agreement
from annotator.review.measured.reading_in import Inputs
from annotator.review.measured.tables import Table, by_topic, table
from annotator.review.measured.words import FACETS, QUESTIONS
from articles.models import Article

PER_PAGE = 25
#: what each article is told of, in tables beside each other
SHOWN = (
    (Question.PARAGRAPHS, ""),
    (Question.OVERLAP, ""),
    (Question.LABEL, "claim_type"),
)


def article_table(agreement: Agreement, user: Any, page: str | None) -> tuple["Page[Any]", list[Table]]:
    """Articles that this person still codes are not among them."""
    everything = Inputs(agreement.study, at=agreement.as_of)
    hidden = whose(agreement.study, user)
    shown = Paginator([one for one in everything.shared if one not in hidden], PER_PAGE).get_page(page)
    ids = list(shown.object_list)
    titles = {pk: str(article) for pk, article in Article.objects.in_bulk(ids).items()}
    tables = {asked: _table(*asked) for asked in SHOWN}
    for article, figures in by_article(Inputs(agreement.study, at=agreement.as_of, only=ids), agreement.report.plan):
        for topic in by_topic(figures):
            asked = topic[0].asked
            if not asked.code and (asked.question, asked.facet) in tables:
                tables[asked.question, asked.facet].add(titles[int(article)], topic)
    return shown, list(tables.values())


def _table(question: Question, facet: str) -> Table:
    title = f"{QUESTIONS[question]}: {FACETS[facet].lower()}" if facet else QUESTIONS[question]
    return table(f"articles-{question.value}", title, "Article", question)
