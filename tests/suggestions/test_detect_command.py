from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from annotator.suggestions.models import Run, Suggestion
from tests.factories.articles import make_article

pytestmark = pytest.mark.django_db


def run(*numbers, **options):
    out = StringIO()
    call_command("detect", *map(str, numbers), stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def articles():
    return [make_article("The men [secretly paid] left."), make_article("Nothing here.")]


def test_all_articles_are_read_once(articles):
    assert run(all=True) == "2 articles read, 1 suggestion made.\n"
    assert run(all=True) == "0 articles read, 0 suggestions made.\n"
    assert (Run.objects.count(), Suggestion.objects.count()) == (2, 1)


def test_named_articles_are_read(articles):
    assert run(articles[1].pk) == "1 article read, 0 suggestions made.\n"
    assert Run.objects.get().article == articles[1]


@pytest.mark.parametrize(("numbers", "options"), [((), {}), ((1,), {"all": True})], ids=["neither", "both"])
def test_it_wants_to_know_which(numbers, options):
    with pytest.raises(CommandError, match="Name articles by their numbers, or say --all"):
        run(*numbers, **options)


def test_an_article_that_is_not_there(articles):
    with pytest.raises(CommandError, match="There is no article 999999"):
        run(articles[0].pk, 999999)
    assert Run.objects.count() == 0
