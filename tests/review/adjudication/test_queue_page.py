import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from annotator.annotations.models import Reading
from annotator.review.adjudication import views
from annotator.studies.models import Role
from tests.factories.annotations import INSERTION, make_annotation
from tests.factories.articles import make_article
from tests.factories.people import UserFactory
from tests.factories.review import make_reviewer
from tests.factories.studies import MembershipFactory, StudyFactory
from tests.review.adjudication.conftest import differing, finished, items, many, rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def get(client, world):
    client.force_login(world.reviewer)

    def ask(query=""):
        return client.get(f"/studies/{world.study.slug}/adjudication/{query}")

    return ask


def text(response):
    return " ".join(response.content.decode().split())


def listed(response):
    return [row.item.quote for row in response.context["rows"]]


def test_what_coders_differ_on_is_there_at_the_first_look(get, world):
    make_annotation(world.a, "lost power", claim_type=world.event)
    page = text(get())
    assert "lost power" in page
    assert "Only one coder" in page
    assert "1 of 2 coders" in page


def test_coders_appear_under_pseudonyms_in_a_blind_study_only(get, world):
    differing(world)
    page = text(get())
    assert "Ana Coder" not in page
    assert world.study.pseudonym(world.ana.pk) in page, "as a choice of the filter"
    type(world.study).objects.filter(pk=world.study.pk).update(blind=False)
    assert "Ana Coder and Ben Coder" in text(get())


@pytest.mark.parametrize(("role", "status"), [("owner", 200), ("reviewer", 200), ("coder", 404), ("reader", 404)])
def test_the_queue_is_for_owners_and_reviewers(client, world, role, status):
    client.force_login(MembershipFactory(study=world.study, role=role).user)
    assert client.get(f"/studies/{world.study.slug}/adjudication/").status_code == status


def test_others_and_strangers_see_no_queue(client, world):
    address = f"/studies/{world.study.slug}/adjudication/"
    assert client.get(address).status_code == 302
    for person in (UserFactory(), make_reviewer(StudyFactory())):
        client.force_login(person)
        assert client.get(address).status_code == 404
    client.force_login(world.reviewer)
    assert client.post(address).status_code == 405


def test_an_empty_queue_says_what_to_do(get):
    assert "Nothing to adjudicate yet. Items appear here when at least two coders" in text(get())


def test_a_unanimous_study_says_so(get, world):
    for reading in (world.a, world.b):
        make_annotation(reading, "lost power", claim_type=world.event)
    page = text(get())
    assert "The coders agree on everything they marked: all 1 item is unanimous" in page
    assert listed(get("?state=unanimous")) == ["lost power"]


@pytest.fixture
def mixed(world):
    """An item of each state and kind, in two articles."""
    for reading in (world.a, world.b):
        make_annotation(reading, "Repairs", claim_type=world.event)
    make_annotation(world.a, "lost power", claim_type=world.event)
    make_annotation(world.b, "lost power", claim_type=world.quantity)
    make_annotation(world.a, "the mayor said", claim_type=world.event, attribution="attributed")
    make_annotation(world.b, "mayor said", claim_type=world.event, attribution="unattributed")
    make_annotation(world.b, "[so they say]", **INSERTION)
    world.second = make_article("Rain fell on Sunday.")
    third = MembershipFactory(study=world.study).user
    world.third = third
    make_annotation(finished(world.study, world.second, world.ana), "Rain fell", claim_type=world.event)
    finished(world.study, world.second, third)
    found = {one.quote: one for one in items(world.study)}
    rule(found["lost power"], world.reviewer, "nothing-here")
    rule(found["Rain fell"], world.reviewer, "unresolved", reason="Nobody knows.")
    return world


def test_each_filter_keeps_what_it_says(get, mixed):
    def pair(one, other):
        return "..".join(mixed.study.pseudonym(pk) for pk in (one.pk, other.pk))

    named = get().context["filters"].pairs
    of_two = {frozenset(pks): key for key, (pks, _) in named.items()}
    asked = {
        "": ["lost power", "the mayor said", "[so they say]", "Rain fell"],
        "?state=unanimous": ["Repairs"],
        "?state=adjudicated": ["lost power"],
        "?state=awaiting": ["the mayor said", "[so they say]"],
        "?state=unresolved": ["Rain fell"],
        "?kind=claim": ["lost power"],
        "?kind=boundary": ["the mayor said"],
        "?kind=attribution": ["the mayor said"],
        "?kind=alone": ["Rain fell"],
        "?kind=flag": ["[so they say]"],
        "?kind=insertion": [],
        f"?article={mixed.second.pk}": ["Rain fell"],
        f"?pair={of_two[frozenset((mixed.ana.pk, mixed.ben.pk))]}": ["lost power", "the mayor said", "[so they say]"],
        f"?pair={of_two[frozenset((mixed.ana.pk, mixed.third.pk))]}": ["Rain fell"],
        f"?pair={of_two[frozenset((mixed.ben.pk, mixed.third.pk))]}": [],
        f"?state=awaiting&article={mixed.article.pk}&kind=flag": ["[so they say]"],
    }
    assert {query: listed(get(query)) for query in asked} == asked


def test_the_counts_add_up(get, mixed):
    context = get().context
    assert dict(context["numbers"]) == {"unanimous": 1, "adjudicated": 1, "awaiting": 2, "unresolved": 1}
    assert context["total"] == 5


def test_the_filter_stays_in_every_link(get, mixed):
    page = get("?state=awaiting&kind=boundary").content.decode()
    assert '/?state=awaiting&amp;kind=boundary"' in page


@pytest.mark.parametrize("query", ["?x=1", "?state__in=a", "?study__title=a", "?item=1"])
def test_an_unknown_parameter_is_a_400(get, query):
    assert get(query).status_code == 400


@pytest.mark.parametrize("name", ["state", "article", "pair", "kind", "page"])
def test_no_value_breaks_the_page(get, client, world, name):
    differing(world)
    for value in ("\x00", "99999999999999999999", "'", "-1", "🏴", "a" * 5000, "NaN"):
        response = client.get(f"/studies/{world.study.slug}/adjudication/", {name: value})
        assert response.status_code in (200, 422), value


def test_a_value_that_means_nothing_lists_nothing_and_says_so(get):
    response = get("?article=999")
    assert response.status_code == 422
    assert "nothing is listed" in text(response)


def test_a_reviewer_who_still_reads_an_article_sees_none_of_its_items(client, mixed):
    mixed.study.memberships.filter(user=mixed.third).update(role=Role.REVIEWER)
    Reading.objects.filter(coder=mixed.third).update(finished_at=None)
    finished(mixed.study, mixed.second, mixed.ben)
    client.force_login(mixed.third)
    page = client.get(f"/studies/{mixed.study.slug}/adjudication/")
    assert "Rain fell" not in listed(page)
    assert len(listed(page)) == 3
    one = mixed.study.items.filter(quote="Rain fell").last()
    assert client.get(f"/studies/{mixed.study.slug}/adjudication/{one.pk}/").status_code == 404
    Reading.objects.filter(coder=mixed.third).update(finished_at=timezone.now())
    assert "Rain fell" in listed(client.get(f"/studies/{mixed.study.slug}/adjudication/"))


def test_fifty_to_a_page_and_numbered_through(get, world):
    many(world, 60)
    first, second = get(), get("?page=2")
    assert (len(listed(first)), len(listed(second))) == (50, 10)
    assert second.context["rows"][0].number == 51
    assert not set(listed(first)) & set(listed(second))


def test_the_number_of_queries_does_not_grow_with_the_rows(get, world):
    get()
    counts = []
    for n in (3, 40):
        many(world, n)
        get()
        with CaptureQueriesContext(connection) as asked:
            assert len(listed(get())) > n - 1
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20, asked.captured_queries


def test_more_articles_than_one_look_compares_are_said_to_be_left(get, world, monkeypatch):
    monkeypatch.setattr(views, "MOST", 1)
    many(world, 1)
    many(world, 1)
    assert "2 more articles that coders have finished still have to be compared" in text(get())
    get()
    assert "still have to be compared" not in text(get())
