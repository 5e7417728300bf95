"""Which words that a comparison found put in want looking at first. Pure."""

from annotator.facets import Function, Host, Marking

#: in this order reviewers are shown them
RANKS = {
    1: "unmarked, inside a quotation",
    2: "unmarked",
    3: "marked, adds a claim",
    4: "marked",
}


def rank(*, marking: str, host: str, function: str = "") -> int:
    """1 (first) to 4: what nobody can see was put in goes before what shows it, and somebody's quoted words before all.

    `marking`, `host` and `function` are values of their facets; `function` is a person's, "" as long as nobody said.
    """
    if marking == Marking.UNMARKED:
        return 1 if host == Host.INSIDE_QUOTATION else 2
    return 3 if function == Function.ADDS_CLAIM else 4
