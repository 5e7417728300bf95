"""The carry-over page: each annotation of the older version in one of three states, once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from annotator.annotations.carried import CarriedOver
from annotator.annotations.models import Annotation, Reading
from tests.annotations.carry_over.versions import OLD, Versions, carry_all, page, words
from tests.factories.annotations import make_annotation, make_reading
from tests.factories.articles import make_article

pytestmark = pytest.mark.django_db


def test_the_three_states_add_up_to_the_total_before(client, versions):
    said = words(page(client, versions))
    assert "3 = 1 carried + 1 to check + 1 lost" in said
    assert "0 of 3 decided" in said
    assert not CarriedOver.objects.exists()
    assert not versions.reading.annotations.exists()


def test_each_is_shown_once_with_old_and_new_words(client, versions):
    answer = page(client, versions)
    for annotation in (versions.closed, versions.cost, versions.strike):
        assert answer.text.count(f'id="i-{annotation.pk}"') == 1
    assert "<del>60</del>" in answer.text
    assert "<ins>600</ins>" in answer.text
    assert "The words changed." in answer.text


@pytest.mark.parametrize("state", [{}, {"finished_at": None}], ids=["finished", "open"])
def test_an_earlier_reading_need_not_be_finished(client, versions, state):
    Reading.objects.filter(pk=versions.earlier.pk).update(**state) if state else None
    assert "3 = 1 carried" in words(page(client, versions))


def test_with_nothing_to_carry_it_says_so(client):
    versions = Versions()
    client.force_login(versions.coder)
    assert "has no annotations, so there is nothing to carry over" in words(page(client, versions))


def test_withdrawn_ones_are_no_part_of_it(client, versions):
    Annotation.objects.filter(pk=versions.cost.pk).end(by=versions.coder, how="withdrawn")
    assert "2 = 1 carried + 0 to check + 1 lost" in words(page(client, versions))


def test_a_fuller_text_of_the_same_page_is_a_newer_version(client):
    from articles.extend import Choice, extend

    article = make_article(*OLD, left_out=["The mayor is Ines Roth."])
    earlier = make_reading(article=article)
    annotation = make_annotation(earlier, "Nobody was hurt")
    fuller = extend(article, [Choice(piece=0, slot="body", after=1)], by=None).article
    reading = make_reading(article=fuller, study=earlier.study, coder=earlier.coder, started_at=None)
    client.force_login(earlier.coder)
    answer = client.get(reverse("carry_over", args=[reading.pk, earlier.pk]))
    assert "1 = 1 carried + 0 to check + 0 lost" in words(answer)
    assert str(annotation.pk) in answer.text


def test_it_costs_the_same_queries_however_many(client):
    counts = []
    for size in (1, 12):
        texts = [f"Paragraph {n} has some words, and the mayor said so." for n in range(size)]
        versions = Versions(texts, [text.replace("some", "other") for text in texts])
        for n in range(size):
            outer = versions.annotate(f"Paragraph {n} has", attribution="attributed", source="the mayor")
            versions.annotate("words", start=texts[n].index("words"), outer=outer,
                              paragraph=versions.earlier.article.paragraphs.get(position=n))  # fmt: skip
        client.force_login(versions.coder)
        page(client, versions)
        with CaptureQueriesContext(connection) as counted:
            page(client, versions)
        carry = len(counted)
        with CaptureQueriesContext(connection) as counted:
            _, answer = carry_all(client, versions)
            assert answer.status_code == 302
        counts.append((carry, len(counted)))
    assert counts[0] == counts[1]
