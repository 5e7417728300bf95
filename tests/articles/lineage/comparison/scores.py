"""How much of what is known to have been done a comparison found. What counts as right: see edits.py."""

from dataclasses import dataclass


@dataclass(slots=True)
class Score:
    right: int = 0
    found: int = 0
    known: int = 0

    @property
    def f1(self):
        return 2 * self.right / (self.found + self.known) if self.found + self.known else 1.0

    def add(self, other):
        self.right, self.found, self.known = (
            self.right + other.right,
            self.found + other.found,
            self.known + other.known,
        )


def pair_score(made, comparison):
    found = {(pair.left, pair.right, pair.status.value) for pair in comparison.pairs}
    return Score(len(found & made.pairs), len(found), len(made.pairs))


def additions(comparison):
    return [c for c in comparison.changes if c.operation == "addition" and c.trivial in ("", "boilerplate")]


def passage_score(made, comparison, marking=None):
    """Passages put in, against the additions found; with `marking`, "unmarked" or "marked", only those.

    An addition that is none of the known passages counts against both kinds.
    """
    put_in = [p for p in made.passages if p.kind == "in"]
    known = [p for p in put_in if marking is None or (p.marking == "unmarked") == (marking == "unmarked")]
    others = {p.right for p in put_in} - {p.right for p in known}
    found = [c.right for c in additions(comparison) if not _among(c.right, others, made.right)]
    right = sum(_among(place, {p.right for p in known}, made.right) for place in found)
    return Score(right, len(found), len(known))


def other_score(made, comparison, kind):
    """Passages left out ("out", by their place in the left text) or put in place of another ("instead", by both)."""
    if kind == "instead":
        known = {(p.left, p.right) for p in made.passages if p.kind == kind}
        found = {(c.left, c.right) for c in comparison.substance if c.operation == "substitution"}
        return Score(len(known & found), len(found), len(known))
    known = [p.left for p in made.passages if p.kind == kind]
    found = [c.left for c in comparison.substance if c.operation == "omission" and not c.whole]
    return Score(sum(_among(place, known, made.left) for place in found), len(found), len(known))


def _among(place, known, blocks):
    if place in known:
        return True
    text = blocks[place.paragraph].text
    words = text[place.start : place.end]
    return any(
        other.paragraph == place.paragraph
        and text[other.start : other.end] == words
        and abs(other.start - place.start) <= len(words) + 1
        and (text[: other.start] + text[other.end :]).split() == (text[: place.start] + text[place.end :]).split()
        for other in known
    )
