"""What the compare page calls things, and how changes are said to those who hear the page. Pure."""

from typing import NamedTuple

from articles.lineage.comparison import Change, Host, Marking, Operation, Status, Triviality

STATUSES = {
    Status.SAME: "same",
    Status.EDITED: "edited",
    Status.INSERTED: "inserted",
    Status.OMITTED: "omitted",
    Status.MOVED: "moved",
    Status.SPLIT: "split",
    Status.MERGED: "merged",
}
# Operation, Marking and Host are labelled as annotator.facets labels the same values; a test holds them together.
OPERATIONS = {
    Operation.ADDITION: "Addition",
    Operation.SUBSTITUTION: "Substitution",
    Operation.OMISSION: "Omission",
    Operation.REORDER: "Reorder",
    Operation.FORMAT_ONLY: "Format only",
}
MARKINGS = {
    Marking.UNMARKED: "Unmarked",
    Marking.SQUARE_BRACKETS: "Square brackets",
    Marking.PARENTHESES: "Parentheses",
    Marking.DASHES: "Dashes",
    Marking.ITALICS_OR_TYPE: "Italics or type",
    Marking.LABELLED_NOTE: "Labelled note",
    Marking.FOOTNOTE: "Footnote",
}
HOSTS = {
    Host.INSIDE_QUOTATION: "Inside a quotation",
    Host.RUNNING_TEXT: "Running text",
    Host.HEADLINE: "Headline",
    Host.STANDFIRST: "Standfirst",
    Host.CAPTION: "Caption",
    Host.NOTICE: "Notice",
}
FORMS = {
    Triviality.SUBSTANCE: "",
    Triviality.WHITE_SPACE: "white space",
    Triviality.QUOTATION_MARKS: "quotation marks",
    Triviality.DASHES: "dashes",
    Triviality.PUNCTUATION: "punctuation",
    Triviality.LETTER_CASE: "capital letters",
    Triviality.CHARACTERS: "other characters for the same letters",
    Triviality.NUMBER_OR_DATE_FORMAT: "how a number or date is written",
    Triviality.TYPE: "type",
    Triviality.BOILERPLATE: "a notice, such as copyright",
}


class Spoken(NamedTuple):
    """What is said before and after changed words; only the left or only the right of the two is on screen at once."""

    left: tuple[str, str]
    right: tuple[str, str]


_SPOKEN = {
    Operation.ADDITION: Spoken(("", ""), ("inserted: ", " end of insertion. ")),
    Operation.OMISSION: Spoken(("omitted: ", " end of omission. "), ("omitted: ", " end of omission. ")),
    Operation.SUBSTITUTION: Spoken(("replaced: ", " end of replaced words. "), ("instead: ", " end of replacement. ")),
    Operation.REORDER: Spoken(("moved away: ", " end of moved words. "), ("moved here: ", " end of moved words. ")),
    Operation.FORMAT_ONLY: Spoken(("written: ", " end. "), ("written otherwise: ", " end. ")),
}
IN_OTHER_TYPE = ("in other type: ", " end of other type. ")


def spoken(change: Change) -> Spoken:
    return _SPOKEN[change.operation]
