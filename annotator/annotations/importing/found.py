"""What a file of another tool says, before anybody asks whether it fits. Pure."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the file that is not taken over, with the reason as a sentence."""

    where: str
    said: str


@dataclass(frozen=True, slots=True)
class Which:
    """The text that an annotation is of, as far as the file says: any of these, the first that is known counts."""

    text_sha256: str = ""
    version_id: int | None = None
    address: str = ""
    #: the text as the file has it
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """One span with one label. Offsets are half-open, in code points or, with `utf16`, in UTF-16 code units of the
    version's text; without them `quote`, `prefix` and `suffix` must tell. `who` is the annotator in the file, or, with
    `machine`, the model."""

    where: str
    which: Which
    label: str
    start: int | None = None
    end: int | None = None
    utf16: bool = False
    quote: str | None = None
    prefix: str = ""
    suffix: str = ""
    note: str = ""
    who: str = ""
    machine: bool = False


#: what releases call an attribution's facets; a reader gives such a value as a label, `attribution_status/attributed`
FACETS = frozenset(("attribution_status", "source_naming", "quote_form", "stance"))

type Reader = Callable[[bytes], Iterator[Found | Problem]]


class NotReadable(Exception):
    """The file as a whole cannot be read; the message is a sentence."""


def decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotReadable(f"It is not UTF-8: byte {error.start + 1:,} cannot be read.") from None


def loaded(text: str) -> Any:
    """JSON, or NotReadable."""
    try:
        return json.loads(text)
    except RecursionError:
        raise NotReadable("It is nested too deep.") from None
    except ValueError as error:
        raise NotReadable(f"It is not JSON: {error}.") from None


def whole(value: Any) -> int | None:
    """A number that can be an offset or an id."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**31 else None


def words(value: Any) -> str:
    return value if isinstance(value, str) else ""


def which(text: str | None, *facts: Any) -> Which:
    """From the text and from objects beside it that may name `text_sha256`, `version_id` or `url`."""
    known = [one for one in facts if isinstance(one, dict)]
    digest = next((words(one.get("text_sha256")) for one in known if words(one.get("text_sha256"))), "")
    version = next((found for one in known if (found := whole(one.get("version_id"))) is not None), None)
    address = next((words(one.get("url")) for one in known if words(one.get("url"))), "")
    return Which(digest, version, address, text)
