"""Claim types made before they had an id for other tools."""

from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest

from annotator.studies import migrations
from annotator.studies.models import ClaimType
from tests.factories.studies import StudyFactory

pytestmark = pytest.mark.django_db


def test_each_is_given_an_id_of_its_own():
    StudyFactory()
    StudyFactory()
    name = next(one.stem for one in Path(migrations.__file__).parent.glob("*_codebook_changes.py"))
    give = import_module(f"annotator.studies.migrations.{name}").give_each_type_a_guid
    before = set(ClaimType.objects.values_list("guid", flat=True))
    give(SimpleNamespace(get_model=lambda *names: ClaimType), None)
    after = set(ClaimType.objects.values_list("guid", flat=True))
    assert len(after) == ClaimType.objects.count() == 6
    assert not before & after
