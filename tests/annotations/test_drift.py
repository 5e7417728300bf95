"""How the attribution of the same words differs between an original and its copy."""

from dataclasses import replace

import pytest

from annotator.annotations.drift import Drift, Said, aligned, changes
from articles.lineage.comparison import Block, Place
from articles.lineage.comparison.changes import compare

SAID = Said(
    "a", Place(0, 0, 5), "attributed", "named-person", "direct", "neutral", True, True, ("Mira Oduya",), ("said",)
)


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, [Drift.SAME]),
        ({"attribution": "unattributed"}, [Drift.SOURCE_DROPPED]),
        ({"attribution": "own-observation"}, [Drift.SOURCE_DROPPED]),
        ({"attribution": "inherited"}, [Drift.SAME]),
        ({"source_kind": "unnamed-described"}, [Drift.NAME_DROPPED]),
        ({"source_kind": "collective", "sources": ("officials",)}, [Drift.NAME_DROPPED, Drift.SOURCE_WORDS]),
        ({"source_kind": "document-or-data"}, [Drift.SOURCE_KIND]),
        ({"source_kind": ""}, [Drift.SAME]),
        ({"sources": ("the mayor",)}, [Drift.SOURCE_WORDS]),
        ({"sources": ()}, [Drift.SOURCE_WORDS]),
        ({"sources": ("MIRA  Oduya,",)}, [Drift.SAME]),
        ({"stance": "distancing", "cues": ("claimed",)}, [Drift.STANCE, Drift.CUE_WORDS]),
        ({"cues": ("told reporters",)}, [Drift.CUE_WORDS]),
        ({"mode": "indirect"}, [Drift.MODE]),
        ({"denied": False}, [Drift.DENIAL_DROPPED]),
        ({"anonymity_reason": False}, [Drift.REASON_DROPPED]),
        ({"anonymity_reason": None}, [Drift.REASON_DROPPED]),
    ],
)
def test_each_difference_has_its_name(changed, found):
    assert list(changes(SAID, replace(SAID, **changed))) == found


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({"attribution": "unattributed"}, Drift.SOURCE_GIVEN),
        ({"source_kind": "collective"}, Drift.NAME_GIVEN),
        ({"denied": False}, Drift.DENIAL_GIVEN),
        ({"anonymity_reason": False}, Drift.REASON_GIVEN),
    ],
)
def test_and_the_other_way_round(changed, found):
    assert list(changes(replace(SAID, **changed), SAID)) == [found]


def test_two_that_have_no_source_differ_by_status():
    one, two = (replace(SAID, attribution=status) for status in ("unattributed", "own-observation"))
    assert list(changes(one, two)) == [Drift.STATUS]


LEFT = ["The old bridge is closed, the mayor Mira Oduya said.", "Repairs will cost 60 million crowns."]
RIGHT = [
    "A headline of its own.",
    "The old bridge is closed, officials claimed.",
    "Repairs will cost 60 million crowns.",
]


def said(texts, words, name, **fields):
    number = next(n for n, text in enumerate(texts) if words in text)
    start = texts[number].index(words)
    return Said(name, Place(number, start, start + len(words)), fields.pop("attribution", "attributed"), **fields)


def pairs(left, right):
    comparison = compare([Block("body", text) for text in LEFT], [Block("body", text) for text in RIGHT])
    return [
        (one.left and one.left.id, one.right and one.right.id, one.changes[0], one.words_there)
        for one in aligned(comparison, left, right)
    ]


def test_the_same_words_belong_together_wherever_they_stand():
    left = [said(LEFT, "The old bridge is closed", "l"), said(LEFT, "cost 60 million crowns", "m")]
    right = [said(RIGHT, "The old bridge is closed", "r"), said(RIGHT, "Repairs will cost 60 million crowns", "s")]
    assert pairs(left, right) == [("l", "r", Drift.SAME, True), ("m", "s", Drift.SAME, True)]


def test_less_than_half_is_not_together():
    left = [said(LEFT, "The old bridge is closed", "l")]
    right = [said(RIGHT, "closed", "r")]
    assert pairs(left, right) == [(None, "r", Drift.ONLY_RIGHT, True), ("l", None, Drift.ONLY_LEFT, True)]


def test_one_alone_says_whether_its_words_are_in_the_other_text():
    assert pairs([], [said(RIGHT, "A headline of its own", "r")]) == [(None, "r", Drift.ONLY_RIGHT, False)]


def test_each_stands_in_the_list_once_and_the_most_alike_go_together():
    left = [said(LEFT, "bridge is closed", "short"), said(LEFT, "The old bridge is closed", "whole")]
    right = [said(RIGHT, "The old bridge is closed", "r")]
    assert pairs(left, right) == [("whole", "r", Drift.SAME, True), ("short", None, Drift.ONLY_LEFT, True)]
