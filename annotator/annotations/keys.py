"""The workbench's keyboard map: one table for the bindings, the help dialog, the docs and the tests."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Key:
    """`keys` as KeyboardEvent.key names; `name` is what the button of the same command says."""

    keys: str
    command: str
    name: str
    where: str


KEYS: tuple[Key, ...] = (
    Key(
        "1 … 9, Shift+1 …",
        "claim",
        "Tag the selected words with this claim type",
        "words selected, or editor open",
    ),
    Key("a", "attribution", "Open the attribution", "words selected, or after saving"),
    Key("i", "insertion", "Flag an editorial insertion", "words selected, or after saving"),
    Key("0", "nothing", "Read, nothing to tag", "paragraph"),
    Key("j", "next-paragraph", "Next paragraph", "article"),
    Key("k", "previous-paragraph", "Previous paragraph", "article"),
    Key("u", "next-unread", "Next unread paragraph", "article"),
    Key("c", "codebook", "Show the codebook, or put it away", "article"),
    Key("n", "next-annotation", "Next annotation", "article"),
    Key("p", "previous-annotation", "Previous annotation", "article"),
    Key("v", "select", "Select words by keyboard", "paragraph"),
    Key("→", "extend", "Selection: one word more (Shift: one character)", "selecting"),
    Key("←", "shrink", "Selection: one word less (Shift: one character)", "selecting"),
    Key("[", "start-earlier", "Selection: start one word earlier", "selecting"),
    Key("]", "start-later", "Selection: start one word later", "selecting"),
    Key("s", "sentence", "Selection: this sentence, then the next", "selecting"),
    Key("t", "form", "Select text in a form", "paragraph"),
    Key("e", "edit", "Edit the annotation", "annotation"),
    Key(".", "again", "Same as last time", "words selected"),
    Key("Shift+Delete", "withdraw", "Withdraw the annotation", "annotation"),
    Key("Ctrl+Z", "undo", "Undo", "everywhere outside text fields"),
    Key("Ctrl+Shift+Z", "redo", "Redo", "everywhere outside text fields"),
    Key("Ctrl+Enter", "save", "Save", "editor"),
    Key("F6", "region", "Article, editor, annotations, in turn", "everywhere"),
    Key("Esc", "cancel", "Cancel the selection or close the editor", "everywhere"),
    Key("?", "help", "Show these keys", "everywhere outside text fields"),
)
