"""/studies/<slug>/releases/new/: what an owner chooses."""

import pytest
from django.test import Client

from annotator.jobs.models import Job
from annotator.jobs.working import work_off
from annotator.releases.models import Release
from tests.factories.annotations import make_reading
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory

ADDRESS = "/studies/floods/releases/new/"
FORM = {"title": "Floods of 2026", "text_shown": "quotes", "words": "25", "formats": ["csv"]}


@pytest.fixture
def owner(scene, client):
    client.force_login(scene.owner)
    return client


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("role", "status"), [("reviewer", 403), ("reader", 403), ("coder", 403), (None, 404)])
def test_it_is_for_owners_only(scene, client, method, role, status):
    client.force_login(MembershipFactory(study=scene.study, role=role).user if role else UserFactory())
    assert getattr(client, method)(ADDRESS, FORM if method == "post" else {}).status_code == status
    assert not Job.objects.exists()


def test_it_wants_the_page_s_own_form(scene):
    client = Client(enforce_csrf_checks=True)
    client.force_login(scene.owner)
    assert client.post(ADDRESS, FORM).status_code == 403


def test_it_shows_the_filters_in_force_and_what_they_take(owner):
    page = owner.get(f"{ADDRESS}?insertion=yes").content.decode()
    assert "insertion yes" in page
    assert "<strong>1 annotation</strong>" in page
    assert 'action="/studies/floods/releases/new/?insertion=yes"' in page


def test_asking_makes_a_release_with_what_was_chosen(owner, scene):
    form = {**FORM, "creators": "Falk, Ada\n\n Institute  of Tides ", "license": "CC-BY-4.0", "words": "7"}
    response = owner.post(f"{ADDRESS}?insertion=yes", form)
    assert (response.status_code, response.headers["Location"]) == (302, "/studies/floods/releases/")
    work_off()
    one = Release.objects.get()
    assert (one.title, one.creators, one.license) == (
        "Floods of 2026",
        ["Falk, Ada", "Institute of Tides"],
        "CC-BY-4.0",
    )
    assert (one.filters, one.formats, one.text_shown, one.words) == ({"insertion": "yes"}, ["csv"], "quotes", 7)
    assert not one.names_shown


def test_names_stand_in_it_when_an_owner_ticks_them(owner, scene):
    owner.post(ADDRESS, {**FORM, "names": "on"})
    work_off()
    assert Release.objects.get().names_shown
    assert Release.objects.get().about["coders"] == "names and pseudonyms"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text_shown": "full"}, "Say why the full texts may be given away"),
        ({"title": ""}, "This field is required"),
        ({"words": "0"}, "greater than or equal to 1"),
        ({"words": "9" * 40}, "less than or equal to 100"),
        ({"text_shown": "everything"}, "Select a valid choice"),
        ({"formats": ["exe"]}, "Select a valid choice"),
        ({"license": "MINE"}, "Select a valid choice"),
        ({"title": "a\x00b"}, "Null characters are not allowed"),
        ({"creators": "\n".join(map(str, range(60)))}, "At most 50 authors"),
    ],
)
def test_what_cannot_be_is_said_beside_what_was_typed(owner, fields, said):
    response = owner.post(ADDRESS, {**FORM, "creators": "Falk, Ada", **fields})
    assert response.status_code == 422
    page = response.content.decode()
    assert said in page
    if "creators" not in fields:
        assert "Falk, Ada" in page
    assert not Job.objects.exists()


def test_full_texts_need_a_permission_and_keep_it(owner):
    owner.post(ADDRESS, {**FORM, "text_shown": "full", "permission": "The desk allowed it on 3 March."})
    work_off()
    assert Release.objects.get().permission == "The desk allowed it on 3 March."
    assert Release.objects.get().about["text"]["largest_share"] == 1


def test_a_filter_with_a_value_that_does_not_exist_is_refused(owner):
    assert owner.get(f"{ADDRESS}?coder=nobody").status_code == 422
    assert owner.post(f"{ADDRESS}?coder=nobody", FORM).status_code == 422
    assert owner.get(f"{ADDRESS}?nonsense=1").status_code == 400
    assert owner.post(ADDRESS, {**FORM, "nonsense": "1"}).status_code == 400
    assert not Job.objects.exists()


def test_while_one_is_being_made_another_is_a_conflict(owner):
    owner.post(ADDRESS, FORM)
    response = owner.post(ADDRESS, {**FORM, "title": "Another one"})
    assert response.status_code == 409
    assert "Another one" in response.content.decode()
    assert Job.objects.count() == 1


def test_an_owner_who_still_reads_is_told_what_is_left_out(owner, scene):
    make_reading(study=scene.study, article=scene.reading.article, coder=scene.owner)
    assert "is left out of a release that you make now" in owner.get(ADDRESS).content.decode()
