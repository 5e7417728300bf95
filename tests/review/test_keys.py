from pathlib import Path

from annotator.facets import Verdict
from annotator.review.keys import KEYS, VERDICT_KEYS

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "reviewing.md"


def test_the_guide_shows_the_same_table():
    lines = GUIDE.read_text().splitlines()
    start = lines.index("| key | what it does |") + 2
    assert lines[start : start + len(KEYS)] == [f"| `{key.keys}` | {key.action} |" for key in KEYS]


def test_no_key_has_two_meanings():
    assert len({key.keys for key in KEYS}) == len(KEYS)


def test_each_verdict_has_its_digit():
    assert list(VERDICT_KEYS.values()) == list(Verdict)
