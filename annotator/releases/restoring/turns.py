"""Numbers and names that changed, of which a release tells no more than their lengths. Their words are in the texts."""

from typing import Any

from annotator.releases.rehydrating.filling import is_withheld
from articles.lineage.comparison.turns import turned_names, turned_numbers

_TURNED = {"numbers": turned_numbers, "names": turned_names}

#: a paragraph and a place in it
type Words = tuple[str, tuple[int, int]]


def turns(name: str, told: Any, left: Words, right: Words) -> Any:
    """What became of numbers or names: as told, or found again in the paragraphs where the words are covered."""
    if not is_withheld(told):
        return told
    found = [list(turn) for turn in _TURNED[name](*left, *right)]
    return found if _shape(found) == _shape(told) else told


def _shape(value: Any) -> Any:
    return [_shape(one) for one in value] if isinstance(value, list) else len(value)
