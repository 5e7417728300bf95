"""Kill the server in the middle of saving, and everything that was called saved is there, once."""

import os
import uuid
from dataclasses import replace
from random import Random

import pytest

from tests.durability.kill_run import run
from tests.durability.ledger import Save, Stored, faults

SAVES, CLIENTS, KILLS = 1000, 8, 5


def test_what_was_answered_as_saved_outlives_kill_9_and_is_stored_once(new_server, record_property, capsys):
    seed = int(os.environ.get("KILL_SEED") or uuid.uuid4().int % 1_000_000)
    outcome = run(new_server(), saves=SAVES, clients=CLIENTS, kills=KILLS, random=Random(seed))
    record_property("durability", str(outcome))
    with capsys.disabled():
        print(f"\n  KILL_SEED={seed}: {outcome}")  # noqa: T201
    assert outcome.faults == []
    assert {row.id for row in outcome.stored} == {save.id for save in outcome.planned}
    assert len(outcome.stored) == len(outcome.answers) == SAVES
    assert len(set(outcome.boots)) == KILLS + 1, "the same server answered before and after a kill"
    assert outcome.unanswered >= KILLS, "the kills met nobody in the middle of a request"
    # The checker is shown this very run with one row gone, and with one row twice.
    outcome.stored.append(outcome.stored[0])
    assert "1 stored twice under one id" in str(outcome)
    del outcome.stored[-1], outcome.stored[0]
    assert "1 answered as saved but not in the database" in str(outcome)


SAVE = Save(id="a", reading=1, paragraph=2, start=3, quote="words", claim_type=4)
ROW = Stored(id="a", reading=1, paragraph=2, start=3, quote="words", sources=1, started=True)


@pytest.mark.parametrize(
    ("stored", "fault"),
    [
        ([], "1 answered as saved but not in the database: a"),
        ([ROW, ROW], "1 stored twice under one id: a"),
        ([ROW, replace(ROW, id="b")], "2 stored twice under two ids: a, b"),
        ([ROW, replace(ROW, id="b", start=9)], "1 stored but never sent: b"),
        ([replace(ROW, quote="other")], "1 stored with other words than were sent: a"),
        ([replace(ROW, sources=0)], "1 stored by half: its source or its reading's start is missing: a"),
        ([replace(ROW, started=False)], "1 stored by half: its source or its reading's start is missing: a"),
    ],
)
def test_the_checker_names_each_way_to_break_the_promise(stored, fault):
    assert fault in faults([SAVE], ["a"], stored)


def test_the_checker_is_content_with_a_kept_promise():
    assert faults([SAVE], ["a"], [ROW]) == []


def test_a_save_that_was_never_answered_may_be_there_or_not():
    assert faults([SAVE], [], [ROW]) == faults([SAVE], [], []) == []
