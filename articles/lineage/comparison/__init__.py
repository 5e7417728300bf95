"""What a comparison of two texts is made of: values only. Left is the upstream (older) text, right the derived one.

All offsets are Unicode code points within one paragraph, half-open. Paragraphs are counted from 0 in each text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

#: names the rules; a stored comparison says which it was made by, and another version makes another comparison
ALGORITHM = "lineage-compare 2"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph. `slot` is one of articles.models.Slot's values; `marks` are [start, end, kind, href] as
    Paragraph.marks, of which "emphasis" and "strong" count."""

    slot: str
    text: str
    marks: Sequence[Sequence[object]] = ()


class Place(NamedTuple):
    """`text[start:end]` of paragraph number `paragraph`; a point when start == end."""

    paragraph: int
    start: int
    end: int


class Status(StrEnum):
    SAME = "same"
    EDITED = "edited"
    INSERTED = "inserted"
    OMITTED = "omitted"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"


class Operation(StrEnum):
    """Values of annotator.facets.Operation."""

    ADDITION = "addition"
    SUBSTITUTION = "substitution"
    OMISSION = "omission"
    REORDER = "reorder"
    FORMAT_ONLY = "format-only"


class Marking(StrEnum):
    """Values of annotator.facets.Marking: how the derived text shows that something was put in."""

    SQUARE_BRACKETS = "square-brackets"
    PARENTHESES = "parentheses"
    DASHES = "dashes"
    ITALICS_OR_TYPE = "italics-or-type"
    LABELLED_NOTE = "labelled-note"
    FOOTNOTE = "footnote"
    UNMARKED = "unmarked"


class Host(StrEnum):
    """Values of annotator.facets.Host: where in the derived text it stands."""

    INSIDE_QUOTATION = "inside-quotation"
    RUNNING_TEXT = "running-text"
    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    CAPTION = "caption"
    NOTICE = "notice"


class Triviality(StrEnum):
    """Why a change is one of form only; SUBSTANCE when it is not. Only SUBSTANCE is false in a condition."""

    SUBSTANCE = ""
    WHITE_SPACE = "white-space"
    QUOTATION_MARKS = "quotation-marks"
    DASHES = "dashes"
    PUNCTUATION = "punctuation"
    LETTER_CASE = "letter-case"
    CHARACTERS = "characters"
    NUMBER_OR_DATE_FORMAT = "number-or-date-format"
    TYPE = "type"
    BOILERPLATE = "boilerplate"


class Turn(NamedTuple):
    """A number or a name that became another: ("60", "600"). "" on the side where nothing stands for it."""

    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Paragraphs that belong together. `left` and `right` are their numbers, rising; one is () when the other was
    inserted or omitted whole. `similarity` is 0 (no word shared) to 1. `by_person`: a correction made it so.

    same: the same characters. edited: 1 to 1, at the same place among the others. moved: 1 to 1, at another place.
    split: 1 to several. merged: several to 1. (A person may link several to several: split when there are more on
    the right, merged when more on the left, else edited.)
    """

    left: tuple[int, ...]
    right: tuple[int, ...]
    status: Status
    similarity: float
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of a pair. Side by side, a pair's steps are its paragraphs, each code point once.

    left, right: where it stands; None where it stands on one side only. `equal`: the same characters on both sides.
    `change`: number of the change it belongs to, in Comparison.changes; a step that is neither equal nor part of a
    change is white space between paragraphs that were split or merged, or beside a change.
    """

    left: Place | None
    right: Place | None
    equal: bool
    change: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What was done at one place, as exactly the words that a person would point at: no white space at either end.

    left, right: the words in either text; a point where there are none, None only when that text has no paragraph.
    An omission has words on the left and a point on the right, an addition the reverse; a reorder has the same words
    on both, at different places. `inner`: within `right`, what stands inside its brackets, dashes or note label.
    pair: number of the pair whose paragraphs it is in (of the right paragraph, for a reorder between pairs).
    whole: it is a paragraph as a whole that was inserted, omitted or moved.
    host: in the derived text; for a whole paragraph left out, in the original. Words replaced or left out are inside a
    quotation when they were so in both texts. numbers, names: which of them changed; () for a trivial change.
    A reorder of words lies in two steps, one on either side; that of a whole paragraph in none.
    """

    operation: Operation
    left: Place | None
    right: Place | None
    pair: int
    marking: Marking = Marking.UNMARKED
    host: Host = Host.RUNNING_TEXT
    trivial: Triviality = Triviality.SUBSTANCE
    inner: Place | None = None
    whole: bool = False
    numbers: tuple[Turn, ...] = ()
    names: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Corrections:
    """What people said about paragraphs (left number, right number); the machine works around it.

    links: these belong together. unlinked: these do not. moved: linked, and at another place than before. Links that
    share a paragraph make one pair. A pair that is both linked and unlinked raises ValueError, as does a number that
    no paragraph has.
    """

    links: frozenset[tuple[int, int]] = frozenset()
    unlinked: frozenset[tuple[int, int]] = frozenset()
    moved: frozenset[tuple[int, int]] = frozenset()

    def check(self, lefts: int, rights: int) -> None:
        if both := (self.links | self.moved) & self.unlinked:
            raise ValueError(f"linked and unlinked at once: {sorted(both)}")
        for left, right in self.links | self.unlinked | self.moved:
            if not (0 <= left < lefts and 0 <= right < rights):
                raise ValueError(f"no such paragraphs: {left} and {right}")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Pairs in the order of the right text, what was omitted standing where it would; steps[n] are those of pairs[n].

    Changes are in the same order. `too_long`: numbers of pairs in which a stretch was too long to compare word by
    word and is told as one substitution. `algorithm` names the rules.
    """

    pairs: tuple[Pair, ...]
    steps: tuple[tuple[Step, ...], ...]
    changes: tuple[Change, ...]
    too_long: frozenset[int] = field(default_factory=frozenset)
    algorithm: str = ALGORITHM

    @property
    def substance(self) -> list[Change]:
        return [change for change in self.changes if not change.trivial]
