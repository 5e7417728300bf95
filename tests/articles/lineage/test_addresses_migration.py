"""What was stored before addresses were noted is noted by the migration, by the same rule as what comes later."""

from importlib import import_module

import pytest
from django.apps import apps

from articles.lineage.candidates.addresses import note
from articles.lineage.models import Address
from tests.factories.articles import make_article

pytestmark = pytest.mark.django_db


def noted():
    return sorted(Address.objects.values_list("article", "stated", "key"))


def test_it_notes_what_an_import_would():
    articles = [
        make_article(url="https://a.example/x", canonical_url="https://www.a.example/x/"),
        make_article(
            url="https://пример.рф/новости",
            origin_url="https://a.example/x",
            upstream_urls=["https://b.example/y", "https://пример.рф/новости", "nothing"],
        ),
        make_article(),
    ]
    import_module("articles.lineage.migrations.0002_addresses").note(apps, None)
    by_migration = noted()
    assert len(by_migration) == 4
    for article in articles:
        note(article)
    assert noted() == by_migration
