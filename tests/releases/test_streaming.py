"""Large exports cost no more memory than small ones."""

import tracemalloc
import uuid

import pytest

from annotator.annotations.models import Annotation
from annotator.releases.formats import FORMATS
from annotator.releases.package import package
from annotator.releases.row import COLUMNS
from annotator.releases.rows import rows
from annotator.releases.snapshot import all_of, take
from tests.factories.annotations import INSERTION, make_reading
from tests.factories.studies import MembershipFactory, StudyFactory

TEXT = "The bridge 🌉 is closed, [secretly sold to the port] the mayor said. " * 8
A_READING = 500


def fill(study, readings):
    """Bulk annotations: `A_READING` for each of `readings` readings of ten paragraphs."""
    coder = MembershipFactory(study=study).user
    revision = study.revision
    claim_types = list(study.claim_types.all())
    for _ in range(readings):
        reading = make_reading(*[TEXT] * 10, study=study, coder=coder)
        paragraphs = list(reading.article.paragraphs.all())
        Annotation.objects.bulk_create(
            Annotation(
                id=uuid.uuid4(),
                reading=reading,
                codebook_revision=revision,
                paragraph=paragraphs[n % 10],
                start=n // 10,
                quote=TEXT[n // 10 : n // 10 + 20],
                claim_type=claim_types[n % 3],
                **(INSERTION if n % 10 == 0 else {}),
            )
            for n in range(A_READING)
        )


def memory_of(write, study):
    """The most memory, in bytes, that taking the whole study out needs at once."""
    snapshot = take(study, all_of(study))
    tracemalloc.start()
    size = sum(map(len, write(snapshot)))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 100 * len(snapshot)
    return most


def as_csv(snapshot):
    return FORMATS["csv"].write(COLUMNS, rows(snapshot))


@pytest.mark.django_db
@pytest.mark.parametrize("write", [as_csv, package], ids=["csv", "package"])
def test_four_times_the_rows_need_no_more_memory(write, monkeypatch):
    monkeypatch.setattr("annotator.releases.snapshot.BATCH", 100)
    monkeypatch.setattr("annotator.releases.spools.IN_MEMORY", 64 * 1024)
    small, large = StudyFactory(), StudyFactory()
    fill(small, 2)
    fill(large, 8)
    memory_of(write, large)  # caches that live as long as the process are filled by the first
    assert memory_of(write, large) < 1.2 * memory_of(write, small)


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("write", [as_csv, package], ids=["csv", "package"])
def test_20000_rows_need_no_more_memory_than_5000(write):
    small, large = StudyFactory(), StudyFactory()
    fill(small, 10)
    fill(large, 40)
    assert memory_of(write, large) < 1.15 * memory_of(write, small)


@pytest.mark.django_db
def test_nothing_is_read_before_its_turn(django_assert_num_queries):
    study = StudyFactory()
    fill(study, 1)
    with django_assert_num_queries(4):
        snapshot = take(study, all_of(study))
    with django_assert_num_queries(0):
        pieces = package(snapshot)
    assert next(pieces).startswith(b"PK")
    pieces.close()
