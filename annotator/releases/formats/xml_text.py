"""Words as XML 1.0 can hold them. Pure."""

import re
from xml.sax.saxutils import escape

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_IN_ATTRIBUTES = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}


def storable(words: str) -> str:
    """What XML cannot hold becomes U+FFFD, one for one, so that offsets stay."""
    return _FORBIDDEN.sub("\ufffd", words)


def content(words: str) -> str:
    """Between tags. A carriage return is written so that readers keep it."""
    return escape(storable(words), {"\r": "&#13;"})


def attribute(words: str) -> str:
    """Between double quotes; line ends and tabs are written so that readers keep them."""
    return escape(storable(words), _IN_ATTRIBUTES)
