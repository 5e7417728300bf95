"""Ids are the same for the same thing, in every format and every release."""

from uuid import UUID, uuid5

from hypothesis import given
from hypothesis import strategies as st

from annotator.releases.formats.identity import Ids, part_of

ABOUT = {"site": "https://annotator.example", "study": {"project": "floods"}, "number": 3}


@given(st.uuids(), st.text(st.characters(exclude_categories=["Cs"])), st.integers())
def test_the_id_of_a_part_is_a_uuid_5(annotation, kind, number):
    assert part_of(str(annotation), kind, number) == str(uuid5(annotation, f"{kind}\x1f{number}"))


def test_ids_hold_in_every_release_of_an_instance():
    ids, later = Ids(ABOUT), Ids(ABOUT | {"number": 4})
    assert ids.version(7) == later.version(7) != ids.version(8)
    assert ids.coder("C-1") == later.coder("C-1") != ids.coder("C-2")
    assert ids.release() != later.release()
    assert UUID(ids.version(7)).version == 5


def test_another_instance_or_study_has_other_ids():
    ids = Ids(ABOUT)
    assert ids.version(7) != Ids(ABOUT | {"site": "https://elsewhere.example"}).version(7)
    assert ids.coder("C-1") != Ids(ABOUT | {"study": {"project": "fires"}}).coder("C-1")
