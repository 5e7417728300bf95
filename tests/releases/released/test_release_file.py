"""POST /studies/<slug>/releases/<number>/download/: the zip."""

import os
import tracemalloc
from hashlib import sha256

import pytest
from django.test import Client

from annotator.releases.models import ExportEvent
from tests.factories.people import UserFactory
from tests.factories.studies import MembershipFactory

ADDRESS = "/studies/floods/releases/1/download/"


@pytest.mark.parametrize(
    ("role", "status"), [("owner", 200), ("reviewer", 200), ("reader", 403), ("coder", 403), (None, 404)]
)
def test_owners_and_reviewers_may_take_it(scene, released, client, role, status):
    released()
    client.force_login(MembershipFactory(study=scene.study, role=role).user if role else UserFactory())
    response = client.post(ADDRESS)
    assert response.status_code == status
    assert response.streaming is (status == 200)
    assert b"".join(response.streaming_content)[:2] == b"PK" if response.streaming else response.content
    assert ExportEvent.objects.count() == (status == 200)


def test_it_is_the_very_file_and_that_it_was_taken_is_kept(scene, released, client):
    one = released({"insertion": "yes"}, names=True)
    client.force_login(scene.owner)
    response = client.post(ADDRESS)
    assert sha256(b"".join(response.streaming_content)).hexdigest() == one.sha256
    assert response.headers["Content-Type"] == "application/zip"
    assert response.headers["Content-Disposition"] == 'attachment; filename="floods-release-1.zip"'
    assert response.headers["Content-Length"] == str(one.size)
    event = ExportEvent.objects.get()
    assert (event.format, event.names_shown, event.filters) == ("release 1", True, {"insertion": "yes"})
    assert event.by == scene.owner


def test_a_large_one_needs_no_more_memory_than_a_small_one(scene, released, client):
    one = released()
    large = 64 * 2**20
    os.truncate(one.path, large)
    client.force_login(scene.owner)
    tracemalloc.start()
    size = sum(map(len, client.post(ADDRESS).streaming_content))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size == large
    assert most < large / 8


def test_it_can_only_be_posted_with_the_page_s_own_form(scene, released, client):
    released()
    client.force_login(scene.owner)
    for method in ("get", "head", "put", "delete"):
        assert getattr(client, method)(ADDRESS).status_code == 405
    assert client.post(ADDRESS, {"a": "1"}).status_code == 400
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(scene.owner)
    assert strict.post(ADDRESS).status_code == 403
    assert not ExportEvent.objects.exists()


def test_strangers_are_asked_to_sign_in(scene, released):
    released()
    assert Client().post(ADDRESS).status_code == 302


def test_a_file_that_is_gone_is_said(scene, released, client):
    released().path.unlink()
    client.force_login(scene.owner)
    response = client.post(ADDRESS)
    assert response.status_code == 404
    assert "Tell the person who runs this site" in response.content.decode()
    assert not ExportEvent.objects.exists()
