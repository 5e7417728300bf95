"""The list beside two compared texts: each change in words, which of them are asked for, and in which order. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from articles.lineage.compare_page.wording import FORMS, HOSTS, MARKINGS, OPERATIONS
from articles.lineage.comparison import Block, Change, Comparison, Host, Marking, Operation, Place, Turn

_LONGEST = 160


@dataclass(frozen=True, slots=True)
class Entry:
    """One change; `number` counts from 1 in the order of the texts. `left` and `right` are its words, cut when long."""

    number: int
    change: Change
    left: str
    right: str

    @property
    def operation(self) -> str:
        return OPERATIONS[self.change.operation]

    @property
    def marking(self) -> str:
        """How the derived text shows it; "" where nothing was put in."""
        if self.change.operation in (Operation.OMISSION, Operation.REORDER):
            return ""
        return MARKINGS[self.change.marking]

    @property
    def host(self) -> str:
        return HOSTS[self.change.host]

    @property
    def form(self) -> str:
        return FORMS[self.change.trivial]

    @property
    def in_anothers_words(self) -> bool:
        """The gravest case: words put into a quotation, or put there in place of others."""
        put_in = self.change.operation in (Operation.ADDITION, Operation.SUBSTITUTION)
        return put_in and self.change.host is Host.INSIDE_QUOTATION and not self.change.trivial

    @property
    def turns(self) -> Sequence[Turn]:
        """Numbers, then names, that became others."""
        return (*self.change.numbers, *self.change.names)

    @property
    def place(self) -> str:
        """Where in the derived text, or in the original when that is all there is: "¶4"."""
        place = self.change.right or self.change.left
        return f"¶{place.paragraph + 1}" if place else ""

    @property
    def told(self) -> str:
        """All of it but the words themselves, which are in the text: said when somebody comes to its place."""
        where = "inserted inside someone else’s words" if self.in_anothers_words else self.host.lower()
        form = f"of form: {self.form}" if self.form else ""
        turns = [f"{turn.left or 'nothing'} became {turn.right or 'nothing'}" for turn in self.turns]
        return ", ".join(filter(None, [self.operation, self.place, self.marking.lower(), where, form, *turns]))

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Substance before form; unmarked words inside a quotation, other unmarked words, all else; then as read."""
        unmarked = self.change.operation in (Operation.ADDITION, Operation.SUBSTITUTION)
        unmarked = unmarked and self.change.marking is Marking.UNMARKED
        grave = 0 if unmarked and self.in_anothers_words else 1 if unmarked else 2
        return bool(self.change.trivial), grave, self.number


@dataclass(frozen=True, slots=True)
class ChangeList:
    """`entries` are those asked for; `substance` and `form` count all there are of either."""

    entries: Sequence[Entry]
    substance: int
    form: int


def change_list(
    left: Sequence[Block],
    right: Sequence[Block],
    result: Comparison,
    *,
    form: bool = False,
    operation: str = "",
    marking: str = "",
    host: str = "",
    as_read: bool = False,
) -> ChangeList:
    """`as_read`: in the order of the texts, rather than the gravest first."""
    entries = [
        Entry(number, change, _words(change.left, left), _words(change.right, right))
        for number, change in enumerate(result.changes, 1)
        if (form or not change.trivial)
        and (not operation or change.operation == operation)
        and (not marking or (change.marking == marking and change.operation not in _PUTS_NOTHING_IN))
        and (not host or change.host == host)
    ]
    if not as_read:
        entries.sort(key=lambda entry: entry.rank)
    substance = sum(not change.trivial for change in result.changes)
    return ChangeList(entries, substance, len(result.changes) - substance)


_PUTS_NOTHING_IN = (Operation.OMISSION, Operation.REORDER)


def _words(place: Place | None, blocks: Sequence[Block]) -> str:
    if place is None:
        return ""
    words = blocks[place.paragraph].text[place.start : place.end]
    return words if len(words) <= _LONGEST else _cut(words)


def _cut(words: str) -> str:
    """The beginning, up to the last space: no word and no character that is several code points is torn."""
    return (words[:_LONGEST].rpartition(" ")[0] or words[:_LONGEST]) + " …"
