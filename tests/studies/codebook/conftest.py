import pytest

from annotator.studies.codebook import start_codebook
from annotator.studies.models import Study
from tests.factories.people import UserFactory


@pytest.fixture
def study(db):
    """A study with the shipped codebook."""
    study = Study.objects.create(title="Ferry reports", slug="ferries")
    start_codebook(study, by=UserFactory())
    return study


@pytest.fixture
def owning(as_, owner):
    """A client signed in as the study's owner."""
    return as_(owner)
