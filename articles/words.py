"""Words from outside made safe to store, print and show; each keeps as much as it can."""

import re

# NUL is refused by PostgreSQL and lone surrogates have no UTF-8; U+FFFD is as long, so offsets hold.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Control characters drive a terminal, line ends break a header, bidirectional controls show a name backwards.
_MISLEADING = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def storable(text: str) -> str:
    """The text with U+FFFD for NUL and lone surrogates: same length in code points."""
    return _UNSTORABLE.sub("\ufffd", text)


def printable(text: str) -> str:
    """One line without control and direction characters, for a terminal or a header."""
    return _MISLEADING.sub("\ufffd", text)


def file_name_of(name: str, *, longest: int = 255) -> str:
    """The last part of a path as people wrote it, safe to show; only a label, never where bytes are kept."""
    last = printable(re.split(r"[\\/]", name)[-1]).strip()
    if len(last) <= longest:
        return last
    stem, dot, suffix = last.rpartition(".")
    tail = dot + suffix if stem and len(suffix) <= 10 else ""
    return last[: longest - len(tail)] + tail
