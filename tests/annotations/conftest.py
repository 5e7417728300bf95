import uuid

import pytest
from django.urls import reverse

from tests.factories.annotations import make_reading


@pytest.fixture
def reading(db):
    return make_reading(
        "The clinic [secretly run by the harbour company] closed on Monday, the mayor said.",
        "Nobody was hurt.",
    )


@pytest.fixture
def coder(client, reading):
    """A test client signed in as the reading's coder."""
    client.force_login(reading.coder)
    return client


@pytest.fixture
def sent(reading):
    """Return the form of one save: the first place of `quote`, a claim of the first type unless told otherwise."""

    def form(quote, **fields):
        paragraph = next(p for p in reading.article.paragraphs.all() if quote in p.text)
        values = {
            "id": str(uuid.uuid4()),
            "paragraph": paragraph.pk,
            "start": paragraph.text.index(quote),
            "quote": quote,
            "claim_type": reading.study.claim_types.first().pk,
        }
        return values | fields

    return form


@pytest.fixture
def save(coder, reading):
    """Send a save as the page's script does; return the response."""

    def post(form):
        return coder.post(reverse("annotations", args=[reading.pk]), form, headers={"Accept": "application/json"})

    return post
