"""People with the library's permissions, and readers that need no child process."""

import pytest
from django.contrib.auth.models import Permission
from django.core.cache import cache

from articles.readers import ParsedArticle, ParsedParagraph
from tests.factories.people import UserFactory


def person_with(*permissions):
    """A user who holds exactly these "app.codename" permissions."""
    user = UserFactory()
    for permission in permissions:
        app, codename = permission.split(".")
        user.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
    return user


@pytest.fixture
def person():
    return person_with


@pytest.fixture
def signed_in(client):
    """Sign somebody in with these permissions; return the client."""

    def sign_in(*permissions):
        client.user = person_with(*permissions)
        client.force_login(client.user)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _buckets_are_full(request):
    if request.node.get_closest_marker("django_db"):
        request.getfixturevalue("db")
        cache.clear()


def parsed(*texts, **fields):
    """A parsed article of body paragraphs."""
    fields.setdefault("paragraphs", tuple(ParsedParagraph("body", text) for text in texts or ("One.",)))
    return ParsedArticle(reader="stub", reader_version="1", **fields)


@pytest.fixture
def reading():
    """A reader that answers with a given article whatever the bytes."""

    def reader(*texts, **fields):
        article = parsed(*texts, **fields)
        return lambda content, *, media_type, filename, url="": article

    return reader
