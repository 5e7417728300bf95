"""Pure: what becomes of annotations when their article comes in a newer version.

Each is in exactly one of three states: carried, to be checked, or lost. Nothing is decided here; a person does that.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Indel

from annotator.annotations.mapping import Landing, Mapping
from articles.lineage.comparison import Comparison, Place, Status

#: words that are less alike than this are other words
ALIKE = 0.5
#: so many words in a row that stand elsewhere were moved there; fewer are chance
_FEWEST_MOVED = 3
#: single letters are compared only where there are too few words to compare
_FEW_WORDS = 4
#: how many characters on either side count as what the words stand in
_AROUND = 32
_WORD = re.compile(r"\w+|[^\w\s]")
_PIECE = re.compile(r"\w+|\s+|[^\w\s]")


class State(StrEnum):
    CARRIED = "carried"
    CHECK = "check"
    LOST = "lost"


class Reason(StrEnum):
    """Why a person has to look."""

    CHANGED = "changed"
    BESIDE_CHANGED = "beside-changed"
    MOVED = "moved"
    SPLIT = "split"
    AMBIGUOUS = "ambiguous"
    ROLE_CHANGED = "role-changed"
    ROLE_LOST = "role-lost"


@dataclass(frozen=True, slots=True)
class Old:
    """An annotation's place in the older text, and those of its source, cue and further content. An omission's place
    is a point."""

    place: Place
    roles: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one annotation in the newer text.

    carried: its words (of a point, those on either side) and those of its roles stand unchanged, each at one place.
    check: `place` is proposed, and `reasons` say what to look at. lost: no place. `roles` is as long as Old.roles;
    None for words that are gone. `score` is how alike the old and the proposed words are: 1 for the same characters,
    0 when lost. `around_changed`: the words are the same, but not those just before and after them. `beside`: number
    of the new paragraph that the old one became.
    """

    state: State
    place: Place | None
    roles: tuple[Place | None, ...]
    score: float
    reasons: tuple[Reason, ...] = ()
    around_changed: bool = False
    beside: int | None = None


def carry(old: Sequence[str], new: Sequence[str], comparison: Comparison, annotations: Sequence[Old]) -> list[Fate]:
    """One fate for each annotation, in their order. `old` and `new` are the paragraphs that `comparison` compares."""
    carrying = _Carrying(old, new, comparison)
    return [carrying.fate(one) for one in annotations]


@dataclass(frozen=True, slots=True)
class _Found:
    place: Place | None
    score: float
    reasons: tuple[Reason, ...] = ()


_GONE = _Found(None, 0.0)


class _Carrying:
    def __init__(self, old: Sequence[str], new: Sequence[str], comparison: Comparison) -> None:
        self.old, self.new = old, new
        self.pairs = comparison.pairs
        self.mapping = Mapping(comparison)

    def fate(self, annotation: Old) -> Fate:
        place = annotation.place
        main = self._point(place) if place.start == place.end else self._found(place)
        if main.place is None:
            return Fate(State.LOST, None, (None,) * len(annotation.roles), 0.0, beside=self._beside(annotation.place))
        roles = [self._role(role, main.place) for role in annotation.roles]
        reasons = dict.fromkeys(main.reasons)
        reasons |= dict.fromkeys(Reason.ROLE_LOST for role in roles if role.place is None)
        reasons |= dict.fromkeys(Reason.ROLE_CHANGED for role in roles if role.place and role.reasons)
        return Fate(
            State.CHECK if reasons else State.CARRIED,
            main.place,
            tuple(role.place for role in roles),
            main.score,
            tuple(reasons),
            self._around_changed(annotation.place, main.place),
            main.place.paragraph,
        )

    def _beside(self, place: Place) -> int | None:
        landing = self.mapping.there(place)
        rights = self.pairs[landing.pair].right if landing else ()
        return rights[0] if rights else None

    def _found(self, place: Place) -> _Found:
        words = _words(self.old, place)
        landing = self.mapping.there(place)
        if landing is None:
            return self._elsewhere(place, words, None)
        if landing.exact and _words(self.new, landing.places[0]) == words:
            reasons = [Reason.MOVED] * landing.moved + [Reason.AMBIGUOUS] * (not self._is_sure(words, place, landing))
            return _Found(landing.places[0], 1.0, tuple(reasons))
        changed = self._changed(words, landing)
        elsewhere = self._elsewhere(place, words, landing)
        return elsewhere if elsewhere.score > changed.score else changed

    def _point(self, place: Place) -> _Found:
        """Where the words on either side of a point meet now; beside those of one side, where others are between."""
        text, at = self.old[place.paragraph], place.start
        first, last = _whole_words(text, at)
        around = self._found(Place(place.paragraph, first, last)) if first < last else _GONE
        if around.place and around.score == 1:
            to = around.place.start + at - first
            new = self.new[around.place.paragraph]
            as_before = (at == 0, at == len(text)) == (to == 0, to == len(new))
            reasons = around.reasons if as_before else (*around.reasons, Reason.BESIDE_CHANGED)
            return _Found(Place(around.place.paragraph, to, to), 1.0, reasons)
        before = self._found(Place(place.paragraph, first, at)) if first < at else _GONE
        after = self._found(Place(place.paragraph, at, last)) if at < last else _GONE
        beside, is_before = (before, True) if before.score >= after.score else (after, False)
        if beside.place is None:
            return _GONE
        to = beside.place.end if is_before else beside.place.start
        score = min(round(beside.score / 2, 3), 0.999)
        return _Found(Place(beside.place.paragraph, to, to), score, (Reason.BESIDE_CHANGED,))

    def _is_sure(self, words: str, place: Place, landing: Landing) -> bool:
        """False when the words stand there more or less often than before, so that another place could be meant."""
        pair, to = self.pairs[landing.pair], landing.places[0]
        if pair.status is Status.SAME:
            return True
        return _counted(self.old, pair.left, words, place) == _counted(self.new, pair.right, words, to)

    def _changed(self, words: str, landing: Landing) -> _Found:
        """The stretch that stands for the words, if it is still like them."""
        stretch = landing.longest
        if stretch is None:
            return _GONE
        stretch = _trimmed(self.new, stretch)
        if stretch.start == stretch.end:
            return _GONE
        score = likeness(words, _words(self.new, stretch))
        whole = likeness(words, " ".join(_words(self.new, place) for place in landing.places))
        if max(score, whole) < ALIKE:
            return _GONE
        split = len(landing.places) > 1
        reasons = [Reason.SPLIT if split else Reason.CHANGED] + [Reason.MOVED] * landing.moved
        return _Found(stretch, round(score, 3), tuple(reasons))

    def _elsewhere(self, place: Place, words: str, landing: Landing | None) -> _Found:
        """The same words where the comparison does not look for them: beside, or moved."""
        beside = set(self.pairs[landing.pair].right) if landing else set()
        moved = len(words.split()) >= _FEWEST_MOVED
        found = [
            Place(number, at, at + len(words))
            for number, text in enumerate(self.new)
            if number in beside or moved
            for at in _places(text, words)
        ]
        found = [one for one in found if one.paragraph in beside or not self._stood_before(one)]
        if not found:
            return _GONE
        nearest = min(found, key=lambda one: (one.paragraph not in beside, abs(one.paragraph - place.paragraph), one))
        if len(found) > 1 or nearest.paragraph in beside:
            return _Found(nearest, 1.0, (Reason.AMBIGUOUS,))
        return _Found(nearest, 1.0, (Reason.MOVED,))

    def _stood_before(self, place: Place) -> bool:
        """The words there were in the older text as well, at a place of their own."""
        back = self.mapping.back(place)
        return back is not None and back.exact

    def _role(self, role: Place, main: Place) -> _Found:
        found = self._found(role)
        if found.place is None:
            return self._near(role, main)
        return found

    def _near(self, role: Place, main: Place) -> _Found:
        """The role's words in the paragraph of the annotation or the ones beside it, nearest to it."""
        words = _words(self.old, role)
        near = range(max(0, main.paragraph - 1), min(len(self.new), main.paragraph + 2))
        places = [Place(n, at, at + len(words)) for n in near for at in _places(self.new[n], words)]
        if not places:
            return _GONE
        nearest = min(places, key=lambda one: (one.paragraph != main.paragraph, abs(one.start - main.start), one))
        return _Found(nearest, 1.0, (Reason.MOVED,))

    def _around_changed(self, place: Place, to: Place) -> bool:
        return _around(self.old, place) != _around(self.new, to)


def likeness(old: str, new: str) -> float:
    """0 to 1: how alike two stretches of words are. 1 is for the same characters only.

    Normalised Indel similarity of their words in order; of a few words, of their letters if that is more.
    """
    if old == new:
        return 1.0
    one, two = _tokens(old), _tokens(new)
    score = Indel.normalized_similarity(one, two)
    if min(len(one), len(two)) <= _FEW_WORDS:
        score = max(score, Indel.normalized_similarity(old.casefold(), new.casefold()))
    return min(score, 0.999)


def differences(old: str, new: str) -> tuple[list[tuple[str, bool]], list[tuple[str, bool]]]:
    """Both stretches cut into (words, whether only this one has them); joined again they are what came in."""
    one: list[str] = _PIECE.findall(old)
    two: list[str] = _PIECE.findall(new)
    left: list[tuple[str, bool]] = []
    right: list[tuple[str, bool]] = []
    for piece in Indel.opcodes(one, two):
        here, there = one[piece.src_start : piece.src_end], two[piece.dest_start : piece.dest_end]
        for out, words in ((left, "".join(here)), (right, "".join(there))):
            if words:
                out.append((words, piece.tag != "equal"))
    return _merged(left), _merged(right)


def _merged(pieces: Sequence[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """Neighbours of a kind as one, with the white space between two that changed."""
    out: list[tuple[str, bool]] = []
    for number, (words, changed) in enumerate(pieces):
        around = pieces[max(0, number - 1) : number + 2]
        changed = changed or (words.isspace() and len(around) == 3 and around[0][1] and around[2][1])
        if out and out[-1][1] == changed:
            words = out.pop()[0] + words
        out.append((words, changed))
    return out


def _tokens(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _words(texts: Sequence[str], place: Place) -> str:
    return texts[place.paragraph][place.start : place.end]


def _places(text: str, words: str) -> Iterator[int]:
    """Where `words` stand, one after the other, as whole words."""
    at = text.find(words) if words else -1
    while at >= 0:
        if _is_border(text, at) and _is_border(text, at + len(words)):
            yield at
        at = text.find(words, at + len(words))


def _counted(texts: Sequence[str], numbers: Sequence[int], words: str, place: Place) -> tuple[int, int]:
    """How often the words stand in these paragraphs, and how often before `place`."""
    before = sum(texts[n].count(words) for n in numbers if n < place.paragraph)
    before += texts[place.paragraph].count(words, 0, place.start)
    return sum(texts[n].count(words) for n in numbers), before


def _is_border(text: str, at: int) -> bool:
    return not (0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum())


def _trimmed(texts: Sequence[str], place: Place) -> Place:
    words = _words(texts, place)
    start = place.start + len(words) - len(words.lstrip())
    return Place(place.paragraph, start, max(start, place.start + len(words.rstrip())))


def _whole_words(text: str, at: int) -> tuple[int, int]:
    """About as many characters on either side as count as what a point stands in, cutting no word."""
    first, last = max(0, at - _AROUND), min(len(text), at + _AROUND)
    while first < at and not _is_border(text, first):
        first += 1
    while last > at and not _is_border(text, last):
        last -= 1
    return first, last


def _around(texts: Sequence[str], place: Place) -> tuple[str, str]:
    text = texts[place.paragraph]
    return text[max(0, place.start - _AROUND) : place.start], text[place.end : place.end + _AROUND]
