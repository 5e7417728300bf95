"""The list of changes beside the texts, and what it can be narrowed to."""

import pytest

from tests.articles.lineage.compare_page.pairs import ORIGINAL, address, page, read_off, said

pytestmark = pytest.mark.django_db


def test_the_list_has_the_gravest_first_with_numbers_called_out(reviewer, pair):
    entries = page(reviewer.get(address(pair))).xpath("//li[@data-entry]")
    first = " ".join(entries[0].text_content().split())
    assert "inserted inside someone else’s words" in first
    assert "60 → became 600" in " ".join(" ".join(e.text_content().split()) for e in entries)
    marked = next(n for n, e in enumerate(entries) if "square brackets" in e.text_content())
    unmarked = [n for n, e in enumerate(entries) if "unmarked" in e.text_content()]
    assert max(unmarked) < marked


def test_each_entry_leads_to_a_place_on_the_page(reviewer, pair):
    for ways in ({}, {"form": "1"}, {"view": "inline"}, {"only": "1"}):
        tree = page(reviewer.get(address(pair, **ways)))
        for entry in tree.xpath("//li[@data-entry]"):
            place = entry.xpath(".//a")[0].get("href").lstrip("#")
            assert len(tree.xpath(f'//*[@id="{place}"]')) == 1
        ids = tree.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert all(tree.xpath(f'//*[@id="{to[1:]}"]') for to in tree.xpath('//main//a/@href[starts-with(., "#")]'))


def test_changes_of_form_are_counted_and_hidden_until_asked_for(reviewer, pair):
    quiet, all_of_them = reviewer.get(address(pair)), reviewer.get(address(pair, form="1"))
    assert "1 change of form hidden" in said(quiet)
    assert "1 change of form shown" in said(all_of_them)
    more = len(page(all_of_them).xpath("//li[@data-entry]")) - len(page(quiet).xpath("//li[@data-entry]"))
    assert more == 1


def test_only_what_changed_says_how_much_it_leaves_out(reviewer, pair):
    response = reviewer.get(address(pair, only="1"))
    assert "row without a change of substance" in said(response)
    assert ORIGINAL[0] not in read_off(page(response), "left")


@pytest.mark.parametrize(
    ("ways", "count"),
    [
        ({"operation": "omission"}, 1),
        ({"marking": "square-brackets"}, 1),
        ({"host": "inside-quotation"}, 2),
        ({"host": "caption"}, 0),
    ],
    ids=lambda value: str(value),
)
def test_filters(reviewer, pair, ways, count):
    tree = page(reviewer.get(address(pair, **ways)))
    assert len(tree.xpath("//li[@data-entry]")) == count
    # the text shows every change all the same
    assert tree.xpath("//p[@data-side]//ins")


def test_the_order_can_be_that_of_the_text(reviewer, pair):
    numbers = page(reviewer.get(address(pair, order="text"))).xpath("//li/@data-entry")
    assert numbers == sorted(numbers, key=int)


@pytest.mark.parametrize(
    "query",
    ["nonsense=1", "view=sideways", "operation=magic", "correct=x", "correct=0", "form=2", "host=%00", "order=-1"],
)
def test_what_the_page_does_not_know_is_refused_with_a_sentence(reviewer, pair, query):
    response = reviewer.get(f"{address(pair)}?{query}")
    assert response.status_code == 400
    assert "The compare page" in response.content.decode()
