"""Who sees two texts side by side, and through which doors."""

import pytest
from django.urls import reverse

from articles.lineage.records import Correction
from tests.articles.lineage.compare_page.pairs import READ, SETTLE, address, page
from tests.factories.articles import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("permissions", "status"), [((), 404), ((SETTLE,), 404), ((READ,), 200)])
def test_who_may_look(signed_in, pair, permissions, status):
    assert signed_in(*permissions).get(address(pair)).status_code == status


def test_a_stranger_signs_in_first(client, pair):
    assert client.get(address(pair)).status_code == 302


@pytest.mark.parametrize("name", ["compare_correct", "compare_store"])
@pytest.mark.parametrize(("permissions", "status"), [((), 404), ((READ,), 403)])
def test_who_may_not_speak(signed_in, pair, name, permissions, status):
    assert signed_in(*permissions).post(address(pair, name), {}).status_code == status
    assert not Correction.objects.exists()


def test_a_reader_is_offered_nothing_that_is_refused(signed_in, pair):
    tree = page(signed_in(READ).get(address(pair)))
    assert not tree.xpath("//main//form[@method='post']")


def test_looking_is_a_get_and_speaking_a_post(reviewer, pair):
    assert reviewer.post(address(pair)).status_code == 405
    assert reviewer.get(address(pair, "compare_correct")).status_code == 405
    assert reviewer.get(address(pair, "compare_store")).status_code == 405


def test_a_derivation_of_another_article_is_not_there(reviewer, pair):
    other = make_article()
    assert reviewer.get(reverse("compare", args=[other.pk, pair.pk])).status_code == 404


@pytest.mark.parametrize("number", ["99999999999999999999", "0"])
def test_numbers_that_no_row_has(reviewer, pair, number):
    assert reviewer.get(f"/articles/{pair.derived_id}/compare/{number}/").status_code == 404
    assert reviewer.get(f"/articles/{number}/compare/{pair.pk}/").status_code == 404


def test_the_article_page_leads_here(reviewer, pair):
    assert address(pair) in reviewer.get(reverse("article", args=[pair.derived_id])).content.decode()
    assert address(pair) in reviewer.get(reverse("article", args=[pair.upstream_id])).content.decode()
