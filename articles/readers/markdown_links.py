"""Reference links without the harm they do to brackets.

In CommonMark a definition `[sic]: https://…` anywhere turns every `[sic]` into a link and takes its brackets
away. Brackets are evidence here: only the full form `[words][label]` makes a link, and only definitions with a
web address are definitions.
"""

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import normalizeReference
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.reference import reference
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline

_DEFINITION = re.compile(r" {0,3}\[(?!\^)[^\]\[\n]{1,200}\]:[ \t]*<?https?://\S+[ \t]*(?:[\"'(].*)?$")


def full_references(md: MarkdownIt) -> None:
    """A plugin for markdown-it: see above."""
    md.block.ruler.at("reference", _web_reference, {"alt": []})
    md.core.ruler.after("block", "definitions_aside", _definitions_aside)
    md.inline.ruler.before("link", "full_reference", _full_reference)


def _web_reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = state.src[state.bMarks[start] : state.eMarks[start]]
    if not _DEFINITION.match(line):
        return False
    found = reference(state, start, end, silent)
    if found and not silent:
        state.env.setdefault("definition_lines", []).append(line.strip())
    return found


def _definitions_aside(state: StateCore) -> None:
    """The link rule looks under "references" for shortcuts such as [sic]; it must find nothing there."""
    state.env["definitions"] = state.env.pop("references", {})


def _full_reference(state: StateInline, silent: bool) -> bool:
    definitions: dict[str, Any] = state.env.get("definitions") or {}
    if not definitions or state.src[state.pos] != "[":
        return False
    start, maximum = state.pos, state.posMax
    words_end = state.md.helpers.parseLinkLabel(state, start, True)
    if words_end < 0 or not state.src.startswith("[", words_end + 1):
        return False
    label_end = state.src.find("]", words_end + 2, maximum)
    found = definitions.get(normalizeReference(state.src[words_end + 2 : label_end])) if label_end > 0 else None
    if not found:
        return False
    if not silent:
        state.pos, state.posMax = start + 1, words_end
        state.push("link_open", "a", 1).attrs = {"href": found["href"]}
        state.md.inline.tokenize(state)
        state.push("link_close", "a", -1)
    state.pos, state.posMax = label_end + 1, maximum
    return True
