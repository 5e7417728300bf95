"""Garbage is collected rarely for a while, and as before afterwards."""

import gc

import pytest

from annotator.jobs.sparing import RARELY, sparing


def broken():
    with sparing():
        assert gc.get_threshold()[0] == RARELY
        assert gc.get_freeze_count() > 0
        raise ZeroDivisionError


def test_it_ends_as_it_began_whatever_happens():
    before = gc.get_threshold()
    with pytest.raises(ZeroDivisionError):
        broken()
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0
    assert gc.isenabled()
