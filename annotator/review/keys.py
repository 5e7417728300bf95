"""The case page's keys, once: the help dialog, docs/guide/reviewing.md and the tests all read this table."""

from dataclasses import dataclass

from annotator.facets import Verdict


@dataclass(frozen=True, slots=True)
class Key:
    keys: str
    action: str


#: digit → verdict, in the order of the buttons
VERDICT_KEYS = {
    "1": Verdict.CONFIRMED_ABSENT_IN_ORIGINAL,
    "2": Verdict.PRESENT_IN_ORIGINAL,
    "3": Verdict.DIFFERS_IN_ORIGINAL,
    "4": Verdict.ORIGINAL_NOT_AVAILABLE,
    "5": Verdict.NOT_AN_INSERTION,
}

KEYS = (
    *(Key(digit, f"{verdict.label}, then the next case") for digit, verdict in VERDICT_KEYS.items()),
    Key("Shift+1 … Shift+5", "The same verdict, and stay on this case"),
    Key("j", "Next case in this list"),
    Key("k", "Previous case in this list"),
    Key("n", "Next case that awaits a decision of yours"),
    Key("e", "Give the words as they stand in the original"),
    Key("r", "Write the reason"),
    Key("u", "Take back the decision you have just made"),
    Key("?", "Show or hide these keys"),
    Key("Esc", "Leave the reason or another field, so that keys work again; close this list"),
)
