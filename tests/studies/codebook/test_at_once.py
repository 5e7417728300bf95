"""Two owners who change the codebook in the same moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from annotator.studies.codebook import start_codebook
from annotator.studies.models import Study
from annotator.studies.revise import add_type, retire_type
from annotator.studies.revising import StaleCodebook
from tests.factories.people import UserFactory
from tests.studies.codebook.types import BORDER

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_of_two_changes_is_made_and_the_other_is_told():
    study = Study.objects.create(title="Ferry reports", slug="ferries")
    start_codebook(study, by=None)
    owners = [UserFactory(), UserFactory()]
    gate = Barrier(2)

    def work(at):
        try:
            gate.wait(timeout=10)
            terms = {"seen": 1, "note": "x", "by": owners[at]}
            return add_type(study, BORDER, **terms) if at else retire_type(study, "event", **terms)
        except StaleCodebook as stale:
            return stale
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(work, range(2)))
    assert sorted(type(answer).__name__ for answer in answers) == ["CodebookRevision", "StaleCodebook"]
    assert study.revisions.count() == 2
    retired = study.claim_types.get(code="event").retired_at is not None
    assert retired != study.claim_types.filter(code="border").exists()
