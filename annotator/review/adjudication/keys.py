"""The item page's keys, once: the help dialog, docs/guide/adjudication.md and the tests all read this table."""

from annotator.review.keys import Key

KEYS = (
    Key("1 … 9", "Take this coder’s version, then the next item"),
    Key("n", "Nothing here: nobody should have marked anything"),
    Key("e", "Edit boundaries and facets yourself"),
    Key("r", "Write the reason"),
    Key("t", "Choose the error type"),
    Key("j", "Next item in this list"),
    Key("k", "Previous item in this list"),
    Key("a", "Next item that awaits a decision of yours"),
    Key("u", "Take back your decision on this item, or the one you have just made"),
    Key("?", "Show or hide these keys"),
    Key("Esc", "Leave a field, so that keys work again; close this list"),
)
