"""What has to be looked at though the words are there."""

import pytest
from django.urls import reverse

from annotator.annotations.carried import CarriedOver
from annotator.studies.models import Study
from tests.annotations.carry_over.versions import Versions, drop, page, send, words
from tests.factories.annotations import INSERTION, make_annotation, make_reading
from tests.factories.articles import DerivationFactory, make_article

pytestmark = pytest.mark.django_db


def test_a_retired_claim_type_is_checked_and_another_one_chosen(client, versions):
    retired, other = versions.study.claim_types.all()[:2]
    quiet = versions.annotate("Nobody was hurt", claim_type=retired)
    type(retired).objects.filter(pk=retired.pk).update(retired_at="2026-04-01T00:00Z")
    assert "no longer in the codebook: choose another claim type." in words(page(client, versions))
    _, answer = send(client, versions, quiet)
    assert answer.status_code == 422
    _, answer = send(client, versions, quiet, claim_type=other.pk, said="was an event")
    assert answer.status_code == 302
    new = CarriedOver.objects.get().to_annotation
    assert (new.claim_type, new.note) == (other, "was an event")


def test_a_type_that_asks_for_a_note_now_is_checked(client, versions):
    other = versions.study.claim_types.get(code="other")
    quiet = versions.annotate("Nobody was hurt", claim_type=other)
    assert "asks for a note now" in words(page(client, versions))
    assert send(client, versions, quiet)[1].status_code == 422
    assert send(client, versions, quiet, said="a state of things")[1].status_code == 302


def test_an_insertion_that_is_marked_in_another_way_is_checked(client):
    versions = Versions(
        ["The clinic [run by the port] closed on Monday, and nobody said why.", "It rained."],
        ["The clinic run by the port closed on Monday, and nobody said why.", "It rained."],
    )
    client.force_login(versions.coder)
    flagged = versions.annotate("run by the port", **INSERTION)
    assert "marks the inserted words in another way: unmarked, running text." in words(page(client, versions))
    send(client, versions, flagged)
    assert CarriedOver.objects.get().to_annotation.marking == "unmarked"


def test_one_inside_an_undecided_attribution_waits_for_it(client, versions):
    source = versions.annotate("according to the harbour council", attribution="attributed", outer=versions.strike)
    inner = versions.annotate("Repairs will", outer=source)
    assert "The attribution around it is not carried over, or not yet." in words(page(client, versions))
    _, answer = send(client, versions, inner)
    assert answer.status_code == 422
    assert "Decide first about the attribution around it" in words(answer)
    drop(client, versions, versions.strike)
    send(client, versions, source)
    send(client, versions, inner)
    rows = {row.from_annotation_id: row.to_annotation for row in CarriedOver.objects.all()}
    assert (rows[source.pk].outer, rows[inner.pk].outer) == (None, rows[source.pk])


def test_a_paragraph_that_is_hidden_shows_none_of_its_words(client):
    versions = Versions()
    client.force_login(versions.coder)
    article = make_article(blocks=[("byline", "By Ada Falk of the Ledger"), ("body", "It rained.")])
    reading = make_reading(article=article, study=versions.study, coder=versions.coder)
    newer = make_article(blocks=[("byline", "By Ada Falk of the Ledger"), ("body", "It rained.")])
    new = make_reading(article=newer, study=versions.study, coder=versions.coder)
    DerivationFactory(derived=newer, upstream=article, relation="update")
    make_annotation(reading, "Ada Falk", note="who?")
    Study.objects.update(mask_outlet=True)
    answer = client.get(reverse("carry_over", args=[new.pk, reading.pk]))
    assert "1 = 0 carried + 1 to check + 0 lost" in words(answer)
    assert "Falk" not in answer.text
    assert article.outlet.name not in answer.text
