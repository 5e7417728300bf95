"""A long list comes in pages: the counts are of all of it, and every item is on exactly one page."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotator.annotations.carried import CarriedOver
from tests.annotations.carry_over.versions import Versions, form_of, page, send, words

pytestmark = pytest.mark.django_db

STATES = ("carried", "check", "lost")


@pytest.fixture(autouse=True)
def three_to_a_page(monkeypatch):
    monkeypatch.setattr("annotator.annotations.carry_page.SHOWN", 3)


@pytest.fixture
def long(client):
    return many(client, 7)


def many(client, size):
    """`size` annotations of each state, all three sorts in each paragraph."""
    old = [f"Pier {n} is open, boats leave at noon. Nobody swims at beach {n}." for n in range(size)]
    new = [
        text.replace("at noon", "at midnight").replace(f"Nobody swims at beach {n}.", "") for n, text in enumerate(old)
    ]
    made = Versions(old, new)
    for n in range(size):
        for quote in (f"Pier {n} is open", "boats leave at noon", f"Nobody swims at beach {n}"):
            made.annotate(quote, paragraph=made.earlier.article.paragraphs.get(position=n))
    client.force_login(made.coder)
    return made


def listed(client, versions, query=""):
    """The quotes on the page, by state."""
    parts = client.get(versions.address() + query).context["parts"]
    return {str(part.state): [one.item.annotation.pk for one in part.items] for part in parts}


def test_the_counts_are_of_all_pages(client, long):
    said = words(page(client, long))
    assert "21 = 7 carried + 7 to check + 7 lost" in said
    assert "1 to 3 of 7" in said
    assert "Carry all 7 unchanged over On all 3 pages of this list." in said


def test_every_item_is_on_exactly_one_page(client, long):
    for state in STATES:
        pages = [listed(client, long, f"?{state}={n}")[state] for n in (1, 2, 3)]
        assert [len(one) for one in pages] == [3, 3, 1]
        assert len({pk for one in pages for pk in one}) == 7


def test_turning_one_list_leaves_the_others_where_they_are(client, long):
    second = listed(client, long, "?check=2")
    turned = listed(client, long, "?check=2&lost=3")
    assert turned["check"] == second["check"]
    assert turned["lost"] != second["lost"]
    links = re.findall(r'rel="(next|prev)" href="([^"]+)"', client.get(long.address() + "?check=2").text)
    assert [(rel, href.partition("?")[2].partition("#")[0]) for rel, href in links] == [
        ("next", "carried=2&amp;check=2"), ("prev", ""), ("next", "check=3"), ("next", "check=2&amp;lost=2"),
    ]  # fmt: skip
    _, _, first = links[2][1].partition("#i-")
    assert first == str(listed(client, long, "?check=3")["check"][0])


def test_a_decision_leads_to_the_next_that_waits_on_whichever_page(client, long):
    checked = [listed(client, long, f"?check={n}")["check"] for n in (1, 2)]
    for pk in checked[0]:
        item = next(one for one in long.earlier.annotations.all() if one.pk == pk)
        _, answer = send(client, long, item)
    # between the third to check and the fourth stands a lost one, on the first page of its list
    lost = listed(client, long)["lost"]
    assert answer.url == f"{long.address()}#i-{lost[2]}"
    item = long.earlier.annotations.get(pk=lost[2])
    form = form_of(client, long, item, what="drop", why="gone")
    answer = client.post(long.address("carry_one", item.pk) + "?carried=2", form)
    assert answer.url == f"{long.address()}?carried=2&check=2#i-{checked[1][0]}"


def test_carry_all_carries_what_is_on_the_other_pages_too(client, long):
    shown = page(client, long).context
    client.post(long.address("carry_all"), {"id": str(shown["batch"]), "seen": shown["seal"]})
    assert CarriedOver.objects.count() == 7


def test_a_refused_form_comes_back_on_the_page_of_its_item(client, long):
    last = long.earlier.annotations.get(quote="Nobody swims at beach 6")
    form = {"id": "no", "seen": "0", "what": "drop", "why": "gone", "note": "typed by hand"}
    answer = client.post(long.address("carry_one", last.pk), form)
    assert answer.status_code == 422
    assert 'value="typed by hand"' in answer.text


@pytest.mark.parametrize("number", ["0", "-1", "99", "9" * 40, "x", "%00"])
def test_a_number_that_is_no_page_shows_one_that_is(client, long, number):
    assert len(listed(client, long, f"?check={number}")["check"]) in (1, 3)


@pytest.mark.parametrize("door", ["carry_over", "carry_all", "carry_one"])
def test_a_list_that_is_none_is_refused(client, long, door):
    args = [long.earlier.annotations.first().pk] if door == "carry_one" else []
    ask = client.get if door == "carry_over" else client.post
    assert ask(long.address(door, *args) + "?gone=2").status_code == 400


def test_a_longer_list_costs_no_more_queries(client):
    counts = []
    for size in (2, 9):
        versions = many(client, size)
        page(client, versions)
        with CaptureQueriesContext(connection) as counted:
            client.get(versions.address() + "?check=2&lost=3")
        counts.append(len(counted))
    assert counts[0] == counts[1]
