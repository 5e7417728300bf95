"""Pairs with nothing to compare, nothing changed, or nobody's word on them yet."""

from datetime import date

import pytest
from django.urls import reverse

from articles.lineage.records import Comparison
from tests.articles.lineage.compare_page.pairs import (
    COPY,
    OPEN,
    ORIGINAL,
    address,
    blocks,
    page,
    pair_of,
    read_off,
    said,
)
from tests.factories.articles import DerivationFactory, make_article

pytestmark = pytest.mark.django_db


def test_the_same_text_twice_says_so(reviewer):
    text = said(reviewer.get(address(pair_of(blocks(ORIGINAL), blocks(ORIGINAL)))))
    assert "These two texts are the same, word for word." in text


def test_texts_that_differ_in_form_only_say_so(reviewer):
    derivation = pair_of([("body", "“Safe,” he said to us all.")], [("body", '"Safe," he said to us all.')])
    assert "These two texts say the same." in said(reviewer.get(address(derivation)))


def test_texts_without_paragraphs_are_drawn(reviewer):
    for left, right in (([], ORIGINAL), (ORIGINAL, []), ([], [])):
        derivation = pair_of(blocks(ORIGINAL), blocks(ORIGINAL))
        from articles.models import Paragraph

        for side, texts in ((derivation.upstream, left), (derivation.derived, right)):
            if not texts:
                Paragraph.objects.filter(article=side)._raw_delete("default")
        tree = page(reviewer.get(address(derivation)))
        assert read_off(tree, "left") == list(left)
        assert read_off(tree, "right") == list(right)


def test_a_missing_original_is_named_with_what_would_be_needed(reviewer):
    gap = DerivationFactory(
        derived=make_article(), upstream=None, upstream_outlet="Vantage Wire", upstream_published_on=date(2026, 3, 4)
    )
    text = said(reviewer.get(address(gap)))
    assert "Vantage Wire" in text
    assert "2026-03-04" in text
    assert "the text of the original is needed" in text
    for name in ("compare_correct", "compare_store"):
        assert reviewer.post(address(gap, name), {}).status_code == 422


def test_a_stretch_that_was_too_long_says_so(reviewer, monkeypatch):
    from dataclasses import replace

    from articles.lineage import compare as compared

    derivation = pair_of(blocks(ORIGINAL), blocks(COPY))
    real = compared.compare_texts
    monkeypatch.setattr(
        compared, "compare_texts", lambda *texts: replace(real(*texts), too_long=frozenset(range(len(ORIGINAL))))
    )
    assert "Too long to compare word by word" in said(reviewer.get(address(derivation)))


def test_a_proposed_original_can_be_confirmed_from_here(reviewer):
    derivation = pair_of(blocks(ORIGINAL), blocks(COPY), **OPEN)
    response = reviewer.get(address(derivation))
    assert "Proposed, not confirmed by anybody" in said(response)
    form = page(response).xpath(
        f"//form[@action='{reverse('settle_original', args=[derivation.derived_id, derivation.pk])}']"
    )[0]
    fields = {
        one.name: one.value for one in form.xpath(".//input[@type='hidden']") if one.name != "csrfmiddlewaretoken"
    }
    answer = reviewer.post(form.get("action"), {**fields, "status": "confirmed"})
    assert answer.headers["Location"] == address(derivation)
    assert Comparison.objects.get().derivation == derivation


def test_while_it_is_only_proposed_no_paragraphs_are_corrected(reviewer):
    derivation = pair_of(blocks(ORIGINAL), blocks(COPY), **OPEN)
    response = reviewer.post(
        address(derivation, "compare_correct"), {"kind": "unlink", "left": 1, "right": 1, "seen": 0}
    )
    assert response.status_code == 422
    assert "Confirm the original first" in said(response)
    assert reviewer.post(address(derivation, "compare_store")).status_code == 422
    assert not Comparison.objects.exists()
