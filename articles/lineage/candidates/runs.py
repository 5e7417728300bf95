"""The longest runs of words that two texts share, for a person to see why one may come from the other. Pure."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

#: words; a shorter run is found in any two texts on one subject
SHORTEST = 6
MOST_RUNS = 6
#: words of each text that are looked at
MOST_WORDS = 20_000
_MOST_PLACES = 8
# A text that says the same word ten thousand times matches itself everywhere: there is an end to looking.
_LONGEST, _MOST_STEPS = 1_000, 1_000_000
_WORD = re.compile(r"[\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|\w+")


@dataclass(frozen=True, slots=True)
class Side:
    """Where a run stands: paragraph index and half-open code points."""

    paragraph: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Run:
    left: Side
    right: Side
    words: int


type _Word = tuple[str, int, int, int]  # casefolded, paragraph, start, end


def shared_runs(left: Sequence[str], right: Sequence[str], *, most: int = MOST_RUNS) -> list[Run]:
    """The longest common runs of at least six words, longest first, none overlapping another on either side.

    A run stays within one paragraph of each text. Case and signs between words make no difference.
    """
    one, two = _words(left), _words(right)
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in range(len(one) - SHORTEST + 1):
        key = tuple(word[0] for word in one[at : at + SHORTEST])
        if len(places[key]) < _MOST_PLACES:
            places[key].append(at)
    found: list[tuple[int, int, int]] = []
    reached: dict[int, int] = {}  # by diagonal: where the last run on it ended, so that it is not found once more
    steps = 0
    for at in range(len(two) - SHORTEST + 1):
        if steps > _MOST_STEPS:
            break
        for start in places.get(tuple(word[0] for word in two[at : at + SHORTEST]), ()):
            if reached.get(start - at, -1) > at:
                continue
            length = _length(one, two, start, at)
            steps += length
            reached[start - at] = at + max(length, 1)
            if length >= SHORTEST:
                found.append((length, start, at))
    return _apart(sorted(found, key=lambda run: (-run[0], run[2], run[1])), one, two, most)


def _words(texts: Sequence[str]) -> list[_Word]:
    words: list[_Word] = []
    for number, text in enumerate(texts):
        words += [(found[0].casefold(), number, *found.span()) for found in _WORD.finditer(text)]
        if len(words) > MOST_WORDS:
            break
    return words[:MOST_WORDS]


def _length(one: Sequence[_Word], two: Sequence[_Word], start: int, at: int) -> int:
    length, paragraphs = 0, (one[start][1], two[at][1])
    while length < _LONGEST and start + length < len(one) and at + length < len(two):
        mine, theirs = one[start + length], two[at + length]
        if mine[0] != theirs[0] or (mine[1], theirs[1]) != paragraphs:
            break
        length += 1
    return length


def _apart(found: Sequence[tuple[int, int, int]], one: Sequence[_Word], two: Sequence[_Word], most: int) -> list[Run]:
    runs: list[Run] = []
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    for length, start, at in found:
        left, right = range(start, start + length), range(at, at + length)
        if taken_left.intersection(left) or taken_right.intersection(right):
            continue
        taken_left.update(left)
        taken_right.update(right)
        runs.append(Run(_side(one[start], one[left[-1]]), _side(two[at], two[right[-1]]), length))
        if len(runs) == most:
            break
    return runs


def _side(first: _Word, last: _Word) -> Side:
    return Side(first[1], first[2], last[3])
