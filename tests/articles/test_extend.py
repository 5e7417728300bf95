"""A fuller version: new rows beside the old ones, from the same bytes."""

import json
from hashlib import sha256

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from annotator.suggestions.models import Suggestion
from articles.extend import Choice, extend
from articles.ingest import ingest
from articles.models import Article, Paragraph
from tests.factories.articles import ArticleFactory, make_article
from tests.factories.people import UserFactory
from tests.factories.studies import StudyFactory, add_to_study

pytestmark = pytest.mark.django_db

LEFT_OUT = ["Menu", "Nobody [save the owner] was hurt.", "By Ada Falk", "First part.\n\nSecond part."]


@pytest.fixture
def article():
    return make_article(
        "The bridge closed.", "It opens in May.", left_out=LEFT_OUT, title="Bridge", tags=["ports"], language="en",
        published_on="2026-03-01", published_precision="day", warnings=["Two headlines."],
    )  # fmt: skip


@pytest.fixture
def mira():
    return UserFactory()


def blocks(article):
    return list(article.paragraphs.values_list("slot", "text"))


def rows():
    return list(Article.objects.order_by("pk").values()), list(Paragraph.objects.order_by("pk").values())


def test_a_piece_goes_where_it_was_put(article, mira):
    fuller = extend(article, [Choice(1, "body", 1)], by=mira).article
    assert blocks(fuller) == [
        ("body", "The bridge closed."),
        ("body", "Nobody [save the owner] was hurt."),
        ("body", "It opens in May."),
    ]
    assert fuller.added == [1]


def test_it_says_who_when_and_of_what(article, mira):
    fuller = extend(article, [Choice(1, "body", 1)], by=mira).article
    fuller.refresh_from_db()
    assert (fuller.extends, fuller.created_by, fuller.capture) == (article, mira, article.capture)
    assert fuller.created_at is not None
    assert (fuller.reader, fuller.reader_version) == (article.reader, article.reader_version)
    text = "The bridge closed.\n\nNobody [save the owner] was hurt.\n\nIt opens in May."
    assert fuller.text_sha256 == sha256(text.encode()).hexdigest() != article.text_sha256
    for paragraph in fuller.paragraphs.all():
        assert text[paragraph.offset :].startswith(paragraph.text)


def test_what_is_known_of_the_article_is_known_of_its_fuller_version(article, mira):
    fuller = extend(article, [Choice(1, "body", 1)], by=mira).article
    for name in ("title", "tags", "language", "outlet_id", "published_on", "published_precision", "warnings", "url"):
        assert getattr(fuller, name) == getattr(article, name), name
    assert fuller.left_out == [LEFT_OUT[0], *LEFT_OUT[2:]]


def test_the_old_version_and_the_studies_that_hold_it_stay(article, mira):
    study = StudyFactory()
    add_to_study(study, article)
    before = rows()
    extend(article, [Choice(1, "body", 0)], by=mira)
    after = rows()
    assert [rows[: len(old)] for rows, old in zip(after, before, strict=True)] == list(before)
    assert study.study_articles.get().article == article


def test_the_same_choice_adds_nothing(article, mira):
    first = extend(article, [Choice(1, "body", 1)], by=mira)
    again = extend(article, [Choice(1, "body", 1)], by=UserFactory())
    assert (first.created, again.created) == (True, False)
    assert again.article == first.article
    assert again.article.created_by == mira


def test_another_slot_or_place_is_another_version(article, mira):
    choices = [Choice(1, "body", 1), Choice(1, "caption", 1), Choice(1, "body", 2)]
    assert len({extend(article, [choice], by=mira).article.pk for choice in choices}) == 3


def test_the_way_to_a_version_makes_no_other_version(article, mira):
    """Both at once, or one after the other: the same slots and texts of the same bytes."""
    at_once = extend(article, [Choice(1, "body", 1), Choice(2, "byline", 0)], by=mira)
    step = extend(article, [Choice(1, "body", 1)], by=mira).article
    by_steps = extend(step, [Choice(step.left_out.index("By Ada Falk"), "byline", 0)], by=mira)
    assert (by_steps.article, by_steps.created) == (at_once.article, False)


def test_a_version_made_in_steps_marks_everything_that_people_added(article, mira):
    step = extend(article, [Choice(1, "body", 1)], by=mira).article
    last = extend(step, [Choice(step.left_out.index("By Ada Falk"), "byline", 0)], by=mira).article
    assert last.added == [0, 2]
    assert last.extends == step


def test_pieces_at_one_place_keep_the_order_of_the_page(article, mira):
    fuller = extend(article, [Choice(2, "byline", 0), Choice(0, "notice", 0)], by=mira).article
    assert [text for _, text in blocks(fuller)][:2] == ["Menu", "By Ada Falk"]


def test_a_blank_line_in_a_piece_parts_two_paragraphs(article, mira):
    fuller = extend(article, [Choice(3, "body", 2)], by=mira).article
    assert blocks(fuller)[2:] == [("body", "First part."), ("body", "Second part.")]
    assert fuller.added == [2, 3]


def test_a_standfirst_and_a_missing_byline_or_headline_become_facts(mira):
    article = make_article("Text.", title="", left_out=["Bridge\nclosed", "In short.", "By Ada Falk"])
    choices = [Choice(0, "headline", 0), Choice(1, "standfirst", 0), Choice(2, "byline", 0)]
    fuller = extend(article, choices, by=mira).article
    assert (fuller.title, fuller.standfirst, fuller.byline) == ("Bridge closed", "In short.", "By Ada Falk")


def test_marks_of_the_old_paragraphs_are_kept(mira, reading):
    from articles.readers import Mark, ParsedParagraph

    paragraphs = (ParsedParagraph("body", "See this.", (Mark(4, 8, "emphasis"),)),)
    article = ingest(b"m", read=reading(paragraphs=paragraphs, left_out=("More.",))).article
    fuller = extend(article, [Choice(0, "body", 0)], by=mira).article
    assert [p.marks for p in fuller.paragraphs.all()] == [[], [[4, 8, "emphasis", ""]]]


def test_machines_read_the_fuller_version_too(article, mira):
    fuller = extend(article, [Choice(1, "body", 1)], by=mira).article
    assert Suggestion.objects.filter(paragraph__article=fuller, quote="[save the owner]").exists()


def test_the_same_bytes_come_in_again_as_the_version_that_was_read(mira, reading):
    read = reading("One.", left_out=("Two.",))
    article = ingest(b"bytes", read=read).article
    extend(article, [Choice(0, "body", 1)], by=mira)
    again = ingest(b"bytes", read=read)
    assert (again.article, again.created) == (article, False)


@pytest.mark.parametrize(
    ("choices", "sentence"),
    [
        ([], "Tick the page text"),
        ([Choice(4, "body", 0)], "no such piece"),
        ([Choice(-1, "body", 0)], "no such piece"),
        ([Choice(1, "body", 0), Choice(1, "notice", 1)], "no such piece"),
        ([Choice(1, "advert", 0)], "what each piece is"),
        ([Choice(1, "body", 3)], "Places are 0 to 2"),
        ([Choice(1, "body", -1)], "Places are 0 to 2"),
        ([Choice(n, "body", 0) for n in range(101)], "at most 100 pieces"),
    ],
)
def test_a_choice_that_is_not_there_is_refused_with_a_sentence(article, mira, choices, sentence):
    with pytest.raises(ValidationError, match=sentence):
        extend(article, choices, by=mira)
    assert Article.objects.count() == 1


def test_two_people_who_choose_the_same_at_once_make_one_version(article, mira, monkeypatch):
    """The second looked before the first had stored its version."""
    first = extend(article, [Choice(1, "body", 1)], by=mira).article
    asked = iter([None, first])
    monkeypatch.setattr("articles.extend._stored", lambda *args: next(asked))
    assert extend(article, [Choice(1, "body", 1)], by=UserFactory()).article == first
    assert Article.objects.count() == 2


def test_the_database_holds_a_version_once_and_knows_what_it_extends(article):
    chosen = sha256(json.dumps("x").encode()).hexdigest()
    same = {"capture": article.capture, "reader": article.reader, "reader_version": article.reader_version}
    for wrong in ({}, {"extends": article}, {"chosen_sha256": chosen}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ArticleFactory(**same, **wrong)
    ArticleFactory(**same, extends=article, chosen_sha256=chosen)
    with pytest.raises(IntegrityError), transaction.atomic():
        ArticleFactory(**same, extends=article, chosen_sha256=chosen)
