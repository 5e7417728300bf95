"""What every comparison promises, whatever the texts are."""

import unicodedata

from articles.lineage.comparison import Operation, Status
from articles.lineage.comparison.changes import compare


def whole(left, right, corrections=None):
    """Compare, check that both texts come together again from the steps, and return the comparison."""
    found = compare(left, right, corrections)
    assert sorted(i for pair in found.pairs for i in pair.left) == list(range(len(left)))
    assert sorted(j for pair in found.pairs for j in pair.right) == list(range(len(right)))
    assert len(found.steps) == len(found.pairs)
    for pair, steps in zip(found.pairs, found.steps, strict=True):
        _comes_together(pair.left, [step.left for step in steps if step.left], left)
        _comes_together(pair.right, [step.right for step in steps if step.right], right)
        for step in steps:
            assert step.left or step.right
            if step.equal:
                assert _words(step.left, left) == _words(step.right, right) != ""
            elif step.change is None:
                assert not _words(step.left, left).strip()
                assert not _words(step.right, right).strip()
        assert bool(pair.left) == (pair.status is not Status.INSERTED)
        assert bool(pair.right) == (pair.status is not Status.OMITTED)
    _changes_fit(found, left, right)
    return found


def _comes_together(numbers, places, blocks):
    """The places are the paragraphs, in order, each code point once."""
    at = dict.fromkeys(numbers, 0)
    for place in places:
        assert place.start == at[place.paragraph] < place.end
        at[place.paragraph] = place.end
    assert at == {number: len(blocks[number].text) for number in numbers}
    assert "".join(_words(place, blocks) for place in places) == "".join(blocks[n].text for n in numbers)


def _changes_fit(found, left, right):
    told = {step.change for steps in found.steps for step in steps if step.change is not None}
    for change in found.changes:
        old, new = _words(change.left, left), _words(change.right, right)
        match change.operation:
            case Operation.ADDITION:
                assert old == "" != new
            case Operation.OMISSION:
                assert new == "" != old
            case Operation.SUBSTITUTION | Operation.REORDER:
                assert "" not in (old, new) or change.whole
        if change.trivial != "white-space" and not change.whole:
            for words in (old, new):
                assert words == words.strip() or _inside_character(words, 1)
        if change.inner:
            assert change.right.start <= change.inner.start < change.inner.end <= change.right.end
        for place, blocks in ((change.left, left), (change.right, right)):
            if place:
                text = blocks[place.paragraph].text
                assert 0 <= place.start <= place.end <= len(text)
                assert not _inside_character(text, place.start)
                assert not _inside_character(text, place.end)
    assert told <= set(range(len(found.changes)))


def _words(place, blocks):
    return blocks[place.paragraph].text[place.start : place.end] if place else ""


def _inside_character(text, at):
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    if before.isspace() or after.isspace():
        return unicodedata.combining(after) > 0
    return unicodedata.category(after)[0] == "M" or "\u200d" in (before, after)
