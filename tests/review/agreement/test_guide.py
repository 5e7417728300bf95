"""docs/guide/agreement.md says what the figures say."""

import contextlib
import io
import re

import pytest

from annotator.review.agreement import (
    UNITS,
    exclusions,
    layouts,
    measuring,
    nominal,
    pairing,
    shared,
    slices,
    unitizing,
)
from tests.conftest import REPOSITORY

GUIDE = (REPOSITORY / "docs" / "guide" / "agreement.md").read_text(encoding="utf-8")
SENTENCES = (
    nominal.NOTHING_SHARED,
    nominal.TWO_CODERS,
    nominal.FIXED_NUMBER,
    nominal.no_variation("…"),
    layouts.NOTHING_MARKED,
    slices.NOT_THE_SAME,
    measuring.NOBODY,
    unitizing.FEWER_THAN_TWO,
    unitizing.NOTHING_CUT,
)
REASONS = (
    exclusions.FEWER_THAN_TWO,
    exclusions.ONLY_ONE_OF_TWO,
    exclusions.JOINED,
    shared.UNCOUNTED_CODER,
    pairing.POINT,
    pairing.TWICE,
    pairing.NO_MATCH,
    pairing.ONE_SIDED,
)


@pytest.mark.parametrize("words", [*SENTENCES, *REASONS])
def test_every_sentence_instead_of_a_figure_and_every_reason_is_explained(words):
    assert f"| {words} |" in GUIDE


@pytest.mark.parametrize("units", sorted(set(UNITS.values())))
def test_what_is_counted_is_named(units):
    assert f"| {units} |" in GUIDE


def test_its_example_prints_what_it_says():
    code, printed = re.search(r"```python\n(.*?)```\n\n```text\n(.*?)```", GUIDE, re.DOTALL).groups()
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(code, {})  # noqa: S102 - the guide's own lines
    assert out.getvalue() == printed
