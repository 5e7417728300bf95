"""Texts find each other among many by the words they share."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.lineage.candidates import index as indexing
from articles.lineage.candidates.index import index, index_all, unindexed
from articles.lineage.candidates.matches import matches
from articles.lineage.models import Fingerprint, Shingle
from articles.models import Slot
from tests.factories.articles import ArticleFactory, make_article

pytestmark = pytest.mark.django_db


def story(seed, words=300):
    """Words of their own, so that two stories share none."""
    return " ".join(f"{seed}{n}" for n in range(words))


def noted(*texts, **fields):
    article = make_article(*texts, **fields)
    index(article)
    return article


def found(article):
    return [match.article for match in matches(article)]


def test_a_republication_with_words_of_its_own_finds_its_original():
    original = noted(story("a"))
    noted(story("b"))
    copy = noted(story("new", 200), story("a"), story("more", 200))
    match = matches(copy)[0]
    assert match.article == original.pk
    assert match.of_other == 1
    assert 0.3 < match.of_this < 0.6
    assert match.is_enough


def test_an_original_that_comes_last_finds_its_copies():
    excerpt = noted(" ".join(story("a").split()[100:180]))
    original = noted(story("a"))
    match = matches(original)[0]
    assert (match.article, match.of_other) == (excerpt.pk, 1)
    assert match.of_this < 0.5


def test_short_texts_are_compared_whole():
    original = noted("The mayor closed the old bridge on Monday until the spring storms are over.")
    copy = noted("“The mayor closed the old bridge on Monday until the spring storms are over”, he said.")
    match = matches(copy)[0]
    assert (match.article, match.of_other, match.is_enough) == (original.pk, 1, True)


@pytest.mark.parametrize(
    "text",
    [
        "市长周一表示旧桥将关闭至春季风暴结束为止目前无人受伤市议会将在下周讨论此事",
        "นายกเทศมนตรีกล่าวเมื่อวันจันทร์ว่าสะพานเก่าจะปิด",
    ],
    ids=["Chinese", "Thai"],
)
def test_scripts_without_spaces_are_found_as_well(text):
    original = noted(text)
    assert found(noted(f"Today: {text} (Ed.)")) == [original.pk]


def test_notices_bylines_and_date_lines_are_no_words_of_the_text():
    frame = [(Slot.NOTICE, story("please donate")), (Slot.BYLINE, story("by")), (Slot.DATELINE, story("on"))]
    one = make_article(blocks=[(Slot.BODY, story("a")), *frame])
    two = make_article(blocks=[(Slot.BODY, story("b")), *frame])
    index_all([one.pk, two.pk])
    assert matches(one) == matches(two) == []


@pytest.mark.parametrize("text", ["", "Two words", "…"])
def test_a_text_of_almost_nothing_is_noted_and_finds_nothing(text):
    article = noted(text)
    assert Fingerprint.objects.get().kept == 0
    assert matches(article) == []


def test_versions_made_of_the_same_bytes_are_not_each_others_originals():
    first = noted(story("a"))
    assert matches(noted(story("a"), capture=first.capture, reader_version="2")) == []


# -- what everybody has ------------------------------------------------------------------


def test_a_footer_that_many_have_neither_joins_nor_hides_them():
    footer = story("subscribe", 120)
    many = [make_article(story(f"n{n}x", 100), footer) for n in range(60)]
    index_all([article.pk for article in many])
    copy = noted(story("n7x", 100), story("own", 30), footer)
    first, *others = matches(copy)
    assert first.article == many[7].pk
    assert first.is_enough
    assert not any(match.is_enough for match in others)


def test_one_more_copy_of_what_everybody_republished_still_finds_the_first_ones(monkeypatch):
    monkeypatch.setattr(indexing, "MOST_HOLDERS", 12)
    copies = [make_article(story("wire")) for _ in range(20)]
    index_all([article.pk for article in copies])
    per_number = {}
    for number in Shingle.objects.values_list("number", flat=True):
        per_number[number] = per_number.get(number, 0) + 1
    assert max(per_number.values()) == 12
    late = noted(story("wire"))
    assert found(late) == [article.pk for article in copies[:12]]
    assert matches(late)[0].is_enough


def test_a_paper_with_words_of_its_own_still_has_what_everybody_republished():
    """A fifth of each copy is the paper's own, and a hundred papers have the rest."""
    copies = [make_article(story("wire", 400), story(f"own{n}x", 100)) for n in range(100)]
    index_all([article.pk for article in copies])
    assert matches(noted(story("wire", 400), story("late", 100)))[0].is_enough


def test_what_is_stored_of_each_number_is_bounded_one_by_one_as_well(monkeypatch):
    monkeypatch.setattr(indexing, "MOST_HOLDERS", 3)
    for _ in range(5):
        noted(story("wire", 30))
    assert Shingle.objects.count() == 3 * Fingerprint.objects.first().kept


def test_finding_asks_no_more_when_more_is_stored(django_assert_num_queries):
    article = noted(story("a"))
    noted(story("a"))
    with CaptureQueriesContext(connection) as few:
        matches(article)
    index_all([make_article(story("a"), story(f"b{n}")).pk for n in range(20)])
    with django_assert_num_queries(len(few)):
        assert len(matches(article)) == 21


def test_noting_asks_no_more_when_more_is_stored(django_assert_num_queries):
    with CaptureQueriesContext(connection) as few:
        index_all([make_article(story("a")).pk])
    index_all([make_article(story(f"b{n}")).pk for n in range(20)])
    article = make_article(story("a"))
    with CaptureQueriesContext(connection) as many:
        index(article)
    assert len(many) <= len(few)


# -- nothing is left out silently -----------------------------------------------------------


def test_noting_twice_changes_nothing():
    article = noted(story("a"))
    before = Shingle.objects.count()
    assert index_all([article.pk]) == 0
    assert Shingle.objects.count() == before


def test_an_import_notes_the_words(reading):
    from articles.ingest import ingest

    ingest(b"a", read=reading(story("a")))
    assert unindexed() == []
    assert Shingle.objects.exists()


def test_the_migration_notes_what_was_stored_before():
    articles = [make_article(story("a")), make_article("Short."), ArticleFactory()]
    import_module("articles.lineage.migrations.0003_fingerprints").note(apps, None)
    assert unindexed() == []
    assert Fingerprint.objects.count() == len(articles)
    by_migration = sorted(Shingle.objects.values_list("number", "article"))
    later = noted(story("a"))
    numbers = sorted(Shingle.objects.filter(article=later).values_list("number", flat=True))
    assert numbers == [number for number, pk in by_migration if pk == articles[0].pk]


def test_the_migration_notes_which_outlets_are_named():
    from articles.lineage.models import NamedOutlet

    make_article(origin_outlet="")
    named = make_article(origin_outlet="The Saltmere-Wire")
    make_article(origin_outlet="…")
    import_module("articles.lineage.migrations.0003_fingerprints").name(apps, None)
    assert list(NamedOutlet.objects.values_list("article", "key")) == [(named.pk, "saltmerewire")]


def test_a_command_notes_what_came_in_otherwise(capsys):
    for n in range(3):
        make_article(story(f"a{n}"))
    call_command("index_articles")
    assert "3 articles noted." in capsys.readouterr().out
    assert unindexed() == []
    call_command("index_articles")
    assert "0 articles noted." in capsys.readouterr().out


def test_the_command_proposes_when_it_is_asked_to(capsys):
    from articles.lineage.models import Derivation

    make_article(story("a"), title="One")
    make_article(story("a"), story("b", 100), title="Two")
    call_command("index_articles")
    assert not Derivation.objects.exists()
    call_command("index_articles", propose=True)
    assert "1 link proposed." in capsys.readouterr().out
    assert Derivation.objects.get().status == "proposed"
    call_command("index_articles", propose=True)
    assert Derivation.objects.count() == 1
