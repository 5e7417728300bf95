"""What owners bring in as suggestions: for one study's people, final but for being taken back."""

import pytest
from django.db import IntegrityError, transaction

from annotator.suggestions.models import Batch, Run, Suggestion
from articles.final import FinalRowError
from tests.factories.annotations import make_reading
from tests.factories.people import UserFactory
from tests.factories.review import make_batch, make_suggestion
from tests.factories.studies import MembershipFactory, StudyFactory, add_to_study

pytestmark = pytest.mark.django_db


@pytest.fixture
def reading():
    return make_reading("The clinic closed on Monday.", "Nobody was hurt.")


@pytest.fixture
def suggestion(reading):
    return make_batch(reading.study, reading.article, "closed", by=reading.coder)


def test_only_the_studys_people_see_it(reading, suggestion):
    machine = make_suggestion(reading.article, "Monday")
    for role in ("owner", "reviewer", "coder", "reader"):
        member = MembershipFactory(study=reading.study, role=role).user
        assert set(Suggestion.objects.visible_to(member)) == {suggestion, machine}, role
        assert list(Batch.objects.visible_to(member)) == [suggestion.run.batch]
    stranger = MembershipFactory(study=StudyFactory()).user
    assert list(Suggestion.objects.visible_to(stranger)) == [machine]
    assert not Batch.objects.visible_to(stranger).exists()


def test_it_is_open_in_its_study_until_it_is_taken_back(reading, suggestion):
    other = StudyFactory()
    add_to_study(other, reading.article)
    make_suggestion(reading.article, "Monday")
    make_suggestion(reading.article, "Nobody", editorial=False)
    machines = ["Monday"]
    quotes = lambda study: [one.quote for one in Suggestion.objects.open_in(study).order_by("start")]  # noqa: E731
    assert quotes(reading.study) == ["closed", *machines]
    assert quotes(other) == [one.quote for one in Suggestion.objects.editorial()] == machines
    Batch.objects.all().take_back(by=reading.coder)
    assert quotes(reading.study) == machines
    assert list(Suggestion.objects.brought_into(reading.study)) == [suggestion]


def test_taking_back_happens_once_and_names_who_did(suggestion, reading):
    other = UserFactory()
    assert Batch.objects.all().take_back(by=reading.coder) == 1
    assert Batch.objects.all().take_back(by=other) == 0
    assert Batch.objects.get().taken_back_by == reading.coder


def test_batches_are_final(suggestion):
    batch = suggestion.run.batch
    for act in (batch.save, batch.delete, Batch.objects.all().delete, lambda: Batch.objects.update(by=None)):
        with pytest.raises(FinalRowError):
            act()


@pytest.mark.parametrize(
    "fields",
    [
        {"label": ""},
        {"marking": "unmarked", "host": "running-text"},
        {"editorial": True},
        {"attribution": "rumoured"},
        {"mode": "direct"},
    ],
)
def test_what_is_neither_a_machines_nor_brought_in_is_not_stored(reading, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_batch(reading.study, reading.article, "closed", by=reading.coder, **fields)


def test_a_machines_suggestion_says_nothing_that_only_a_file_does(reading):
    for fields in ({"label": "Event"}, {"note": "x"}, {"attribution": "attributed"}, {"marking": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_suggestion(reading.article, "closed", **fields)


def test_the_same_words_are_suggested_once_under_a_label(suggestion):
    again = {"paragraph": suggestion.paragraph, "start": suggestion.start, "quote": "closed", "kind": "brought-in"}
    Suggestion.objects.create(run=suggestion.run, editorial=False, label="Other", **again)
    with pytest.raises(IntegrityError), transaction.atomic():
        Suggestion.objects.create(run=suggestion.run, editorial=False, label="Event", **again)


def test_a_batch_has_one_run_for_each_article_and_model(suggestion):
    run = suggestion.run
    Run.objects.create(batch=run.batch, article=run.article, engine="doccano", version="tagger 7")
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.create(batch=run.batch, article=run.article, engine="doccano", version="")
