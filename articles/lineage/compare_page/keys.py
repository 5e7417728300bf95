"""The compare page's keys, once: its help dialog, its script, the guide and the tests all read this table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """`keys` as KeyboardEvent.key has it; `command` is what the page's script and buttons call it."""

    keys: str
    command: str
    name: str


KEYS = (
    Key("n", "next-change", "Next change"),
    Key("p", "previous-change", "Previous change"),
    Key("j", "next-paragraph", "Next paragraph of this side"),
    Key("k", "previous-paragraph", "Previous paragraph of this side"),
    Key("ArrowLeft", "to-left", "To the paragraph on the left"),
    Key("ArrowRight", "to-right", "To the paragraph on the right"),
    Key("m", "view", "Side by side, or one text with the changes in it"),
    Key("o", "only", "Only what changed, or the whole texts"),
    Key("x", "swap", "Swap the sides"),
    Key("l", "link", "The two chosen paragraphs belong together"),
    Key("u", "unlink", "The two chosen paragraphs do not belong together"),
    Key("v", "moved", "The two chosen paragraphs belong together, moved"),
    Key("?", "help", "Show these keys"),
)
