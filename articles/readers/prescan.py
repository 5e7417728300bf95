"""One linear look before parsing: what is nested or repeated beyond any real page is refused with its line."""

import re
from typing import NoReturn

from .parsed import ReadError

DEEPEST = 256
MOST_ATTRIBUTES = 64
MOST_ELEMENTS = 50_000
LONGEST_LINE = 200_000
MOST_MARKERS = 50
MOST_OPEN_BRACKETS = 64
MOST_STARS = 100

_TAG = re.compile(r"<(?:(?P<comment>!--)|(?P<close>/)?(?P<name>[A-Za-z][^\s/>]*))")
_ATTRIBUTE = re.compile(r"""[\s/]*(?:(?P<end>>)|[^\s/>][^\s/>=]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*))?)""")
_RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes", "plaintext"})
_VOID = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "basefont",
        "bgsound",
        "frame",
        "keygen",
    ]
)
# Their end tags may be left out and browsers close them; what nests them is counted itself.
_IMPLIED = frozenset(
    [
        "p",
        "li",
        "dt",
        "dd",
        "option",
        "optgroup",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "caption",
        "colgroup",
        "rt",
        "rp",
    ]
)
# As libxml2 does it: a weaker end tag does not close a stronger element it finds open.
_STRENGTH = {"div": 150, "table": 190, "head": 200, "body": 200, "html": 220}


def check_html(text: str) -> None:
    """Raises ReadError for nesting deeper than 256, more than 64 attributes on a tag, or 50,000 elements."""
    depths = _Depths(text)
    position = 0
    while found := _TAG.search(text, position):
        position = found.end()
        if found.group("comment"):
            end = text.find("-->", position)
            position = len(text) if end < 0 else end + 3
            continue
        name = found.group("name").lower()
        position, closed = _skip_attributes(text, position)
        if found.group("close"):
            depths.close(name)
        elif name in _RAW:
            position = _end_of_raw(text, name, position)
        elif not closed:
            depths.open(name, found.start())


def _skip_attributes(text: str, position: int) -> tuple[int, bool]:
    """-> the position after the tag, and whether its element holds nothing."""
    start = position
    for count in range(MOST_ATTRIBUTES + 2):
        found = _ATTRIBUTE.match(text, position)
        if not found:
            return len(text), True
        position = found.end()
        if found.group("end"):
            return position, False
        if count == MOST_ATTRIBUTES:
            _refuse(text, start, f"a tag with more than {MOST_ATTRIBUTES} attributes")
    return position, False


def _end_of_raw(text: str, name: str, position: int) -> int:
    if name == "plaintext":
        return len(text)
    found = re.compile(f"</{name}", re.IGNORECASE).search(text, position)
    return found.start() if found else len(text)


class _Depths:
    def __init__(self, text: str) -> None:
        self.text = text
        self.stack: list[str] = []
        self.elements = 0

    def open(self, name: str, position: int) -> None:
        self.elements += 1
        if self.elements > MOST_ELEMENTS:
            _refuse(self.text, position, f"more than {MOST_ELEMENTS:,} elements")
        if name in _VOID or name in _IMPLIED:
            return
        self.stack.append(name)
        if len(self.stack) > DEEPEST:
            depth = _run_length(self.text, name, position) + len(self.stack) - 1
            _refuse(self.text, position, f"nesting {depth:,} deep, at most {DEEPEST} are read")

    def close(self, name: str) -> None:
        own = _STRENGTH.get(name, 100)
        for index in range(len(self.stack) - 1, -1, -1):
            if self.stack[index] == name:
                del self.stack[index:]
                return
            if _STRENGTH.get(self.stack[index], 100) > own:
                return


def _run_length(text: str, name: str, position: int) -> int:
    """How many of the same tag follow each other here: the depth to tell of."""
    tags = re.compile(rf"\s*<{re.escape(name)}\b[^<>]*>", re.IGNORECASE)
    count = 0
    while found := tags.match(text, position):
        count, position = count + 1, found.end()
    return max(count, 1)


_MARKERS = re.compile(r"(?:[ \t]{0,8}(?:>|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])))+")
_ONE_MARKER = re.compile(r">|[-+*](?=[ \t])|\d{1,9}[.)](?=[ \t])")
_STARS = re.compile(r"\*{101,}|_{101,}|`{101,}|~{101,}|!?\[{65,}")


def check_markdown(text: str) -> None:
    """Raises ReadError for lines, nesting and runs of marks beyond any written text."""
    brackets = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > LONGEST_LINE:
            raise _complex(f"a line of {len(line):,} characters, at most {LONGEST_LINE:,} are read", number)
        if (found := _MARKERS.match(line)) and found.end() > MOST_MARKERS:
            depth = len(_ONE_MARKER.findall(found.group()))
            if depth > MOST_MARKERS and line.strip(" *-_"):
                raise _complex(f"nesting {depth:,} deep, at most {MOST_MARKERS} are read", number)
        brackets = _open_brackets(line, brackets, number)
        if (found := _STARS.search(line)) and found.group() != line.strip():
            raise _complex(f"{len(found.group()):,} marks in a row, at most {MOST_STARS} are read", number)


def _open_brackets(line: str, already: int, number: int) -> int:
    if not line.strip():
        return 0
    depth = deepest = already
    for char in line:
        if char == "[":
            depth += 1
            deepest = max(deepest, depth)
        elif char == "]":
            depth = max(depth - 1, 0)
    if deepest > MOST_OPEN_BRACKETS:
        raise _complex(f"{deepest:,} open brackets, at most {MOST_OPEN_BRACKETS} are read", number)
    return depth


def _complex(what: str, line: int) -> ReadError:
    return ReadError(f"This text is too complex: {what}.", line)


def _refuse(text: str, position: int, what: str) -> NoReturn:
    raise ReadError(f"This page is too complex: {what}.", text.count("\n", 0, position) + 1)
