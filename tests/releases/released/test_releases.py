"""GET /studies/<slug>/releases/: every release of a study."""

import pytest
from django.urls import reverse

from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory

ADDRESS = "/studies/floods/releases/"


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("reviewer", 200), ("reader", 200), ("coder", 403), (None, 404)]
)
def test_who_sees_results_sees_them(scene, released, client, role, status):
    released()
    client.force_login(MembershipFactory(study=scene.study, role=role).user if role else UserFactory())
    response = client.get(ADDRESS)
    assert response.status_code == status
    assert (b"/releases/1/" in response.content) is (status == 200)
    assert (b"Make a release" in response.content) is (role == "owner")


def test_strangers_are_asked_to_sign_in(scene, client):
    assert client.get(ADDRESS).status_code == 302


def test_it_only_shows(scene, client):
    client.force_login(scene.owner)
    assert client.post(ADDRESS).status_code == 405


def test_a_parameter_that_it_does_not_know_is_a_bad_request(scene, client):
    client.force_login(scene.owner)
    assert client.get(f"{ADDRESS}?nonsense=1").status_code == 400


def test_an_empty_list_says_what_to_do_next(scene, client):
    client.force_login(scene.owner)
    page = client.get(ADDRESS).content.decode()
    assert "Nothing has been released yet." in page
    assert reverse("release_new", args=["floods"]) in page


def test_one_that_is_being_made_shows_how_far_it_is_to_owners(scene, asked, client):
    asked()
    client.force_login(scene.owner)
    page = client.get(ADDRESS).content.decode()
    assert "waiting" in page
    assert "Make a release</a>" not in page
    client.force_login(MembershipFactory(study=scene.study, role="reviewer").user)
    assert "waiting" not in client.get(ADDRESS).content.decode()


def test_its_queries_do_not_grow_with_its_rows(scene, released, client, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(scene.owner)
    released()
    with CaptureQueriesContext(connection) as one:
        client.get(ADDRESS)
    released()
    released()
    with django_assert_max_num_queries(len(one)):
        client.get(ADDRESS)


def test_the_study_leads_there_and_so_does_the_export(scene, client):
    client.force_login(scene.owner)
    assert f'href="{ADDRESS}"' in client.get("/studies/floods/").content.decode()
    page = client.get("/studies/floods/export/?insertion=yes").content.decode()
    assert f'href="{ADDRESS}new/?insertion=yes"' in page
    client.force_login(MembershipFactory(study=scene.study, role="reader").user)
    assert f'href="{ADDRESS}"' in client.get("/studies/floods/").content.decode()
