"""Migrations say what the models say, and depend in the direction in which data flows."""

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

FLOW = ["articles", "lineage", "accounts", "jobs", "studies", "suggestions", "annotations", "review", "releases"]


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_an_app_builds_only_on_those_before_it():
    """`accounts` is the exception that Django's user model makes: everything may point to a person."""
    against = []
    for (app, name), migration in MigrationLoader(connection).disk_migrations.items():
        for upstream, _ in migration.dependencies:
            if app in FLOW and upstream in FLOW and FLOW.index(upstream) > FLOW.index(app):
                against.append((app, name, upstream))
    assert [entry for entry in against if entry[2] != "accounts"] == []


def test_every_app_of_ours_is_in_the_flow():
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith(("annotator.", "articles"))}
    assert ours <= set(FLOW)
